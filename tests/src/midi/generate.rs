//! Songs at random, written by our own writer.

use music::clip::{Control, ControlKind, Note};
use music::lane::Lane;
use music::meter::{self, Meter};
use music::midi_file::{self, Marker, MidiFile, Timing, Track};
use music::pitch::Pitch;
use music::tempo::{self, Tempo};
use music::time::{Micros, Ticks};

use crate::chance::Chance;

/// The bytes of a song with up to `notes_max` notes in each of a few tracks.
pub(super) fn song(chance: &mut Chance, notes_max: usize) -> Vec<u8> {
    let mut file = MidiFile::empty(tempo_map(chance), meter_map(chance));
    file.key = ["C", "Am", "F#", "Ebm", "Bb"][chance.index(5)].parse().ok();
    file.markers = markers(chance);
    file.tracks = (0..chance.index(4)).map(|_| track(chance, notes_max)).collect();
    file.length = Ticks(chance.between(0, 20_000));
    let timing = if chance.one_in(2) { Timing::AsHeard } else { Timing::Quantised };
    midi_file::write(&file, timing).expect("what is generated is within every limit")
}

fn tempo_map(chance: &mut Chance) -> tempo::Map {
    let bpm = |chance: &mut Chance| {
        let bpm = chance.between(4, 1_000) as u32;
        Tempo::from_bpm(bpm).expect("from 4 to 1000 is a tempo")
    };
    let changes = (0..chance.index(3)).map(|_| (Ticks(chance.between(0, 9_000)), bpm(chance))).collect();
    tempo::Map::new(changes).expect("a handful of changes")
}

fn meter_map(chance: &mut Chance) -> meter::Map {
    let mut bars = vec![(0, Meter::COMMON)];
    for bar in 1..1 + chance.index(3) as i64 {
        let meter = Meter::new(chance.between(1, 32) as u8, 1 << chance.index(7));
        bars.push((bar, meter.expect("from 1/1 to 32/64 is a meter")));
    }
    meter::Map::new(&bars).expect("bars ascend")
}

fn markers(chance: &mut Chance) -> Vec<Marker> {
    let words = ["Am7", "Verse", "B♭7", "chorus 2", "", "é"];
    let marker = |chance: &mut Chance| Marker {
        at: Ticks(chance.between(0, 9_000)),
        text: chance.pick(&words).to_owned(),
    };
    (0..chance.index(4)).map(|_| marker(chance)).collect()
}

fn track(chance: &mut Chance, notes_max: usize) -> Track {
    let character = chance.pick(&Lane::ALL).character();
    let notes = (0..chance.index(notes_max)).map(|_| note(chance)).collect();
    let mut controls: Vec<Control> = (0..chance.index(notes_max / 2 + 1)).map(|_| control(chance)).collect();
    controls.sort_by_key(|control| control.at);
    Track {
        name: chance.one_in(2).then(|| character.name.to_owned()),
        channel: character.channel,
        program: chance.one_in(2).then_some(character.program),
        notes,
        controls,
    }
}

fn note(chance: &mut Chance) -> Note {
    Note {
        start: Ticks(chance.between(0, 9_000)),
        length: Ticks(chance.between(0, 2_000)),
        offset: Micros(chance.between(-20_000, 20_000) as i32),
        pitch: Pitch::new(chance.between(36, 60) as u8).expect("a key of the keyboard"),
        velocity: chance.between(1, 127) as u8,
        importance: 127,
    }
}

fn control(chance: &mut Chance) -> Control {
    let kind = match chance.index(3) {
        0 => ControlKind::Bend,
        1 => ControlKind::Pressure,
        _ => ControlKind::Controller(chance.between(0, 119) as u8),
    };
    let value = chance.between(0, kind.value_max().into()) as u16;
    Control { at: Ticks(chance.between(0, 9_000)), kind, value }
}
