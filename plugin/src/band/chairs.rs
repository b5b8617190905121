//! Chairs: who plays here, where to, on which channel and with which sound and feel.

use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};
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
/// Eighths and sixteenths are what people swing.
pub const SWUNG: [Ticks; 2] = [Ticks(TICKS_PER_BEAT / 2), Ticks(TICKS_PER_BEAT / 4)];
/// From straight to a dotted note with its short one.
pub const SWING_PERCENT: std::ops::RangeInclusive<u8> = STRAIGHT_PERCENT..=75;
pub const STRAIGHT_PERCENT: u8 = 50;
/// Further off a band no longer sounds human, but late.
pub const HUMANISE_MICROS_MAX: u32 = 30_000;

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
