//! The first track: what holds for the whole song.

use midly::num::u24;
use midly::{MetaMessage, TrackEventKind};

use super::{Placed, Texts, Turn};
use crate::key::{Key, SIGNATURE_MAX};
use crate::meter::Meter;
use crate::midi_file::MidiFile;
use crate::tempo::Tempo;
use crate::time::{MAX_TICKS, Ticks};

pub(super) fn events<'a>(file: &MidiFile, texts: &'a Texts) -> Vec<Placed<'a>> {
    let mut events = Vec::new();
    let mut add = |at, meta| events.push(Placed { at, turn: Turn::Title, kind: TrackEventKind::Meta(meta) });
    let later = |at: &Ticks| (Ticks(1)..=Ticks(MAX_TICKS)).contains(at);
    add(Ticks::ZERO, meter_event(file.meter.at(Ticks::ZERO)));
    for change in file.meter.changes().iter().filter(|change| later(&change.start)) {
        add(change.start, meter_event(change.meter));
    }
    let tempo_event = |tempo: Tempo| MetaMessage::Tempo(u24::new(tempo.micros_per_beat()));
    add(Ticks::ZERO, tempo_event(file.tempo.at(Ticks::ZERO)));
    for (at, tempo) in file.tempo.changes().iter().filter(|(at, _)| later(at)) {
        add(*at, tempo_event(*tempo));
    }
    if let Some(event) = file.key.and_then(key_event) {
        add(Ticks::ZERO, event);
    }
    for (at, text) in &texts.markers {
        add(*at, MetaMessage::Marker(text.as_bytes()));
    }
    events
}

/// The last two numbers, clocks per metronome click and 32nds per beat, are the ones every file has.
fn meter_event(meter: Meter) -> MetaMessage<'static> {
    let power = meter.denominator().trailing_zeros() as u8;
    MetaMessage::TimeSignature(meter.numerator(), power, 24, 8)
}

/// A file knows major and minor. Another mode keeps its signature and its third, so that it looks right on paper; a key
/// of more than seven sharps or flats cannot be said at all.
fn key_event(key: Key) -> Option<MetaMessage<'static>> {
    let sharps = key.signature();
    let fits = (-SIGNATURE_MAX..=SIGNATURE_MAX).contains(&sharps);
    fits.then_some(MetaMessage::KeySignature(sharps, key.mode.is_minor()))
}
