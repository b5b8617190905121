//! How a lane is heard: the settings of a plugin's chair, as far as they are heard.

use music::lane::Lane;
use player::automation::FULL;
use player::compiled::{LaneSettings, Performance, Settings};
use player::{Automation, LaneAutomation};
use synth::{Program, Synth, controller};

/// One lane's. A session keeps none of these: they are the plugin's, and are those of the lane unless somebody says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chair {
    pub is_heard: bool,
    pub level: u8,
    /// `None`: where the bank has it.
    pub pan: Option<u8>,
    /// Of General MIDI, counted from 0; of a kit where the lane is one.
    pub program: u8,
    pub performance: Performance,
}

impl Chair {
    pub fn of(lane: Lane) -> Chair {
        let program = lane.character().program;
        Chair { is_heard: true, level: FULL, pan: None, program, performance: Performance::default() }
    }
}

/// By [`Lane::index`].
pub(super) type Chairs = [Chair; Lane::COUNT];

/// As the player wants it. Each lane keeps its own channel: routes and channels are of what leaves a plugin as MIDI.
pub(super) fn settings(chairs: &Chairs) -> Settings {
    let lane = |lane: Lane| {
        let chair = &chairs[lane.index()];
        LaneSettings {
            plays: chair.is_heard,
            performance: chair.performance.clone(),
            ..LaneSettings::of(lane)
        }
    };
    Settings { lanes: Lane::ALL.map(lane) }
}

/// What would be turned while it plays stands still.
pub(super) fn automation(chairs: &Chairs) -> Automation {
    let lane = |lane: Lane| LaneAutomation { level: chairs[lane.index()].level, ..LaneAutomation::default() };
    Automation { lanes: Lane::ALL.map(lane), ..Automation::default() }
}

pub(super) fn seat(chairs: &Chairs, synth: &mut dyn Synth) {
    for lane in Lane::ALL {
        let (chair, character) = (&chairs[lane.index()], lane.character());
        let program = if character.is_kit { Program::kit } else { Program::pitched };
        synth.program(character.channel, program(chair.program));
        if let Some(pan) = chair.pan {
            synth.control(character.channel, controller::PAN, pan);
        }
    }
}
