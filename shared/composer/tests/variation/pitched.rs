//! Lanes with pitches: ranges, harmony, and each thing that can be kept.

use std::collections::BTreeSet;

use ai_band_composer::sketch::Sketch;
use ai_band_composer::variation::Keep;
use music::lane::Lane;
use music::time::Ticks;
use proptest::prelude::*;

use crate::stage::{CHARTS, KEEPS, Order, PITCHED, Stage, lines, pairs, sketches, tops};

fn orders() -> impl Strategy<Value = (usize, Order, Sketch)> {
    let of = |lane: Lane| (Just(lane), prop_oneof![sketches(lane).boxed(), lines(lane).boxed()]);
    let lanes = (0..PITCHED.len()).prop_flat_map(move |lane| of(PITCHED[lane]));
    (0..CHARTS.len(), lanes, 0..KEEPS.len(), 0u8..=127, any::<u64>()).prop_map(
        |(chart, (lane, sketch), keep, amount, seed)| {
            (chart, Order { seed, ..Order::new(lane, KEEPS[keep], amount) }, sketch)
        },
    )
}

/// Two strokes of one key that sound at once, in the song's time.
fn collisions(stage: &Stage, sketch: &Sketch) -> usize {
    let mut rows: Vec<(u8, i64, i64)> = Vec::new();
    for (bar, strokes) in stage.song.bars().iter().zip(&sketch.bars) {
        rows.extend(strokes.iter().map(|each| {
            let start = (bar.start + each.at).0;
            (each.pitch.key(), start, start + each.length.0)
        }));
    }
    rows.sort_unstable();
    let of = |index: usize| {
        let (key, start, end) = rows[index];
        rows[index + 1..]
            .iter()
            .take_while(|next| next.0 == key)
            .filter(|next| next.1 < end || next.1 == start)
            .count()
    };
    (0..rows.len()).map(of).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_same_wish_has_the_same_answer_and_no_stroke_comes_or_goes((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        let varied = stage.varied(&order, &sketch);
        prop_assert_eq!(&varied, &stage.varied(&order, &sketch));
        prop_assert_eq!(varied.bars.len(), sketch.bars.len());
        for (before, after) in sketch.bars.iter().zip(&varied.bars) {
            prop_assert_eq!(before.len(), after.len());
        }
        for (before, after) in pairs(&sketch, &varied) {
            prop_assert_eq!(
                (before.velocity, before.importance, before.offset, before.touch),
                (after.velocity, after.importance, after.offset, after.touch)
            );
        }
    }

    #[test]
    fn nothing_asked_is_nothing_changed((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        prop_assert_eq!(stage.varied(&Order { amount: 0, ..order }, &sketch), sketch);
    }

    #[test]
    fn notes_stay_on_the_instrument_and_in_their_bar((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        let varied = stage.varied(&order, &sketch);
        let (low, high) = order.lane.character().range;
        for (bar, (before, after)) in stage.song.bars().iter().zip(sketch.bars.iter().zip(&varied.bars)) {
            for (was, now) in before.iter().zip(after) {
                prop_assert!((low..=high).contains(&now.pitch.key()));
                prop_assert!(now.length >= Ticks(1), "{:?} became {:?}", was, now);
                prop_assert!(now.at == was.at || (Ticks(0) <= now.at && now.at < bar.length));
            }
        }
    }

    #[test]
    fn a_key_is_not_struck_while_it_sounds((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        let varied = stage.varied(&order, &sketch);
        prop_assert!(collisions(&stage, &varied) <= collisions(&stage, &sketch));
    }

    #[test]
    fn rhythm_is_kept_to_the_tick((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        let varied = stage.varied(&Order { keep: Keep::Rhythm, ..order }, &sketch);
        for (was, now) in pairs(&sketch, &varied) {
            prop_assert_eq!((was.at, was.length), (now.at, now.length));
        }
    }

    #[test]
    fn pitches_are_kept_in_their_order((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        let varied = stage.varied(&Order { keep: Keep::Pitches, ..order }, &sketch);
        for (was, now) in pairs(&sketch, &varied) {
            prop_assert_eq!(was.pitch, now.pitch);
        }
        for (before, after) in sketch.bars.iter().zip(&varied.bars) {
            let together = |bar: &[ai_band_composer::sketch::Stroke]| -> Vec<std::cmp::Ordering> {
                bar.windows(2).map(|pair| pair[0].at.cmp(&pair[1].at)).collect()
            };
            let bar = &stage.song.bars()[0];
            if before.iter().all(|stroke| stroke.at < bar.length) {
                prop_assert_eq!(together(before), together(after), "what is together stays so");
            }
        }
    }

    #[test]
    fn the_top_line_rises_and_falls_as_before((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        let mut within = sketch;
        for (bar, strokes) in stage.song.bars().iter().zip(&mut within.bars) {
            strokes.retain(|stroke| stroke.at < bar.length);
        }
        let varied = stage.varied(&Order { keep: Keep::Contour, ..order }, &within);
        let signs = |sketch: &Sketch| -> Vec<std::cmp::Ordering> {
            tops(sketch).windows(2).map(|pair| pair[0].cmp(&pair[1])).collect()
        };
        prop_assert_eq!(signs(&within), signs(&varied));
    }

    #[test]
    fn what_changes_on_a_strong_place_is_a_chord_tone_or_a_tension((chart, order, sketch) in orders()) {
        let stage = Stage::new(CHARTS[chart]);
        let varied = stage.varied(&order, &sketch);
        for (bar, (before, after)) in stage.song.bars().iter().zip(sketch.bars.iter().zip(&varied.bars)) {
            let changes = stage.analysis.changes.iter().map(|change| change.start);
            let strong: BTreeSet<Ticks> = changes.chain([bar.start]).collect();
            for (was, now) in before.iter().zip(after) {
                let at = bar.start + now.at;
                if (was.pitch, was.at) != (now.pitch, now.at) && strong.contains(&at) {
                    prop_assert!(stage.colours(at).contains(now.pitch.class()), "{:?} became {:?}", was, now);
                }
            }
        }
    }

    #[test]
    fn locked_bars_stay_and_no_other_bar_minds((chart, mut order, sketch) in orders(), bar in 0usize..7) {
        let stage = Stage::new(CHARTS[chart]);
        let free = stage.varied(&order, &sketch);
        order.locked.insert(stage.song.bars()[bar].id);
        let varied = stage.varied(&order, &sketch);
        for (index, strokes) in varied.bars.iter().enumerate() {
            let expected = if index == bar { &sketch.bars[bar] } else { &free.bars[index] };
            prop_assert_eq!(strokes, expected, "bar {}", index);
        }
    }
}

#[test]
fn more_asked_is_more_changed_and_another_seed_is_another_variation() {
    let stage = Stage::new(CHARTS[0]);
    let line =
        stage.every_bar(&[(0, 460, 72), (720, 220, 74), (960, 460, 76), (1_920, 900, 79), (2_880, 440, 77)]);
    for keep in KEEPS {
        let changed = |amount: u8, seed: u64| {
            let order = Order { seed, ..Order::new(Lane::Lead, keep, amount) };
            let varied = stage.varied(&order, &line);
            pairs(&line, &varied).filter(|(was, now)| was != now).count()
        };
        let counts = [0, 40, 127].map(|amount| (0..20).map(|seed| changed(amount, seed)).sum::<usize>());
        assert!(counts[0] == 0 && counts[1] > 60 && counts[2] > counts[1] * 3 / 2, "{keep:?}: {counts:?}");
        let seeds: Vec<Sketch> = (0..8)
            .map(|seed| stage.varied(&Order { seed, ..Order::new(Lane::Lead, keep, 100) }, &line))
            .collect();
        assert!(seeds.windows(2).all(|pair| pair[0] != pair[1]), "{keep:?}");
    }
}
