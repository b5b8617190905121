//! Kits: instruments within their families, limbs that can, grooves that stay grooves.

use ai_band_composer::drums::kit::Piece;
use ai_band_composer::drums::limbs::violations;
use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::style::Style;
use ai_band_composer::variation::{Keep, are_kin};
use ai_band_composer::{Brief, compose};
use music::chart::Chart;
use music::lane::Lane;
use proptest::prelude::*;

use crate::stage::{CHARTS, KEEPS, Order, Stage, pairs};

fn drums(style: &str, chart: &str, lane: Lane) -> Sketch {
    let brief = Brief { lanes: vec![lane], ..Brief::new(Style::built_in(style).unwrap(), 3) };
    let parts = compose(&Chart::parse(chart).unwrap(), &brief).unwrap().parts;
    parts.into_iter().next().unwrap().sketch
}

fn keys(strokes: &[Stroke]) -> Vec<u8> {
    let mut keys: Vec<u8> = strokes.iter().map(|stroke| stroke.pitch.key()).collect();
    keys.sort_unstable();
    keys
}

fn orders() -> impl Strategy<Value = (usize, Order, Sketch)> {
    let lanes = prop_oneof![Just(Lane::Drums), Just(Lane::Percussion)];
    (0..CHARTS.len(), 0..Style::BUILT_IN.len(), lanes, 0..KEEPS.len(), 0u8..=127, any::<u64>()).prop_map(
        |(chart, style, lane, keep, amount, seed)| {
            let sketch = drums(Style::BUILT_IN[style], CHARTS[chart], lane);
            (chart, Order { seed, ..Order::new(lane, KEEPS[keep], amount) }, sketch)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn limbs_have_no_more_to_do_than_before((chart, order, sketch) in orders()) {
        let varied = Stage::new(CHARTS[chart]).varied(&order, &sketch);
        for (before, after) in sketch.bars.iter().zip(&varied.bars) {
            prop_assert!(violations(after) <= violations(before));
        }
    }

    #[test]
    fn rhythm_kept_is_instruments_swapped_in_their_families((chart, order, sketch) in orders()) {
        let varied = Stage::new(CHARTS[chart]).varied(&Order { keep: Keep::Rhythm, ..order }, &sketch);
        for (was, now) in pairs(&sketch, &varied) {
            prop_assert_eq!((was.at, was.length, was.velocity), (now.at, now.length, now.velocity));
            let (old, new) = (Piece::of_pitch(was.pitch).unwrap(), Piece::of_pitch(now.pitch).unwrap());
            prop_assert!(are_kin(old, new), "{:?} became {:?}", old, new);
            prop_assert_eq!(old.limb(), new.limb());
        }
    }

    #[test]
    fn pitches_kept_is_the_same_strokes_elsewhere((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        let varied = stage.varied(&Order { keep: Keep::Pitches, ..order }, &sketch);
        for (bar, (before, after)) in stage.song.bars().iter().zip(sketch.bars.iter().zip(&varied.bars)) {
            prop_assert_eq!(keys(before), keys(after));
            prop_assert!(before.iter().zip(after).all(|(was, now)| was.at == now.at || now.at < bar.length));
        }
    }

    #[test]
    fn contour_kept_is_the_same_bones((chart, order, sketch) in orders()) {
        let varied = Stage::new(CHARTS[chart]).varied(&Order { keep: Keep::Contour, ..order }, &sketch);
        for (was, now) in pairs(&sketch, &varied) {
            let is_bone = [35, 36, 37, 38, 39].contains(&was.pitch.key());
            prop_assert!(!is_bone || was == now, "{:?} became {:?}", was, now);
        }
    }

    #[test]
    fn nothing_asked_is_nothing_changed_and_the_same_twice_is_the_same((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        prop_assert_eq!(stage.varied(&order, &sketch), stage.varied(&order, &sketch));
        prop_assert_eq!(stage.varied(&Order { amount: 0, ..order }, &sketch), sketch);
    }
}

#[test]
fn every_style_has_something_to_vary_in_every_way() {
    for style in Style::BUILT_IN {
        let sketch = drums(style, CHARTS[0], Lane::Drums);
        for keep in KEEPS {
            let varied = Stage::new(CHARTS[0]).varied(&Order::new(Lane::Drums, keep, 127), &sketch);
            let changed = pairs(&sketch, &varied).filter(|(was, now)| was != now).count();
            assert!(changed * 50 > sketch.bars.iter().flatten().count(), "{style} {keep:?}: {changed}");
        }
    }
}

#[test]
fn the_first_beat_and_below_a_lot_the_backbeat_stay_where_they_are() {
    let stage = Stage::new(CHARTS[0]);
    let groove = stage.every_bar(&[
        (0, 120, 36),
        (960, 120, 38),
        (1_680, 120, 36),
        (1_920, 120, 36),
        (2_880, 120, 38),
    ]);
    for (amount, pillars) in [(95, vec![0, 1, 3, 4]), (127, vec![0])] {
        for seed in 0..50 {
            let order = Order { seed, ..Order::new(Lane::Drums, Keep::Pitches, amount) };
            for bar in stage.varied(&order, &groove).bars {
                assert!(pillars.iter().all(|index| bar[*index] == groove.bars[0][*index]), "seed {seed}");
            }
        }
    }
}

/// A chorus arrives on a crash, the hats go in eighths; however much is asked.
#[test]
fn cymbals_mark_their_beats_and_hats_keep_their_steps() {
    let stage = Stage::new(CHARTS[0]);
    let mut bar = vec![
        (0, 960, 49),
        (0, 240, 36),
        (960, 240, 38),
        (1_920, 240, 36),
        (2_880, 240, 38),
        (2_640, 200, 38),
    ];
    bar.extend((1..8).filter(|eighth| *eighth != 6).map(|eighth| (eighth * 480, 240, 42)));
    bar.sort_unstable();
    let sketch = stage.every_bar(&bar);
    let mut moved = 0;
    for seed in 0..12 {
        for keep in KEEPS {
            for amount in [13, 64, 127] {
                let varied = stage.varied(&Order { seed, ..Order::new(Lane::Drums, keep, amount) }, &sketch);
                for (was, now) in pairs(&sketch, &varied) {
                    let (old, new) =
                        (Piece::of_pitch(was.pitch).unwrap(), Piece::of_pitch(now.pitch).unwrap());
                    let told = format!(
                        "{keep:?} {amount} seed {seed}: {old:?} at {} became {new:?} at {}",
                        was.at, now.at
                    );
                    assert!(old != Piece::Crash || was.at == now.at, "{told}");
                    assert!(new != Piece::Bell || now.at.0 % 960 == 0, "{told}");
                    assert!(new != Piece::OpenHat || now.at.0 % 960 != 0, "{told}");
                    assert!(old != Piece::ClosedHat || now.at.0 % 480 == 0, "{told}");
                    moved += usize::from(was.at != now.at);
                }
            }
        }
    }
    assert!(moved > 0);
}
