//! Numbers that nobody meant: no panic, no end of time, and what cannot be understood stays.

use ai_band_composer::sketch::{Sketch, Stroke, Touch};
use ai_band_composer::variation::{self, BAR_STROKES_MAX, Keep};
use music::clip::{Clip, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Ticks};
use proptest::prelude::*;

use crate::stage::{CHARTS, KEEPS, Order, Stage, stroke};

fn any_ticks() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), -5_000i64..5_000, Just(i64::MAX), Just(i64::MIN), Just(0)]
}

fn any_stroke() -> impl Strategy<Value = Stroke> {
    let numbers = (any_ticks(), any_ticks(), 0u8..=127, any::<u8>(), any::<u8>(), any::<i32>());
    numbers.prop_map(|(at, length, key, velocity, importance, offset)| Stroke {
        at: Ticks(at),
        length: Ticks(length),
        pitch: Pitch::new(key).unwrap(),
        velocity,
        importance,
        offset: Micros(offset),
        touch: Touch::Plain,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_numbers_are_survived(
        bars in proptest::collection::vec(proptest::collection::vec(any_stroke(), 0..10), 0..12),
        lane in 0..Lane::COUNT, keep in 0usize..3, amount in any::<u8>(), seed in any::<u64>(), chart in 0usize..4,
    ) {
        let stage = Stage::new(CHARTS[chart]);
        let order = Order { seed, ..Order::new(Lane::ALL[lane], KEEPS[keep], amount) };
        let sketch = Sketch { bars };
        let varied = stage.varied(&order, &sketch);
        for (before, after) in sketch.bars.iter().zip(&varied.bars) {
            prop_assert_eq!(before.len(), after.len());
            for (was, now) in before.iter().zip(after).filter(|(was, _)| was.at.0 < 0 || was.length.0 < 0) {
                prop_assert_eq!(was, now);
            }
        }
    }
}

#[test]
fn a_bar_of_more_than_anyone_plays_stays_as_it_is() {
    let stage = Stage::new(CHARTS[0]);
    let full: Vec<Stroke> = (0..=BAR_STROKES_MAX as i64).map(|at| stroke(at * 10, 5, 60)).collect();
    let sketch = Sketch { bars: vec![full[..BAR_STROKES_MAX].to_vec(), full] };
    let varied = stage.varied(&Order::new(Lane::Keys, Keep::Rhythm, 127), &sketch);
    assert_ne!(varied.bars[0], sketch.bars[0]);
    assert_eq!(varied.bars[1], sketch.bars[1]);
}

#[test]
fn a_hat_at_the_end_of_all_numbers_stays_there() {
    let stage = Stage::new(CHARTS[0]);
    let hat = |at: i64| stroke(at, 100, 42);
    let order = Order::new(Lane::Drums, Keep::Pitches, 127);
    for end in [i64::MIN, i64::MIN + 1, i64::MAX] {
        let sketch = Sketch { bars: vec![vec![hat(end), hat(0), hat(480), hat(960), hat(1_440)]; 8] };
        let varied = stage.varied(&order, &sketch);
        assert!(varied.bars.iter().all(|bar| bar.contains(&hat(end))), "{end}");
    }
}

#[test]
fn clips_at_the_ends_of_time_stay_as_they_are() {
    let stage = Stage::new(CHARTS[0]);
    let note = Note {
        start: Ticks(0),
        length: Ticks(0),
        offset: Micros(0),
        pitch: Pitch::MIDDLE_C,
        velocity: 1,
        importance: 0,
    };
    let clip = Clip::new(Ticks(1), vec![note], Vec::new()).unwrap();
    let order = Order::new(Lane::Lead, Keep::Contour, 255);
    for start in [i64::MIN, i64::MAX, -1, 1_000_000] {
        assert_eq!(variation::of_clip(stage.ground(), &order.wish(), &clip, Ticks(start)), clip, "{start}");
    }
}
