//! The link as a machine: what happened goes in, sentences and wishes come out. No socket, no clock, no chance in here.

mod acting;
mod answers;
mod being_there;
mod messages;
mod pushing;
mod telling;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use music::clip::Hash;
use music::lane::Lane;
use wire::rest::plugin::{Capability, Register};
use wire::text::Id;
use wire::{Followed, Timeline, ToOrchestrator, ToPlugin};

use super::backoff::Backoff;
use super::clock::{Clock, HostTime};
use super::discovery::Found;
use super::host_said::HostSaid;
use super::made::Works;
use super::mailbox::{News, Settings, Wish};
use super::mirror::Mirror;
use super::pings::Pings;
use super::rest::{Purpose, Refused, Request};
use super::resume::Cursors;
use super::timeline::Course;
use crate::model::LinkState;

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// Nothing but time.
    Tick,
    /// The server's file was looked for; nothing but a reason where it is not to be used.
    Found(Result<Found, Option<String>>),
    Opened,
    Closed(String),
    Said(Box<ToPlugin>),
    Answered {
        purpose: Purpose,
        answer: Result<Vec<u8>, Refused>,
    },
    Host(HostSaid),
    Wish(Wish),
}

/// What is to be done about it.
#[derive(Clone, Debug)]
pub enum Do {
    Find,
    Ask(Request),
    Open {
        authority: String,
        token: String,
    },
    Say(Box<ToOrchestrator>),
    Close,
    /// For the audio thread.
    Follow(Box<Course>),
    Tell(News),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Resting { until: HostTime },
    Finding,
    Registering,
    Opening,
    Open,
}

/// A first clock takes this many pings.
const PINGS_FOR_A_CLOCK: usize = wire::limits::FIRST_PINGS as usize;
/// A third of what may be missed.
const HEARTBEAT_NANOS: i64 = 5_000_000_000;
/// What was fetched in vain is fetched again.
const AGAIN_NANOS: i64 = 1_000_000_000;
/// While a snapshot is on its way so many messages of changes wait for it; behind that it is fetched anew.
const WAITING_MAX: usize = 1_024;
/// Clips underway at once: a server of this machine answers in a millisecond.
const FETCHED_AT_ONCE: usize = 8;
/// How long a server has for a socket or an answer to registering.
const PATIENCE_NANOS: i64 = 3_000_000_000;

pub struct Link {
    settings: Settings,
    phase: Phase,
    since: HostTime,
    backoff: Backoff,
    found: Option<Found>,
    instance: Id,
    session: Id,
    /// Another one in every life.
    incarnation: u64,
    /// This instance's own, from when it registered.
    token: String,
    clock: Clock,
    pings: Pings,
    cursors: Cursors,
    mirror: Mirror,
    works: Works,
    timeline: Option<Timeline>,
    host: Option<HostSaid>,
    /// What the server was told of the host, and when.
    told_host: Option<(HostSaid, HostTime)>,
    heartbeat: HostTime,
    /// The last fact when it registered: who sits where is known from there on.
    joined_at: u64,
    /// The server has said that this instance is gone.
    is_lost: bool,
    is_snapshot_underway: bool,
    waiting: Vec<Followed>,
    fetching: BTreeSet<Hash>,
    failed: BTreeMap<Hash, HostTime>,
    /// What is done one after the other.
    errands: VecDeque<Request>,
    is_errand_underway: bool,
    is_pushing: bool,
    /// Why what was pushed did not arrive, until it is told.
    unpushed: Option<String>,
    note: String,
    shown: Option<(LinkState, String)>,
    told_song: Option<(String, u64, Hash)>,
    told_seats: Option<[Option<String>; Lane::COUNT]>,
    /// The song is as the server has it.
    is_current: bool,
}

