//! What two hands and two feet can do: hard limits for a human, and one instrument sounding once for everybody.

use music::time::Ticks;

use super::kit::{Limb, Piece};
use crate::sketch::Stroke;

const HANDS: usize = 2;

/// How many strokes of a lane nobody with two hands and two feet could play.
pub fn violations(strokes: &[Stroke]) -> usize {
    onsets(strokes).into_iter().map(|onset| onset.len() - kept(&onset).len()).sum()
}

/// Leaves out what nobody could play, the least important first; sorted by time.
pub(crate) fn playable(strokes: &[Stroke]) -> Vec<Stroke> {
    onsets(strokes).iter().flat_map(|onset| kept(onset)).collect()
}

/// For a machine: any number at once, but each instrument once.
pub(crate) fn single(strokes: &[Stroke]) -> Vec<Stroke> {
    let mut sorted = in_order(strokes);
    sorted.dedup_by_key(|stroke| (stroke.at, stroke.pitch));
    sorted
}

fn in_order(strokes: &[Stroke]) -> Vec<Stroke> {
    let mut sorted = strokes.to_vec();
    sorted.sort_by_key(|stroke| (stroke.at, stroke.pitch, std::cmp::Reverse(stroke.importance)));
    sorted
}

fn onsets(strokes: &[Stroke]) -> Vec<Vec<Stroke>> {
    let mut onsets: Vec<Vec<Stroke>> = Vec::new();
    let mut last: Option<Ticks> = None;
    for stroke in in_order(strokes) {
        match onsets.last_mut() {
            Some(onset) if last == Some(stroke.at) => onset.push(stroke),
            Some(_) | None => onsets.push(vec![stroke]),
        }
        last = Some(stroke.at);
    }
    onsets
}

/// The most important strokes of one onset that limbs and instruments allow.
fn kept(onset: &[Stroke]) -> Vec<Stroke> {
    let mut wanted: Vec<&Stroke> = onset.iter().collect();
    wanted.sort_by_key(|stroke| (std::cmp::Reverse(stroke.importance), stroke.pitch));
    let mut kept: Vec<Stroke> = Vec::with_capacity(wanted.len());
    for stroke in wanted {
        if fits(&kept, stroke) {
            kept.push(*stroke);
        }
    }
    kept.sort_by_key(|stroke| stroke.pitch);
    kept
}

fn fits(kept: &[Stroke], stroke: &Stroke) -> bool {
    let Some(piece) = Piece::of_pitch(stroke.pitch) else { return kept.len() < HANDS };
    let others = || kept.iter().filter_map(|stroke| Piece::of_pitch(stroke.pitch));
    if others().any(|other| other == piece || (other.is_hat() && piece.is_hat())) {
        return false;
    }
    let busy = others().filter(|other| other.limb() == piece.limb()).count();
    match piece.limb() {
        Limb::Hand => busy < HANDS,
        Limb::KickFoot | Limb::HatFoot => busy == 0,
    }
}
