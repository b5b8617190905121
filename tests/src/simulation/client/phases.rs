//! From nothing to an open socket and back: what a client does as time passes and as the server speaks.

use wire::{ExactBeat, Hello, HostTransport, Nanos, Ping, Resume, Resumed, ToOrchestrator, ToPlugin, Topic};

use super::following::Step;
use super::{Client, Do, Phase, Purpose};
use crate::simulation::network::{Connection, MS, SECOND};
use crate::simulation::sentence::Request;
use crate::simulation::server;

/// How long a server has to let somebody in.
const PATIENCE: i64 = 3 * SECOND;
/// A third of a lease.
const HEARTBEAT_EVERY: i64 = 5 * SECOND;
/// Pings without an answer after which nobody is there.
const UNANSWERED_MAX: u64 = 6;

impl Client {
    pub fn tick(&mut self, truth: i64) -> Vec<Do> {
        let (now, mut done) = (self.clock.at(truth), Vec::new());
        match self.phase {
            Phase::Resting { until } if now >= until => self.begin(now, &mut done),
            Phase::Resting { .. } => {}
            Phase::Registering { since } | Phase::Opening { since } => {
                if now - since > PATIENCE {
                    self.rest(now + SECOND / 4);
                }
            }
            Phase::Open { connection, .. } if self.unanswered > UNANSWERED_MAX => {
                done.push(Do::Close(connection));
                self.rest(now);
            }
            Phase::Open { greeted, .. } => self.stay(now, greeted, &mut done),
        }
        done
    }

    fn begin(&mut self, now: i64, done: &mut Vec<Do>) {
        if self.instance.is_some() {
            self.phase = Phase::Registering { since: now };
            let incarnation = self.incarnation();
            self.ask(Purpose::Register, Request::Register { incarnation }, done);
        } else {
            self.phase = Phase::Opening { since: now };
            done.push(Do::Open);
        }
    }

    pub(super) fn rest(&mut self, until: i64) {
        self.phase = Phase::Resting { until };
        self.follower.is_fetching = false;
    }

    fn stay(&mut self, now: i64, greeted: bool, done: &mut Vec<Do>) {
        if now >= self.next_ping {
            self.pings += 1;
            self.unanswered += 1;
            self.next_ping = now + if self.pings < 5 { 50 * MS } else { SECOND };
            done.push(Do::Say(ToOrchestrator::Ping(Ping { id: self.pings, t0: Nanos(now) })));
        }
        if self.instance.is_some() && now >= self.next_heartbeat {
            self.next_heartbeat = now + HEARTBEAT_EVERY;
            self.ask(Purpose::Heartbeat, Request::Heartbeat, done);
        }
        if greeted && self.instance.is_some() && now >= self.next_word {
            self.tell_of_host(now, done);
        }
        self.send_wishes(now, done);
    }

    fn tell_of_host(&mut self, now: i64, done: &mut Vec<Do>) {
        let Some(at) = self.estimate.to_server(now) else { return };
        self.next_word = now + if self.host.rolls { SECOND / 10 } else { SECOND };
        let passed =
            if self.host.rolls { (now - self.host.since) as f64 * self.host.bpm / 60e9 } else { 0.0 };
        let Some(beat) = ExactBeat::from_beats_f64(self.host.beat + passed) else { return };
        done.push(Do::Say(ToOrchestrator::HostTransport(HostTransport {
            playing: self.host.rolls,
            beat,
            at_ns: Nanos(at),
            bpm: self.host.bpm,
            meter: [4, 4],
            looped: None,
            offline: false,
        })));
    }

    /// Its host begins to roll, or stops where it is.
    pub fn press_play(&mut self, truth: i64) {
        let now = self.clock.at(truth);
        if self.host.rolls {
            self.host.beat += (now - self.host.since) as f64 * self.host.bpm / 60e9;
        }
        (self.host.rolls, self.host.since, self.next_word) = (!self.host.rolls, now, now);
    }

    pub fn opened(&mut self, truth: i64, connection: Connection) -> Vec<Do> {
        if !matches!(self.phase, Phase::Opening { .. }) {
            return Vec::new();
        }
        let now = self.clock.at(truth);
        self.phase = Phase::Open { connection, greeted: false };
        (self.pings, self.unanswered, self.next_ping, self.next_word) = (0, 0, now, now);
        let resume = self.follower.cursor.map(|cursor| Resume {
            journal_id: server::JOURNAL.to_owned(),
            after: [(server::scope().to_string(), cursor)].into(),
        });
        let instance = self.instance.as_ref().map(orchestrator::view::id);
        let subscribe = vec![Topic::Changes, Topic::Timeline];
        let hello = Hello { proto: wire::PROTOCOL, instance, session: None, resume, subscribe };
        vec![Do::Say(ToOrchestrator::Hello(hello))]
    }

    pub fn closed(&mut self, truth: i64, connection: Connection) {
        if self.connection() == Some(connection) {
            self.rest(self.clock.at(truth) + SECOND / 4);
        }
    }

    pub fn hear(&mut self, truth: i64, said: ToPlugin) -> Vec<Do> {
        let mut done = Vec::new();
        match said {
            ToPlugin::Welcome(welcome) => {
                if let Phase::Open { greeted, .. } = &mut self.phase {
                    *greeted = true;
                }
                self.estimate.enter(&welcome.clock_epoch);
                match welcome.resume {
                    Resumed::Replay => {}
                    Resumed::SnapshotUrl(_) => self.fetch(&mut done),
                }
            }
            ToPlugin::Pong(pong) => {
                self.unanswered = 0;
                self.estimate.hear(&pong, self.clock.at(truth));
            }
            ToPlugin::Timeline(timeline) => {
                let known = self.timeline.as_ref();
                let is_old = known.is_some_and(|known| {
                    known.clock_epoch == timeline.clock_epoch && known.rev > timeline.rev
                });
                if !is_old {
                    self.estimate.enter(&timeline.clock_epoch);
                    self.timeline = Some(timeline);
                }
            }
            ToPlugin::Changes(followed) => {
                if self.follower.hear(&followed.changes) == Step::Gap {
                    self.fetch(&mut done);
                }
            }
            ToPlugin::Resync(_) => self.fetch(&mut done),
            ToPlugin::Position(_)
            | ToPlugin::Clip(_)
            | ToPlugin::MidiReady(_)
            | ToPlugin::Reply(_)
            | ToPlugin::TransportSync(_) => {}
        }
        done
    }
}
