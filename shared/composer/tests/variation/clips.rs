//! Clips: as sketches, wherever in the song they stand.

use ai_band_composer::variation::{self, Keep, nth_seed};
use music::clip::{Clip, Control, ControlKind, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Ticks};
use proptest::prelude::*;

use crate::stage::{CHARTS, KEEPS, Order, Stage, lines};

fn note(start: i64, key: u8) -> Note {
    let pitch = Pitch::new(key).unwrap();
    Note {
        start: Ticks(start),
        length: Ticks(220),
        offset: Micros(-4_000),
        pitch,
        velocity: 77,
        importance: 60,
    }
}

fn clip(length: i64, notes: &[(i64, u8)]) -> Clip {
    let control = Control { at: Ticks(5), kind: ControlKind::Bend, value: 9_000 };
    Clip::new(Ticks(length), notes.iter().map(|(start, key)| note(*start, *key)).collect(), vec![control])
        .unwrap()
}

fn varied(stage: &Stage, order: &Order, clip: &Clip, start: i64) -> Clip {
    variation::of_clip(stage.ground(), &order.wish(), clip, Ticks(start))
}

#[test]
fn a_clip_of_whole_bars_varies_as_its_sketch_does() {
    let stage = Stage::new(CHARTS[0]);
    let bar = [(0, 460, 72), (720, 220, 74), (960, 460, 76), (1_920, 900, 79)];
    let sketch = stage.every_bar(&bar);
    let notes = |sketch: &ai_band_composer::sketch::Sketch| -> Vec<Note> {
        let in_bar = stage.song.bars().iter().zip(sketch.bars.clone());
        in_bar
            .flat_map(|(bar, strokes)| strokes.into_iter().map(move |stroke| (bar.start, stroke)))
            .map(|(start, each)| Note {
                start: start + each.at,
                length: each.length,
                offset: each.offset,
                pitch: each.pitch,
                velocity: each.velocity,
                importance: each.importance,
            })
            .collect()
    };
    let whole = Clip::new(stage.song.end(), notes(&sketch), Vec::new()).unwrap();
    for keep in KEEPS {
        let order = Order::new(Lane::Lead, keep, 110);
        let expected =
            Clip::new(stage.song.end(), notes(&stage.varied(&order, &sketch)), Vec::new()).unwrap();
        assert_eq!(varied(&stage, &order, &whole, 0), expected, "{keep:?}");
        assert_ne!(expected, whole, "{keep:?}");
    }
}

#[test]
fn what_swings_goes_on_swinging() {
    let stage = Stage::new(CHARTS[0]);
    let swung: Vec<(i64, u8)> =
        (0..16).map(|beat| (beat * 960 + if beat % 3 == 1 { 640 } else { 0 }, 60 + beat as u8)).collect();
    let clip = clip(16 * 960, &swung);
    let mut moved = 0;
    for seed in 0..20 {
        let order = Order { seed, ..Order::new(Lane::Lead, Keep::Pitches, 127) };
        let varied = varied(&stage, &order, &clip, 0);
        assert!(varied.notes().iter().all(|note| [0, 640].contains(&(note.start.0 % 960))), "seed {seed}");
        moved += usize::from(varied != clip);
    }
    assert_eq!(moved, 20);
}

#[test]
fn hands_controls_and_what_lies_outside_of_the_song_stay() {
    let stage = Stage::new("| C | G |\n");
    let beyond: Vec<(i64, u8)> = (0..12).map(|beat| (beat * 960, 64)).collect();
    let clip = clip(12 * 960, &beyond);
    let varied = varied(&stage, &Order::new(Lane::Keys, Keep::Rhythm, 127), &clip, 0);
    assert_eq!(varied.controls(), clip.controls());
    assert_eq!(varied.notes()[8..], clip.notes()[8..]);
    assert_ne!(varied.notes()[..8], clip.notes()[..8]);
    assert!(varied.notes().iter().all(|note| note.offset == Micros(-4_000) && note.velocity == 77));
}

#[test]
fn every_variation_asked_for_has_a_seed_of_its_own() {
    let seeds: std::collections::BTreeSet<u64> =
        (0..50).flat_map(|seed| (0..8).map(move |nth| nth_seed(seed, nth))).collect();
    assert_eq!(seeds.len(), 400);
    assert_eq!(nth_seed(1, 2), nth_seed(1, 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn wherever_a_clip_stands_it_stays_one(
        sketch in lines(Lane::Lead), start in -20_000i64..40_000, length in 1i64..9_000,
        keep in 0usize..3, amount in 0u8..=127, chart in 0usize..4,
    ) {
        let stage = Stage::new(CHARTS[chart]);
        let strokes = sketch.bars.iter().enumerate().flat_map(|(bar, strokes)| {
            strokes.iter().map(move |stroke| (bar as i64 * 2_520 + stroke.at.0, stroke.pitch.key()))
        });
        let notes: Vec<(i64, u8)> = strokes.filter(|(at, _)| *at < length).collect();
        let clip = clip(length.max(6), &notes);
        let varied = varied(&stage, &Order::new(Lane::Lead, KEEPS[keep], amount), &clip, start);
        prop_assert_eq!(varied.length(), clip.length());
        prop_assert_eq!(varied.notes().len(), clip.notes().len());
        if amount == 0 {
            prop_assert_eq!(varied, clip);
        }
    }
}
