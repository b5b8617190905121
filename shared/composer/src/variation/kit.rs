//! Kits play other instruments at the same places, or the same instruments at other places, with the same limbs.

use music::time::{TICKS_PER_BEAT, Ticks};

use super::draws::Question;
use super::spot::Spot;
use super::{Keep, onsets, swaps};
use crate::drums::kit::{Duty, Piece};
use crate::drums::limbs;
use crate::sketch::{Stroke, Touch};

/// Softer than this is felt more than heard: a ghost note, which nothing but its own drum can play.
const GHOST_BELOW: u8 = 50;
/// From here on even kicks and backbeats may move; the first beat never does.
const PILLARS_FROM_AMOUNT: u32 = 96;
/// A stroke that wanders further is another stroke.
const REACH: i64 = TICKS_PER_BEAT / 2;
/// What counts time moves or opens once where others would four times.
const TIME_SHARE: usize = 4;

pub(super) fn vary(spot: &Spot<'_>, strokes: &mut [Stroke], keep: Keep) {
    match keep {
        Keep::Rhythm => swap(spot, strokes, |_| true),
        Keep::Pitches => shift(spot, strokes, |_| true),
        Keep::Contour => {
            swap(spot, strokes, |piece| !swaps::is_bone(piece));
            shift(spot, strokes, |piece| !swaps::is_bone(piece));
        }
    }
}

fn swap(spot: &Spot<'_>, strokes: &mut [Stroke], may: impl Fn(Piece) -> bool) {
    for (number, family) in swaps::BY_BAR.into_iter().enumerate() {
        swap_bar(spot, strokes, number, family, &may);
    }
    for index in 0..strokes.len() {
        let Some(piece) = piece(spot, &strokes[index]).filter(|piece| may(*piece)) else { continue };
        if !is_asked(spot, Question::Swap, index, &strokes[index], piece) {
            continue;
        }
        let at = strokes[index].at.0;
        let fits = |other: &Piece| suits(*other, at) && may_become(spot, strokes, index, at, *other);
        let others: Vec<Piece> = swaps::of_stroke(piece).filter(fits).collect();
        if let Some(other) = spot.draws.at(Question::Piece, index, 0).pick(&others) {
            strokes[index].pitch = other.pitch();
        }
    }
}

/// The one of a family that plays in this bar gives way to another.
fn swap_bar(
    spot: &Spot<'_>,
    strokes: &mut [Stroke],
    number: usize,
    family: &[Piece],
    may: &impl Fn(Piece) -> bool,
) {
    let of_family = |stroke: &Stroke| Piece::of_pitch(stroke.pitch).filter(|piece| family.contains(piece));
    let Some(here) = strokes.iter().find_map(of_family).filter(|piece| may(*piece)) else { return };
    let hits: Vec<usize> = (0..strokes.len()).filter(|index| of_family(&strokes[*index]).is_some()).collect();
    let is_plain = |index: &usize| {
        let stroke = &strokes[*index];
        let is_ghost = stroke.touch == Touch::Ghost || stroke.velocity < GHOST_BELOW;
        piece(spot, stroke) == Some(here) && !(swaps::is_bone(here) && is_ghost)
    };
    let importance = hits.iter().map(|index| strokes[*index].importance).max().unwrap_or(0);
    if !hits.iter().all(is_plain) || !spot.draws.changes(Question::BarSwap, number, importance) {
        return;
    }
    let others: Vec<Piece> = family.iter().copied().filter(|other| *other != here && may(*other)).collect();
    let Some(other) = spot.draws.at(Question::BarPiece, number, 0).pick(&others) else { return };
    for index in hits {
        if may_become(spot, strokes, index, strokes[index].at.0, *other) {
            strokes[index].pitch = other.pitch();
        }
    }
}

