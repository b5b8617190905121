//! A part's track: who plays, then controls and notes.

use midly::num::{u4, u7, u14};
use midly::{MetaMessage, MidiMessage, PitchBend, TrackEventKind};

use super::heard::Heard;
use super::{Placed, Turn};
use crate::clip::{Control, ControlKind};
use crate::midi_file::Track;
use crate::time::Ticks;

const BANK_SELECT: [u8; 2] = [0, 32];

pub(super) fn events<'a>(track: &Track, name: Option<&'a str>, notes: &[Heard]) -> Vec<Placed<'a>> {
    let channel = u4::new(track.channel);
    let mut events = Vec::with_capacity(2 * notes.len() + track.controls.len() + 3);
    let mut add = |at, turn, kind| events.push(Placed { at, turn, kind });
    if let Some(name) = name {
        let name = MetaMessage::TrackName(name.as_bytes());
        add(Ticks::ZERO, Turn::Title, TrackEventKind::Meta(name));
    }
    if notes.is_empty() && track.controls.is_empty() && track.program.is_none() {
        let prefix = MetaMessage::MidiChannel(channel);
        add(Ticks::ZERO, Turn::Title, TrackEventKind::Meta(prefix));
    }
    let midi = |message| TrackEventKind::Midi { channel, message };
    let (banks, controls) = track.controls.split_at(leading_banks(&track.controls));
    for control in banks {
        add(control.at, Turn::Control, midi(control_message(*control)));
    }
    if let Some(program) = track.program {
        add(Ticks::ZERO, Turn::Control, midi(MidiMessage::ProgramChange { program: u7::new(program) }));
    }
    for control in controls {
        add(control.at, Turn::Control, midi(control_message(*control)));
    }
    for note in notes {
        let key = u7::new(note.pitch.key());
        let strike = midi(MidiMessage::NoteOn { key, vel: u7::new(note.velocity) });
        let release = midi(MidiMessage::NoteOff { key, vel: RELEASE_VELOCITY });
        let turns =
            if note.start == note.end { (Turn::Flick, Turn::Flick) } else { (Turn::Strike, Turn::Release) };
        add(note.start, turns.0, strike);
        add(note.end, turns.1, release);
    }
    events
}

/// What a keyboard without release velocity sends.
const RELEASE_VELOCITY: u7 = u7::new(64);

/// A bank is chosen before the program in it.
fn leading_banks(controls: &[Control]) -> usize {
    let is_bank = |kind| matches!(kind, ControlKind::Controller(number) if BANK_SELECT.contains(&number));
    controls.iter().take_while(|control| control.at == Ticks::ZERO && is_bank(control.kind)).count()
}

fn control_message(control: Control) -> MidiMessage {
    let value = control.value;
    match control.kind {
        ControlKind::Controller(number) => {
            MidiMessage::Controller { controller: u7::new(number), value: u7::new(value as u8) }
        }
        ControlKind::Bend => MidiMessage::PitchBend { bend: PitchBend(u14::new(value)) },
        ControlKind::Pressure => MidiMessage::ChannelAftertouch { vel: u7::new(value as u8) },
    }
}
