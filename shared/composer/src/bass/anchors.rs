//! What both neighbours of a window's edge know without seeing each other: where the line begins there, and when.

use music::lane::Lane;
use music::pitch::Class;

use super::choices;
use super::heights;
use super::line::Paper;
use super::manner::Line;
use super::search::Arrives;
use crate::analyse::Change;
use crate::scene::Scene;

/// The bar before `bar` ends on this key's threshold: where the window beginning there will stand.
pub(super) fn of(paper: Paper<'_>, bar: usize) -> Option<u8> {
    let scene = paper.scene;
    if bar >= scene.song.bars().len() || !scene.plays(Lane::Bass, bar) {
        return None;
    }
    if let Some(strokes) = scene.settled(Lane::Bass, bar) {
        return strokes.first().map(|stroke| stroke.pitch.key());
    }
    // What is struck early into this bar is the next one's, and may be edited with it.
    let end = scene.bar(bar).span().end;
    let is_of_bar =
        |index: &usize| scene.analysis.changes.get(*index).is_some_and(|change| change.written < end);
    let mut sounding = scene.analysis.by_bar.get(bar)?.clone().filter(is_of_bar);
    let ground = sounding.find_map(|index| paper.grounds.get(index)?.as_ref())?;
    Some(nearest(scene, ground.bass, heights::at_opening(scene, bar), scene.bar_plan(bar).is_landing()))
}

/// What the last note of a window moves into.
pub(super) fn arriving(paper: Paper<'_>, bar: usize) -> Arrives {
    let scene = paper.scene;
    let start = scene.bar(bar).start;
    if comes_early(scene, bar) {
        return Arrives::Held;
    }
    let is_new = scene.analysis.changes.iter().any(|change| change.written == start);
    match (is_new, scene.style.bass.line == Line::Walk) {
        (true, _) => Arrives::AtChange,
        (false, true) => Arrives::AtBarLine,
        (false, false) => Arrives::Stated,
    }
}

pub(super) fn begins_silent(scene: &Scene<'_>, bar: usize) -> bool {
    scene.analysis.at(scene.bar(bar).start).is_none_or(|change| change.chord.is_none())
}

/// The bar's first chord is struck in the bar before.
pub(super) fn comes_early(scene: &Scene<'_>, bar: usize) -> bool {
    let start = scene.bar(bar).start;
    let is_early = |change: &Change| change.pushed && change.written == start && change.start < start;
    let played = bar.checked_sub(1).is_some_and(|before| scene.plays(Lane::Bass, before));
    played && scene.analysis.changes.iter().any(is_early)
}

/// The key of a class that is nearest to a height; the lowest where the song lands.
fn nearest(scene: &Scene<'_>, class: Class, height: u8, is_landing: bool) -> u8 {
    let (low, high) = choices::keys(&scene.style.bass);
    let keys = (low..=high).filter(|key| Class::new(i32::from(*key)) == class);
    let from = if is_landing { low } else { height };
    keys.min_by_key(|key| key.abs_diff(from)).unwrap_or(low)
}
