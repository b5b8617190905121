//! Fills: where the plan wants them, as long as it wants them, never the same twice in a row.

use std::collections::BTreeSet;

use ai_band_composer::arrange::Fill;
use ai_band_composer::drums::kit::{Limb, Piece};
use ai_band_composer::sketch::Stroke;
use ai_band_composer::style::Style;
use proptest::prelude::*;

use crate::band::{self, Take, form_of, throughout};
use crate::random;

/// What the hands do in a fill's span.
fn figure(take: &Take, bar: usize) -> Vec<(i64, u8)> {
    let length = take.song.bars()[bar].length.0;
    let span = match take.plan.bars[bar].fill {
        Fill::None => 0,
        Fill::Short => 960,
        Fill::Half => 1_920,
        Fill::Whole => 3_840,
    };
    let inside = |stroke: &&Stroke| {
        let piece = Piece::of_pitch(stroke.pitch).unwrap();
        stroke.at.0 >= length - span && piece.limb() == Limb::Hand
    };
    // From the end, so that bars of two meters compare.
    take.bar(bar).iter().filter(inside).map(|stroke| (length - stroke.at.0, stroke.pitch.key())).collect()
}

#[test]
fn two_fills_in_a_row_are_never_the_same() {
    let mut pairs = 0;
    for style in Style::BUILT_IN {
        for seed in 0..12 {
            // Every third bar is filled, so that neighbours meet often.
            let take = throughout(&form_of(style), band::brief(style, seed), |plan| {
                let bars = plan.bars.len() - 1;
                for (bar, plan) in plan.bars.iter_mut().enumerate().take(bars) {
                    plan.fill =
                        [Fill::None, [Fill::Half, Fill::Short, Fill::Whole][seed as usize % 3], Fill::None]
                            [bar % 3];
                }
            });
            for pair in take.filled().windows(2) {
                let (first, second) = (figure(&take, pair[0]), figure(&take, pair[1]));
                assert!(!first.is_empty() || style == "house", "{style} {seed} bar {}", pair[0] + 1);
                assert_ne!(first, second, "{style} {seed} bars {} and {}", pair[0] + 1, pair[1] + 1);
                pairs += 1;
            }
        }
    }
    assert!(pairs > 1_000, "{pairs}");
}

#[test]
fn a_fill_is_as_long_as_the_plan_says() {
    for style in Style::BUILT_IN {
        for seed in 0..3 {
            let groove =
                throughout(&form_of(style), band::brief(style, seed), |plan| plan.bars[9].fill = Fill::None);
            for (fill, span) in [(Fill::Short, 960), (Fill::Half, 1_920)] {
                let take =
                    throughout(&form_of(style), band::brief(style, seed), |plan| plan.bars[9].fill = fill);
                let length = take.song.bars()[9].length.0;
                let before = |take: &Take| {
                    let strokes = take.bar(9).iter().filter(|stroke| stroke.at.0 < length - span);
                    strokes.copied().collect::<Vec<_>>()
                };
                assert_eq!(before(&take), before(&groove), "{style} {seed} {fill:?}");
                assert_ne!(take.bar(9), groove.bar(9), "{style} {seed} {fill:?}");
            }
        }
    }
}

#[test]
fn fills_differ_over_seeds_and_energies() {
    for style in Style::BUILT_IN {
        let figures = |energy: u8| -> BTreeSet<Vec<(i64, u8)>> {
            let of_seed = |seed| {
                let take = throughout(&form_of(style), band::brief(style, seed), |plan| {
                    plan.bars[11].fill = Fill::Half;
                    plan.bars[11].energy = energy;
                });
                figure(&take, 11)
            };
            (0..12).map(of_seed).collect()
        };
        let (low, high) = (figures(40), figures(110));
        assert!(low.len() >= 3 && high.len() >= 3, "{style}: {} {}", low.len(), high.len());
    }
}

