//! A client: a plugin with its real link, or a browser, and a person before it who asks until it is heard.

mod asking;
mod browser;
mod keeping;
mod plugin;

use std::collections::BTreeMap;

use ::plugin::net::clock::{Clock, HostTime};
use ::plugin::net::host_said::HostSaid;
use ::plugin::net::link::Event;
use ::plugin::net::rest;
use ::plugin::net::timeline::Course;
use domain::ids::InstanceId;
use domain::session::Command;
use wire::{Timeline, ToOrchestrator, ToPlugin};

use super::clocks::Skewed;
use super::network::{Connection, SECOND};
use super::sentence::Request;
use super::server;
use crate::chance::Chance;
use browser::Phase;
use keeping::Follower;

pub use browser::Browser;
pub use keeping::Mirror;
pub use plugin::Plugin;

/// As long as a ping is among the last eight.
const SETTLING: i64 = 10 * SECOND;

/// What a client wants the world to do.
#[derive(Debug)]
pub enum Do {
    Open,
    Close(Connection),
    Say(ToOrchestrator),
    Ask(u64, Request),
}

/// The same before requests have their numbers.
enum Act {
    Open,
    Close(Connection),
    Say(ToOrchestrator),
    Ask(Purpose, Request),
}

pub struct Client {
    pub number: usize,
    pub clock: Skewed,
    /// Counts its starts.
    pub life: u64,
    pub role: Role,
    pub host: Host,
    /// Its machine slept, and whoever listened to it before does so no longer: until then its clock means nothing.
    pub settles_at: i64,
    /// What a person wanted, until somebody says what came of it.
    pub wishes: BTreeMap<u64, Wish>,
    requests: BTreeMap<u64, Purpose>,
    sent: u64,
}

pub enum Role {
    Plugin(Box<Plugin>),
    Browser(Box<Browser>),
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
    Link(rest::Purpose),
    Snapshot,
    Wish(u64),
}

impl Client {
    pub fn new(number: usize, is_plugin: bool, chance: &mut Chance) -> Client {
        // A computer that has been up for a while, and says nothing of the year.
        let up_for = chance.between(0, 1_000_000_000_000_000);
        let role = if is_plugin {
            Role::Plugin(Box::new(Plugin::new(None, incarnation(number, 0))))
        } else {
            Role::Browser(Box::new(Browser::new(Follower::default())))
        };
        Client {
            number,
            clock: Skewed::new(up_for, chance),
            life: 0,
            role,
            host: Host { rolls: false, beat: 0.0, since: 0, bpm: 120.0 },
            settles_at: 0,
            wishes: BTreeMap::new(),
            requests: BTreeMap::new(),
            sent: 0,
        }
    }

    /// It was killed and started again: with what it had saved, or with nothing.
    pub fn restart(&mut self, has_saved: bool) {
        self.life += 1;
        let role = match &mut self.role {
            Role::Plugin(plugin) => {
                let saved = has_saved.then(|| plugin.instance.clone());
                Role::Plugin(Box::new(Plugin::new(saved, incarnation(self.number, self.life))))
            }
            Role::Browser(browser) => {
                let saved = std::mem::take(&mut browser.follower).saved();
                Role::Browser(Box::new(Browser::new(if has_saved { saved } else { Follower::default() })))
            }
        };
        self.role = role;
        self.host = Host { rolls: false, beat: 0.0, since: 0, bpm: 120.0 };
        self.wishes.clear();
        self.requests.clear();
    }

    /// A plugin is removed by hand: it says so, that its chairs are free at once.
    pub fn goodbye(&mut self) -> Vec<Do> {
        let acts = match &mut self.role {
            Role::Plugin(plugin) => plugin.goodbye(),
            Role::Browser(_) => Vec::new(),
        };
        self.numbered(acts)
    }

    /// A browser has none.
    pub fn instance(&self) -> Option<&InstanceId> {
        match &self.role {
            Role::Plugin(plugin) => Some(&plugin.instance),
            Role::Browser(_) => None,
        }
    }

    /// The socket that is open.
    pub fn connection(&self) -> Option<Connection> {
        match &self.role {
            Role::Plugin(plugin) => {
                plugin.socket.filter(|(_, is_open)| *is_open).map(|(connection, _)| connection)
            }
            Role::Browser(browser) => match browser.phase {
                Phase::Open { connection } => Some(connection),
                Phase::Resting { .. } | Phase::Opening { .. } => None,
            },
        }
    }

    /// How far it has come.
    pub fn cursor(&self) -> Option<u64> {
        match &self.role {
            Role::Plugin(plugin) => plugin.link.cursor(&server::scope().to_string()),
            Role::Browser(browser) => browser.follower.cursor(),
        }
    }

