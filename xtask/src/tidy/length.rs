//! No Rust file is longer than one can hold in mind.

use super::Finding;
use super::tree::File;

/// Where a file has become two; aim for 150.
const LINES_MAX: usize = 400;

pub fn check(file: &File) -> Vec<Finding> {
    let lines = file.text.lines().count();
    if !file.is_rust() || lines <= LINES_MAX {
        return Vec::new();
    }
    let what = format!("a file of {lines} lines, {LINES_MAX} are allowed");
    let way_out = "find the second noun in it and give that its own file; long tables are data files";
    vec![Finding::new(&file.path, LINES_MAX + 1, what, way_out)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_hundred_lines_are_the_end() {
        for (path, lines, expected) in
            [("a.rs", 400, None), ("a.rs", 401, Some(401)), ("a.md", 9_000, None), ("a.rs", 0, None)]
        {
            let found = check(&File::new(path, "//\n".repeat(lines)));
            assert_eq!(found.first().map(|finding| finding.line), expected, "{path} with {lines} lines");
        }
    }
}
