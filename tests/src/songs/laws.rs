//! The laws of a song that people could play and would want to hear to its end, a row each.

mod chairs;
mod fretboard;
mod keyboard;
mod landing;
mod limbs;
mod places;
mod silence;
mod told;
mod voices;

use std::fmt;

use music::lane::Lane;
use music::time::Ticks;

use super::performance::Performance;

/// What no song may do.
pub struct Law {
    pub name: &'static str,
    check: fn(&Performance) -> Vec<Fault>,
}

/// Where a law was broken, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub law: &'static str,
    /// By index, of the song.
    pub bar: Option<usize>,
    pub lane: Option<Lane>,
    pub what: String,
}

/// Growth is a row here and the file it names.
pub const LAWS: &[Law] = &[
    Law { name: "every note is one that its instrument has", check: places::range },
    Law { name: "every note lies in the song and within a clip's limits", check: places::within },
    Law { name: "regions stand in order and do not overlap", check: places::regions },
    Law { name: "a drummer has two hands and two feet", check: limbs::at_once },
    Law { name: "no hand is at two places faster than it gets there", check: limbs::in_time },
    Law { name: "a guitar's chord is held by one hand on six strings", check: fretboard::held },
    Law { name: "keys are reached by two hands of five fingers", check: keyboard::reached },
    Law { name: "bass and lead play one note at a time", check: voices::single },
    Law { name: "no key is struck while it sounds", check: voices::released },
    Law { name: "whoever is asked for plays or is named", check: chairs::everybody_plays },
    Law { name: "not everybody plays from the first bar to the last", check: chairs::somebody_rests },
    Law { name: "the ending lands", check: landing::together },
    Law { name: "the last chord is what the chart ends on", check: landing::at_home },
    Law { name: "a last chord rings, a button is short, a fade fades", check: landing::as_asked },
    Law { name: "nobody plays chords where there are none", check: silence::kept },
    Law { name: "what is adapted is told", check: told::adapted },
    Law { name: "the same ask plays the same notes", check: told::same_again },
];

impl Law {
    pub fn broken_by(&self, performance: &Performance) -> Vec<Fault> {
        (self.check)(performance).into_iter().map(|fault| Fault { law: self.name, ..fault }).collect()
    }
}

impl Fault {
    fn at(performance: &Performance, lane: Lane, at: Ticks, what: impl Into<String>) -> Fault {
        Fault { bar: Some(performance.bar(at)), lane: Some(lane), ..Fault::of_song(what) }
    }

    fn of_lane(lane: Lane, what: impl Into<String>) -> Fault {
        Fault { lane: Some(lane), ..Fault::of_song(what) }
    }

    fn of_song(what: impl Into<String>) -> Fault {
        Fault { law: "", bar: None, lane: None, what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.law)?;
        if let Some(bar) = self.bar {
            write!(f, "bar {} as played, ", bar + 1)?;
        }
        if let Some(lane) = self.lane {
            write!(f, "{lane}: ")?;
        }
        f.write_str(&self.what)
    }
}
