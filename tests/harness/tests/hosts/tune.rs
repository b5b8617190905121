//! Eight bars for three lanes, written so that every note can be worked out by hand, in a project that plays them.

use harness::kept::Kept;
use harness::{Format, NoteEvent};
use music::arrangement::{Arrangement, Clips, Source};
use music::clip::{Clip, Library, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Span, Ticks};
use plugin::model::Route;
use plugin::saved_state::{self, Saved};

pub const BARS: i64 = 8;
pub const BAR_TICKS: i64 = 3_840;
pub const BEATS: f64 = 32.0;

/// A note as it stands on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub lane: Lane,
    pub start_ticks: i64,
    pub length_ticks: i64,
    pub offset_us: i32,
    pub key: u8,
    pub velocity: u8,
    pub importance: u8,
}

/// Played from a place at a tempo for so long; where one stretch follows another, the host jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub from_beat: f64,
    pub tempo_bpm: f64,
    pub frames: u64,
}

/// The whole tune: a drummer with a hand of his own, a bass in triplets, and chords that are held.
pub fn tune() -> Vec<Written> {
    let bar = |bar: i64| {
        let at = bar * BAR_TICKS;
        let drum = move |start: i64, key, offset_us, importance| Written {
            lane: Lane::Drums,
            start_ticks: at + start,
            length_ticks: 120,
            offset_us,
            key,
            velocity: 100,
            importance,
        };
        let kicks = (0..4).map(move |beat| drum(beat * 960, 36, 0, 127));
        let snares = [960, 2_880].map(|start| drum(start, 38, 3_100, 100));
        // Not early on the first beat: that note would be lost where playing begins there.
        let hats = (1..8).map(move |eighth| drum(eighth * 480, 42, -2_300, 40));
        let bass = (0..12).step_by(2).map(move |third| Written {
            lane: Lane::Bass,
            start_ticks: at + third * 320,
            length_ticks: 600,
            offset_us: 900,
            key: 36 + bar as u8 + (third % 3) as u8,
            velocity: 80 + third as u8,
            importance: if third % 3 == 0 { 120 } else { 60 },
        });
        let chord = [60, 64, 67].map(|key| Written {
            lane: Lane::Keys,
            start_ticks: at,
            length_ticks: 3_700,
            offset_us: 0,
            key: key + (bar % 4) as u8,
            velocity: 70,
            importance: 127,
        });
        kicks.chain(snares).chain(hats).chain(bass).chain(chord).collect::<Vec<_>>()
    };
    (0..BARS).flat_map(bar).collect()
}

/// The project of a band that plays this, every lane to the host as notes.
pub fn project(notes: &[Written]) -> Saved {
    routed(notes, Route::Midi)
}

pub fn routed(notes: &[Written], route: Route) -> Saved {
    let untouched = saved_state::read(r#"{"version":1}"#).expect("the first format, with nothing in it");
    let mut saved = untouched.saved;
    (saved.arrangement, saved.library) = (Arrangement::new(), Library::new());
    let span = Span::new(Ticks(0), Ticks(BARS * BAR_TICKS)).expect("eight bars go forward");
    for lane in Lane::ALL {
        saved.chairs[lane.index()].route = route;
        let of_lane: Vec<Note> = notes.iter().filter(|note| note.lane == lane).map(note).collect();
        if of_lane.is_empty() {
            continue;
        }
        let clip = Clip::new(Ticks(BARS * BAR_TICKS), of_lane, Vec::new()).expect("the tune is a clip");
        let hash = saved.library.insert(clip);
        let placed = saved.arrangement.insert(lane, span, Source::once(Clips::only(hash)));
        placed.expect("one region a lane");
    }
    saved
}

fn note(written: &Written) -> Note {
    Note {
        start: Ticks(written.start_ticks),
        length: Ticks(written.length_ticks),
        offset: Micros(written.offset_us),
        pitch: Pitch::new(written.key).expect("a key of a keyboard"),
        velocity: written.velocity,
        importance: written.importance,
    }
}

/// What a host of this format keeps of it.
pub fn state(saved: &Saved, format: Format) -> Vec<u8> {
    Kept::text("band", &saved_state::write(saved)).write(format)
}

/// By arithmetic: what has to be heard on which sample. What still sounds after the last stretch ends behind it.
pub fn expected(notes: &[Written], sample_rate: f64, stretches: &[Stretch]) -> Vec<NoteEvent> {
    let mut events = Vec::new();
    let mut before = 0;
    for stretch in stretches {
        for note in notes {
            if let Some((on, off)) = stretch.place(note, sample_rate) {
                let channel = note.lane.character().channel;
                let event = |sample: u64, is_on, velocity| {
                    let sample = before + sample.min(stretch.frames);
                    NoteEvent { sample, is_on, channel, key: note.key, velocity }
                };
                events.push(event(on, true, note.velocity));
                events.push(event(off, false, 0));
            }
        }
        before += stretch.frames;
    }
    events.sort_by_key(|event| (event.sample, event.is_on, event.channel, event.key));
    events
}

impl Stretch {
    /// The samples on which a note begins and ends, if it does begin.
    fn place(&self, note: &Written, sample_rate: f64) -> Option<(u64, u64)> {
        let samples_per_tick = sample_rate * 60.0 / (self.tempo_bpm * 960.0);
        let offset = f64::from(note.offset_us) * sample_rate / 1e6;
        let sample =
            |ticks: i64| ((ticks as f64 - self.from_beat * 960.0) * samples_per_tick + offset + 0.5).floor();
        let (start, end) = (sample(note.start_ticks), sample(note.start_ticks + note.length_ticks));
        let is_ahead = note.start_ticks as f64 >= self.from_beat * 960.0;
        let is_chased = !is_ahead && note.lane.character().sustains && end >= 1.0;
        let on = start.max(0.0) as u64;
        let off = (end.max(0.0) as u64).max(on + 1);
        ((is_ahead || is_chased) && on < self.frames).then_some((on, off))
    }
}

/// Without the velocities of ends, which mean nothing.
pub fn compared(notes: &[NoteEvent]) -> Vec<NoteEvent> {
    notes
        .iter()
        .map(|note| NoteEvent { velocity: if note.is_on { note.velocity } else { 0 }, ..*note })
        .collect()
}

/// Shows the first difference instead of two lists of a thousand notes.
#[track_caller]
pub fn assert_same(heard: &[NoteEvent], expected: &[NoteEvent], what: &str) {
    let (heard, expected) = (compared(heard), compared(expected));
    let differs =
        (0..heard.len().max(expected.len())).find(|index| heard.get(*index) != expected.get(*index));
    if let Some(index) = differs {
        panic!(
            "{what}: event {index} of {} and {}: heard {:?}, expected {:?}",
            heard.len(),
            expected.len(),
            heard.get(index),
            expected.get(index)
        );
    }
}
