//! Half-time, double-time, in two, stop-time: what the bones do while time is counted.

use ai_band_composer::drums::kit::Piece;
use ai_band_composer::style::Style;

use crate::band;

const BODY: &str = "| C | F | C | G | C | F | C | G | C | F | C | G |";

fn bar_in(style: &str, feel: &str, seed: u64) -> Vec<ai_band_composer::sketch::Stroke> {
    let take =
        band::take_with(&format!("[Verse] {{feel: {feel}}} {BODY}"), band::brief(style, seed), |plan| {
            plan.bars.iter_mut().for_each(|bar| bar.plays = [true; 8]);
            plan.sections.iter_mut().for_each(|section| section.energy = 70);
        });
    take.bar(1).to_vec()
}

fn back_beats(strokes: &[ai_band_composer::sketch::Stroke]) -> Vec<i64> {
    let loud = |piece: Piece| {
        strokes.iter().filter(move |stroke| stroke.pitch == piece.pitch() && stroke.velocity > 90)
    };
    loud(Piece::Snare).chain(loud(Piece::Clap)).map(|stroke| stroke.at.0).collect()
}

#[test]
fn half_time_has_its_back_beat_on_three() {
    for style in ["pop", "funk", "shuffle", "house"] {
        for seed in 0..8 {
            assert_eq!(back_beats(&bar_in(style, "half-time", seed)), [1_920], "{style} {seed}");
        }
    }
}

#[test]
fn double_time_has_four_back_beats() {
    for style in ["pop", "shuffle"] {
        for seed in 0..8 {
            let strokes = bar_in(style, "double-time", seed);
            assert_eq!(back_beats(&strokes), [480, 1_440, 2_400, 3_360], "{style} {seed}");
        }
    }
}

#[test]
fn in_two_the_kick_plays_halves_and_in_four_all_quarters() {
    for seed in 0..8 {
        let kick = |feel| -> Vec<i64> {
            let mut kick = band::of_piece(&bar_in("swing", feel, seed), Piece::Kick);
            kick.retain(|at| at % 960 == 0);
            kick
        };
        assert_eq!(kick("in two"), [0, 1_920], "{seed}");
        assert!(kick("in four").len() >= 3, "{seed}");
    }
}

#[test]
fn stop_time_is_beat_one() {
    for style in Style::BUILT_IN {
        let strokes = bar_in(style, "stop-time", 1);
        assert!(!strokes.is_empty() && strokes.iter().all(|stroke| stroke.at.0 == 0), "{style}");
    }
}

#[test]
fn straight_and_swung_are_written_alike() {
    for style in Style::BUILT_IN {
        assert_eq!(bar_in(style, "straight", 3), bar_in(style, "normal", 3), "{style}");
        assert_eq!(bar_in(style, "swing", 3), bar_in(style, "normal", 3), "{style}");
    }
}