#[test]
fn every_bar_has_an_alternate_that_is_another_fill() {
    for style in Style::BUILT_IN {
        for seed in 0..5 {
            let take = band::take(&form_of(style), band::brief(style, seed));
            for bar in (0..take.bars()).filter(|bar| take.plays(*bar)) {
                if take.plan.bars[bar].ending.is_some() {
                    assert_eq!(take.fill(bar), take.bar(bar), "{style}: a song ends as it ends");
                    continue;
                }
                assert_ne!(take.fill(bar), take.bar(bar), "{style} {seed} bar {}", bar + 1);
                let next = bar + 1;
                if next < take.bars() && take.plays(next) && take.plan.bars[next].ending.is_none() {
                    let end = |bar: usize| {
                        let length = take.song.bars()[bar].length.0;
                        band::hits(take.fill(bar))
                            .into_iter()
                            .filter(move |(at, _)| *at >= length - 1_920)
                            .collect::<Vec<_>>()
                    };
                    assert_ne!(end(bar), end(next), "{style} {seed} bars {bar} and after");
                }
            }
        }
    }
}

#[test]
fn after_a_real_fill_there_is_a_crash_and_a_kick() {
    let take = band::take(&form_of("pop"), band::brief("pop", 2));
    let arrivals =
        (1..take.bars()).filter(|bar| matches!(take.plan.bars[bar - 1].fill, Fill::Half | Fill::Whole));
    let mut count = 0;
    for bar in arrivals.filter(|bar| take.plays(*bar)) {
        let on_one: Vec<Piece> = take
            .bar(bar)
            .iter()
            .filter(|stroke| stroke.at.0 == 0)
            .filter_map(|stroke| Piece::of_pitch(stroke.pitch))
            .collect();
        assert!(
            on_one.contains(&Piece::Kick) && on_one.iter().any(|piece| piece.is_crash()),
            "bar {}: {on_one:?}",
            bar + 1
        );
        assert!(
            !on_one.contains(&Piece::ClosedHat) && !on_one.contains(&Piece::OpenHat),
            "the hand is on the crash"
        );
        count += 1;
    }
    assert!(count >= 4, "{count}");
}

proptest! {
    #![proptest_config(random::cases(40))]

    #[test]
    fn neighbours_differ_however_bars_are_rolled(
        style in random::style(),
        seed in any::<u64>(),
        rerolls in prop::collection::vec(0u32..4, 48),
    ) {
        let chart = form_of(style);
        let mut brief = band::brief(style, seed);
        let song = band::take(&chart, brief.clone()).song;
        for (bar, rerolls) in song.bars().iter().zip(&rerolls) {
            brief.rerolls.insert((music::lane::Lane::Drums, bar.id), *rerolls);
        }
        let take = throughout(&chart, brief, |plan| {
            plan.bars.iter_mut().step_by(2).for_each(|bar| bar.fill = Fill::Half);
            plan.bars.last_mut().unwrap().fill = Fill::None;
        });
        for pair in take.filled().windows(2) {
            let same_length = take.plan.bars[pair[0]].fill == take.plan.bars[pair[1]].fill;
            let (first, second) = (figure(&take, pair[0]), figure(&take, pair[1]));
            prop_assert!(!same_length || first != second, "bars {} and {}: {:?}", pair[0], pair[1], first);
        }
    }

    #[test]
    fn no_section_ends_as_the_one_before_whatever_phrases_do_between(
        style in random::style(),
        seed in any::<u64>(),
        lengths in prop::collection::vec(2usize..6, 3..7),
        rerolls in prop::collection::vec(0u32..3, 80),
    ) {
        let bars = |phrases: &usize| "| C | Am | F | G ".repeat(*phrases);
        let section = |(index, phrases): (usize, &usize)| format!("[Part {index}]\n{}|\n", bars(phrases));
        let chart: String = lengths.iter().enumerate().map(section).collect();
        let mut brief = band::brief(style, seed);
        brief.knobs.fills = 127;
        let song = band::take(&chart, brief.clone()).song;
        for (bar, rerolls) in song.bars().iter().zip(&rerolls) {
            brief.rerolls.insert((music::lane::Lane::Drums, bar.id), *rerolls);
        }
        let take = throughout(&chart, brief, |_| {});
        // As written: the plan hears long ones as several.
        let is_end = |bar: &usize| {
            take.song.bars().get(bar + 1).is_some_and(|next| next.section != take.song.bars()[*bar].section)
        };
        let ends: Vec<usize> = take.filled().into_iter().filter(is_end).collect();
        for pair in ends.windows(2).chain(take.filled().windows(2)) {
            let (first, second) = (figure(&take, pair[0]), figure(&take, pair[1]));
            prop_assert!(first != second, "bars {} and {}: {:?}", pair[0] + 1, pair[1] + 1, first);
        }
    }
}
