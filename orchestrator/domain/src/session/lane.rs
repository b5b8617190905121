//! Lanes of a session: who sits on each chair, and how it is sent.

use music::lane::Lane;

use super::history::{Touched, Why};
use super::{Event, Session};
use crate::actor::{Actor, Verb};
use crate::ids::InstanceId;
use crate::refusal::{Code, Refusal};

/// A lane's settings, and the instance that plays it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub owner: Option<InstanceId>,
    pub settings: Settings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Counted from 0.
    pub channel: u8,
    pub route: Route,
}

/// Where a lane is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    Sound,
    Midi,
    Both,
}

/// MIDI has sixteen.
pub const CHANNELS: u8 = 16;

impl Route {
    pub const ALL: [Route; 3] = [Route::Sound, Route::Midi, Route::Both];

    pub const fn name(self) -> &'static str {
        match self {
            Route::Sound => "sound",
            Route::Midi => "midi",
            Route::Both => "both",
        }
    }

    pub fn named(text: &str) -> Option<Route> {
        Route::ALL.into_iter().find(|route| route.name() == text)
    }
}

impl Seat {
    pub(super) fn new(lane: Lane) -> Seat {
        let settings = Settings { channel: lane.character().channel, route: Route::Both };
        Seat { owner: None, settings }
    }
}

impl Session {
    /// The lanes an instance plays.
    pub fn chairs_of<'a>(&'a self, instance: &'a InstanceId) -> impl Iterator<Item = Lane> + 'a {
        Lane::ALL.into_iter().filter(move |lane| self.seat(*lane).owner.as_ref() == Some(instance))
    }

    pub(super) fn move_chair(
        &self,
        by: &Actor,
        lane: Lane,
        to: Option<&InstanceId>,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Edit)?;
        if let Some(instance) = to {
            self.present(instance)?;
        }
        if self.seat(lane).owner.as_ref() == to {
            return Ok(Vec::new());
        }
        Ok(vec![self.chair_moved(lane, to)])
    }

    pub(super) fn all_chairs_to(&self, instance: &InstanceId) -> impl Iterator<Item = Event> {
        Lane::ALL.into_iter().map(|lane| self.chair_moved(lane, Some(instance)))
    }

    pub(super) fn chairs_freed(&self, instance: &InstanceId) -> Vec<Event> {
        self.chairs_of(instance).map(|lane| self.chair_moved(lane, None)).collect()
    }

    fn chair_moved(&self, lane: Lane, to: Option<&InstanceId>) -> Event {
        Event::ChairMoved { lane, from: self.seat(lane).owner.clone(), to: to.cloned() }
    }

    pub(super) fn set_lane(&self, by: &Actor, lane: Lane, after: Settings) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Edit)?;
        if after.channel >= CHANNELS {
            let sentence =
                format!("{lane}: MIDI has channels 1 to {CHANNELS}, not {}", after.channel.saturating_add(1));
            return Err(Refusal::new(Code::InvalidLane, sentence));
        }
        let before = self.seat(lane).settings;
        if before == after {
            return Ok(Vec::new());
        }
        Ok(vec![self.step(by.person(), Why::New, vec![Touched::Lane { lane, before, after }])])
    }
}
