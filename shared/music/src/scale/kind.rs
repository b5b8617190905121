//! Kinds of scales: names, other names, and steps, one line each.

use std::fmt;
use std::str::FromStr;

use super::Degree;
use crate::key::Mode;

macro_rules! kinds {
    ($($kind:ident $name:literal $others:literal $steps:literal)*) => {
        /// A scale without its tonic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($kind,)*
        }

        impl Kind {
            pub const ALL: &[Kind] = &[$(Kind::$kind,)*];

            const fn row(self) -> Row {
                match self {
                    $(Kind::$kind => Row { name: $name, others: $others, steps: $steps },)*
                }
            }
        }
    };
}

struct Row {
    name: &'static str,
    /// Separated by commas.
    others: &'static str,
    steps: &'static str,
}

kinds! {
    // The modes of the major scale.
    Major "major" "ionian" "1 2 3 4 5 6 7"
    Dorian "dorian" "" "1 2 b3 4 5 6 b7"
    Phrygian "phrygian" "" "1 b2 b3 4 5 b6 b7"
    Lydian "lydian" "" "1 2 3 #4 5 6 7"
    Mixolydian "mixolydian" "dominant" "1 2 3 4 5 6 b7"
    Minor "minor" "aeolian,natural minor" "1 2 b3 4 5 b6 b7"
    Locrian "locrian" "" "1 b2 b3 4 b5 b6 b7"
    // The modes of the melodic minor scale.
    MelodicMinor "melodic minor" "jazz minor" "1 2 b3 4 5 6 7"
    DorianFlat2 "dorian b2" "phrygian #6,phrygian natural 6" "1 b2 b3 4 5 6 b7"
    LydianAugmented "lydian augmented" "lydian #5" "1 2 3 #4 #5 6 7"
    LydianDominant "lydian dominant" "lydian b7,acoustic,overtone" "1 2 3 #4 5 6 b7"
    MixolydianFlat6 "mixolydian b6" "mixolydian b13,hindu,melodic major" "1 2 3 4 5 b6 b7"
    LocrianNatural2 "locrian natural 2" "locrian nat 2,locrian #2,half-diminished" "1 2 b3 4 b5 b6 b7"
    Altered "altered" "super locrian,alt" "1 b2 b3 b4 b5 b6 b7"
    // The modes of the harmonic minor scale.
    HarmonicMinor "harmonic minor" "" "1 2 b3 4 5 b6 7"
    LocrianNatural6 "locrian natural 6" "locrian nat 6,locrian #6" "1 b2 b3 4 b5 6 b7"
    IonianSharp5 "ionian #5" "ionian augmented" "1 2 3 4 #5 6 7"
    DorianSharp4 "dorian #4" "ukrainian dorian,romanian" "1 2 b3 #4 5 6 b7"
    PhrygianDominant "phrygian dominant" "spanish,freygish" "1 b2 3 4 5 b6 b7"
    LydianSharp2 "lydian #2" "" "1 #2 3 #4 5 6 7"
    AlteredDiminished "altered diminished" "ultralocrian,superlocrian bb7" "1 b2 b3 b4 b5 b6 bb7"
    // Others of seven notes.
    HarmonicMajor "harmonic major" "" "1 2 3 4 5 b6 7"
    DoubleHarmonic "double harmonic" "byzantine,arabic" "1 b2 3 4 5 b6 7"
    HungarianMinor "hungarian minor" "gypsy minor" "1 2 b3 #4 5 b6 7"
    NeapolitanMinor "neapolitan minor" "" "1 b2 b3 4 5 b6 7"
    NeapolitanMajor "neapolitan major" "" "1 b2 b3 4 5 6 7"
    // Five and six notes.
    MajorPentatonic "major pentatonic" "pentatonic" "1 2 3 5 6"
    MinorPentatonic "minor pentatonic" "" "1 b3 4 5 b7"
    SuspendedPentatonic "suspended pentatonic" "egyptian" "1 2 4 5 b7"
    DominantPentatonic "dominant pentatonic" "" "1 2 3 5 b7"
    MinorSixPentatonic "minor six pentatonic" "minor 6 pentatonic,kumoi" "1 b3 4 5 6"
    Blues "blues" "minor blues" "1 b3 4 b5 5 b7"
    MajorBlues "major blues" "" "1 2 b3 3 5 6"
    // Symmetric.
    WholeTone "whole tone" "whole-tone" "1 2 3 #4 #5 b7"
    DiminishedWholeHalf "diminished" "whole-half diminished,octatonic" "1 2 b3 4 b5 b6 6 7"
    DiminishedHalfWhole "half-whole diminished" "dominant diminished,diminished dominant" "1 b2 #2 3 #4 5 6 b7"
    Augmented "augmented" "" "1 #2 3 5 #5 7"
    Chromatic "chromatic" "" "1 b2 2 b3 3 4 #4 5 b6 6 b7 7"
    // With a passing note, so that eighth notes put chord tones on the beat.
    BebopDominant "bebop dominant" "bebop" "1 2 3 4 5 6 b7 7"
    BebopMajor "bebop major" "" "1 2 3 4 5 #5 6 7"
    BebopMinor "bebop minor" "bebop dorian" "1 2 b3 3 4 5 6 b7"
    BebopMelodicMinor "bebop melodic minor" "" "1 2 b3 4 5 #5 6 7"
}

/// As many as a longest name has, and a few for the typing.
const NAME_MAX: usize = 32;

impl Kind {
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// From the tonic upwards.
    pub fn degrees(self) -> impl Iterator<Item = Degree> {
        self.row().steps.split(' ').map(step)
    }
}

fn step(text: &str) -> Degree {
    let (signs, digit) = text.split_at(text.len() - 1);
    let alteration = signs.bytes().map(|sign| if sign == b'b' { -1 } else { 1 }).sum();
    Degree::new(digit.as_bytes()[0] - b'0', alteration)
}

impl From<Mode> for Kind {
    fn from(mode: Mode) -> Kind {
        match mode {
            Mode::Major => Kind::Major,
            Mode::Dorian => Kind::Dorian,
            Mode::Phrygian => Kind::Phrygian,
            Mode::Lydian => Kind::Lydian,
            Mode::Mixolydian => Kind::Mixolydian,
            Mode::Minor => Kind::Minor,
            Mode::Locrian => Kind::Locrian,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = ParseKindError;

    /// By name or another name, in any case, with printed accidentals too.
    fn from_str(text: &str) -> Result<Kind, ParseKindError> {
        let refuse = || ParseKindError { text: text.chars().take(NAME_MAX).collect() };
        if text.chars().nth(NAME_MAX).is_some() {
            return Err(refuse());
        }
        let wanted = text.trim().to_lowercase().replace('♭', "b").replace('♯', "#");
        let is_called = |kind: &Kind| {
            let row = kind.row();
            row.name == wanted || row.others.split(',').any(|other| other == wanted)
        };
        let found = Kind::ALL.iter().find(|kind| !wanted.is_empty() && is_called(kind));
        found.copied().ok_or_else(refuse)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a scale; write a name as in dorian, altered, blues or lydian dominant")]
pub struct ParseKindError {
    text: String,
}
