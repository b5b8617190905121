//! Who plays: everybody who was asked, and not everybody all the time.

use music::chart::song::Bar;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::{Fault, Performance};

/// So many make a band, and so many bars with chords a song, in which somebody rests.
const LANES_MIN: usize = 3;
const BARS_MIN: usize = 8;
/// A silence of so many bars is a phrase in which the whole band rests, and its entrance is heard.
const PHRASE_BARS: usize = 4;
/// What leads out of a silence may begin so early.
const APPROACH: Ticks = Ticks(TICKS_PER_BEAT);

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

/// A bar without a chord is nobody's rest, for everybody lays out there; a phrase of them before the last chord is heard
/// as one, in mid-song and at the beginning too: a band that is silent for four bars and then comes in does not play from
/// the first bar to the last. A pickup is no bar of it, and what follows the last chord is no rest but the end.
/// More cannot be asked where a chart says N.C. wherever somebody would have rested: who rests hangs on no chord, or one
/// edited bar would be heard in all others.
pub(super) fn somebody_rests(performance: &Performance) -> Vec<Fault> {
    let bars = performance.song.bars();
    let has_chords: Vec<bool> = bars.iter().map(|bar| has_chords(performance, bar)).collect();
    let played = has_chords.iter().filter(|has_chords| **has_chords).count();
    if performance.lanes.len() < LANES_MIN || played < BARS_MIN {
        return Vec::new();
    }
    let is_rest = |bar: &Bar| {
        let is_silent = |lane: &Lane| sounding(performance, *lane, bar.span().start, bar.span().end) == 0;
        performance.lanes.iter().any(is_silent)
    };
    let somebody = bars.iter().zip(&has_chords).any(|(bar, has_chords)| *has_chords && is_rest(bar));
    let last_chord = has_chords.iter().rposition(|has_chords| *has_chords).unwrap_or(0);
    let mut phrases = bars[..last_chord].split(|bar| !is_silence(performance, bar));
    let everybody = phrases.any(|silence| silence.len() >= PHRASE_BARS);
    if somebody || everybody { Vec::new() } else { vec![Fault::of_song("everybody plays in every bar")] }
}

/// A bar without a chord, in which nobody but a drummer, who may mark the time, strikes anything but what leads out of it.
fn is_silence(performance: &Performance, bar: &Bar) -> bool {
    let until = bar.span().end - APPROACH.min(bar.length);
    let begins = |lane: &Lane| {
        performance.line(*lane).iter().any(|note| bar.start <= note.start && note.start < until)
    };
    let is_pickup = bar.number == 0;
    let mut tuned = performance.lanes.iter().filter(|lane| !lane.character().is_kit);
    !is_pickup && !has_chords(performance, bar) && !tuned.any(begins)
}

fn has_chords(performance: &Performance, bar: &Bar) -> bool {
    performance.song.chords_in(bar.span()).iter().any(|harmony| harmony.chord.is_some())
}

fn sounding(performance: &Performance, lane: Lane, start: Ticks, end: Ticks) -> usize {
    let notes = performance.line(lane).iter();
    notes.filter(|note| note.start < end && note.start + note.length > start).count()
}
