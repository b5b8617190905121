//! Between a file's tracks and the band: which chair a track is for, and clips in both directions.

use std::collections::BTreeMap;

use super::Track;
use crate::clip::{self, Clip, Control, ControlKind};
use crate::lane::Lane;
use crate::time::Ticks;

/// Where General MIDI keeps its drums, counted from 0.
const GM_DRUM_CHANNEL: u8 = 9;

impl Track {
    /// The chair this is probably for: by the drum channel, else by name, else by program; `None` when nothing tells.
    pub fn lane(&self) -> Option<Lane> {
        if self.channel == GM_DRUM_CHANNEL {
            return Some(Lane::Drums);
        }
        let by_name = self.name.as_deref().and_then(lane_in_name);
        by_name.or_else(|| self.program.map(Lane::for_program))
    }

    /// What begins before `length`, as a clip. Of several values of one control at one place the last is kept: a clip
    /// sorts them by value, and the last is the one that holds.
    pub fn to_clip(&self, length: Ticks) -> Result<Clip, clip::Error> {
        let notes = self.notes.iter().filter(|note| note.start < length).copied();
        let controls = self.controls.iter().filter(|control| control.at < length);
        let last: BTreeMap<(Ticks, ControlKind), u16> =
            controls.map(|control| ((control.at, control.kind), control.value)).collect();
        let controls = last.into_iter().map(|((at, kind), value)| Control { at, kind, value });
        Clip::new(length, notes.collect(), controls.collect())
    }

    /// A clip as a track of its lane, with the lane's usual name, channel and program.
    pub fn of_lane(lane: Lane, clip: &Clip) -> Track {
        let character = lane.character();
        Track {
            name: Some(character.name.to_owned()),
            channel: character.channel,
            program: Some(character.program),
            notes: clip.notes().to_vec(),
            controls: clip.controls().to_vec(),
        }
    }
}

/// The whole name, else its first word that is a chair; `Bass Guitar` is a bass and `Piano 2` a piano.
fn lane_in_name(name: &str) -> Option<Lane> {
    let mut words = name.split(|char: char| !char.is_alphabetic()).filter(|word| !word.is_empty());
    Lane::named(name).or_else(|| words.find_map(Lane::named))
}
