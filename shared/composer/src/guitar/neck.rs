//! The neck: six strings in standard tuning, shapes that a left hand can hold, and why it cannot hold others.

use std::fmt;
use std::str::FromStr;

use music::pitch::Pitch;

pub const STRINGS: usize = 6;
/// E2 A2 D3 G3 B3 E4 as keys, thickest string first.
pub const TUNING: [u8; STRINGS] = [40, 45, 50, 55, 59, 64];
/// Beyond it chords are squeaks, and many guitars have a body there.
pub const FRET_MAX: u8 = 15;
/// Index to little finger, one fret each: the highest fret less the lowest.
pub const REACH_FRETS: u8 = 3;
/// Two fingers alone stretch one fret further, as a boogie's sixth asks.
pub const DYAD_REACH_FRETS: u8 = 4;
pub const FINGERS_MAX: usize = 4;
/// Where open strings still go with fretted ones: above, the hand has left the nut.
pub const OPEN_FRET_MAX: u8 = 4;

/// What each string does, thickest first: a fret, 0 for open, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shape {
    pub frets: [Option<u8>; STRINGS],
}

/// How the right hand meets the strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RightHand {
    /// Across all of them: what must not sound has to be damped.
    Strums,
    /// Only those it chooses.
    Plucks,
}

/// Why a shape cannot be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Silent,
    BeyondTheNeck,
    TooWide,
    TooManyFingers,
    OpenFarFromNut,
    /// A string between sounding ones has no finger near it to keep it quiet.
    CannotDamp,
}

impl Shape {
    pub const SILENT: Shape = Shape { frets: [None; STRINGS] };

    /// Strings that sound, thickest first, with their pitch.
    pub fn notes(self) -> impl DoubleEndedIterator<Item = (usize, Pitch)> {
        let note = move |string: usize| {
            let key = TUNING[string] + self.frets[string]?.min(FRET_MAX);
            Some((string, Pitch::new(key)?))
        };
        (0..STRINGS).filter_map(note)
    }

    pub fn lowest(self) -> Option<Pitch> {
        self.notes().map(|(_, pitch)| pitch).min()
    }

    pub fn highest(self) -> Option<Pitch> {
        self.notes().map(|(_, pitch)| pitch).max()
    }

    /// Where the index finger is; `None` when nothing is fretted.
    pub fn position(self) -> Option<u8> {
        self.fretted().map(|(_, fret)| fret).min()
    }

    /// A barre counts one.
    pub fn fingers(self) -> usize {
        let pressed = self.fretted().count();
        let barred = self.barre().map_or(0, |strings| strings.saturating_sub(1));
        pressed - barred
    }

    /// How many strings the index finger presses in one line, where it can.
    pub fn barre(self) -> Option<usize> {
        let lowest = self.position()?;
        let at_lowest = |string: &usize| self.frets[*string] == Some(lowest);
        let first = (0..STRINGS).find(at_lowest)?;
        let last = (0..STRINGS).rfind(at_lowest)?;
        let has_open = self.frets[first..=last].contains(&Some(0));
        let pressed = (first..=last).filter(at_lowest).count();
        (pressed > 1 && !has_open).then_some(pressed)
    }

    pub fn fault(self, right_hand: RightHand) -> Option<Fault> {
        let fretted = || self.fretted().map(|(_, fret)| fret);
        let (lowest, highest) = (fretted().min().unwrap_or(0), fretted().max().unwrap_or(0));
        let reach = if fretted().count() <= 2 { DYAD_REACH_FRETS } else { REACH_FRETS };
        let has_open = self.frets.contains(&Some(0));
        let faults = [
            (self.notes().next().is_none(), Fault::Silent),
            (highest > FRET_MAX, Fault::BeyondTheNeck),
            (highest - lowest > reach, Fault::TooWide),
            (has_open && highest > OPEN_FRET_MAX, Fault::OpenFarFromNut),
            (self.fingers() > FINGERS_MAX, Fault::TooManyFingers),
            (right_hand == RightHand::Strums && !self.is_damped(), Fault::CannotDamp),
        ];
        faults.into_iter().find(|(is_so, _)| *is_so).map(|(_, fault)| fault)
    }

