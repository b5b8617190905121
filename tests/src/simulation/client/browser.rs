//! A browser: joins, follows by its cursor and keeps every thing that it is told of. Only its clock, its pings and its
//! cursors are real; a page is written in another language.

use plugin::net::clock::{Clock, HostTime};
use plugin::net::pings::Pings;
use plugin::net::timeline::Course;
use wire::{Hello, Resumed, Timeline, ToOrchestrator, ToPlugin, Topic};

use super::Act;
use super::keeping::{Follower, Step};
use crate::simulation::network::{Connection, SECOND};
use crate::simulation::sentence::{Answer, Request};

/// How long a server has to let somebody in.
const PATIENCE: i64 = 3 * SECOND;

/// Times are of its own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Resting { until: i64 },
    Opening { since: i64 },
    Open { connection: Connection },
}

pub struct Browser {
    pub phase: Phase,
    pub follower: Follower,
    pub clock: Clock,
    pub timeline: Option<Timeline>,
    pub course: Option<Course>,
    pings: Pings,
}

impl Browser {
    /// With what it had saved, or with nothing.
    pub fn new(follower: Follower) -> Browser {
        Browser {
            phase: Phase::Resting { until: i64::MIN },
            follower,
            clock: Clock::default(),
            timeline: None,
            course: None,
            pings: Pings::default(),
        }
    }

    pub(super) fn tick(&mut self, now: i64) -> Vec<Act> {
        let mut done = Vec::new();
        match self.phase {
            Phase::Resting { until } if now >= until => {
                self.phase = Phase::Opening { since: now };
                done.push(Act::Open);
            }
            Phase::Opening { since } if now - since > PATIENCE => self.rest(now + SECOND / 4),
            Phase::Resting { .. } | Phase::Opening { .. } => {}
            Phase::Open { connection } if self.pings.is_silent(HostTime(now)) => {
                done.push(Act::Close(connection));
                self.rest(now);
            }
            Phase::Open { .. } => {
                let ping = self.pings.next(HostTime(now), self.clock.is_known());
                done.extend(ping.map(|ping| Act::Say(ToOrchestrator::Ping(ping))));
            }
        }
        done
    }

    fn rest(&mut self, until: i64) {
        self.phase = Phase::Resting { until };
        self.follower.is_fetching = false;
    }

    pub(super) fn opened(&mut self, now: i64, connection: Connection) -> Vec<Act> {
        if !matches!(self.phase, Phase::Opening { .. }) {
            return Vec::new();
        }
        self.phase = Phase::Open { connection };
        self.pings.begin(HostTime(now));
        self.clock.forget();
        let subscribe = vec![Topic::Changes, Topic::Timeline, Topic::Positions];
        let resume = self.follower.resume();
        let hello = Hello { proto: wire::PROTOCOL, instance: None, session: None, resume, subscribe };
        vec![Act::Say(ToOrchestrator::Hello(hello))]
    }

    pub fn closed(&mut self, now: i64, connection: Connection) {
        if self.phase == (Phase::Open { connection }) {
            self.rest(now + SECOND / 4);
        }
    }

    pub(super) fn hear(&mut self, now: i64, said: ToPlugin) -> Vec<Act> {
        match said {
            ToPlugin::Welcome(welcome) => {
                self.follower.enter(&welcome.journal_id);
                self.clock.enter(&welcome.clock_epoch);
                match welcome.resume {
                    Resumed::Replay => return Vec::new(),
                    Resumed::SnapshotUrl(_) => return self.fetch(),
                }
            }
            ToPlugin::Pong(pong) => {
                if self.pings.answered(pong.id, HostTime(now)) {
                    self.clock.hear(&pong, HostTime(now));
                }
            }
            ToPlugin::Timeline(timeline) => {
                let known = self.timeline.as_ref();
                let is_old = known.is_some_and(|known| {
                    known.clock_epoch == timeline.clock_epoch && known.rev > timeline.rev
                });
                if !is_old {
                    self.clock.enter(&timeline.clock_epoch);
                    self.timeline = Some(timeline);
                }
            }
            ToPlugin::Changes(followed) => {
                if self.follower.hear(&followed) == Step::Gap {
                    return self.fetch();
                }
            }
            ToPlugin::Resync(_) => return self.fetch(),
            ToPlugin::Position(_)
            | ToPlugin::Clip(_)
            | ToPlugin::MidiReady(_)
            | ToPlugin::Reply(_)
            | ToPlugin::TransportSync(_) => {}
        }
        let timeline = self.timeline.as_ref();
        self.course = timeline.and_then(|timeline| Course::of(timeline, &self.clock, HostTime(now)));
        Vec::new()
    }

    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Act> {
        if !self.follower.is_fetching {
            return Vec::new();
        }
        match answer {
            Answer::Snapshot(snapshot) if self.follower.replace(snapshot) != Step::Gap => Vec::new(),
            Answer::Snapshot(_)
            | Answer::Clip(_)
            | Answer::Fine
            | Answer::Done { .. }
            | Answer::Refused(_)
            | Answer::Unwell => self.fetch(),
        }
    }

    fn fetch(&mut self) -> Vec<Act> {
        self.follower.fetch();
        vec![Act::Ask(super::Purpose::Snapshot, Request::Snapshot)]
    }
}
