//! The kit: every instrument a stick, hand or foot can hit, its General MIDI key, and who hits it.

use music::pitch::Pitch;
use music::time::Ticks;

use super::grid::Level;

/// An instrument of the drummer's or the percussionist's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    Kick,
    Snare,
    Sweep,
    Stick,
    ClosedHat,
    OpenHat,
    PedalHat,
    Ride,
    Bell,
    Crash,
    SecondCrash,
    Splash,
    HighTom,
    MidTom,
    LowTom,
    FloorTom,
    Clap,
    Tambourine,
    Cowbell,
    Shaker,
    Cabasa,
    CongaSlap,
    CongaOpen,
    CongaLow,
    BongoHigh,
    BongoLow,
    Claves,
    Triangle,
    TriangleMute,
}

/// What plays it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limb {
    Hand,
    KickFoot,
    HatFoot,
}

/// What it is for: patterns bend differently for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Kick, snare and what stands for them: the groove's skeleton.
    Bones,
    /// Hats, rides, shakers: what counts time.
    Time,
    /// Toms and crashes: what speaks at seams.
    Colour,
}

#[derive(Clone, Copy, Debug)]
pub struct Character {
    pub piece: Piece,
    /// As styles write it.
    pub name: &'static str,
    /// General MIDI, level 1, so that every bank has it.
    pub key: u8,
    pub limb: Limb,
    pub duty: Duty,
    /// Velocities of an accent, a normal and a soft stroke.
    pub velocities: [u8; 3],
    /// Of a normal stroke on a beat.
    pub importance: u8,
    pub length: Ticks,
}

impl Piece {
    pub fn character(self) -> &'static Character {
        &KIT[self as usize]
    }

    /// As styles write it: `snare`, `floor-tom`.
    pub fn named(name: &str) -> Option<Piece> {
        KIT.iter().find(|character| character.name == name).map(|character| character.piece)
    }

    pub fn of_pitch(pitch: Pitch) -> Option<Piece> {
        KIT.iter().find(|character| character.key == pitch.key()).map(|character| character.piece)
    }

    pub fn names() -> impl Iterator<Item = &'static str> {
        KIT.iter().map(|character| character.name)
    }

    pub fn pitch(self) -> Pitch {
        Pitch::new(self.character().key).unwrap_or(Pitch::MIDDLE_C)
    }

    pub fn limb(self) -> Limb {
        self.character().limb
    }

    pub fn duty(self) -> Duty {
        self.character().duty
    }

    /// Closed, open or by foot: one pair of cymbals.
    pub fn is_hat(self) -> bool {
        matches!(self, Piece::ClosedHat | Piece::OpenHat | Piece::PedalHat)
    }

    pub fn is_tom(self) -> bool {
        matches!(self, Piece::HighTom | Piece::MidTom | Piece::LowTom | Piece::FloorTom)
    }

    pub fn is_crash(self) -> bool {
        matches!(self, Piece::Crash | Piece::SecondCrash | Piece::Splash)
    }

    pub(crate) fn velocity(self, level: Level) -> u8 {
        let [accent, normal, soft] = self.character().velocities;
        match level {
            Level::Accent => accent,
            Level::Normal | Level::Perhaps => normal,
            Level::Soft | Level::SoftPerhaps => soft,
        }
    }
}

/// Short enough to end before the next stroke of anybody's.
const TAP: Ticks = Ticks(120);
const EIGHTH: Ticks = Ticks(480);
/// A crash rings as long as the sound does; this is for editors to show.
const CRASH: Ticks = Ticks(1_920);

use Duty::{Bones, Colour, Time};
use Limb::{Hand, HatFoot, KickFoot};

