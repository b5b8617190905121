//! Which instruments of a kit stand in for which: the same limb, the same duty, another colour.

use crate::drums::kit::{Duty, Piece};

/// What counts time or carries the groove is swapped for a whole bar: a player changes hands, not single strokes.
pub(super) const BY_BAR: [&[Piece]; 4] = [
    &[Piece::ClosedHat, Piece::Ride],
    &[Piece::Snare, Piece::Stick],
    &[Piece::Shaker, Piece::Cabasa, Piece::Tambourine],
    &[Piece::Claves, Piece::Cowbell],
];

/// Colours of one instrument, or of a set of them.
const BY_STROKE: [&[Piece]; 7] = [
    &[Piece::ClosedHat, Piece::OpenHat],
    &[Piece::Ride, Piece::Bell],
    &[Piece::Crash, Piece::SecondCrash, Piece::Splash],
    &[Piece::HighTom, Piece::MidTom, Piece::LowTom, Piece::FloorTom],
    &[Piece::CongaSlap, Piece::CongaOpen, Piece::CongaLow],
    &[Piece::BongoHigh, Piece::BongoLow],
    &[Piece::Triangle, Piece::TriangleMute],
];

/// What may stand in for one stroke.
pub(super) fn of_stroke(piece: Piece) -> impl Iterator<Item = Piece> {
    let family = BY_STROKE.into_iter().find(|family| family.contains(&piece)).unwrap_or(&[]);
    family.iter().copied().filter(move |other| *other != piece)
}

/// Whether both are of one family, by bar or by stroke or by one after the other.
pub fn are_kin(one: Piece, other: Piece) -> bool {
    let neighbours = |piece: Piece| {
        let families = BY_BAR.into_iter().chain(BY_STROKE).filter(move |family| family.contains(&piece));
        families.flat_map(|family| family.iter().copied())
    };
    one == other || neighbours(one).any(|near| near == other || neighbours(near).any(|far| far == other))
}

/// Of the bones, a contour moves nothing.
pub(super) fn is_bone(piece: Piece) -> bool {
    piece.duty() == Duty::Bones
}
