//! A song of twelve bars with everything in it that a render meets, and an ear that writes down what is played.

use std::collections::BTreeMap;
use std::sync::Arc;

use music::arrangement::{Arrangement, Clips, Source};
use music::clip::{Clip, Hash, Library, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::tempo::Tempo;
use music::time::{Micros, Span, Ticks};
use music::{meter, tempo};
use orchestrator::render::{Chair, Order};
use player::{NoteEvent, NoteKind, NoteSink, Refused};
use synth::wav::Format;

pub(crate) const BAR: i64 = 3_840;

pub(crate) fn note(start: i64, length: i64, key: u8, offset_us: i32) -> Note {
    Note {
        start: Ticks(start),
        length: Ticks(length),
        offset: Micros(offset_us),
        pitch: Pitch::new(key).unwrap(),
        velocity: 40 + key / 2,
        importance: 30,
    }
}

pub(crate) fn clip(bars: i64, notes: Vec<Note>) -> Clip {
    Clip::new(Ticks(bars * BAR), notes, Vec::new()).unwrap()
}

pub(crate) struct Stage {
    pub(crate) order: Order,
    pub(crate) library: Library,
}

impl Stage {
    /// Drums loop with a fill and a B part at hand, the bass ends in the middle of its clip, a pad is held over a seam,
    /// the keys have a hand that is early and late; the tempo changes in the middle of a bar, the meter at bar 8.
    pub(crate) fn new() -> Stage {
        let mut library = Library::new();
        let groove = vec![note(0, 100, 36, 0), note(960, 100, 38, 3_000), note(2_880, 100, 38, -4_000)];
        let drums = Clips {
            main: library.insert(clip(1, groove)),
            b: Some(Hash::of(b"a B part that nobody has")),
            fill: Some(Hash::of(b"a fill that nobody has")),
        };
        let bass =
            Clips::only(library.insert(clip(4, (0..16).map(|beat| note(beat * 960, 900, 40, 0)).collect())));
        let pad = Clips::only(library.insert(clip(8, vec![note(0, 8 * BAR, 60, 0), note(480, 960, 67, 0)])));
        let hand = vec![note(0, 480, 64, -6_000), note(1_920, 480, 65, 9_000), note(3_360, 480, 67, 0)];
        let keys = Clips::only(library.insert(clip(1, hand)));
        let mut arrangement = Arrangement::new();
        let mut put = |lane, bars: [i64; 2], source| {
            let span = Span { start: Ticks(bars[0] * BAR), end: Ticks(bars[1] * BAR) };
            arrangement.insert(lane, span, source).unwrap();
        };
        put(Lane::Drums, [0, 12], Source::looped(drums));
        put(Lane::Bass, [2, 5], Source::once(bass));
        put(Lane::Pad, [1, 4], Source::once(pad));
        put(Lane::Pad, [4, 9], Source { into: Ticks(3 * BAR), ..Source::once(pad) });
        put(Lane::Keys, [6, 8], Source { into: Ticks(-BAR), ..Source::looped(keys) });
        let bpm = |bpm| Tempo::from_bpm(bpm).unwrap();
        let tempi = vec![(Ticks(0), bpm(97)), (Ticks(3 * BAR + 700), bpm(131)), (Ticks(7 * BAR), bpm(60))];
        let waltz = meter::Meter::new(3, 4).unwrap();
        let order = Order {
            arrangement: Arc::new(arrangement),
            tempo: tempo::Map::new(tempi).unwrap(),
            meter: meter::Map::new(&[(0, meter::Meter::COMMON), (8, waltz)]).unwrap(),
            span: Span { start: Ticks::ZERO, end: Ticks(12 * BAR) },
            chairs: Lane::ALL.map(Chair::of),
            sample_rate: 48_000,
            format: Format::Int16,
            tail_seconds: 0.5,
            bank: None,
        };
        Stage { order, library }
    }

    pub(crate) fn bars(mut self, from: i64, to: i64) -> Stage {
        self.order.span = Span { start: Ticks(from * BAR), end: Ticks(to * BAR) };
        self
    }

    /// What the player says while the file lasts, in blocks of so many frames.
    pub(crate) fn heard(&self, block_frames: u32) -> Vec<Heard> {
        let mut ear = Ear::default();
        let mut bounce = self.order.bounce(&self.library).unwrap();
        while bounce.now() < self.order.frames() {
            ear.now = bounce.now();
            bounce.next(block_frames, &mut ear);
        }
        ear.heard.extend(ear.sounding.into_values().map(|note| Heard { end: None, ..note }));
        ear.heard.sort();
        ear.heard
    }
}

/// On frames of the file; `end` is missing where it rings on when the file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Heard {
    pub(crate) lane: Lane,
    pub(crate) start: u64,
    pub(crate) key: u8,
    pub(crate) velocity: u8,
    pub(crate) end: Option<u64>,
}

#[derive(Default)]
struct Ear {
    now: u64,
    sounding: BTreeMap<u32, Heard>,
    heard: Vec<Heard>,
}

impl NoteSink for Ear {
    fn send(&mut self, event: NoteEvent) -> Result<(), Refused> {
        let at = self.now + u64::from(event.sample);
        let NoteEvent { lane, key, .. } = event;
        match event.kind {
            NoteKind::Begin { velocity } => {
                let note = Heard { lane, start: at, key, velocity, end: None };
                assert!(self.sounding.insert(event.id, note).is_none(), "{note:?} has its id to itself");
            }
            NoteKind::End => {
                let note = self.sounding.remove(&event.id).expect("what ends has begun");
                self.heard.push(Heard { end: Some(at), ..note });
            }
        }
        Ok(())
    }
}