/// In the order of [`Piece`]. Brushes share the snare's keys, as in General MIDI's brush kit: a tap is a snare, a sweep
/// is key 40.
#[rustfmt::skip]
static KIT: [Character; 29] = [
    row(Piece::Kick, "kick", 36, KickFoot, Bones, [112, 98, 46], 112, TAP),
    row(Piece::Snare, "snare", 38, Hand, Bones, [114, 96, 34], 106, TAP),
    row(Piece::Sweep, "sweep", 40, Hand, Time, [58, 46, 32], 84, EIGHTH),
    row(Piece::Stick, "stick", 37, Hand, Bones, [100, 84, 42], 102, TAP),
    row(Piece::ClosedHat, "hat", 42, Hand, Time, [96, 78, 54], 84, TAP),
    row(Piece::OpenHat, "open", 46, Hand, Time, [98, 82, 60], 80, EIGHTH),
    row(Piece::PedalHat, "pedal", 44, HatFoot, Time, [84, 70, 46], 78, TAP),
    row(Piece::Ride, "ride", 51, Hand, Time, [94, 80, 56], 88, EIGHTH),
    row(Piece::Bell, "bell", 53, Hand, Time, [98, 82, 60], 80, EIGHTH),
    row(Piece::Crash, "crash", 49, Hand, Colour, [112, 96, 62], 108, CRASH),
    row(Piece::SecondCrash, "second-crash", 57, Hand, Colour, [110, 94, 60], 106, CRASH),
    row(Piece::Splash, "splash", 55, Hand, Colour, [100, 84, 54], 92, CRASH),
    row(Piece::HighTom, "high-tom", 50, Hand, Colour, [112, 96, 54], 88, TAP),
    row(Piece::MidTom, "mid-tom", 47, Hand, Colour, [112, 96, 54], 88, TAP),
    row(Piece::LowTom, "low-tom", 45, Hand, Colour, [112, 96, 54], 90, TAP),
    row(Piece::FloorTom, "floor-tom", 41, Hand, Colour, [114, 98, 56], 92, TAP),
    row(Piece::Clap, "clap", 39, Hand, Bones, [106, 92, 50], 100, TAP),
    row(Piece::Tambourine, "tambourine", 54, Hand, Time, [94, 76, 48], 80, TAP),
    row(Piece::Cowbell, "cowbell", 56, Hand, Time, [92, 76, 50], 78, TAP),
    row(Piece::Shaker, "shaker", 70, Hand, Time, [84, 66, 44], 76, TAP),
    row(Piece::Cabasa, "cabasa", 69, Hand, Time, [84, 66, 44], 74, TAP),
    row(Piece::CongaSlap, "conga-slap", 62, Hand, Bones, [100, 82, 46], 84, TAP),
    row(Piece::CongaOpen, "conga", 63, Hand, Bones, [100, 84, 50], 90, TAP),
    row(Piece::CongaLow, "low-conga", 64, Hand, Bones, [100, 86, 50], 92, TAP),
    row(Piece::BongoHigh, "bongo", 60, Hand, Bones, [96, 78, 46], 80, TAP),
    row(Piece::BongoLow, "low-bongo", 61, Hand, Bones, [96, 80, 46], 82, TAP),
    row(Piece::Claves, "claves", 75, Hand, Bones, [92, 80, 54], 96, TAP),
    row(Piece::Triangle, "triangle", 81, Hand, Time, [84, 68, 44], 66, EIGHTH),
    row(Piece::TriangleMute, "muted-triangle", 80, Hand, Time, [78, 62, 40], 60, TAP),
];

#[allow(clippy::too_many_arguments, reason = "a table's row reads best on one line")]
const fn row(
    piece: Piece,
    name: &'static str,
    key: u8,
    limb: Limb,
    duty: Duty,
    velocities: [u8; 3],
    importance: u8,
    length: Ticks,
) -> Character {
    Character { piece, name, key, limb, duty, velocities, importance, length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_index_and_names_and_keys_are_given_once() {
        for (index, character) in KIT.iter().enumerate() {
            assert_eq!(character.piece as usize, index, "{}", character.name);
            assert_eq!(Piece::named(character.name), Some(character.piece));
            assert_eq!(Piece::of_pitch(character.piece.pitch()), Some(character.piece));
            assert!((35..=81).contains(&character.key), "{} is not in General MIDI", character.name);
            assert!(character.velocities.is_sorted_by(|louder, softer| louder > softer));
        }
    }
}
