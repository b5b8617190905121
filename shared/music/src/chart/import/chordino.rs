//! Chordino's chords: a line of seconds and a label for each change, as Sonic Visualiser and sonic-annotator write them.

use crate::chart::draft::Draft;
use crate::chart::error::Problem;
use crate::chart::import::placed::{self, Placed, What};
use crate::chart::import::{Grid, lines, open};
use crate::chart::{Chart, Errors};
use crate::tempo;
use crate::time::{MAX_TICKS, Ticks};

pub fn is_likely(text: &str) -> bool {
    let mut full = lines(text).map(|(_, line)| line.trim()).filter(|line| !line.is_empty()).peekable();
    full.peek().is_some() && full.all(|line| row(line).is_some())
}

/// Bars of the grid with the chords that fall into them, at the nearest unit of the meter. `N` is nobody's chord.
pub fn read(text: &str, grid: &Grid) -> Result<Chart, Errors> {
    let mut complaints = open(text)?;
    let mut placed = Vec::new();
    for (at, line) in lines(text) {
        if line.trim().is_empty() {
            continue;
        }
        let Some((nanos, label)) = row(line) else {
            let problem = Problem::Import("write seconds and a chord, as in 1.25,\"Am7\"".to_owned());
            complaints.add(None, at..at + line.len(), problem);
            continue;
        };
        let start = at + label.as_ptr() as usize - line.as_ptr() as usize;
        let chord = if label == "N" { "N.C.".to_owned() } else { label.to_owned() };
        let range = start..start + label.len();
        placed.push(Placed { at: ticks_at(nanos, &grid.tempo), range, what: What::Chord(chord) });
    }
    placed.sort_by_key(|one| one.at);
    Draft::new(complaints).read(placed::tokens(&placed, &grid.meter, Some(&grid.tempo)))
}

/// Nanoseconds and the label of `0.371519274,"Am7"`.
fn row(line: &str) -> Option<(i64, &str)> {
    let (seconds, label) = line.trim().split_once([',', ';', '\t'])?;
    let label = label.trim().trim_matches('"').trim();
    let (whole, decimals) = seconds.trim().split_once('.').unwrap_or((seconds.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_one = !label.is_empty() && !label.contains([',', ';', '\t']);
    let known = !whole.is_empty() && digits(whole) && digits(decimals) && is_one;
    let whole: i64 = known.then(|| whole.parse().ok())?.filter(|whole| *whole <= SECONDS_MAX)?;
    let nanos: i64 = decimals
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(9)
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    Some((whole * NANOS_PER_SECOND + nanos, label))
}

const NANOS_PER_SECOND: i64 = 1_000_000_000;
/// A day: no song is longer, and the sum stays far from overflow.
const SECONDS_MAX: i64 = 86_400;

/// The last position that is not later than `nanos`.
fn ticks_at(nanos: i64, tempo: &tempo::Map) -> Ticks {
    let (mut low, mut high) = (0, MAX_TICKS);
    while low < high {
        let middle = (low + high + 1) / 2;
        if tempo.nanos_at(Ticks(middle)) <= nanos { low = middle } else { high = middle - 1 }
    }
    Ticks(low)
}

#[cfg(test)]
mod tests;
