//! A block in CLAP's words: events in, the transport, events out.

use clack_host::events::event_types::{
    MidiEvent, NoteOffEvent, NoteOnEvent, ParamValueEvent, TransportEvent, TransportFlags,
};
use clack_host::events::spaces::CoreEventSpace;
use clack_host::events::{EventFlags, EventHeader, Match, Pckn};
use clack_host::prelude::{Event, EventBuffer};
use clack_host::utils::{BeatTime, SecondsTime};

use super::Range;
use crate::block::{Block, Transport};
use crate::heard::NoteEvent;

const VELOCITY_MAX: f64 = 127.0;

/// All that comes in, in the order of its samples; at one sample parameters come first.
pub(super) fn events(block: &Block, ranges: &[Range], into: &mut EventBuffer) {
    into.clear();
    for change in &block.changes {
        if let Some(range) = ranges.iter().find(|range| range.id.get() == change.param) {
            let plain = range.plain(change.normalized);
            into.push(&ParamValueEvent::new(change.sample, range.id, Pckn::match_all(), plain));
        }
    }
    for note in &block.notes {
        let place = Pckn::new(0u16, u16::from(note.channel), u16::from(note.key), Match::All);
        let velocity = f64::from(note.velocity) / VELOCITY_MAX;
        if note.is_on {
            into.push(&NoteOnEvent::new(note.sample, place, velocity));
        } else {
            into.push(&NoteOffEvent::new(note.sample, place, velocity));
        }
    }
    into.sort();
}

pub(super) fn transport(said: &Transport) -> TransportEvent {
    let mut flags = TransportFlags::empty();
    flags.set(TransportFlags::IS_PLAYING, said.playing);
    flags.set(TransportFlags::HAS_TEMPO, said.tempo_bpm.is_some());
    flags.set(TransportFlags::HAS_BEATS_TIMELINE, said.position_beats.is_some());
    flags.set(TransportFlags::HAS_TIME_SIGNATURE, said.meter.is_some());
    flags.set(TransportFlags::IS_LOOP_ACTIVE, said.loop_beats.is_some());
    let (loop_start, loop_end) = said.loop_beats.unwrap_or_default();
    let (upper, lower) = said.meter.unwrap_or_default();
    TransportEvent {
        header: EventHeader::new_core(0, EventFlags::empty()),
        flags,
        song_pos_beats: BeatTime::from_float(said.position_beats.unwrap_or_default()),
        song_pos_seconds: SecondsTime::default(),
        tempo: said.tempo_bpm.unwrap_or_default(),
        tempo_inc: 0.0,
        loop_start_beats: BeatTime::from_float(loop_start),
        loop_end_beats: BeatTime::from_float(loop_end),
        loop_start_seconds: SecondsTime::default(),
        loop_end_seconds: SecondsTime::default(),
        bar_start: BeatTime::from_float(said.bar_start_beats.unwrap_or_default()),
        bar_number: 0,
        time_signature_numerator: upper,
        time_signature_denominator: lower,
    }
}

/// The notes among what came out, in the order it came.
pub(super) fn notes(events: &EventBuffer) -> Vec<NoteEvent> {
    events.iter().filter_map(|event| note(event.as_core_event()?)).collect()
}

fn note(event: CoreEventSpace<'_>) -> Option<NoteEvent> {
    match event {
        CoreEventSpace::NoteOn(on) => {
            Some(placed(on.header().time(), true, on.channel(), on.key(), on.velocity()))
        }
        CoreEventSpace::NoteOff(off) => {
            Some(placed(off.header().time(), false, off.channel(), off.key(), off.velocity()))
        }
        CoreEventSpace::Midi(midi) => raw(midi),
        _ => None,
    }
}

fn placed(sample: u32, is_on: bool, channel: Match<u16>, key: Match<u16>, velocity: f64) -> NoteEvent {
    // A wildcard is nothing a plugin may send: it is no note, and found out as such.
    let number =
        |number: Match<u16>| number.into_specific().and_then(|n| u8::try_from(n).ok()).unwrap_or(255);
    NoteEvent {
        sample: sample.into(),
        is_on,
        channel: number(channel),
        key: number(key),
        velocity: (velocity * VELOCITY_MAX).round() as u8,
    }
}

fn raw(midi: &MidiEvent) -> Option<NoteEvent> {
    let [status, key, velocity] = midi.data();
    let is_on = match status & 0xF0 {
        0x90 => velocity > 0,
        0x80 => false,
        _ => return None,
    };
    Some(NoteEvent { sample: midi.header().time().into(), is_on, channel: status & 0x0F, key, velocity })
}
