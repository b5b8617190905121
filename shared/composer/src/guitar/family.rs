//! Families of shapes: which strings a kind of playing uses, and what it asks of them.

use super::neck::RightHand;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Campfire chords: as many strings as there are, open ones welcome.
    Open,
    /// The same without open strings.
    Barre,
    /// Lowest note and guide tones: two strings of the middle and one below.
    Shell,
    /// Four voices on neighbouring strings.
    Drop2,
    /// A thumb's bass, and three strings for the fingers.
    Plucked,
    /// Sevenths and ninths high up, without the root.
    Top,
    /// Three thin strings.
    Triad,
    /// Root, fifth, octave.
    Power,
    /// Root and fifth, so that the little finger reaches the sixth.
    Boogie,
}

/// What a family asks of a shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// Sets of strings, thickest first, that sound together.
    pub(super) string_sets: &'static [&'static [usize]],
    pub(super) open_strings: bool,
    pub(super) right_hand: RightHand,
    /// How many of the chord's telling tones must be there.
    pub(super) must_max: usize,
    pub(super) lowest: Lowest,
    /// Whether one tone may sound in two octaves.
    pub(super) doubles: bool,
    /// Where the top note likes to be.
    pub(super) top_key: u8,
    /// What the lowest note should not be above, where it stands for the bass.
    pub(super) low_key: Option<u8>,
}

/// What the thickest sounding string should play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lowest {
    /// The bass note if one can, else the root, else the fifth.
    Bass,
    /// Anything: somebody else plays the bass.
    Anything,
    /// The root and nothing else.
    Root,
}

impl Family {
    pub const ALL: [Family; 9] = [
        Family::Open,
        Family::Barre,
        Family::Shell,
        Family::Drop2,
        Family::Plucked,
        Family::Top,
        Family::Triad,
        Family::Power,
        Family::Boogie,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Family::Open => "open",
            Family::Barre => "barre",
            Family::Shell => "shell",
            Family::Drop2 => "drop2",
            Family::Plucked => "plucked",
            Family::Top => "top",
            Family::Triad => "triad",
            Family::Power => "power",
            Family::Boogie => "boogie",
        }
    }

    pub fn named(text: &str) -> Option<Family> {
        Family::ALL.into_iter().find(|family| family.name() == text)
    }

    pub(super) const fn rules(self) -> &'static Rules {
        match self {
            Family::Open => &OPEN,
            Family::Barre => &BARRE,
            Family::Shell => &SHELL,
            Family::Drop2 => &DROP2,
            Family::Plucked => &PLUCKED,
            Family::Top => &TOP,
            Family::Triad => &TRIAD,
            Family::Power => &POWER,
            Family::Boogie => &BOOGIE,
        }
    }
}

const FULL_SETS: &[&[usize]] = &[&[0, 1, 2, 3, 4, 5], &[1, 2, 3, 4, 5], &[2, 3, 4, 5]];

const OPEN: Rules = Rules {
    string_sets: FULL_SETS,
    open_strings: true,
    right_hand: RightHand::Strums,
    must_max: 4,
    lowest: Lowest::Bass,
    doubles: true,
    top_key: 65,
    low_key: None,
};
const BARRE: Rules = Rules { open_strings: false, top_key: 67, ..OPEN };
const SHELL: Rules = Rules {
    string_sets: &[&[0, 2, 3], &[1, 2, 3]],
    open_strings: false,
    must_max: 2,
    doubles: false,
    top_key: 60,
    ..OPEN
};
const DROP2: Rules = Rules {
    string_sets: &[&[1, 2, 3, 4], &[2, 3, 4, 5]],
    open_strings: false,
    lowest: Lowest::Anything,
    doubles: false,
    top_key: 67,
    ..OPEN
};
const PLUCKED: Rules = Rules {
    string_sets: &[&[0, 2, 3, 4], &[1, 2, 3, 4], &[1, 3, 4, 5], &[2, 3, 4, 5]],
    open_strings: true,
    right_hand: RightHand::Plucks,
    doubles: false,
    top_key: 66,
    low_key: Some(49),
    ..OPEN
};
const TOP: Rules = Rules {
    string_sets: &[&[2, 3, 4, 5], &[3, 4, 5], &[2, 3, 4]],
    open_strings: false,
    must_max: 3,
    lowest: Lowest::Anything,
    doubles: false,
    top_key: 71,
    ..OPEN
};
const TRIAD: Rules = Rules {
    string_sets: &[&[3, 4, 5], &[2, 3, 4]],
    open_strings: false,
    must_max: 2,
    lowest: Lowest::Anything,
    doubles: false,
    top_key: 70,
    ..OPEN
};
const POWER: Rules = Rules {
    string_sets: &[&[0, 1, 2], &[1, 2, 3], &[2, 3, 4], &[0, 1], &[1, 2]],
    open_strings: true,
    must_max: 0,
    lowest: Lowest::Root,
    top_key: 55,
    ..OPEN
};
const BOOGIE: Rules = Rules { string_sets: &[&[0, 1], &[1, 2]], doubles: false, top_key: 50, ..POWER };
