//! Who plays: everybody who was asked, and not everybody all the time.

use music::lane::Lane;
use music::time::Ticks;

use super::{Fault, Performance};

/// So many make a band, and so many bars a song, in which somebody rests.
const LANES_MIN: usize = 3;
const BARS_MIN: usize = 8;

/// The one exception: a chart without any chord leaves nobody anything to play.
pub(super) fn everybody_plays(performance: &Performance) -> Vec<Fault> {
    let has_chords = performance.song.chords().iter().any(|harmony| harmony.chord.is_some());
    let silent = |lane: &&Lane| has_chords && performance.line(**lane).is_empty();
    let lanes = performance.lanes.iter().filter(silent);
    lanes.map(|lane| Fault::of_lane(*lane, "was asked for and plays nothing")).collect()
}

/// Bars without a chord are nobody's rest: everybody lays out there.
pub(super) fn somebody_rests(performance: &Performance) -> Vec<Fault> {
    let bars = performance.song.bars();
    if performance.lanes.len() < LANES_MIN || bars.len() < BARS_MIN {
        return Vec::new();
    }
    let mut rests = Vec::new();
    for (index, bar) in bars.iter().enumerate() {
        let chords = performance.song.chords_in(bar.span());
        let has_chords = chords.iter().any(|harmony| harmony.chord.is_some());
        let is_silent = |lane: &&Lane| sounding(performance, **lane, bar.span().start, bar.span().end) == 0;
        let silent = performance.lanes.iter().filter(is_silent).count();
        if has_chords && silent > 0 {
            rests.push(index);
        }
    }
    if rests.is_empty() { vec![Fault::of_song("everybody plays in every bar")] } else { Vec::new() }
}

fn sounding(performance: &Performance, lane: Lane, start: Ticks, end: Ticks) -> usize {
    let notes = performance.line(lane).iter();
    notes.filter(|note| note.start < end && note.start + note.length > start).count()
}
