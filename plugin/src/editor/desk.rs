//! What of the window belongs to the host: parameters, whose changes are its to record and undo.

use std::sync::Arc;

use music::lane::Lane;
use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::{BoolParam, Enum, EnumParam, IntParam};

use crate::params::{BandParams, Follow, PatternParam};

/// One parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dial {
    Intensity,
    Complexity,
    /// 0 is A, 1 is B.
    Pattern,
    Fill,
    /// 0 is the host, 1 the session.
    Follow,
    Panic,
    Bypass,
    Mute(Lane),
    Solo(Lane),
    Level(Lane),
}

/// Reads and turns parameters. Switches are 0 and 1, the others 0–127.
pub trait Desk {
    fn value(&self, dial: Dial) -> u8;
    /// A hand is laid on it: what follows until `release` is one gesture in the host's undo.
    fn grab(&self, dial: Dial);
    fn turn(&self, dial: Dial, value: u8);
    fn release(&self, dial: Dial);

    fn is_on(&self, dial: Dial) -> bool {
        self.value(dial) != 0
    }

    fn switch(&self, dial: Dial, on: bool) {
        self.grab(dial);
        self.turn(dial, u8::from(on));
        self.release(dial);
    }
}

/// The host's own.
pub struct HostDesk {
    pub params: Arc<BandParams>,
    pub host: GuiContext,
}

impl HostDesk {
    fn with<R>(&self, dial: Dial, on: impl FnOnce(Handle<'_>) -> R) -> R {
        let params = &*self.params;
        on(match dial {
            Dial::Intensity => Handle::Number(&params.intensity),
            Dial::Complexity => Handle::Number(&params.complexity),
            Dial::Pattern => Handle::Pattern(&params.pattern),
            Dial::Fill => Handle::Switch(&params.fill),
            Dial::Follow => Handle::Follow(&params.follow),
            Dial::Panic => Handle::Switch(&params.panic),
            Dial::Bypass => Handle::Switch(&params.bypass),
            Dial::Mute(lane) => Handle::Switch(&params.lanes[lane.index()].mute),
            Dial::Solo(lane) => Handle::Switch(&params.lanes[lane.index()].solo),
            Dial::Level(lane) => Handle::Number(&params.lanes[lane.index()].level),
        })
    }
}

enum Handle<'a> {
    Number(&'a IntParam),
    Switch(&'a BoolParam),
    Pattern(&'a EnumParam<PatternParam>),
    Follow(&'a EnumParam<Follow>),
}

/// Which of an enum's two a number means.
fn choice<T: Enum + Copy>(value: u8, first: T, second: T) -> T {
    if value == 0 { first } else { second }
}

impl Desk for HostDesk {
    fn value(&self, dial: Dial) -> u8 {
        self.with(dial, |handle| match handle {
            Handle::Number(param) => param.value().clamp(0, 127) as u8,
            Handle::Switch(param) => u8::from(param.value()),
            Handle::Pattern(param) => u8::from(param.value() == PatternParam::B),
            Handle::Follow(param) => u8::from(param.value() == Follow::Session),
        })
    }

    fn grab(&self, dial: Dial) {
        let setter = self.host.param_setter();
        self.with(dial, |handle| match handle {
            Handle::Number(param) => setter.begin_set_parameter(param),
            Handle::Switch(param) => setter.begin_set_parameter(param),
            Handle::Pattern(param) => setter.begin_set_parameter(param),
            Handle::Follow(param) => setter.begin_set_parameter(param),
        });
    }

    fn turn(&self, dial: Dial, value: u8) {
        let setter = self.host.param_setter();
        self.with(dial, |handle| match handle {
            Handle::Number(param) => setter.set_parameter(param, i32::from(value)),
            Handle::Switch(param) => setter.set_parameter(param, value != 0),
            Handle::Pattern(param) => {
                setter.set_parameter(param, choice(value, PatternParam::A, PatternParam::B));
            }
            Handle::Follow(param) => {
                setter.set_parameter(param, choice(value, Follow::Host, Follow::Session));
            }
        });
    }

    fn release(&self, dial: Dial) {
        let setter = self.host.param_setter();
        self.with(dial, |handle| match handle {
            Handle::Number(param) => setter.end_set_parameter(param),
            Handle::Switch(param) => setter.end_set_parameter(param),
            Handle::Pattern(param) => setter.end_set_parameter(param),
            Handle::Follow(param) => setter.end_set_parameter(param),
        });
    }
}
