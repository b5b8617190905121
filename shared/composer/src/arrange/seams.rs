//! Where sections meet: fills that lead on, and arrivals.

use music::lane::Lane;

use super::form::Stretch;
use super::section::{Part, Question};
use super::{BarPlan, Fill, chairs};
use crate::brief::{Brief, NEUTRAL};

/// A phrase within a section ends lightly, if at all.
const PHRASE_BARS: usize = 8;
const PHRASE_FILL_PERCENT: u32 = 55;
/// With fills asked for, every four bars may end in one, and half of them do when all are.
const SHORT_PHRASE_BARS: usize = 4;
const SHORT_PHRASE_FILL_PERCENT: u32 = 50;
/// From where on a seam's weight asks for which fill.
const WHOLE_FROM: i32 = 76;
const HALF_FROM: i32 = 40;
const SHORT_FROM: i32 = 12;
/// Who can lead over without drums.
const LEADERS: [Lane; 3] = [Lane::Bass, Lane::Keys, Lane::Guitar];

pub(super) fn mark(bars: &mut [BarPlan], stretches: &[Stretch], parts: &[Part], brief: &Brief) {
    for (index, (stretch, part)) in stretches.iter().zip(parts).enumerate() {
        let last = stretch.bars.end - 1;
        if let Some(next) = parts.get(index + 1).filter(|_| stretch.bars.len() > 1) {
            bars[last].fill = at_section_end(part, next, brief);
            bars[last + 1].is_arrival = bars[last].fill != Fill::None;
        }
        for phrase in 1..(stretch.bars.len() - stretch.pickups).div_ceil(PHRASE_BARS) {
            let last = stretch.bars.start + stretch.pickups + phrase * PHRASE_BARS - 1;
            bars[last].fill = at_phrase_end(part, phrase, brief);
        }
        for end in
            (1..stretch.bars.len() - stretch.pickups).filter(|end| end % PHRASE_BARS == SHORT_PHRASE_BARS)
        {
            let last = stretch.bars.start + stretch.pickups + end - 1;
            bars[last].fill = at_short_phrase_end(part, end, brief);
        }
        if stretch.pickups > 0 && stretch.pickups < stretch.bars.len() {
            bars[stretch.bars.start + stretch.pickups].is_arrival = true;
        }
    }
}

/// A fill belongs to whoever plays. Drums that enter with the next bar enter with the fill that leads to it; where they
/// rest on, others lead over, and no more than half a bar of it.
pub(super) fn hand_over(bars: &mut [BarPlan], brief: &Brief) {
    let drums = Lane::Drums.index();
    let has_drums = chairs::band(brief).contains(&Lane::Drums);
    for bar in 0..bars.len() {
        if bars[bar].fill == Fill::None || bars[bar].plays[drums] {
            continue;
        }
        let drums_enter = bars.get(bar + 1).is_some_and(|next| next.plays[drums]);
        let leads = |lane: &Lane| bars[bar].plays[lane.index()];
        if has_drums && drums_enter {
            bars[bar].plays[drums] = true;
        } else if !LEADERS.iter().any(leads) {
            bars[bar].fill = Fill::None;
        } else if bars[bar].fill == Fill::Whole {
            bars[bar].fill = Fill::Half;
        }
    }
}

fn at_section_end(part: &Part, next: &Part, brief: &Brief) -> Fill {
    let fills = i32::from(brief.knobs.fills);
    let lift = i32::from(next.energy) - i32::from(part.energy);
    let chance = part.draw(Question::SectionFill, Lane::Drums, 0).below(16 + brief.knobs.fills as usize / 2);
    // Without fills nothing asks for one, however high the next section lies.
    let wished = (lift / 2 + chance as i32) * fills.min(i32::from(NEUTRAL)) / i32::from(NEUTRAL);
    match fills / 2 + wished {
        WHOLE_FROM.. => Fill::Whole,
        HALF_FROM.. => Fill::Half,
        SHORT_FROM.. => Fill::Short,
        i32::MIN..SHORT_FROM => Fill::None,
    }
}

fn at_short_phrase_end(part: &Part, end: usize, brief: &Brief) -> Fill {
    let asked = u32::from(brief.knobs.fills.min(127).saturating_sub(NEUTRAL));
    let percent = SHORT_PHRASE_FILL_PERCENT * asked / u32::from(NEUTRAL - 1);
    match part.draw(Question::ShortPhraseFill, Lane::Drums, end).percent(percent) {
        true => Fill::Short,
        false => Fill::None,
    }
}

fn at_phrase_end(part: &Part, phrase: usize, brief: &Brief) -> Fill {
    let percent = PHRASE_FILL_PERCENT * u32::from(brief.knobs.fills) / u32::from(NEUTRAL);
    match part.draw(Question::PhraseFill, Lane::Drums, phrase).percent(percent) {
        true => Fill::Short,
        false => Fill::None,
    }
}
