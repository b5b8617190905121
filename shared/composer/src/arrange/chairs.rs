//! Who plays: chairs enter as energy rises, rest in intros and breakdowns, and never all play from first to last.

use music::lane::Lane;

use super::form::{Stretch, WINDOW_BARS};
use super::section::{Part, Question};
use super::{BarPlan, SectionRole};
use crate::brief::Brief;
use crate::style::General;

/// A loop of so many bars may have everybody in it.
const LOOP_BARS_MAX: usize = 7;
/// How much thinner the first half of an intro is.
const INTRO_THINNER: u8 = 16;
const JITTER: i32 = 4;
/// In so many of a hundred first verses somebody waits for the second window.
const ENTRANCE_PERCENT: u32 = 50;

/// Asked for or given: who is in the band. Nothing else of a brief decides who plays.
pub(super) fn band(brief: &Brief) -> Vec<Lane> {
    Lane::ALL
        .into_iter()
        .filter(|lane| brief.lanes.contains(lane) || brief.given.contains_key(lane))
        .collect()
}

pub(super) fn seat(
    bars: &mut [BarPlan],
    stretches: &[Stretch],
    parts: &[Part],
    general: &General,
    brief: &Brief,
) {
    let band = band(brief);
    for (stretch, part) in stretches.iter().zip(parts) {
        for bar in stretch.bars.clone() {
            let into = bar.saturating_sub(stretch.bars.start + stretch.pickups);
            for lane in &band {
                bars[bar].plays[lane.index()] = plays(*lane, into, stretch, part, general);
            }
            someone(&mut bars[bar], &band, general);
        }
    }
    somebody_rests(bars, &band, general);
}

/// The energy from which a chair plays in this section.
fn threshold(lane: Lane, part: &Part, general: &General) -> i32 {
    i32::from(general.enters[lane.index()]) + part.draw(Question::Threshold, lane, 0).around_zero(JITTER)
}

fn plays(lane: Lane, into: usize, stretch: &Stretch, part: &Part, general: &General) -> bool {
    let length = stretch.bars.len() - stretch.pickups;
    let is_first_half = into < length.div_ceil(2);
    let thinner = match part.role {
        SectionRole::Intro if is_first_half && length > 2 => INTRO_THINNER,
        SectionRole::Intro
        | SectionRole::Verse
        | SectionRole::Chorus
        | SectionRole::Bridge
        | SectionRole::Solo
        | SectionRole::Ending => 0,
    };
    let energy = i32::from(part.energy.saturating_sub(thinner));
    energy >= threshold(lane, part, general)
        && !(is_broken_down(part, stretch, into, general) && general.breakdown.contains(&lane))
        && !waits(lane, into, stretch, part, general)
}

/// The first window of a bridge, or of a later verse, in which those rest whom the style names.
fn is_broken_down(part: &Part, stretch: &Stretch, into: usize, general: &General) -> bool {
    let percent = match part.role {
        SectionRole::Bridge => general.breakdown_percent,
        SectionRole::Verse if part.earlier >= 2 => general.breakdown_percent / 2,
        SectionRole::Verse
        | SectionRole::Intro
        | SectionRole::Chorus
        | SectionRole::Solo
        | SectionRole::Ending => 0,
    };
    let bars = stretch.bars.len() - stretch.pickups;
    into < WINDOW_BARS.min(bars.div_ceil(2))
        && part.draw(Question::Breakdown, Lane::Drums, 0).percent(percent)
}

/// In a first verse the chair that was last to make it may come in with the second window.
fn waits(lane: Lane, into: usize, stretch: &Stretch, part: &Part, general: &General) -> bool {
    let is_first = part.role == SectionRole::Verse && part.earlier == 0;
    // Who carries the song does not stop again once it runs.
    let may = is_first && stretch.bars.len() > LOOP_BARS_MAX && !matches!(lane, Lane::Drums | Lane::Bass);
    if !may || into >= WINDOW_BARS || !part.draw(Question::Entrance, Lane::Drums, 0).percent(ENTRANCE_PERCENT)
    {
        return false;
    }
    let energy = i32::from(part.energy);
    let makes_it = |lane: &Lane| energy >= threshold(*lane, part, general);
    let last = Lane::ALL.into_iter().filter(makes_it).max_by_key(|lane| threshold(*lane, part, general));
    last == Some(lane) && i32::from(general.enters[lane.index()]) > energy / 2
}

/// A song is never silent because all who could play are waiting.
fn someone(bar: &mut BarPlan, band: &[Lane], general: &General) {
    if band.iter().all(|lane| !bar.plays[lane.index()])
        && let Some(first) = band.iter().min_by_key(|lane| general.enters[lane.index()])
    {
        bar.plays[first.index()] = true;
    }
}

/// In a song longer than a loop the last to enter waits for the second window, where nobody has rested yet.
fn somebody_rests(bars: &mut [BarPlan], band: &[Lane], general: &General) {
    let everybody = |bar: &BarPlan| band.iter().all(|lane| bar.plays[lane.index()]);
    if bars.len() <= LOOP_BARS_MAX || band.len() < 2 || !bars.iter().all(everybody) {
        return;
    }
    if let Some(last) = band.iter().max_by_key(|lane| general.enters[lane.index()]) {
        let second = bars.iter().position(|bar| bar.window > 0).unwrap_or(0).max(WINDOW_BARS);
        bars.iter_mut().take(second).for_each(|bar| bar.plays[last.index()] = false);
    }
}
