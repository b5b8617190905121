//! The arrangement's notes as they were written, worked out without the player.

use ai_band_tests::render::{Hosting, Piece, render};
use examples::demo::Demo;
use music::clip::Note;
use music::lane::Lane;
use music::midi_file::{MidiFile, Track};
use music::tempo;
use music::time::{TICKS_PER_BEAT, Ticks};

pub(crate) fn piece(demo: &Demo) -> Piece<'_> {
    Piece { song: &demo.song, arrangement: &demo.arrangement, library: &demo.library }
}

pub(crate) fn rendered(demo: &Demo, hosting: &Hosting) -> MidiFile {
    render(&piece(demo), hosting).expect("the demo can be rendered")
}

pub(crate) fn track(file: &MidiFile, lane: Lane) -> &Track {
    file.tracks.iter().find(|track| track.name.as_deref() == Some(lane.name())).expect("the lane was heard")
}

/// Main clips on the song's ticks, cut where their region ends, by start, then pitch.
pub(crate) fn notes(demo: &Demo, lane: Lane) -> Vec<Note> {
    let mut notes = Vec::new();
    for region in demo.arrangement.regions().iter().filter(|region| region.lane == lane) {
        let clip = demo.library.get(&region.clips.main).expect("the library is complete");
        for note in clip.notes() {
            let start = region.span.start + note.start;
            let end = (start + note.length).min(region.span.end);
            notes.push(Note { start, length: end - start, ..*note });
        }
    }
    notes.sort_by_key(|note| (note.start, note.pitch));
    notes
}

/// When a hand plays what stands at `at`.
pub(crate) fn nanos_of_hand(tempo: &tempo::Map, at: Ticks, note: &Note) -> i64 {
    (tempo.nanos_at(at) + i64::from(note.offset.0) * 1_000).max(0)
}

pub(crate) fn nanos_per_tick(tempo: &tempo::Map, at: Ticks) -> i64 {
    i64::from(tempo.at(at).micros_per_beat()) * 1_000 / TICKS_PER_BEAT
}