    pub fn timeline(&self) -> Option<&Timeline> {
        match &self.role {
            Role::Plugin(plugin) => plugin.link.timeline(),
            Role::Browser(browser) => browser.timeline.as_ref(),
        }
    }

    /// Its estimate of the server's clock.
    pub fn estimate(&self) -> &Clock {
        match &self.role {
            Role::Plugin(plugin) => plugin.link.clock(),
            Role::Browser(browser) => &browser.clock,
        }
    }

    /// What it plays by.
    pub fn course(&self) -> Option<&Course> {
        match &self.role {
            Role::Plugin(plugin) => plugin.course.as_ref(),
            Role::Browser(browser) => browser.course.as_ref(),
        }
    }

    pub fn tick(&mut self, truth: i64, chance: &mut Chance) -> Vec<Do> {
        let (now, said) = (self.clock.at(truth), self.host_said(truth));
        let acts = match &mut self.role {
            Role::Plugin(plugin) => plugin.tick(now, chance, said),
            Role::Browser(browser) => browser.tick(now),
        };
        let mut done = self.numbered(acts);
        if self.connection().is_some() {
            self.send_wishes(now, &mut done);
        }
        done
    }

    fn host_said(&self, truth: i64) -> HostSaid {
        let (now, host) = (self.clock.at(truth), &self.host);
        let passed = if host.rolls { (now - host.since) as f64 * host.bpm / 60e9 } else { 0.0 };
        HostSaid {
            playing: host.rolls,
            offline: false,
            beat: host.beat + passed,
            at: HostTime(now),
            bpm: host.bpm,
            meter: (4, 4),
            looped: None,
        }
    }

    /// Its host begins to roll, or stops where it is.
    pub fn press_play(&mut self, truth: i64) {
        let said = self.host_said(truth);
        (self.host.rolls, self.host.since, self.host.beat) = (!self.host.rolls, said.at.0, said.beat);
    }

    /// Its machine did, and its clock went on.
    pub fn slept(&mut self, truth: i64, time: i64) {
        self.clock.step(time);
        self.settles_at = truth + SETTLING;
    }

    /// A socket was asked for, and this is it.
    pub fn opening(&mut self, connection: Connection) {
        if let Role::Plugin(plugin) = &mut self.role {
            plugin.socket = Some((connection, false));
        }
    }

    pub fn opened(&mut self, truth: i64, connection: Connection, chance: &mut Chance) -> Vec<Do> {
        let now = self.clock.at(truth);
        self.settles_at = truth;
        let acts = match &mut self.role {
            Role::Plugin(plugin) if plugin.socket == Some((connection, false)) => {
                plugin.socket = Some((connection, true));
                plugin.event(now, chance, Event::Opened)
            }
            Role::Plugin(_) => Vec::new(),
            Role::Browser(browser) => browser.opened(now, connection),
        };
        self.numbered(acts)
    }

    pub fn closed(&mut self, truth: i64, connection: Connection, chance: &mut Chance) -> Vec<Do> {
        let now = self.clock.at(truth);
        let acts = match &mut self.role {
            Role::Plugin(plugin) if plugin.socket.is_some_and(|(socket, _)| socket == connection) => {
                plugin.socket = None;
                plugin.event(now, chance, Event::Closed("it closed".to_owned()))
            }
            Role::Plugin(_) => Vec::new(),
            Role::Browser(browser) => {
                browser.closed(now, connection);
                Vec::new()
            }
        };
        self.numbered(acts)
    }

    pub fn hear(&mut self, truth: i64, said: ToPlugin, chance: &mut Chance) -> Vec<Do> {
        let now = self.clock.at(truth);
        let acts = match &mut self.role {
            Role::Plugin(plugin) => plugin.event(now, chance, Event::Said(Box::new(said))),
            Role::Browser(browser) => browser.hear(now, said),
        };
        self.numbered(acts)
    }

    fn numbered(&mut self, acts: Vec<Act>) -> Vec<Do> {
        let numbered = acts.into_iter().map(|act| match act {
            Act::Open => Do::Open,
            Act::Close(connection) => Do::Close(connection),
            Act::Say(said) => Do::Say(said),
            Act::Ask(purpose, request) => {
                self.sent += 1;
                self.requests.insert(self.sent, purpose);
                Do::Ask(self.sent, request)
            }
        });
        numbered.collect()
    }
}

/// Another one whenever a plugin is loaded, with room for those that it chooses itself when it comes back.
fn incarnation(number: usize, life: u64) -> u64 {
    (number as u64) << 48 | life << 16
}
