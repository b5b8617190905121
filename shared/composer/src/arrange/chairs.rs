//! Who plays: chairs enter as energy rises, rest in intros and breakdowns, and never all play from first to last; and
//! whoever is asked into a band is heard in it, however short the song and however few they are.

use std::ops::Range;

use music::chart::song::Song;
use music::lane::Lane;

use super::call::{self, Call};
use super::form::{self, Stretch};
use super::section::Part;
use super::{BarPlan, SectionRole};
use crate::brief::Brief;
use crate::style::General;

/// A song of so many bars may have everybody in it from first to last.
pub(super) const EVERYBODY_BARS_MAX: usize = 7;
/// A song of so many windows, some sixteen bars, has more than one rest.
const LONG_WINDOWS: usize = 4;

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
    song: &Song,
) {
    let mut band = band(brief);
    band.sort_by_key(|lane| general.enters[lane.index()]);
    let roof = call::roof(parts);
    let opening = call::opening(parts);
    let breakdowns = call::breakdowns(parts, general);
    for (index, (stretch, part)) in stretches.iter().zip(parts).enumerate() {
        let (is_opening, breaks_down) = (index == opening, breakdowns[index]);
        let call = Call { band: &band, general, stretch, part, roof, is_opening, breaks_down };
        for bar in stretch.bars.clone() {
            let into = bar.saturating_sub(stretch.bars.start + stretch.pickups);
            for lane in call.players(into) {
                bars[bar].plays[lane.index()] = true;
            }
        }
    }
    somebody_rests(bars, parts, general, &band, song);
}

/// In a song longer than a loop somebody rests, and nobody counts on an intro or an ending for that, nor on a single
/// phrase of a long song: the chart may be silent there. Which chords it has decides nothing here, or an edit of one bar
/// would be heard far from it.
fn somebody_rests(bars: &mut [BarPlan], parts: &[Part], general: &General, band: &[Lane], song: &Song) {
    if bars.len() <= EVERYBODY_BARS_MAX || band.len() < 2 {
        return;
    }
    // In a pickup hardly anybody plays: that is no rest.
    let pickups = song.bars().iter().take_while(|bar| bar.number == 0).count();
    let played: Vec<Range<usize>> =
        form::windows(song).into_iter().filter(|window| window.start >= pickups).collect();
    let is_body = |window: &&Range<usize>| {
        !matches!(parts[bars[window.start].section].role, SectionRole::Intro | SectionRole::Ending)
    };
    let body: Vec<Range<usize>> = played.iter().filter(is_body).cloned().collect();
    // Two are few enough once both play.
    let is_duo = band.len() == 2;
    let body = if body.is_empty() || is_duo { played } else { body };
    let needed = if body.len() < LONG_WINDOWS || is_duo { 1 } else { 2 };
    let Some(first) = body.first().cloned() else { return };
    if rests(bars, &body, band) < needed && !is_rest(&bars[first.clone()], band) {
        let start = if first.start == pickups { 0 } else { first.start };
        rest(bars, start..first.end, call::latecomer(band));
    }
    if rests(bars, &body, band) < needed {
        let middle = middle(bars, &body);
        rest(bars, middle, call::spared(band, general));
    }
}

fn rest(bars: &mut [BarPlan], window: Range<usize>, lane: Option<Lane>) {
    if let Some(lane) = lane {
        bars[window].iter_mut().for_each(|bar| bar.plays[lane.index()] = false);
    }
}

fn rests(bars: &[BarPlan], windows: &[Range<usize>], band: &[Lane]) -> usize {
    windows.iter().filter(|window| is_rest(&bars[(*window).clone()], band)).count()
}

fn is_rest(window: &[BarPlan], band: &[Lane]) -> bool {
    window.iter().all(|bar| band.iter().any(|lane| !bar.plays[lane.index()]))
}

/// Where a song goes on without one of them for a phrase: where a section begins near its middle, but the last one is
/// everybody's.
fn middle(bars: &[BarPlan], body: &[Range<usize>]) -> Range<usize> {
    let section = |window: &Range<usize>| bars[window.start].section;
    let last = body.last().map(section);
    let begins = |index: usize| index == 0 || section(&body[index - 1]) != section(&body[index]);
    let before = (1..body.len()).filter(|index| Some(section(&body[*index])) != last);
    let place = before.min_by_key(|index| (!begins(*index), index.abs_diff(body.len() / 2)));
    place.map_or(0..0, |index| body[index].clone())
}
