//! Who plays: everybody who was asked, and not everybody all the time.

use music::chart::song::Bar;
use music::lane::Lane;
use music::time::Ticks;

use super::{Fault, Performance};

/// So many make a band, and so many bars with chords a song, in which somebody rests.
const LANES_MIN: usize = 3;
const BARS_MIN: usize = 8;
/// A silence of so many bars between two chords is a phrase in which the whole band rests.
const PHRASE_BARS: usize = 4;

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

/// A bar without a chord is nobody's rest, for everybody lays out there; a phrase of them in mid-song is heard as one.
/// More cannot be asked where a chart says N.C. wherever somebody would have rested: who rests hangs on no chord, or one
/// edited bar would be heard in all others.
pub(super) fn somebody_rests(performance: &Performance) -> Vec<Fault> {
    let has_chords: Vec<bool> =
        performance.song.bars().iter().map(|bar| has_chords(performance, bar)).collect();
    let played = has_chords.iter().filter(|has_chords| **has_chords).count();
    if performance.lanes.len() < LANES_MIN || played < BARS_MIN {
        return Vec::new();
    }
    let is_rest = |bar: &Bar| {
        let is_silent = |lane: &Lane| sounding(performance, *lane, bar.span().start, bar.span().end) == 0;
        performance.lanes.iter().any(is_silent)
    };
    let mut bars = performance.song.bars().iter().zip(&has_chords);
    let somebody = bars.any(|(bar, has_chords)| *has_chords && is_rest(bar));
    // The first and the last piece are before the first chord and after the last one.
    let silences: Vec<usize> = has_chords.split(|has_chords| *has_chords).map(<[bool]>::len).collect();
    let everybody = silences[1..silences.len() - 1].iter().any(|bars| *bars >= PHRASE_BARS);
    if somebody || everybody { Vec::new() } else { vec![Fault::of_song("everybody plays in every bar")] }
}

fn has_chords(performance: &Performance, bar: &Bar) -> bool {
    performance.song.chords_in(bar.span()).iter().any(|harmony| harmony.chord.is_some())
}

fn sounding(performance: &Performance, lane: Lane, start: Ticks, end: Ticks) -> usize {
    let notes = performance.line(lane).iter();
    notes.filter(|note| note.start < end && note.start + note.length > start).count()
}
