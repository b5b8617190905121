//! How the song ends: the chart says, or the style; a short loop without a word about it goes round and round.

use std::ops::Range;

use music::chart::Ending;
use music::chart::song::Song;

use super::{BarPlan, Fill, Landing, chairs};
use crate::brief::Brief;
use crate::style::General;

/// A song of so many bars that names no ending is a loop and does not end.
const LOOP_BARS_MAX: usize = 8;
/// A fade takes so many bars, or half the song.
pub(crate) const FADE_BARS: usize = 8;

pub(super) fn mark(bars: &mut [BarPlan], song: &Song, general: &General, brief: &Brief) {
    let Some(landing) = of(song, general) else { return };
    let count = bars.len();
    if landing == Landing::Fade {
        fade(bars);
    } else if let Some(before) = count.checked_sub(2).filter(|before| bars[*before].fill == Fill::None) {
        bars[before].fill = Fill::Half;
    }
    let Some(last) = bars.last_mut() else { return };
    last.ending = Some(landing);
    last.fill = Fill::None;
    last.is_arrival = landing != Landing::Fade;
    if landing != Landing::Fade {
        // Where there is a chord to land on, nobody stops short of it.
        let end = song.bars().last().map(|bar| song.chords_in(bar.span()));
        last.is_stop &= end.is_none_or(|chords| chords.iter().all(|harmony| harmony.chord.is_none()));
        chairs::band(brief).into_iter().for_each(|lane| last.plays[lane.index()] = true);
    }
}

/// Comes to rest, unless the style fades where the chart says nothing.
pub(crate) fn lands(song: &Song) -> bool {
    match song.ending() {
        Some(Ending::Button | Ending::Ring | Ending::Tag) => true,
        Some(Ending::Fade) => false,
        None => song.bars().len() > LOOP_BARS_MAX || song.ritard_bars().is_some(),
    }
}

fn of(song: &Song, general: &General) -> Option<Landing> {
    match song.ending() {
        Some(Ending::Button) => Some(Landing::Button),
        Some(Ending::Ring | Ending::Tag) => Some(Landing::Ring),
        Some(Ending::Fade) => Some(Landing::Fade),
        None => (song.bars().len() > LOOP_BARS_MAX || song.ritard_bars().is_some()).then_some(general.ending),
    }
}

/// The bars in which a song of so many gets softer, if it fades.
pub(super) fn fading(count: usize) -> Range<usize> {
    count - FADE_BARS.min(count / 2)..count
}

fn fade(bars: &mut [BarPlan]) {
    let fading = fading(bars.len());
    let count = fading.len() as u32;
    for (left, bar) in bars[fading].iter_mut().rev().enumerate() {
        let share = (left + 2) as u32;
        bar.energy = (u32::from(bar.energy) * share / (count + 2)) as u8;
        bar.fill = Fill::None;
    }
}
