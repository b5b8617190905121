//! Tables as text: one row a line, cells between `|`, comments after `#` at the start of a line.

pub(crate) struct Row<'a> {
    pub(crate) line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    pub(crate) fn cells(&self) -> &[&'a str] {
        &self.cells
    }
}

/// A cell ends at ` | ` or at the `|` a column is lined up with, so that a chord may have a bar in it.
pub(crate) fn rows(text: &str) -> Vec<Row<'_>> {
    let is_row = |line: &&str| !line.is_empty() && !line.starts_with("# ") && *line != "#";
    let numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let kept = numbered.filter(|(_, line)| is_row(line));
    kept.map(|(line, text)| Row { line, cells: text.split("| ").map(str::trim).collect() }).collect()
}
