//! `N.C.`: the band lays out, but for a line that leads back in.

use music::chart::song::Harmony;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::{Fault, Performance};

/// What leads into the next chord may begin so early.
const APPROACH: Ticks = Ticks(TICKS_PER_BEAT);
/// A hit that stops the band, or a hand that comes off late.
const STAB: Ticks = Ticks(TICKS_PER_BEAT / 2);

pub(super) fn kept(performance: &Performance) -> Vec<Fault> {
    let mut faults = Vec::new();
    let song = &performance.song;
    // Where a song slows down nobody is where the paper says.
    let slow = song.ritard_bars().map_or(0, |count| usize::from(count) + 1);
    let even = song.bars().len().saturating_sub(slow);
    let until = song.bars().get(even).map_or(song.end(), |bar| bar.start);
    let silences = song.chords().iter().filter(|harmony| harmony.chord.is_none());
    let silences = silences.filter(|silence| silence.start + silence.length <= until);
    for silence in silences {
        for lane in performance.main.keys().filter(|lane| !lane.character().is_kit) {
            faults.extend(broken(performance, *lane, silence));
        }
    }
    faults
}

fn broken(performance: &Performance, lane: Lane, silence: &Harmony) -> Option<Fault> {
    let (start, end) = (silence.start, silence.start + silence.length);
    let line = performance.line(lane);
    let loud = line.iter().find(|note| {
        let begins = note.start >= start && note.start < end - APPROACH.min(silence.length);
        let rings_on = note.start < start && note.start + note.length > start + STAB.min(silence.length);
        begins || rings_on
    })?;
    let (from, to) = (loud.start - start, loud.start + loud.length - start);
    let what =
        format!("key {} from {} to {} of a silence of {}", loud.pitch.key(), from.0, to.0, silence.length.0);
    Some(Fault::at(performance, lane, loud.start.max(start), what))
}
