//! How places and players are named to a person.

use music::lane::Lane;

use crate::model::{Bars, LogLine};

/// "bar 5", "bars 5–8".
pub(super) fn bars(bars: Bars) -> String {
    let Bars { first, last } = bars;
    if first == last { format!("bar {first}") } else { format!("bars {first}–{last}") }
}

/// "bass, keys".
pub(super) fn lanes(lanes: &[Lane]) -> String {
    let names: Vec<&str> = lanes.iter().map(|lane| lane.name()).collect();
    names.join(", ")
}

pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub(super) fn said(text: impl Into<String>) -> LogLine {
    LogLine { text: text.into(), is_fault: false }
}

pub(super) fn refused(text: impl Into<String>) -> LogLine {
    LogLine { text: text.into(), is_fault: true }
}

/// What a person typed, as much of it as a line shows.
pub(super) fn shortened(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(chars_max.saturating_sub(1)).collect();
    format!("{kept}…")
}
