//! Keys: a tonic and a mode, their signature, and how a key spells each pitch class.

use std::fmt;
use std::str::FromStr;

mod mode;

pub use mode::Mode;

use crate::pitch::{Class, Letter, Spelling};
use crate::scale::Degree;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub tonic: Spelling,
    pub mode: Mode,
}

/// Seven letters, seven accidentals: signatures beyond need double sharps or flats, and nobody prints those.
pub const SIGNATURE_MAX: i8 = 7;
/// The longest name of a key, twice.
const NAME_MAX: usize = 32;

impl Key {
    pub const C_MAJOR: Key = Key::new(Spelling::new(Letter::C, 0), Mode::Major);

    pub const fn new(tonic: Spelling, mode: Mode) -> Key {
        Key { tonic, mode }
    }

    /// Sharps are positive, flats negative.
    pub const fn signature(&self) -> i8 {
        let natural = match self.tonic.letter {
            Letter::F => -1,
            Letter::C => 0,
            Letter::G => 1,
            Letter::D => 2,
            Letter::A => 3,
            Letter::E => 4,
            Letter::B => 5,
        };
        self.tonic.alteration.saturating_mul(7).saturating_add(natural + self.mode.signature_above_c())
    }

    /// The enharmonic name with the fewest accidentals, so never more than six: Db for C#. Where two names have six,
    /// sharps stay sharps and flats flats.
    pub fn transposed(&self, semitones: i32) -> Key {
        if semitones % 12 == 0 {
            return *self;
        }
        Key { tonic: simplest_tonic(self.tonic.class().transposed(semitones), self), ..*self }
    }

    /// The seven notes of the key, tonic first.
    pub fn spellings(&self) -> [Spelling; 7] {
        self.mode.degrees().map(|degree| degree.spelled_above(self.tonic))
    }

    pub fn contains(&self, class: Class) -> bool {
        self.spellings().iter().any(|spelling| spelling.class() == class)
    }

    /// As the key writes it; outside the key as musicians do: b2, b3, #4, b6, b7 and the natural steps between.
    pub fn spell(&self, class: Class) -> Spelling {
        if let Some(own) = self.spellings().into_iter().find(|spelling| spelling.class() == class) {
            return own;
        }
        let up = usize::from(self.tonic.class().up_to(class));
        let borrowed = BORROWED[up].spelled_above(self.tonic);
        if borrowed.is_everyday() { borrowed } else { Spelling::plain(class) }
    }

    /// A degree on the letter it asks for, as `#1` in C is C#; as [`spell`](Key::spell) has it where nobody would write that.
    pub fn spell_degree(&self, degree: Degree) -> Spelling {
        let spelled = degree.spelled_above(self.tonic);
        let is_own = self.spellings().contains(&spelled);
        if is_own || spelled.is_everyday() { spelled } else { self.spell(spelled.class()) }
    }

    /// The key with the same notes: A minor for C major, and C major for any other mode of it.
    pub fn relative(&self) -> Key {
        let mode = if self.mode == Mode::Major { Mode::Minor } else { Mode::Major };
        let tonics = self.spellings().into_iter().map(|tonic| Key { tonic, mode });
        tonics.into_iter().find(|key| key.signature() == self.signature()).unwrap_or(*self)
    }

    /// The key on the same tonic with the other third: C minor for C major.
    pub fn parallel(&self) -> Key {
        let mode = if self.mode.is_minor() { Mode::Major } else { Mode::Minor };
        let key = Key { tonic: self.tonic, mode };
        if key.signature().abs() <= SIGNATURE_MAX {
            return key;
        }
        Key { tonic: simplest_tonic(self.tonic.class(), &key), mode }
    }
}

/// Steps above the tonic that are borrowed where the key has none, by semitones.
const BORROWED: [Degree; 12] = [
    Degree::new(1, 0),
    Degree::new(2, -1),
    Degree::new(2, 0),
    Degree::new(3, -1),
    Degree::new(3, 0),
    Degree::new(4, 0),
    Degree::new(4, 1),
    Degree::new(5, 0),
    Degree::new(6, -1),
    Degree::new(6, 0),
    Degree::new(7, -1),
    Degree::new(7, 0),
];

fn simplest_tonic(class: Class, like: &Key) -> Spelling {
    let sharps_wanted = like.signature() > 0;
    let named = Letter::ALL.into_iter().filter_map(|letter| Spelling::on_letter(letter, class));
    let cost = |tonic: &Spelling| {
        let signature = Key { tonic: *tonic, mode: like.mode }.signature();
        (signature.abs(), (signature > 0) != sharps_wanted)
    };
    named.min_by_key(cost).unwrap_or(Spelling::plain(class))
}

impl fmt::Display for Key {
    /// `C`, `F#m`, `D dorian`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mode {
            Mode::Major => write!(f, "{}", self.tonic),
            Mode::Minor => write!(f, "{}m", self.tonic),
            Mode::Dorian | Mode::Phrygian | Mode::Lydian | Mode::Mixolydian | Mode::Locrian => {
                write!(f, "{} {}", self.tonic, self.mode)
            }
        }
    }
}

impl FromStr for Key {
    type Err = ParseKeyError;

    /// Reads `C`, `Am`, `F# minor`, `Bbmaj`, `D dorian`, `A-`.
    fn from_str(text: &str) -> Result<Key, ParseKeyError> {
        let excerpt = || text.chars().take(NAME_MAX).collect::<String>();
        let unknown = || ParseKeyError::Unknown { text: excerpt() };
        if text.chars().nth(NAME_MAX).is_some() {
            return Err(unknown());
        }
        let trimmed = text.trim();
        let is_accidental = |c: char| matches!(c, '#' | 'b' | '♯' | '♭' | '𝄪' | '𝄫');
        let letter_length = trimmed.chars().next().map_or(0, char::len_utf8);
        let (letter, rest) = trimmed.split_at(letter_length);
        let mode_text = rest.trim_start_matches(is_accidental);
        let tonic_text = format!("{letter}{}", &rest[..rest.len() - mode_text.len()]);
        let tonic: Spelling = tonic_text.parse().map_err(|_| unknown())?;
        let mode = Mode::named(mode_text.trim()).ok_or_else(unknown)?;
        let key = Key { tonic, mode };
        if key.signature().abs() > SIGNATURE_MAX {
            let instead = Key { tonic: simplest_tonic(tonic.class(), &key), mode };
            return Err(ParseKeyError::TooManyAccidentals { text: excerpt(), instead });
        }
        Ok(key)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseKeyError {
    #[error("\"{text}\" is not a key; write a note and a mode, as in Bb, F#m or D dorian")]
    Unknown { text: String },
    #[error("\"{text}\" has more than {SIGNATURE_MAX} sharps or flats; write {instead}")]
    TooManyAccidentals { text: String, instead: Key },
}
