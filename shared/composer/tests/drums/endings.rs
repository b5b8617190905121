//! How a song stops, and how a band does within it.

use ai_band_composer::arrange::{Fill, Landing};
use ai_band_composer::compose;
use ai_band_composer::drums::kit::Piece;
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::lane::Lane;
use music::time::TICKS_PER_BEAT;

use crate::band::{self, form_of, throughout};

fn last_bar(style: &str, landing: Landing) -> Vec<ai_band_composer::sketch::Stroke> {
    let take = throughout(&form_of(style), band::brief(style, 4), |plan| {
        plan.bars.last_mut().unwrap().ending = Some(landing);
    });
    take.bar(take.bars() - 1).to_vec()
}

#[test]
fn a_button_is_one_short_hit_together() {
    for style in Style::BUILT_IN {
        let strokes = last_bar(style, Landing::Button);
        assert!(strokes.len() >= 2 && strokes.iter().all(|stroke| stroke.at.0 == 0), "{style}");
        assert!(strokes.iter().all(|stroke| stroke.length.0 <= 240 && stroke.importance == 127), "{style}");
        assert!(band::of_piece(&strokes, Piece::Kick) == [0], "{style}");
    }
}

#[test]
fn a_ring_rings_and_a_cymbal_swells_under_it() {
    for style in Style::BUILT_IN {
        let strokes = last_bar(style, Landing::Ring);
        let on_one: Vec<_> = strokes.iter().filter(|stroke| stroke.at.0 == 0).collect();
        assert!(on_one.len() >= 2 && on_one.iter().all(|stroke| stroke.length.0 >= 2_880), "{style}");
        let swell: Vec<u8> =
            strokes.iter().filter(|stroke| stroke.at.0 > 0).map(|stroke| stroke.velocity).collect();
        if !band::style(style).drums.swells {
            assert!(swell.is_empty(), "{style}");
            continue;
        }
        let top = swell.iter().max().unwrap();
        let peak = swell.iter().position(|velocity| velocity == top).unwrap();
        assert!(
            peak > 0 && swell[..=peak].is_sorted() && swell[peak..].is_sorted_by(|a, b| a >= b),
            "{style}: {swell:?}"
        );
        assert!(swell[0] * 2 < *top, "{style}: {swell:?}");
    }
}

/// Sticks on a cymbal roll at any tempo, also where the song slows down and the last bar has less time than on paper.
#[test]
fn a_swell_is_a_roll_that_two_sticks_play() {
    for tempo in [40, 60, 80, 100, 120, 160, 200, 240] {
        for ritard in ["", "{ritard: 2}", "{ritard: 4}"] {
            let chart = format!(
                "{{tempo: {tempo}}} {{ending: ring}} {ritard}\n[Verse]\n{}",
                "| C | F | G | C ".repeat(3)
            );
            let chart = Chart::parse(&chart).unwrap();
            let mut brief = band::brief("pop", 1);
            brief.lanes = vec![Lane::Drums];
            let composition = compose(&chart, &brief).unwrap();
            let last = composition.parts[0].played.last().unwrap().iter();
            let swell = last.filter(|note| note.pitch == Piece::SecondCrash.pitch());
            let starts: Vec<i64> = swell.map(|note| note.start.0).collect();
            let gaps = starts.windows(2).map(|pair| (pair[1] - pair[0]) * 60_000 / tempo / TICKS_PER_BEAT);
            let gaps: Vec<i64> = gaps.collect();
            assert!(gaps.len() >= 2, "{tempo} {ritard}: {gaps:?}");
            assert!(gaps.iter().all(|gap| (54..=190).contains(gap)), "{tempo} {ritard}: {gaps:?} ms");
        }
    }
}

#[test]
fn a_fade_goes_on_playing_ever_softer() {
    for style in Style::BUILT_IN {
        let full = throughout(&form_of(style), band::brief(style, 4), |plan| {
            plan.bars.iter_mut().rev().take(4).for_each(|bar| (bar.ending, bar.fill) = (None, Fill::None));
        });
        let take = throughout(&form_of(style), band::brief(style, 4), |plan| {
            plan.bars
                .iter_mut()
                .rev()
                .take(4)
                .for_each(|bar| (bar.ending, bar.fill) = (Some(Landing::Fade), Fill::None));
        });
        let bars = take.bars();
        let left = |bar: usize| {
            let sum = |strokes: &[ai_band_composer::sketch::Stroke]| {
                strokes.iter().map(|stroke| u32::from(stroke.velocity)).sum::<u32>()
            };
            sum(take.bar(bar)) * 100 / sum(full.bar(bar)).max(1)
        };
        let left: Vec<u32> = (bars - 4..bars).map(left).collect();
        assert!(left.is_sorted_by(|before, after| before > after), "{style}: {left:?}");
        assert!(left[0] > 80 && left[3] < 40, "{style}: {left:?}");
        assert_eq!(band::hits(take.bar(bars - 2)), band::hits(full.bar(bars - 2)), "{style}");
    }
}

#[test]
fn a_stop_is_one_hit_and_silence_and_a_fill_may_lead_out_of_it() {
    for style in Style::BUILT_IN {
        let stop = |fill| {
            throughout(&form_of(style), band::brief(style, 4), |plan| {
                plan.bars[10].is_stop = true;
                plan.bars[10].fill = fill;
            })
        };
        let bare = stop(Fill::None);
        assert!(!bare.bar(10).is_empty() && bare.bar(10).iter().all(|stroke| stroke.at.0 == 0), "{style}");
        let led = stop(Fill::Short);
        let last_beat = led.song.bars()[10].length.0 - 960;
        assert!(led.bar(10).iter().all(|stroke| stroke.at.0 == 0 || stroke.at.0 >= last_beat), "{style}");
        assert!(led.bar(10).len() > bare.bar(10).len(), "{style}");
    }
}

#[test]
fn a_pickup_is_led_in_and_not_played_through() {
    let chart = "| {pickup: 2} G7 | C | F | G | C |";
    let mut led_in = 0;
    for seed in 0..10 {
        let take = throughout(chart, band::brief("pop", seed), |_| {});
        assert!(band::of_piece(take.bar(0), Piece::ClosedHat).is_empty());
        led_in += usize::from(take.bar(0).iter().all(|stroke| stroke.at.0 >= 960) && !take.bar(0).is_empty());
    }
    assert_eq!(led_in, 10);
}
