//! What was moved, rounded or left out while a file was read: never silently.

use crate::meter::Meter;
use crate::time::Ticks;

/// Tracks are counted from 1, channels from 1, bars from 0 as in [`meter::Map`](crate::meter::Map).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    #[error("{division} ticks per beat do not divide into 960: positions are rounded to the nearest tick")]
    Rounded { division: u16 },
    #[error("the change to {meter} at beat {at} stands inside a bar: moved to beat {moved_to}")]
    MeterMoved { meter: Meter, at: Ticks, moved_to: Ticks },
    #[error("{count} other key signatures are left out: a song has one key here")]
    OtherKeys { count: usize },
    #[error("{count} key signatures of more than 7 sharps or flats are ignored")]
    UnknownKeys { count: usize },
    #[error("track {track}: {count} notes were never released and end with the track")]
    NeverReleased { track: usize, count: usize },
    #[error("track {track}: {count} releases of keys that were not down are ignored")]
    NothingToRelease { track: usize, count: usize },
    #[error("track {track}, channel {channel}: {count} later program changes are left out")]
    ProgramChanges { track: usize, channel: usize, count: usize },
    #[error(
        "track {track}: {count} channel mode messages (all notes off and the like) are applied and left out"
    )]
    ChannelModes { track: usize, count: usize },
    #[error("track {track}: {count} polyphonic pressures are left out")]
    KeyPressures { track: usize, count: usize },
    #[error("track {track}: {count} system exclusive messages are left out")]
    SystemExclusive { track: usize, count: usize },
    #[error("track {track}: {count} texts are cut to {} characters", super::CHARS_MAX)]
    TextCut { track: usize, count: usize },
}