impl Link {
    /// `chance` makes a name where there is none yet.
    pub fn new(settings: Settings, chance: u64) -> Link {
        let fresh = || name(chance);
        let known = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Id>().ok());
        Link {
            instance: known(&settings.instance).unwrap_or_else(fresh),
            session: known(&settings.session).unwrap_or_else(default_session),
            incarnation: settings.incarnation,
            phase: Phase::Resting { until: HostTime(i64::MIN) },
            since: HostTime(i64::MIN),
            backoff: if settings.is_far { Backoff::far() } else { Backoff::near() },
            settings,
            found: None,
            token: String::new(),
            clock: Clock::default(),
            pings: Pings::default(),
            cursors: Cursors::default(),
            mirror: Mirror::default(),
            works: Works::default(),
            timeline: None,
            host: None,
            told_host: None,
            heartbeat: HostTime(i64::MIN),
            joined_at: 0,
            is_lost: false,
            is_snapshot_underway: false,
            waiting: Vec::new(),
            fetching: BTreeSet::new(),
            failed: BTreeMap::new(),
            errands: VecDeque::new(),
            is_errand_underway: false,
            is_pushing: false,
            unpushed: None,
            note: String::new(),
            shown: None,
            told_song: None,
            told_seats: None,
            is_current: false,
        }
    }

    /// One thing happened at `now`; `chance` is from 0 to 1.
    pub fn event(&mut self, now: HostTime, chance: f64, event: Event) -> Vec<Do> {
        let mut done = Vec::new();
        match event {
            Event::Tick => {}
            Event::Found(found) => self.found(now, chance, found, &mut done),
            Event::Opened => self.opened(now, &mut done),
            Event::Closed(why) => {
                if matches!(self.phase, Phase::Opening | Phase::Open) {
                    self.fail(now, chance, why);
                }
            }
            Event::Said(said) if self.phase == Phase::Open => self.said(now, *said, &mut done),
            // Of a socket that was given up.
            Event::Said(_) => {}
            Event::Answered { purpose, answer } => self.answered(now, chance, purpose, answer, &mut done),
            Event::Host(host) => self.host = Some(host),
            Event::Wish(wish) => self.wish(wish, &mut done),
        }
        self.go_on(now, chance, &mut done);
        self.tell(&mut done);
        done
    }

    /// Whether somebody who only waits may wait longer.
    pub fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    /// When something is due though nothing happens.
    pub fn due(&self) -> HostTime {
        match self.phase {
            Phase::Resting { until } => until,
            Phase::Finding | Phase::Registering | Phase::Opening => {
                HostTime(self.since.0.saturating_add(PATIENCE_NANOS))
            }
            Phase::Open => self.since,
        }
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Where the session's song is, as it was told last.
    pub fn timeline(&self) -> Option<&Timeline> {
        self.timeline.as_ref()
    }

    /// How far it has come in a scope; nothing while everything has to be fetched anew.
    pub fn cursor(&self, scope: &str) -> Option<u64> {
        self.cursors.at(scope)
    }

    fn found(
        &mut self,
        now: HostTime,
        chance: f64,
        found: Result<Found, Option<String>>,
        done: &mut Vec<Do>,
    ) {
        match (self.phase, found) {
            // Before it was looked for again, or after that took too long.
            (Phase::Finding | Phase::Resting { .. }, Ok(found)) => {
                self.found = Some(found);
                self.register(now, done);
            }
            (Phase::Finding, Err(why)) => self.fail(now, chance, why.unwrap_or_default()),
            // Another token for the same server: a second socket takes over before the first one's is over.
            (Phase::Open, Ok(found)) => {
                self.found = Some(found);
                self.ask_to_register(done);
            }
            (Phase::Registering | Phase::Opening, _) | (Phase::Resting { .. } | Phase::Open, Err(_)) => {}
        }
    }

    fn register(&mut self, now: HostTime, done: &mut Vec<Do>) {
        self.enter(now, Phase::Registering);
        self.ask_to_register(done);
    }

    fn ask_to_register(&mut self, done: &mut Vec<Do>) {
        let Some(found) = self.found.clone() else { return };
        let body = Register {
            plugin_id: self.instance.clone(),
            name: "AI Band".parse().ok(),
            session: Some(self.session.clone()),
            token: None,
            incarnation: format!("{:016x}", self.incarnation).parse().ok(),
            capabilities: vec![
                Capability::Midi,
                Capability::Sound,
                Capability::Folder,
                Capability::Transport,
            ],
        };
        done.push(Do::Ask(Request::post(&found, Purpose::Register, "/api/plugin/register", &body)));
    }

    fn opened(&mut self, now: HostTime, done: &mut Vec<Do>) {
        match self.phase {
            Phase::Opening => {
                self.enter(now, Phase::Open);
                self.pings.begin(now);
                self.clock.forget();
            }
            // One that takes over: who it is and how far it has come is said again.
            Phase::Open => {}
            Phase::Resting { .. } | Phase::Finding | Phase::Registering => return,
        }
        self.told_host = None;
        self.hello(done);
    }

    /// What time brings.
    fn go_on(&mut self, now: HostTime, chance: f64, done: &mut Vec<Do>) {
        match self.phase {
            Phase::Resting { until } if now >= until => {
                self.enter(now, Phase::Finding);
                done.push(Do::Find);
            }
            Phase::Resting { .. } => {}
            Phase::Finding | Phase::Registering | Phase::Opening => {
                if now.0.saturating_sub(self.since.0) > PATIENCE_NANOS {
                    done.push(Do::Close);
                    self.fail(now, chance, "The server does not answer".to_owned());
                }
            }
            Phase::Open if self.pings.is_silent(now) => {
                done.push(Do::Close);
                self.fail(now, chance, "The server has fallen silent".to_owned());
            }
            Phase::Open => {
                self.ping(now, done);
                self.tell_of_host(now, done);
                self.beat_heart(now, done);
                self.fetch(now, done);
                self.ask_what_was_made(done);
                self.run_errand(done);
            }
        }
    }

    fn enter(&mut self, now: HostTime, phase: Phase) {
        (self.phase, self.since) = (phase, now);
    }

    /// What is known stays, and plays on; the server is tried again.
    fn fail(&mut self, now: HostTime, chance: f64, why: String) {
        let wait = i64::try_from(self.backoff.next(chance).as_nanos()).unwrap_or(i64::MAX);
        self.enter(now, Phase::Resting { until: HostTime(now.0.saturating_add(wait)) });
        self.forget_what_is_underway();
        self.note = why;
    }

    fn forget_what_is_underway(&mut self) {
        (self.is_snapshot_underway, self.is_current) = (false, false);
        self.waiting.clear();
        self.fetching.clear();
        self.works.lose();
        self.forget_errands();
    }
}

/// No two of them, and short enough to be read out.
fn name(chance: u64) -> Id {
    format!("plugin-{chance:016x}").parse().expect("letters, digits and a dash")
}

fn default_session() -> Id {
    "default".parse().expect("letters")
}
