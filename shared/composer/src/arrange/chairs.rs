//! Who plays: chairs enter as energy rises, rest in intros and breakdowns, and never all play from first to last; and
//! whoever is asked into a band is heard in it, however short the song and however few they are.

use music::chart::song::Song;
use music::lane::Lane;

use super::BarPlan;
use super::call::{self, Call};
use super::form::Stretch;
use super::section::Part;
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
        let (is_opening, breaks_down) = (index == opening, breakdowns[index]);
        let call = Call { band: &band, general, stretch, part, roof, is_opening, breaks_down };
        for bar in stretch.bars.clone() {
            let into = bar.saturating_sub(stretch.bars.start + stretch.pickups);
            for lane in call.players(into) {
                bars[bar].plays[lane.index()] = true;
            }
        }
    }
    somebody_rests(bars, &band, song);
}

/// In a song longer than a loop the last to enter waits for the second window, where nobody has rested yet. In a pickup
/// nobody rests: hardly anybody plays there.
fn somebody_rests(bars: &mut [BarPlan], band: &[Lane], song: &Song) {
    let pickups = song.bars().iter().take_while(|bar| bar.number == 0).count();
    let Some((first, full)) = bars.get(pickups).map(|bar| (bar.window, &bars[pickups..])) else { return };
    let everybody = |bar: &BarPlan| band.iter().all(|lane| bar.plays[lane.index()]);
    if bars.len() <= EVERYBODY_BARS_MAX || band.len() < 2 || !full.iter().all(everybody) {
        return;
    }
    if let Some(last) = band.last() {
        bars.iter_mut().filter(|bar| bar.window <= first).for_each(|bar| bar.plays[last.index()] = false);
    }
}
