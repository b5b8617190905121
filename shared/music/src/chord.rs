//! Chords: read from every usual spelling, named one canonical way, known by the degrees that stand in them.
//!
//! **Conventions.** `C2` is C with an added ninth, `Csus` and `C4` are `Csus4`, `C11` leaves out its third and `C13` its
//! eleventh, `Cm11` and `Cm13` leave out nothing, `C7alt` has both altered ninths and fifths. `C-7` is C minor seventh.
//! A triad over another chord is written `D\C7`.

use std::fmt;
use std::str::FromStr;

mod colour;
mod draft;
mod error;
mod formula;
mod name;
mod numeral;
mod quality;
mod reading;
mod suggestion;
mod symbol;
mod text;

pub use colour::Family;
pub use error::Error;
pub use text::TEXT_MAX;

use crate::key::Key;
use crate::pitch::{Class, ClassSet, Spelling};
use crate::scale::Degree;
use error::Problem;
use formula::Formula;
use text::{Glyphs, Text};

/// A chord as it is meant, whatever way it was spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    root: Spelling,
    formula: Formula,
    /// Only where it sounds other than the root.
    bass: Option<Spelling>,
    upper: Option<(Spelling, Formula)>,
}

/// A note of a chord: where it stands above the root, and what it sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tone {
    pub degree: Degree,
    pub class: Class,
}

impl Chord {
    /// Also reads roman (`ii7`, `bVII`, `V7/V`) and Nashville (`1`, `4-`, `5/7`) numerals as degrees of `key`.
    pub fn parse_in(text: &str, key: &Key) -> Result<Chord, Error> {
        parse(text, |glyphs| numeral::read(glyphs, key).unwrap_or_else(|| reading::read(glyphs)))
    }

    pub fn root(&self) -> Spelling {
        self.root
    }

    /// The lowest note: the root, unless a slash says otherwise.
    pub fn bass(&self) -> Spelling {
        self.bass.unwrap_or(self.root)
    }

    /// By degree, root first; a slash bass and the notes of an upper chord are among them. What is left out is absent.
    pub fn tones(&self) -> Vec<Tone> {
        let own = self.formula.degrees().map(|degree| self.tone(degree));
        let upper =
            self.upper_spellings().map(|note| self.tone(as_tension(Degree::between(self.root, note))));
        let bass = self.tone(Degree::between(self.root, self.bass()));
        let mut tones: Vec<Tone> = Vec::new();
        for tone in own.chain(upper).chain([bass]) {
            if tones.iter().all(|other| other.class != tone.class) {
                tones.push(tone);
            }
        }
        tones.sort_by_key(|tone| tone.degree);
        tones
    }

    /// Everything that sounds.
    pub fn classes(&self) -> ClassSet {
        let own = self.formula.degrees().map(|degree| degree.above(self.root.class()));
        own.chain(self.upper_spellings().map(Spelling::class)).chain([self.bass().class()]).collect()
    }

    /// The notes of [`tones`](Chord::tones) on the letters a musician expects: `Gb` in a C diminished chord, not `F#`.
    pub fn spellings(&self) -> Vec<Spelling> {
        self.tones().into_iter().map(|tone| self.spelled(tone)).collect()
    }

    /// Up or down by semitones; in the spelling of `key` where one is given (the key arrived at, not the one left).
    pub fn transposed(&self, semitones: i32, key: Option<&Key>) -> Chord {
        if semitones % 12 == 0 && key.is_none() {
            return *self;
        }
        let class = self.root.class().transposed(semitones);
        let root = match key {
            Some(key) => key.spell(class),
            None => Key::new(self.root, self.family().mode()).transposed(semitones).tonic,
        };
        self.on(root)
    }

    /// From a key to another, where it keeps its place: the C#dim7 that leads to Dm in C is the D#dim7 that leads to Em in D.
    pub fn carried(&self, from: &Key, to: &Key) -> Chord {
        let class = self.root.class().transposed(from.tonic.class().up_to(to.tonic.class()).into());
        let degree = Degree::between(from.tonic, self.root);
        self.on(if to.contains(class) { to.spell(class) } else { to.spell_degree(degree) })
    }

    fn on(&self, root: Spelling) -> Chord {
        let along = |note: Spelling| follow(note, self.root, root);
        Chord {
            root,
            bass: self.bass.map(along),
            upper: self.upper.map(|(upper_root, formula)| (along(upper_root), formula)),
            formula: self.formula,
        }
    }

    fn over(self, bass: Spelling) -> Chord {
        Chord { bass: (bass.class() != self.root.class()).then_some(bass), ..self }
    }

    fn tone(&self, degree: Degree) -> Tone {
        Tone { degree, class: degree.above(self.root.class()) }
    }

    fn spelled(&self, tone: Tone) -> Spelling {
        let is_own = self.formula.degrees().any(|degree| degree == tone.degree);
        let mut others = self.upper_spellings().chain([self.bass()]).filter(|_| !is_own);
        let other = others.find(|note| note.class() == tone.class);
        other.unwrap_or(tone.degree.spelled_above(self.root))
    }

    fn upper_spellings(&self) -> impl Iterator<Item = Spelling> + use<> {
        let upper = self.upper;
        upper
            .into_iter()
            .flat_map(|(root, formula)| formula.degrees().map(move |degree| degree.spelled_above(root)))
    }
}

/// The degree by which players know a note of the upper chord: Eb over C7 is its `#9`.
const fn as_tension(near: Degree) -> Degree {
    match (near.number, near.alteration) {
        (1, 1) => Degree::new(9, -1),
        (3, -1) => Degree::new(9, 1),
        (2 | 4 | 6, alteration) => Degree::new(near.number + 7, alteration),
        _ => near,
    }
}

/// `note` moved as `from` moved to `to`; a double accidental becomes the plain name.
fn follow(note: Spelling, from: Spelling, to: Spelling) -> Spelling {
    let moved = Degree::between(from, note).spelled_above(to);
    if moved.alteration.abs() < 2 { moved } else { Spelling::plain(moved.class()) }
}

fn parse(text: &str, read: impl Fn(Text<'_>) -> Result<Chord, Problem>) -> Result<Chord, Error> {
    let read = |text: &str| read(Glyphs::new(text)?.text());
    read(text).map_err(|problem| {
        let suggestion = suggestion::nearest(text, |candidate| read(candidate).ok());
        Error::new(text, problem, suggestion)
    })
}

impl FromStr for Chord {
    type Err = Error;

    fn from_str(text: &str) -> Result<Chord, Error> {
        parse(text, |glyphs| match numeral::read(glyphs, &Key::C_MAJOR) {
            Some(Ok(_)) => Err(glyphs.problem("a numeral needs a key to be a degree of")),
            Some(Err(_)) | None => reading::read(glyphs),
        })
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((root, formula)) = self.upper {
            write!(f, "{root}{}\\", name::of(formula))?;
        }
        write!(f, "{}{}", self.root, name::of(self.formula))?;
        match self.bass {
            Some(bass) => write!(f, "/{bass}"),
            None => Ok(()),
        }
    }
}