fn shift(spot: &Spot<'_>, strokes: &mut [Stroke], may: impl Fn(Piece) -> bool) {
    for index in 0..strokes.len() {
        let stroke = strokes[index];
        let Some(piece) = piece(spot, &stroke).filter(|piece| may(*piece)) else { continue };
        if is_pillar(spot, &stroke, piece) || !is_asked(spot, Question::Move, index, &stroke, piece) {
            continue;
        }
        let beats = (stroke.at.0 - REACH).div_euclid(TICKS_PER_BEAT)
            ..=(stroke.at.0 + REACH).div_euclid(TICKS_PER_BEAT);
        let all = beats.flat_map(|beat| spot.places.iter().map(move |place| beat * TICKS_PER_BEAT + place));
        let last = spot.room.end.min(spot.bar.length.0 - stroke.length.0 + 1);
        let places: Vec<i64> = all
            .filter(|to| (spot.room.start..last).contains(to) && (to - stroke.at.0).abs() <= REACH)
            .filter(|to| to.rem_euclid(step(strokes, piece)) == 0 && suits(piece, *to))
            .filter(|to| *to != stroke.at.0 && may_become(spot, strokes, index, *to, piece))
            .collect();
        if let Some(to) = spot.draws.at(Question::Place, index, 0).pick(&places) {
            strokes[index].at = Ticks(*to);
        }
    }
}

/// `None` for what is not in the book, what rings over the bar line, and what stands where nothing may move.
fn piece(spot: &Spot<'_>, stroke: &Stroke) -> Option<Piece> {
    let is_own = onsets::is_movable(stroke, &spot.room) && onsets::end(stroke) <= spot.bar.length.0;
    Piece::of_pitch(stroke.pitch).filter(|_| is_own)
}

fn is_asked(spot: &Spot<'_>, question: Question, index: usize, stroke: &Stroke, piece: Piece) -> bool {
    let share = if piece.duty() == Duty::Time { TIME_SHARE } else { 1 };
    spot.draws.changes(question, index, stroke.importance)
        && spot.draws.at(question, index, 1).below(share) == 0
}

/// A bell counts beats, and a hat opens between them.
fn suits(piece: Piece, at: i64) -> bool {
    let is_on_beat = at.rem_euclid(TICKS_PER_BEAT) == 0;
    (piece != Piece::Bell || is_on_beat) && (piece != Piece::OpenHat || !is_on_beat)
}

/// What counts time keeps to its own steps, however many it leaves out; anything else goes where the band does.
fn step(strokes: &[Stroke], piece: Piece) -> i64 {
    if piece.duty() != Duty::Time {
        return 1;
    }
    let own = strokes.iter().filter(|stroke| stroke.pitch == piece.pitch());
    own.fold(TICKS_PER_BEAT, |step, stroke| common_divisor(step, stroke.at.0.saturating_abs()))
}

fn common_divisor(one: i64, other: i64) -> i64 {
    if other == 0 { one.max(1) } else { common_divisor(other, one % other) }
}

/// What a listener counts by: the first beat, cymbals that mark a beat, and kicks and backbeats unless much is asked.
fn is_pillar(spot: &Spot<'_>, stroke: &Stroke, piece: Piece) -> bool {
    let is_on_beat = stroke.at.0.rem_euclid(TICKS_PER_BEAT) == 0 && stroke.velocity >= GHOST_BELOW;
    if matches!(piece, Piece::Crash | Piece::SecondCrash | Piece::Splash) {
        return is_on_beat;
    }
    let may_move = spot.draws.amount() >= PILLARS_FROM_AMOUNT && stroke.at.0 != 0;
    swaps::is_bone(piece) && is_on_beat && !may_move
}

/// Nobody else is there, and no limb has more to do than it can, unless it had before.
fn may_become(spot: &Spot<'_>, strokes: &[Stroke], index: usize, at: i64, piece: Piece) -> bool {
    let new = Stroke { at: Ticks(at), pitch: piece.pitch(), ..strokes[index] };
    let (lowest, highest) = spot.lane.character().range;
    let others = |at: Ticks| {
        let others =
            strokes.iter().enumerate().filter(move |(other, stroke)| *other != index && stroke.at == at);
        others.map(|(_, stroke)| *stroke)
    };
    let alone: Vec<Stroke> = others(new.at).collect();
    let together: Vec<Stroke> = others(new.at).chain([new]).collect();
    let is_same_limb = at == strokes[index].at.0
        && Piece::of_pitch(strokes[index].pitch)
            .is_some_and(|old| old.limb() == piece.limb() && old.is_hat() == piece.is_hat());
    (lowest..=highest).contains(&new.pitch.key())
        && !spot.is_sounding(new.pitch, at)
        && !onsets::is_taken(strokes, index, &new)
        && (is_same_limb || limbs::violations(&together) <= limbs::violations(&alone))
}
