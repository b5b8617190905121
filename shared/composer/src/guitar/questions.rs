//! What the guitar asks chance about a bar or a section: a number of its own for each question.

use crate::chance::Slots;

/// Of a section: its cell, whether the syncopation knob takes another, and which.
pub(super) const SECTION: Slots = Slots::new(1, 1);
/// Of a bar: whether its cell turns, and into which.
pub(super) const TURN: Slots = Slots::new(2, 1);
pub(super) const OTHER: Slots = Slots::new(3, 1);
pub(super) const BREATH: Slots = Slots::new(4, 1);
/// Whether a stroke is forgotten, and further down which.
pub(super) const THIN: Slots = Slots::new(5, 1);
pub(super) const FILL: Slots = Slots::new(6, 1);
pub(super) const FORGET: Slots = Slots::new(7, 1);
pub(super) const LEAN: Slots = Slots::new(8, 1);
pub(super) const LEANT: Slots = Slots::new(9, 1);
/// Of a phrase: whether it leaves its section's cell, and for which.
pub(super) const LOOSE: Slots = Slots::new(10, 1);
pub(super) const LOOSE_CELL: Slots = Slots::new(11, 1);
/// The shape at a window's beginning.
pub(super) const ANCHOR: Slots = Slots::new(100, 1);
/// For each place of a bar: whether it gets a stroke more.
pub(super) const MORE: Slots = Slots::new(200, 200);
/// For each weak stroke: whether it is left out.
pub(super) const LESS: Slots = Slots::new(400, 200);
/// For each stroke: whether it skips the lowest string, and how hard it is.
pub(super) const LIGHT: Slots = Slots::new(600, 100);
pub(super) const FORCE: Slots = Slots::new(700, 300);
/// For each shape of each chord of a bar.
pub(super) const WHIM: Slots = Slots::new(1_000, (CHORDS * SHAPES) as u32);
/// For each place of a section's cell: whether it is left to busy keys.
pub(super) const GIVE_WAY: Slots = Slots::new(3_000, 200);

/// So many chords of a bar have whims of their own, more than a hand changes to; and of each chord so many shapes,
/// more than a search keeps.
const CHORDS: usize = 16;
const SHAPES: usize = 64;
const _: () = assert!(super::shapes::KEPT_MAX <= SHAPES);

/// The whim of a bar's chord for a shape.
pub(super) fn whim(chord: usize, shape: usize) -> u32 {
    WHIM.of(chord % CHORDS * SHAPES + shape)
}

const _: () = assert!(Slots::are_apart(&[
    SECTION, TURN, OTHER, BREATH, THIN, FILL, FORGET, LEAN, LEANT, LOOSE, LOOSE_CELL, ANCHOR, MORE, LESS,
    LIGHT, FORCE, WHIM, GIVE_WAY
]));
