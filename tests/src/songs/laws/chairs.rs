//! Who plays: everybody who was asked, and not everybody all the time.

use music::lane::Lane;
use music::time::Ticks;

use super::{Fault, Performance};

/// So many make a band, and so many bars a song, in which somebody rests.
const LANES_MIN: usize = 3;
const BARS_MIN: usize = 8;

/// A song with a chord is never silent. A lead without a phrase that fits, or percussion that the style keeps for louder
/// sections, may find nothing in a song, and is named then.
pub(super) fn everybody_plays(performance: &Performance) -> Vec<Fault> {
    let has_chords = performance.song.chords().iter().any(|harmony| harmony.chord.is_some());
    let names = performance.remarks.iter().find_map(|remark| remark.strip_prefix("nothing here for "));
    let names: Vec<&str> =
        names.and_then(|names| names.split(':').next()).unwrap_or("").split(", ").collect();
    let is_told = |lane: Lane| names.contains(&lane.to_string().as_str());
    let is_silent = |lane: &Lane| performance.line(*lane).is_empty();
    if has_chords && performance.lanes.iter().all(is_silent) && performance.lanes.len() > 1 {
        return vec![Fault::of_song("nobody plays anything")];
    }
    let lanes = performance.lanes.iter().filter(|lane| has_chords && is_silent(lane) != is_told(**lane));
    lanes.map(|lane| Fault::of_lane(*lane, "plays nothing and is not named, or is named and plays")).collect()
}

/// Bars without a chord are nobody's rest: everybody lays out there.
pub(super) fn somebody_rests(performance: &Performance) -> Vec<Fault> {
    let bars = performance.song.bars();
    if performance.lanes.len() < LANES_MIN || bars.len() < BARS_MIN {
        return Vec::new();
    }
    let (mut rests, mut played) = (0, 0);
    for bar in bars {
        let chords = performance.song.chords_in(bar.span());
        let has_chords = chords.iter().any(|harmony| harmony.chord.is_some());
        let is_silent = |lane: &&Lane| sounding(performance, **lane, bar.span().start, bar.span().end) == 0;
        let silent = performance.lanes.iter().filter(is_silent).count();
        played += usize::from(has_chords);
        rests += usize::from(has_chords && silent > 0);
    }
    // A song that is silent for half of its bars rests enough.
    let is_song = played * 2 > bars.len();
    if is_song && rests == 0 { vec![Fault::of_song("everybody plays in every bar")] } else { Vec::new() }
}

fn sounding(performance: &Performance, lane: Lane, start: Ticks, end: Ticks) -> usize {
    let notes = performance.line(lane).iter();
    notes.filter(|note| note.start < end && note.start + note.length > start).count()
}
