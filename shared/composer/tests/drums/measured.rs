//! What a listener would count: how often bars repeat, how much fills stand out, how much of the snare is ghosts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ai_band_composer::drums::kit::Piece;
use ai_band_composer::sketch::{Stroke, Touch};
use ai_band_composer::style::{Drummer, Style};

use crate::band::{self, Take, form_of};

const SEEDS: u64 = 8;

/// Played once for all that is counted here.
static TAKES: LazyLock<Vec<Vec<Take>>> = LazyLock::new(|| {
    let takes = |style: &&str| -> Vec<Take> {
        (0..SEEDS).map(|seed| band::take(&form_of(style), band::brief(style, seed))).collect()
    };
    Style::BUILT_IN.iter().map(takes).collect()
});

fn takes(style: &str) -> &'static [Take] {
    &TAKES[Style::BUILT_IN.iter().position(|name| *name == style).unwrap()]
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.into_iter().collect();
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Which sixteenths of which instruments.
fn cells(strokes: &[Stroke]) -> BTreeSet<(i64, u8)> {
    strokes.iter().map(|stroke| ((stroke.at.0 + 60) / 120, stroke.pitch.key())).collect()
}

fn distinct_bars(take: &Take) -> f64 {
    let bars: Vec<_> =
        (0..take.bars()).filter(|bar| take.plays(*bar)).map(|bar| cells(take.bar(bar))).collect();
    bars.iter().collect::<BTreeSet<_>>().len() as f64 / bars.len() as f64
}

fn is_snare(stroke: &&Stroke) -> bool {
    stroke.pitch == Piece::Snare.pitch()
}

fn ghost_share(take: &Take) -> f64 {
    let snares: Vec<&Stroke> = take.written.main.bars.iter().flatten().filter(is_snare).collect();
    let ghosts = snares.iter().filter(|stroke| stroke.touch == Touch::Ghost).count();
    ghosts as f64 / snares.len().max(1) as f64
}

/// How much a bar differs from the one before: strokes that came or went, toms and crashes counted twice.
fn novelty(take: &Take, bar: usize) -> f64 {
    let (before, now) = (cells(take.bar(bar - 1)), cells(take.bar(bar)));
    let weight = |(_, key): &(i64, u8)| match music::pitch::Pitch::new(*key).and_then(Piece::of_pitch) {
        Some(piece) if piece.is_tom() || piece.is_crash() => 2.0,
        Some(_) | None => 1.0,
    };
    before.symmetric_difference(&now).map(weight).sum()
}

/// A fill's novelty against that of the plain bars of its section: 1 is no fill at all.
fn salience(take: &Take) -> Vec<f64> {
    let of_fill = |bar: &usize| -> Option<f64> {
        let section = take.plan.sections[take.plan.bars[*bar].section].bars.clone();
        let plain: Vec<usize> = (section.start + 1..section.end)
            .filter(|other| take.plays(*other) && take.plays(other - 1))
            .filter(|other| !take.wants_fill(*other) && !take.plan.bars[other - 1].is_arrival)
            .collect();
        let usual = mean(plain.iter().map(|other| novelty(take, *other)));
        (!plain.is_empty() && take.plays(bar - 1)).then(|| novelty(take, *bar) / usual.max(2.0))
    };
    take.filled().iter().filter(|bar| **bar > 0).filter_map(of_fill).collect()
}

#[test]
fn bars_repeat_as_a_human_repeats_them() {
    for style in Style::BUILT_IN {
        let ratio = mean(takes(style).iter().map(distinct_bars));
        println!("{style}: distinct bars {ratio:.2}");
        match band::style(style).general.drummer {
            Drummer::Human => assert!((0.25..=0.6).contains(&ratio), "{style}: {ratio}"),
            Drummer::Machine => assert!((0.05..=0.45).contains(&ratio), "{style}: {ratio}"),
        }
    }
}

#[test]
fn fills_stand_out() {
    for style in Style::BUILT_IN {
        let all: Vec<f64> = takes(style).iter().flat_map(salience).collect();
        let (of_style, least) = (mean(all.iter().copied()), all.iter().copied().fold(f64::MAX, f64::min));
        println!("{style}: salience {of_style:.1}, least {least:.1}, {} fills", all.len());
        assert!(of_style >= 2.5, "{style}: {of_style}");
    }
}

#[test]
fn ghosts_are_where_they_belong() {
    for style in Style::BUILT_IN {
        let share = mean(takes(style).iter().map(ghost_share));
        println!("{style}: ghosts {share:.2}");
        if matches!(style, "funk" | "swing" | "shuffle") {
            assert!((0.15..=0.45).contains(&share), "{style}: {share}");
        }
        if style == "house" {
            assert!(share < 0.2, "{style}: {share}");
        }
    }
}

#[test]
fn velocities_spread_and_the_back_beat_is_loudest() {
    for style in Style::BUILT_IN {
        let take = &takes(style)[0];
        let all: Vec<f64> =
            take.written.main.bars.iter().flatten().map(|stroke| f64::from(stroke.velocity)).collect();
        let middle = mean(all.iter().copied());
        let deviation = mean(all.iter().map(|velocity| (velocity - middle).powi(2))).sqrt();
        println!("{style}: velocity deviation {deviation:.0}");
        assert!((10.0..=32.0).contains(&deviation), "{style}: {deviation}");
    }
}

#[test]
fn importance_ranks_bones_over_time_over_ghosts() {
    for style in Style::BUILT_IN {
        for take in takes(style) {
            for stroke in take.written.main.bars.iter().flatten() {
                let ghost = stroke.touch == Touch::Ghost;
                assert!(!ghost || stroke.importance < 32, "{style}: {stroke:?}");
                let is_kick_on_one = stroke.pitch == Piece::Kick.pitch() && stroke.at.0 == 0;
                assert!(
                    !is_kick_on_one || stroke.importance >= 96 || stroke.velocity < 60,
                    "{style}: {stroke:?}"
                );
            }
        }
    }
}
