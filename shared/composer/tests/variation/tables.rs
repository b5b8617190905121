//! Small cases that read like documentation.

use std::collections::BTreeSet;

use ai_band_composer::sketch::Sketch;
use ai_band_composer::variation::Keep;
use music::lane::Lane;

use crate::stage::{Order, Stage, stroke};

/// Every key that a stroke of the first bar ever becomes.
fn heard(stage: &Stage, lane: Lane, sketch: &Sketch, index: usize) -> BTreeSet<u8> {
    let key = |seed: u64| {
        let order = Order { seed, ..Order::new(lane, Keep::Rhythm, 127) };
        stage.varied(&order, sketch).bars[0][index].pitch.key()
    };
    (0..200).map(key).collect()
}

#[test]
fn the_bass_keeps_its_roots_and_steps_into_the_next_one() {
    let stage = Stage::new("{key: C}\n| C | F |\n");
    let walk = [stroke(0, 900, 36), stroke(960, 900, 40), stroke(1_920, 900, 43), stroke(2_880, 900, 42)];
    let sketch = Sketch { bars: vec![walk.to_vec(), vec![stroke(0, 900, 41)]] };
    assert_eq!(heard(&stage, Lane::Bass, &sketch, 0), [36].into(), "C on C");
    let approaches = heard(&stage, Lane::Bass, &sketch, 3);
    assert!(approaches.is_subset(&[39, 40, 42, 43].into()) && approaches.len() >= 3, "{approaches:?}");
    let third = heard(&stage, Lane::Bass, &sketch, 1);
    assert!(third.len() > 3, "{third:?}");
}

#[test]
fn a_chord_keeps_its_third_and_seventh_and_does_not_cross_its_voices() {
    let stage = Stage::new("{key: C}\n| G7 | C |\n");
    let chord = [53, 59, 64, 67].map(|key| stroke(0, 3_000, key));
    let sketch = Sketch { bars: vec![chord.to_vec(), Vec::new()] };
    let mut different = 0;
    for seed in 0..100 {
        let order = Order { seed, ..Order::new(Lane::Keys, Keep::Rhythm, 127) };
        let bar = &stage.varied(&order, &sketch).bars[0];
        let keys: Vec<u8> = bar.iter().map(|stroke| stroke.pitch.key()).collect();
        let has = |class: u8| keys.iter().any(|key| key % 12 == class);
        assert!(has(11) && has(5), "seed {seed}: {keys:?}");
        assert!(keys.is_sorted_by(|low, high| low < high), "seed {seed}: {keys:?}");
        different += usize::from(keys != [53, 59, 64, 67]);
    }
    assert!(different > 50, "{different}");
}

#[test]
fn legato_stays_legato_and_rests_stay_rests() {
    let stage = Stage::new("{key: C}\n| C | C |\n");
    let line = [stroke(0, 960, 60), stroke(960, 960, 64), stroke(1_920, 480, 67), stroke(3_360, 480, 72)];
    let sketch = Sketch { bars: vec![line.to_vec(), Vec::new()] };
    for seed in 0..100 {
        let order = Order { seed, ..Order::new(Lane::Lead, Keep::Pitches, 127) };
        let bar = &stage.varied(&order, &sketch).bars[0];
        assert_eq!(bar[0].at + bar[0].length, bar[1].at, "seed {seed}: joined");
        assert_eq!(bar[1].at + bar[1].length, bar[2].at, "seed {seed}: joined");
        assert!(bar[2].length.0 <= 480 && bar[2].at + bar[2].length <= bar[3].at, "seed {seed}");
        assert_eq!((bar[3].at + bar[3].length).0, 3_840, "seed {seed}: up to the bar line");
    }
}

#[test]
fn what_rings_over_the_bar_line_keeps_its_pitch() {
    let stage = Stage::new("{key: C}\n| C | C |\n");
    let tied =
        Sketch { bars: vec![vec![stroke(2_880, 1_920, 64)], vec![stroke(0, 900, 67), stroke(960, 900, 65)]] };
    assert_eq!(heard(&stage, Lane::Lead, &tied, 0), [64].into());
    for seed in 0..100 {
        let order = Order { seed, ..Order::new(Lane::Lead, Keep::Rhythm, 127) };
        assert_ne!(stage.varied(&order, &tied).bars[1][0].pitch.key(), 64, "seed {seed}: 64 still sounds");
    }
}
