//! What leads from one section into the next, and who plays it.

use ai_band_composer::arrange::Fill;
use ai_band_composer::{Brief, Knobs};
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::charts::CHARTS;
use crate::stage::{Take, brief, everywhere};

/// A first verse without drums, then a chorus.
const BALLAD: &str =
    "{tempo: 68}\n[Verse]\n| C | Am | F | G | C | Am | F | G |\n[Chorus]\n| F | G | C | Am | F | G | C | C |";

#[test]
fn drums_that_come_in_with_the_chorus_come_in_with_the_fill() {
    let take = Take::new(BALLAD, brief("ballad", 1));
    let drums = |bar: usize| take.notes(Lane::Drums, bar..bar + 1);
    assert!(drums(6).is_empty() && take.plan.bars[7].fill != Fill::None);
    assert!(!drums(7).is_empty(), "the fill that leads to the chorus");
    let room = match take.plan.bars[7].fill {
        Fill::Short => 1,
        Fill::Half => 2,
        Fill::Whole | Fill::None => 4,
    };
    let from = Ticks(TICKS_PER_BEAT * (4 - room));
    assert!(drums(7).iter().all(|note| note.start >= from), "no groove before it: {:?}", drums(7));
    assert!(drums(8).len() >= 6, "and goes on");
}

#[test]
fn a_fill_belongs_to_somebody_who_plays() {
    let leaders = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar];
    everywhere(|place, _, plan| {
        for (index, bar) in plan.bars.iter().enumerate().filter(|(_, bar)| bar.fill != Fill::None) {
            let plays = |lane: &Lane| bar.plays[lane.index()];
            let next = plan.bars.get(index + 1);
            let drums_follow = next.is_some_and(|next| next.plays[Lane::Drums.index()]);
            let place = format!("{place} bar {}", index + 1);
            assert!(leaders.iter().any(plays), "{place}");
            assert!(bar.fill != Fill::Whole || plays(&Lane::Drums), "{place}");
            assert!(!drums_follow || plays(&Lane::Drums), "{place}");
        }
    });
}

#[test]
fn without_drums_another_lane_leads_over() {
    let lanes = vec![Lane::Bass, Lane::Keys];
    let chart = CHARTS[6].1;
    let mut differs = 0;
    for seed in 0..8 {
        let filled = Take::new(chart, Brief { lanes: lanes.clone(), ..brief("pop", seed) });
        let knobs = Knobs { fills: 0, ..Knobs::default() };
        let plain = Take::new(chart, Brief { lanes: lanes.clone(), knobs, ..brief("pop", seed) });
        for bar in (0..plain.plan.bars.len()).filter(|bar| filled.plan.bars[*bar].fill != Fill::None) {
            let is_other = |lane: Lane| filled.notes(lane, bar..bar + 1) != plain.notes(lane, bar..bar + 1);
            differs += usize::from(lanes.iter().any(|lane| is_other(*lane)));
        }
    }
    assert!(differs >= 16, "{differs} fills were led over by somebody");
}
