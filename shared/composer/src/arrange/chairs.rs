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
        let call = Call {
            band: &band,
            general,
            stretch,
            part,
            roof,
            is_first: index == 0,
            is_opening: index == opening,
            is_of_opening: stretches.get(opening).is_some_and(|first| first.section == stretch.section),
            breaks_down: breakdowns[index],
        };
        for bar in stretch.bars.clone() {
            let into = bar.saturating_sub(stretch.bars.start + stretch.pickups);
            for lane in call.players(into) {
                bars[bar].plays[lane.index()] = true;
            }
        }
    }
    somebody_rests(bars, parts, &band, song);
}

/// In a song longer than a loop the last to enter waits for the second window, unless somebody rests in the first
/// already. An intro is no beginning, as charts are silent there. Nothing else decides it, neither chords nor what other
/// sections do, or an edit would be heard far from it.
fn somebody_rests(bars: &mut [BarPlan], parts: &[Part], band: &[Lane], song: &Song) {
    if bars.len() <= EVERYBODY_BARS_MAX || band.len() < 2 {
        return;
    }
    // In a pickup hardly anybody plays: that is no rest.
    let pickups = song.bars().iter().take_while(|bar| bar.number == 0).count();
    let windows = form::windows(song).into_iter().filter(|window| window.start >= pickups);
    let windows: Vec<Range<usize>> = windows.collect();
    // Two are few enough once both play.
    let begins = |window: &&Range<usize>| {
        band.len() == 2 || parts[bars[window.start].section].role != SectionRole::Intro
    };
    let Some(first) = windows.iter().find(begins).or(windows.first()).cloned() else { return };
    if bars[first.clone()].iter().all(|bar| band.iter().any(|lane| !bar.plays[lane.index()])) {
        return;
    }
    let start = if first.start == pickups { 0 } else { first.start };
    if let Some(lane) = call::latecomer(band) {
        bars[start..first.end].iter_mut().for_each(|bar| bar.plays[lane.index()] = false);
    }
}
