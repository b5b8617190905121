//! Which scale goes with a chord: the conventions of jazz players by quality, place in the key, and where it leads.

use music::chord::{Chord, Family};
use music::key::Key;
use music::pitch::ClassSet;
use music::scale::{Kind, Scale};

/// What a chord resolves to, where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    Open,
    Major,
    Minor,
}

impl Goal {
    pub(super) fn of(target: Option<&Chord>) -> Goal {
        target.map_or(Goal::Open, |target| if is_minor(target) { Goal::Minor } else { Goal::Major })
    }
}

pub(super) fn kind(chord: &Chord, key: &Key, goal: Goal) -> Kind {
    let degrees = Degrees::of(chord);
    let height = key.tonic.class().up_to(chord.root().class());
    match chord.family() {
        Family::Major => major(degrees, height, key, goal),
        Family::Minor => minor(degrees, height, key),
        Family::Dominant => dominant(degrees, height, key, goal),
        // A natural ninth where the key has one; the second of a minor key has not.
        Family::HalfDiminished if key.contains(chord.root().class().transposed(1)) => Kind::Locrian,
        Family::HalfDiminished => Kind::LocrianNatural2,
        Family::Diminished => Kind::DiminishedWholeHalf,
        Family::Augmented if degrees.has(7, 0) => Kind::LydianAugmented,
        Family::Augmented => Kind::WholeTone,
        Family::Suspended if degrees.has(9, -1) => Kind::DorianFlat2,
        Family::Suspended => Kind::Mixolydian,
        Family::Power => power(height, key),
    }
}

/// The scale's notes and whatever the chord itself has.
pub(super) fn classes(chord: &Chord, kind: Kind) -> ClassSet {
    Scale::new(chord.root(), kind).classes().union(chord.classes())
}

/// What fits wherever the chord leads: for whoever has to play before that is known.
pub(super) fn safe_classes(chord: &Chord, key: &Key) -> ClassSet {
    let leading_to = |goal| classes(chord, kind(chord, key, goal));
    leading_to(Goal::Open).intersection(leading_to(Goal::Major)).intersection(leading_to(Goal::Minor))
}

fn major(degrees: Degrees, height: u8, key: &Key, goal: Goal) -> Kind {
    if degrees.has(11, 1) || degrees.has(4, 1) {
        return Kind::Lydian;
    }
    match height {
        // A triad on the fifth is a dominant that leaves its seventh to others.
        7 if !degrees.has(7, 0) => Kind::Mixolydian,
        0 | 7 => Kind::Major,
        3 if key.mode.is_minor() => Kind::Major,
        2 | 4 | 9 | 11 if !degrees.has(7, 0) => match goal {
            Goal::Minor => Kind::PhrygianDominant,
            Goal::Open | Goal::Major => Kind::Mixolydian,
        },
        1..=6 | 8.. => Kind::Lydian,
    }
}

fn minor(degrees: Degrees, height: u8, key: &Key) -> Kind {
    if degrees.has(7, 0) {
        return Kind::MelodicMinor;
    }
    if degrees.has(6, 0) || degrees.has(13, 0) {
        return Kind::Dorian;
    }
    match (height, key.mode.is_minor()) {
        (0, true) => Kind::from(key.mode),
        (4, false) => Kind::Phrygian,
        (9, false) => Kind::Minor,
        (7, true) => Kind::Minor,
        (0.., _) => Kind::Dorian,
    }
}

fn dominant(degrees: Degrees, height: u8, key: &Key, goal: Goal) -> Kind {
    let is_ninth_altered = degrees.has(9, -1) || degrees.has(9, 1);
    let is_fifth_raised = degrees.has(5, 1) || degrees.has(13, -1);
    let is_fifth_lowered = degrees.has(5, -1) || degrees.has(11, 1);
    let leads_to_minor = goal == Goal::Minor;
    // What does not lead a fourth up is bright: bII7, bVI7, and bVII7 outside of minor.
    let is_bright = matches!(height, 1 | 3 | 6 | 8) || (height == 10 && !key.mode.is_minor());
    let by_precedence = [
        (is_ninth_altered && is_fifth_raised, Kind::Altered),
        (
            is_ninth_altered && leads_to_minor && !degrees.has(13, 0) && !is_fifth_lowered,
            Kind::PhrygianDominant,
        ),
        (is_ninth_altered, Kind::DiminishedHalfWhole),
        (degrees.has(13, -1), Kind::MixolydianFlat6),
        (is_fifth_raised, Kind::WholeTone),
        (is_fifth_lowered, Kind::LydianDominant),
        (leads_to_minor && !degrees.has(9, 0) && !degrees.has(13, 0), Kind::PhrygianDominant),
        (is_bright || (height == 2 && goal == Goal::Open), Kind::LydianDominant),
    ];
    by_precedence.into_iter().find(|(is_it, _)| *is_it).map_or(Kind::Mixolydian, |(_, kind)| kind)
}

/// A power chord says nothing, so the key does: the mode on its root.
fn power(height: u8, key: &Key) -> Kind {
    match (height, key.mode.is_minor()) {
        (0, _) => Kind::from(key.mode),
        (5, false) => Kind::Lydian,
        (2, false) | (5, true) => Kind::Dorian,
        (4 | 9 | 11, false) | (7, true) => Kind::Minor,
        (3 | 8, true) => Kind::Major,
        (0.., _) => Kind::Mixolydian,
    }
}

fn is_minor(chord: &Chord) -> bool {
    matches!(chord.family(), Family::Minor | Family::HalfDiminished | Family::Diminished)
}

/// The degrees of a chord as bits: three alterations for each number up to the thirteenth.
#[derive(Clone, Copy)]
struct Degrees(u64);

impl Degrees {
    fn of(chord: &Chord) -> Degrees {
        let bits =
            chord.tones().into_iter().filter_map(|tone| bit(tone.degree.number, tone.degree.alteration));
        Degrees(bits.fold(0, |all, bit| all | bit))
    }

    fn has(self, number: u8, alteration: i8) -> bool {
        bit(number, alteration).is_some_and(|bit| self.0 & bit != 0)
    }
}

fn bit(number: u8, alteration: i8) -> Option<u64> {
    let column = u32::try_from(i32::from(alteration) + 1).ok().filter(|column| *column < 3)?;
    1_u64.checked_shl(u32::from(number) * 3 + column)
}
