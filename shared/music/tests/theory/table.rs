//! Tables as text: one row a line, cells between bars, comments after a hash.

use ai_band_music::pitch::Spelling;

pub(crate) struct Row<'a> {
    line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    pub(crate) fn cells(&self) -> &[&'a str] {
        &self.cells
    }
}

/// A bar ends a cell when a space follows, so that a chord may have one in it; a hash begins a comment likewise.
pub(crate) fn rows(text: &str) -> Vec<Row<'_>> {
    let is_row = |line: &str| !line.is_empty() && !line.starts_with("# ") && line != "#";
    let numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let kept = numbered.filter(|(_, line)| is_row(line));
    kept.map(|(line, text)| Row { line, cells: text.split("| ").map(str::trim).collect() }).collect()
}

/// Fails with every row that is wrong, not only the first.
pub(crate) fn check(text: &str, read: impl Fn(&Row<'_>) -> Result<(), String>) {
    let all = rows(text);
    let wrong: Vec<String> = all
        .iter()
        .filter_map(|row| {
            read(row).err().map(|what| format!("line {}: {}: {what}", row.line, row.cells.join(" | ")))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} rows\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

pub(crate) fn same(found: &str, expected: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("found {found}, not {expected}")) }
}

pub(crate) fn spelled(notes: impl IntoIterator<Item = Spelling>) -> String {
    let names: Vec<String> = notes.into_iter().map(|note| note.to_string()).collect();
    names.join(" ")
}
