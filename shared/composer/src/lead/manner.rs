//! What a style's `lead.toml` says: a register and motifs, in the signs of the bass's grids.

use music::meter::Meter;
use music::pitch::Pitch;
use serde::Deserialize;
use toml::Spanned;

use crate::bass::cell::{self, Note, Sign};
use crate::style::{self, Page};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    pub range: (Pitch, Pitch),
    pub home: Pitch,
    pub velocity: u8,
    /// Minor thirds and flat fifths belong to its dominant chords.
    pub is_blue: bool,
    pub motifs: Vec<Motif>,
}

/// A bar's rhythm: `c` a chord tone, `w` what leads from one to the next, `a` a semitone or step into the next (two of
/// them from both sides), `-` held, `.` rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motif {
    pub part: Part,
    pub meter: Meter,
    pub energy: (u8, u8),
    pub weight: u32,
    pub notes: Vec<Note>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    #[default]
    Call,
    Answer,
}

/// What is sung where a style says nothing.
const PLAIN: &str = r#"
[[motif]]
step = 8
grid = "..cw c---"
[[motif]]
step = 8
part = "answer"
grid = ".cww c-.."
"#;
/// A voice between the guitar's top and a flute's: G3 to C6.
const RANGE: (u8, u8) = (55, 84);
const HOME: u8 = 69;
/// Below an octave and a half no contour has room.
const NARROWEST: u8 = 18;
const MOTIFS_MAX: usize = 64;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lowest: Option<Spanned<String>>,
    highest: Option<Spanned<String>>,
    home: Option<Spanned<String>>,
    velocity: Option<Spanned<u8>>,
    #[serde(default)]
    blue: bool,
    #[serde(default)]
    motif: Vec<Spanned<Written>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    grid: Spanned<String>,
    #[serde(default)]
    part: Part,
    step: Option<Spanned<u32>>,
    meter: Option<Spanned<String>>,
    energy: Option<Spanned<[u8; 2]>>,
    weight: Option<u8>,
}

impl Manner {
    /// Reads a style's file; an error names the file, the line and what was expected.
    pub fn read(file: &str, text: &str) -> Result<Manner, style::Error> {
        let page = Page { file, text };
        let written: File = page.parse()?;
        let lowest = page.pitch(written.lowest.as_ref(), RANGE.0)?;
        let highest = page.pitch(written.highest.as_ref(), RANGE.1)?;
        if highest.key() < lowest.key().saturating_add(NARROWEST) {
            let wrong = written.highest.as_ref().or(written.lowest.as_ref());
            let message = format!("{lowest} to {highest} is too narrow; a lead needs {NARROWEST} semitones");
            return Err(page.wrong_if_said(wrong, message));
        }
        let home = page.pitch(written.home.as_ref(), HOME.clamp(lowest.key(), highest.key()))?;
        if home < lowest || home > highest {
            let message = format!("{home} is not between {lowest} and {highest}");
            return Err(page.wrong_if_said(written.home.as_ref(), message));
        }
        if let Some(beyond) = written.motif.get(MOTIFS_MAX) {
            return Err(page.wrong(beyond, format!("more than {MOTIFS_MAX} motifs")));
        }
        let motifs = written.motif.iter().map(|written| motif(page, written.get_ref()));
        let mut motifs: Vec<Motif> = motifs.collect::<Result<_, _>>()?;
        if motifs.iter().all(|motif| motif.part != Part::Call) {
            motifs.extend(Manner::read(file, PLAIN)?.motifs);
        }
        let velocity = page.number(written.velocity.as_ref(), 84, (1, 127))?;
        Ok(Manner { range: (lowest, highest), home, velocity, is_blue: written.blue, motifs })
    }
}

fn motif(page: Page<'_>, written: &Written) -> Result<Motif, style::Error> {
    let meter = page.meter(written.meter.as_ref())?;
    let step = page.step(written.step.as_ref(), 8)?;
    let refused = |message: String| page.wrong(&written.grid, message);
    let bars = cell::read(written.grid.get_ref(), step, meter, false).map_err(refused)?;
    let [notes] = bars.as_slice() else { return Err(refused("a motif is one bar long".to_owned())) };
    if notes.iter().any(|note| !matches!(note.sign, Sign::Tone | Sign::Walk | Sign::Approach)) {
        let message = "a motif has chord tones (c), notes between them (w), approaches (a), - and .";
        return Err(refused(message.to_owned()));
    }
    if notes.last().is_some_and(|note| note.sign == Sign::Approach) {
        return Err(refused("an approach (a) leads into a note; none comes after the last".to_owned()));
    }
    Ok(Motif {
        part: written.part,
        meter,
        energy: page.energy(written.energy.as_ref())?,
        weight: u32::from(written.weight.unwrap_or(10)),
        notes: notes.clone(),
    })
}
