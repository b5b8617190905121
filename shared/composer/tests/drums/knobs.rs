//! Knobs do what a musician expects of them.

use ai_band_composer::brief::Knobs;
use ai_band_composer::drums::kit::Piece;
use ai_band_composer::sketch::Touch;
use ai_band_composer::style::Style;
use music::lane::Lane;

use crate::band::{self, Take, form_of};

fn with(style: &str, seed: u64, turn: impl Fn(&mut Knobs)) -> Take {
    let mut brief = band::brief(style, seed);
    turn(&mut brief.knobs);
    // One plan for all: what is looked at is the player.
    let plan = band::plan(&form_of(style), &band::brief(style, seed));
    band::take_with(&form_of(style), brief, |changed| *changed = plan)
}

fn strokes(style: &str, turn: impl Fn(&mut Knobs)) -> usize {
    (0..3).map(|seed| with(style, seed, &turn).written.main.bars.iter().map(Vec::len).sum::<usize>()).sum()
}

#[test]
fn complexity_and_density_add_and_take_away() {
    for style in Style::BUILT_IN.into_iter().filter(|style| *style != "house") {
        let neutral = strokes(style, |_| {});
        for turn in
            [(|knobs: &mut Knobs, to: u8| knobs.complexity = to) as fn(&mut Knobs, u8), |knobs, to| {
                knobs.density[Lane::Drums.index()] = to;
            }]
        {
            let (less, more) =
                (strokes(style, |knobs| turn(knobs, 0)), strokes(style, |knobs| turn(knobs, 127)));
            assert!(less < neutral && neutral < more, "{style}: {less} {neutral} {more}");
        }
    }
}

/// Strokes of a piece in all bars without a fill.
fn of_piece(take: &Take, piece: Piece) -> usize {
    (0..take.bars())
        .filter(|bar| !take.wants_fill(*bar))
        .map(|bar| band::of_piece(take.bar(bar), piece).len())
        .sum()
}

#[test]
fn density_thins_the_hats_long_before_the_back_beat() {
    for style in ["pop", "ballad", "funk"] {
        let [sparse, usual] =
            [0, 64].map(|to| with(style, 1, |knobs| knobs.density[Lane::Drums.index()] = to));
        let time = [&sparse, &usual].map(|take| {
            [Piece::ClosedHat, Piece::Ride, Piece::OpenHat]
                .map(|piece| of_piece(take, piece))
                .iter()
                .sum::<usize>()
        });
        assert!(time[0] * 3 <= time[1] * 2 && time[0] > 0, "{style}: {time:?}");
        let beats = |take: &Take| {
            let bars = (0..take.bars()).filter(|bar| !take.wants_fill(*bar));
            let strong = bars.flat_map(|bar| take.bar(bar)).filter(|stroke| stroke.velocity > 80);
            strong.filter(|stroke| stroke.at.0 % 960 == 0 && stroke.touch == Touch::Accent).count()
        };
        assert_eq!(beats(&sparse), beats(&usual), "{style}: the back beat stays");
    }
}

#[test]
fn with_everything_turned_down_the_bones_are_left() {
    for style in Style::BUILT_IN {
        let take = with(style, 2, |knobs| {
            (knobs.complexity, knobs.syncopation) = (0, 0);
            knobs.density[Lane::Drums.index()] = 0;
        });
        let bar = take.bar(13);
        assert!(bar.iter().all(|stroke| stroke.touch != Touch::Ghost), "{style}");
        assert!(bar.len() >= 3 && bar.iter().any(|stroke| stroke.at.0 == 0), "{style}: {bar:?}");
    }
}

#[test]
fn ghosts_go_one_by_one() {
    for style in ["funk", "shuffle", "pop", "ballad"] {
        let ghosts = |complexity: u8| -> usize {
            let takes = (0..4).map(|seed| with(style, seed, |knobs| knobs.complexity = complexity));
            let of = |take: Take| {
                // What marks the end of a phrase stays, and so do fills.
                let ends = |bar: &usize| take.plan.windows.iter().any(|window| window.end == bar + 1);
                let bars = (0..take.bars()).filter(|bar| !ends(bar) && !take.wants_fill(*bar));
                let strokes = bars.flat_map(|bar| take.bar(bar));
                strokes.filter(|stroke| stroke.touch == Touch::Ghost).count()
            };
            takes.map(of).sum()
        };
        let counts: Vec<usize> = (32..=64).rev().step_by(4).map(ghosts).collect();
        let most = counts[0];
        let steps: Vec<usize> = counts.windows(2).map(|pair| pair[0].saturating_sub(pair[1])).collect();
        assert!(counts.is_sorted_by(|more, fewer| more >= fewer), "{style}: {counts:?}");
        assert!(steps.iter().filter(|step| **step * 20 >= most).count() >= 4, "{style}: {counts:?}");
        assert!(steps.iter().all(|step| step * 2 <= most), "{style}: {counts:?} in one step");
        assert_eq!(counts.last(), Some(&0), "{style}: {counts:?}");
    }
}

#[test]
fn syncopation_moves_the_kick_off_the_beat_and_back() {
    let off_beats = |to: u8| -> usize {
        let takes = (0..10).map(|seed| with("pop", seed, |knobs| knobs.syncopation = to));
        let kicks = |take: Take| {
            let all = take.written.main.bars.iter().flat_map(|bar| band::of_piece(bar, Piece::Kick));
            all.filter(|at| at % 960 != 0).count()
        };
        takes.map(kicks).sum()
    };
    let (low, neutral, high) = (off_beats(0), off_beats(64), off_beats(127));
    assert!(low < neutral && neutral < high, "{low} {neutral} {high}");
}

#[test]
fn without_fills_phrases_end_as_they_go_on() {
    let set_ups = |to: u8| -> usize {
        let take = with("pop", 3, |knobs| knobs.fills = to);
        let ends = take.plan.windows.iter().map(|window| window.end - 1).filter(|bar| !take.wants_fill(*bar));
        ends.filter(|bar| {
            take.plays(*bar) && *bar > 0 && band::hits(take.bar(*bar)) != band::hits(take.bar(bar - 1))
        })
        .count()
    };
    assert!(set_ups(127) > set_ups(0), "{} {}", set_ups(127), set_ups(0));
}
