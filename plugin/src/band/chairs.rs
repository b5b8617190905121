//! Chairs: who plays here, where to, on which channel and with which sound and feel.

use music::lane::Lane;
use player::compiled::{LaneSettings, Performance, Settings};

use crate::model::Route;

/// One lane's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chair {
    /// Played by this instance.
    pub owned: bool,
    pub route: Route,
    /// Counted from 0.
    pub channel: u8,
    /// General MIDI program, counted from 0.
    pub program: u8,
    pub performance: Performance,
}

pub(super) const CHANNEL_MAX: u8 = 15;
pub(super) const PROGRAM_MAX: u8 = 127;

impl Chair {
    pub fn of(lane: Lane) -> Chair {
        let character = lane.character();
        Chair {
            owned: true,
            route: Route::default(),
            channel: character.channel,
            program: character.program,
            performance: Performance::default(),
        }
    }
}

/// As the player wants it.
pub(super) fn settings(chairs: &[Chair; Lane::COUNT]) -> Settings {
    let lane = |lane: Lane| {
        let chair = &chairs[lane.index()];
        LaneSettings {
            plays: chair.owned,
            channel: chair.channel,
            performance: chair.performance.clone(),
            ..LaneSettings::of(lane)
        }
    };
    Settings { lanes: Lane::ALL.map(lane) }
}
