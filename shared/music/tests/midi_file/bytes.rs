//! Files made by hand, byte by byte, so that no writer's habits hide what the reader does.

use ai_band_music::midi_file::{self, MidiFile};
use ai_band_music::time::Ticks;

pub(crate) const END: &[u8] = &[0, 0xff, 0x2f, 0];

/// `MThd` and one `MTrk` for each of `tracks`, which bring their own End of Track.
pub(crate) fn file(format: u16, division: u16, tracks: &[&[u8]]) -> Vec<u8> {
    let mut bytes = header(format, tracks.len() as u16, division);
    for events in tracks {
        bytes.extend(chunk(*b"MTrk", events));
    }
    bytes
}

pub(crate) fn header(format: u16, tracks: u16, division: u16) -> Vec<u8> {
    let fields = [format, tracks, division].map(u16::to_be_bytes).concat();
    chunk(*b"MThd", &fields)
}

pub(crate) fn chunk(id: [u8; 4], body: &[u8]) -> Vec<u8> {
    [&id[..], &(body.len() as u32).to_be_bytes(), body].concat()
}

/// A track of these events and its end, at 960 ticks a beat.
pub(crate) fn track(events: &[&[u8]]) -> Vec<u8> {
    [&events.concat(), END].concat()
}

/// One track of these events, at 960 ticks a beat.
pub(crate) fn song(events: &[&[u8]]) -> Vec<u8> {
    file(1, 960, &[&track(events)])
}

pub(crate) fn read(bytes: &[u8]) -> MidiFile {
    midi_file::read(bytes).unwrap_or_else(|error| panic!("{error}"))
}

/// Start, length, key and velocity of every note, track by track.
pub(crate) fn notes(file: &MidiFile) -> Vec<Vec<(i64, i64, u8, u8)>> {
    let of_track = |track: &midi_file::Track| {
        let notes = track.notes.iter();
        notes.map(|note| (note.start.0, note.length.0, note.pitch.key(), note.velocity)).collect()
    };
    file.tracks.iter().map(of_track).collect()
}

pub(crate) fn warnings(file: &MidiFile) -> Vec<String> {
    file.warnings.iter().map(ToString::to_string).collect()
}

/// A delta as files write them: seven bits a byte, most significant first.
pub(crate) fn delta(ticks: Ticks) -> Vec<u8> {
    let ticks = u32::try_from(ticks.0).unwrap();
    let digits = (0..4).rev().map(|place| (ticks >> (7 * place)) as u8 & 0x7f);
    let mut written: Vec<u8> = digits.skip_while(|digit| *digit == 0).collect();
    if written.is_empty() {
        written.push(0);
    }
    let last = written.len() - 1;
    written[..last].iter_mut().for_each(|byte| *byte |= 0x80);
    written
}
