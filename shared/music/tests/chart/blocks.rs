//! Reads the tables of charts: blocks of a name, a chart, and what is expected of it.
//!
//! ```text
//! === A blues in F
//! | F7 | Bb7 |
//! --- plays
//! F7 | Bb7
//! ```
//! Lines before the first block are for the reader.

/// One chart of a table.
pub(crate) struct Block {
    pub(crate) name: String,
    pub(crate) chart: String,
    /// What follows each `--- heading`.
    pub(crate) expected: Vec<(String, String)>,
}

pub(crate) fn read(file: &str) -> Vec<Block> {
    file.split("\n=== ").skip(1).map(block).collect()
}

fn block(text: &str) -> Block {
    let mut parts = text.split("\n--- ");
    let (name, chart) = parts.next().and_then(|first| first.split_once('\n')).unwrap_or((text, ""));
    let (name, chart) =
        (name.lines().next().unwrap_or_default().trim().to_owned(), chart.trim_end().to_owned());
    let expected = parts.map(|part| {
        let (heading, body) = part.split_once('\n').unwrap_or((part, ""));
        (heading.trim().to_owned(), body.trim_end().to_owned())
    });
    Block { name, chart, expected: expected.collect() }
}
