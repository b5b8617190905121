//! What a host may automate. Ids never change: they are in people's projects.

use music::lane::Lane;
use nice_plug::prelude::*;
use player::{Automation, LaneAutomation, Pattern};

use crate::saved_state::SavedText;

#[derive(Params)]
pub struct BandParams {
    /// Everything that is not automation, as one text: see `saved_state`.
    #[persist = "band"]
    pub saved: SavedText,

    /// Written as it stands into what sounds: 64 of 127 is as composed.
    #[id = "intensity"]
    pub intensity: IntParam,
    #[id = "complexity"]
    pub complexity: IntParam,
    #[id = "pattern"]
    pub pattern: EnumParam<PatternParam>,
    #[id = "fill"]
    pub fill: BoolParam,
    #[id = "follow"]
    pub follow: EnumParam<Follow>,
    #[id = "panic"]
    pub panic: BoolParam,
    #[id = "bypass"]
    pub bypass: BoolParam,
    /// By [`Lane::index`].
    #[nested(array, group = "Lanes")]
    pub lanes: [LaneParams; Lane::COUNT],
}

#[derive(Params)]
pub struct LaneParams {
    #[id = "mute"]
    pub mute: BoolParam,
    #[id = "solo"]
    pub solo: BoolParam,
    #[id = "level"]
    pub level: IntParam,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternParam {
    #[id = "a"]
    A,
    #[id = "b"]
    B,
}

/// Whose beats it plays on.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    #[id = "host"]
    Host,
    #[id = "session"]
    Session,
}

const MIDI: IntRange = IntRange::Linear { min: 0, max: player::automation::FULL as i32 };

impl BandParams {
    pub fn new(saved: SavedText) -> BandParams {
        let knob = |name: &str, value: u8| IntParam::new(name, i32::from(value), MIDI);
        BandParams {
            saved,
            intensity: knob("Intensity", player::automation::INTENSITY_NEUTRAL),
            complexity: knob("Complexity", player::automation::FULL),
            pattern: EnumParam::new("Pattern", PatternParam::A),
            fill: BoolParam::new("Fill", false),
            follow: EnumParam::new("Follow", Follow::Host),
            panic: BoolParam::new("Panic", false),
            bypass: BoolParam::new("Bypass", false).make_bypass(),
            lanes: Lane::ALL.map(LaneParams::of),
        }
    }

    /// As the player wants it. Panic is a bypass: time goes on and nothing sounds.
    pub fn automation(&self) -> Automation {
        Automation {
            complexity: midi(&self.complexity),
            intensity: midi(&self.intensity),
            pattern: match self.pattern.value() {
                PatternParam::A => Pattern::A,
                PatternParam::B => Pattern::B,
            },
            fill: self.fill.value(),
            bypass: self.bypass.value() || self.panic.value(),
            lanes: std::array::from_fn(|lane| self.lanes[lane].automation()),
        }
    }
}

impl LaneParams {
    fn of(lane: Lane) -> LaneParams {
        let mut name = lane.name().to_owned();
        name[..1].make_ascii_uppercase();
        LaneParams {
            mute: BoolParam::new(format!("{name} mute"), false),
            solo: BoolParam::new(format!("{name} solo"), false),
            level: IntParam::new(format!("{name} level"), i32::from(player::automation::FULL), MIDI),
        }
    }

    fn automation(&self) -> LaneAutomation {
        LaneAutomation { muted: self.mute.value(), soloed: self.solo.value(), level: midi(&self.level) }
    }
}

/// The parameter's range is 0–127.
fn midi(param: &IntParam) -> u8 {
    param.value().clamp(0, i32::from(player::automation::FULL)) as u8
}
