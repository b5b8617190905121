//! What a chord does in its key: at home, away, wanting home, and how badly.

use music::chord::{Chord, Family};
use music::key::Key;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Tonic,
    Subdominant,
    Dominant,
    Other,
}

/// Semitones of the root above the tonic.
fn height(chord: &Chord, key: &Key) -> u8 {
    key.tonic.class().up_to(chord.root().class())
}

pub(super) fn of(chord: &Chord, key: &Key, resolves: bool) -> Function {
    let height = height(chord, key);
    match chord.family() {
        Family::Diminished => Function::Dominant,
        // The first and fourth of a blues are dominant sevenths at rest.
        Family::Dominant if !resolves && height == 0 => Function::Tonic,
        Family::Dominant if !resolves && height == 5 => Function::Subdominant,
        Family::Dominant => Function::Dominant,
        Family::Major
        | Family::Minor
        | Family::HalfDiminished
        | Family::Augmented
        | Family::Suspended
        | Family::Power => by_height(height, key.mode.is_minor()),
    }
}

fn by_height(height: u8, is_minor: bool) -> Function {
    match height {
        0 | 9 => Function::Tonic,
        4 if !is_minor => Function::Tonic,
        3 if is_minor => Function::Tonic,
        2 | 5 | 8 | 10 | 1 => Function::Subdominant,
        7 | 11 => Function::Dominant,
        3 | 4 | 6.. => Function::Other,
    }
}

/// V–I and ii–V go up a fourth, bII–I down a semitone, a diminished seventh up one.
pub(super) fn resolves(chord: &Chord, next: &Chord, key: &Key) -> bool {
    let up = chord.root().class().up_to(next.root().class());
    let wants_home = match chord.family() {
        Family::Dominant => true,
        Family::Major | Family::Suspended | Family::Augmented => height(chord, key) == 7,
        Family::Minor | Family::HalfDiminished => {
            return up == 5 && matches!(next.family(), Family::Dominant | Family::Suspended);
        }
        Family::Diminished => return up == 1,
        Family::Power => false,
    };
    wants_home && (up == 5 || (up == 11 && chord.family() == Family::Dominant))
}

/// The tension of each function before anything is added.
const TONIC: usize = 0;
const SUBDOMINANT: usize = 36;
const DOMINANT: usize = 72;
const OTHER: usize = 56;
/// A third or sixth in the tonic's place.
const TONIC_RELATIVE: usize = 16;
/// A dominant of another degree than the first.
const SECONDARY: usize = 16;
/// For each note that the key does not have.
const FOREIGN_NOTE: usize = 7;
const TENSION_MAX: usize = 127;

pub(super) fn tension(chord: &Chord, key: &Key, function: Function) -> u8 {
    let height = height(chord, key);
    let base = match function {
        Function::Tonic if height == 0 => TONIC,
        Function::Tonic => TONIC_RELATIVE,
        Function::Subdominant => SUBDOMINANT,
        Function::Dominant if height == 7 || height == 11 => DOMINANT,
        Function::Dominant => DOMINANT + SECONDARY,
        Function::Other => OTHER,
    };
    let own = key.spellings();
    let leading = key.tonic.class().transposed(-1);
    let is_foreign = |class| class != leading && own.iter().all(|note| note.class() != class);
    let foreign = chord.classes().iter().filter(|class| is_foreign(*class)).count();
    (base + FOREIGN_NOTE * foreign).min(TENSION_MAX) as u8
}
