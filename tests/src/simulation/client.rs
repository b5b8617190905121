//! A client: a plugin or a browser that joins, follows by its cursor, keeps what it is told, and asks until it is heard.

mod asking;
mod following;
mod phases;

use std::collections::BTreeMap;

use domain::ids::InstanceId;
use domain::session::Command;
use wire::{Timeline, ToOrchestrator};

use super::clocks::Skewed;
use super::estimate::Estimate;
use super::network::Connection;
use super::sentence::Request;
use crate::chance::Chance;

pub use following::{Follower, Mirror};

/// What a client wants the world to do.
#[derive(Debug)]
pub enum Do {
    Open,
    Close(Connection),
    Say(ToOrchestrator),
    Ask(u64, Request),
}

pub struct Client {
    pub number: usize,
    /// A browser has none.
    pub instance: Option<InstanceId>,
    pub clock: Skewed,
    /// Counts its starts.
    pub life: u64,
    pub phase: Phase,
    pub follower: Follower,
    pub estimate: Estimate,
    pub timeline: Option<Timeline>,
    pub host: Host,
    /// What a person wanted, until somebody says what came of it.
    pub wishes: BTreeMap<u64, Wish>,
    requests: BTreeMap<u64, Purpose>,
    sent: u64,
    pings: u64,
    unanswered: u64,
    next_ping: i64,
    next_heartbeat: i64,
    next_word: i64,
}

/// Times are of its own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Resting { until: i64 },
    Registering { since: i64 },
    Opening { since: i64 },
    Open { connection: Connection, greeted: bool },
}

/// What its host's transport does, by its own clock.
#[derive(Clone, Copy, Debug)]
pub struct Host {
    pub rolls: bool,
    pub beat: f64,
    pub since: i64,
    pub bpm: f64,
}

/// Something that is to happen once.
#[derive(Clone, Debug)]
pub struct Wish {
    pub key: String,
    pub command: Command,
    pub sent_at: Option<i64>,
    /// Its first event and how many, as it was told the first time.
    pub told: Option<(u64, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Register,
    Heartbeat,
    Snapshot,
    Wish(u64),
}

impl Client {
    pub fn new(number: usize, is_plugin: bool, chance: &mut Chance) -> Client {
        let name = format!("plugin-{number}");
        // A computer that has been up for a while, and says nothing of the year.
        let up_for = chance.between(0, 1_000_000_000_000_000);
        Client {
            number,
            instance: is_plugin.then(|| name.parse().expect("letters, a dash and digits")),
            clock: Skewed::new(up_for, chance),
            life: 0,
            phase: Phase::Resting { until: i64::MIN },
            follower: Follower::default(),
            estimate: Estimate::default(),
            timeline: None,
            host: Host { rolls: false, beat: 0.0, since: 0, bpm: 120.0 },
            wishes: BTreeMap::new(),
            requests: BTreeMap::new(),
            sent: 0,
            pings: 0,
            unanswered: 0,
            next_ping: 0,
            next_heartbeat: 0,
            next_word: 0,
        }
    }

    /// It was killed and started again: with what it had saved, or with nothing.
    pub fn restart(&mut self, has_saved: bool, chance: &mut Chance) {
        let (instance, clock, saved) = (self.instance.take(), self.clock.clone(), self.follower.clone());
        let (number, life, sent) = (self.number, self.life, self.sent);
        *self = Client::new(number, instance.is_some(), chance);
        (self.instance, self.clock, self.life, self.sent) = (instance, clock, life + 1, sent);
        if has_saved {
            self.follower = saved.saved();
        }
    }

    /// Its machine did: what was measured before means nothing.
    pub fn slept(&mut self, time: i64) {
        self.clock.step(time);
        self.estimate.forget();
    }

    pub fn connection(&self) -> Option<Connection> {
        match self.phase {
            Phase::Open { connection, .. } => Some(connection),
            Phase::Resting { .. } | Phase::Registering { .. } | Phase::Opening { .. } => None,
        }
    }

    fn incarnation(&self) -> u128 {
        (self.number as u128) << 64 | u128::from(self.life)
    }
}