    /// Strings inside the shape that do not sound.
    pub fn gaps(self) -> impl Iterator<Item = usize> {
        let sounds = move |string: &usize| self.frets[*string].is_some();
        let first = (0..STRINGS).find(sounds).unwrap_or(0);
        let last = (0..STRINGS).rfind(sounds).unwrap_or(0);
        (first..last).filter(move |string| !sounds(string))
    }

    pub fn fretted(self) -> impl Iterator<Item = (usize, u8)> {
        let frets = self.frets.into_iter().enumerate();
        frets.filter_map(|(string, fret)| Some((string, fret.filter(|fret| *fret > 0)?)))
    }

    /// A fingertip leans on the string below it, a finger's pad on the one above; one such string is all a strum allows.
    fn is_damped(self) -> bool {
        let is_pressed =
            |string: usize| self.frets.get(string).copied().flatten().is_some_and(|fret| fret > 0);
        self.gaps().count() <= 1 && self.gaps().all(|string| is_pressed(string - 1) || is_pressed(string + 1))
    }
}

/// Whether one hand can hold all of these at once, each on a string of its own.
pub fn can_hold(pitches: &[Pitch]) -> bool {
    let mut all: Vec<Pitch> = pitches.to_vec();
    all.sort_unstable();
    all.dedup();
    all.is_empty() || (all.len() <= STRINGS && can_place(&all, Shape::SILENT))
}

fn can_place(left: &[Pitch], so_far: Shape) -> bool {
    let Some((pitch, rest)) = left.split_first() else {
        return so_far.fault(RightHand::Plucks).is_none();
    };
    (0..STRINGS).filter(|string| so_far.frets[*string].is_none()).any(|string| {
        let Some(fret) = pitch.key().checked_sub(TUNING[string]) else { return false };
        let mut next = so_far;
        next.frets[string] = Some(fret);
        fret <= FRET_MAX && !is_hopeless(next) && can_place(rest, next)
    })
}

/// No further string mends a stretch.
fn is_hopeless(shape: Shape) -> bool {
    let fretted = || shape.fretted().map(|(_, fret)| fret);
    fretted().max().unwrap_or(0) - fretted().min().unwrap_or(0) > DYAD_REACH_FRETS
}

impl fmt::Display for Shape {
    /// As chord books write it: `x32010`, with dashes where a fret has two digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let needs_dashes = self.frets.iter().any(|fret| fret.is_some_and(|fret| fret > 9));
        for (string, fret) in self.frets.iter().enumerate() {
            if needs_dashes && string > 0 {
                f.write_str("-")?;
            }
            match fret {
                Some(fret) => write!(f, "{fret}")?,
                None => f.write_str("x")?,
            }
        }
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{text}\" is not a shape; write six frets from the thickest string, x where none sounds, as in x32010"
)]
pub struct ParseShapeError {
    text: String,
}

impl FromStr for Shape {
    type Err = ParseShapeError;

    fn from_str(text: &str) -> Result<Shape, ParseShapeError> {
        let refuse = || ParseShapeError { text: text.chars().take(24).collect() };
        let parts: Vec<String> = match text.contains('-') {
            true => text.split('-').map(str::to_owned).collect(),
            false => text.chars().map(String::from).collect(),
        };
        let fret = |part: &String| match part.as_str() {
            "x" => Ok(None),
            digits => digits.parse().ok().filter(|fret| *fret <= FRET_MAX).map(Some).ok_or_else(refuse),
        };
        let frets: Vec<Option<u8>> = parts.iter().map(fret).collect::<Result<_, _>>()?;
        Ok(Shape { frets: frets.try_into().map_err(|_| refuse())? })
    }
}
