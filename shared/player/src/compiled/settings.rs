//! How a player's lanes are set up: which it plays, on which channel, with which feel.

use music::lane::Lane;

use super::performance::Performance;

/// By [`Lane::index`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub lanes: [LaneSettings; Lane::COUNT],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneSettings {
    /// Whether this player owns the chair.
    pub plays: bool,
    /// MIDI channel, counted from 0.
    pub channel: u8,
    /// Held notes are taken up again after a jump.
    pub sustains: bool,
    pub performance: Performance,
}

impl LaneSettings {
    /// As the lane's character has it.
    pub fn of(lane: Lane) -> LaneSettings {
        let character = lane.character();
        LaneSettings {
            plays: true,
            channel: character.channel,
            sustains: character.sustains,
            performance: Performance::default(),
        }
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { lanes: Lane::ALL.map(LaneSettings::of) }
    }
}
