//! Names of files that carry one part: `20250824103000_bass_Cmaj_120.mid`, in both directions.

mod timestamp;

use std::fmt;
use std::str::FromStr;

use crate::key::{Key, Mode, ParseKeyError};
use crate::lane::Lane;
use crate::tempo::{ParseTempoError, Tempo};

pub use timestamp::{ParseTimestampError, Timestamp};

/// The longest name that is written has 43 characters; a stranger's may have any number.
pub const BYTES_MAX: usize = 64;

/// `{timestamp}_{lane}_{key}_{tempo}.mid`; names without the tempo are older and read too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileName {
    pub timestamp: Timestamp,
    pub lane: Lane,
    pub key: Key,
    pub tempo: Option<Tempo>,
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tonic, mode) = (self.key.tonic, short_mode(self.key.mode));
        write!(f, "{}_{}_{tonic}{mode}", self.timestamp, self.lane)?;
        match self.tempo {
            Some(tempo) => write!(f, "_{tempo}.mid"),
            None => write!(f, ".mid"),
        }
    }
}

/// One short word each, the same length, so that names stand in columns.
const fn short_mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Major => "maj",
        Mode::Dorian => "dor",
        Mode::Phrygian => "phr",
        Mode::Lydian => "lyd",
        Mode::Mixolydian => "mix",
        Mode::Minor => "min",
        Mode::Locrian => "loc",
    }
}

impl FromStr for FileName {
    type Err = Error;

    /// Takes a bare name, never a path: what is not a letter, a digit, `#`, `.` or `_` is refused first.
    fn from_str(name: &str) -> Result<FileName, Error> {
        if name.len() > BYTES_MAX {
            return Err(Error::TooLong { bytes: name.len() });
        }
        let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '#' | '.' | '_');
        if let Some((at, char)) = name.char_indices().find(|(_, char)| !is_plain(*char)) {
            return Err(Error::Character { at, char });
        }
        let refuse_extension = || Error::Extension { name: name.to_owned() };
        let (stem, extension) = name.rsplit_once('.').ok_or_else(refuse_extension)?;
        if !["mid", "midi"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
            return Err(refuse_extension());
        }
        let parts: Vec<&str> = stem.split('_').collect();
        let (timestamp, lane, key, tempo) = match parts[..] {
            [timestamp, lane, key] => (timestamp, lane, key, None),
            [timestamp, lane, key, tempo] => (timestamp, lane, key, Some(tempo)),
            _ => return Err(Error::Parts { count: parts.len() }),
        };
        Ok(FileName {
            timestamp: timestamp.parse()?,
            lane: Lane::named(lane).ok_or_else(|| Error::Lane { text: lane.to_owned() })?,
            key: key.parse()?,
            tempo: tempo.map(str::parse).transpose()?,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("a name of {bytes} bytes; {BYTES_MAX} are more than enough for timestamp_lane_key_tempo.mid")]
    TooLong { bytes: usize },
    #[error(
        "{char:?} at byte {at} of the name; only letters, digits, '#', '.' and '_' stand in it, and no folder"
    )]
    Character { at: usize, char: char },
    #[error("\"{name}\" does not end in .mid or .midi")]
    Extension { name: String },
    #[error("{count} parts between '_'; write timestamp_lane_key_tempo.mid, with or without the tempo")]
    Parts { count: usize },
    #[error("timestamp: {0}")]
    Timestamp(#[from] ParseTimestampError),
    #[error(
        "lane: \"{text}\" is no chair of the band; write drums, bass, keys, guitar, pad, lead, percussion or extra"
    )]
    Lane { text: String },
    #[error("key: {0}")]
    Key(#[from] ParseKeyError),
    #[error("tempo: {0}")]
    Tempo(#[from] ParseTempoError),
}
