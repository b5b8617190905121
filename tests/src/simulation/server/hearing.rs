//! What clients ask over HTTP and say on their sockets.

use domain::ids::{Incarnation, InstanceId};
use domain::session::leader::Word;
use domain::session::{Command, instance};
use domain::time::Beat;
use orchestrator::clock::Clock;
use wire::rest::changes::Snapshot;
use wire::{Hello, HostTransport, Nanos, Pong, Resumed, ToOrchestrator, ToPlugin, Welcome};

use super::asking::client;
use super::{Ask, Effects, Envelope, JOURNAL, Server, Socket, scope};
use crate::simulation::network::Connection;
use crate::simulation::sentence::{Answer, Request};

/// Facts that are told one by one; whoever missed more fetches everything. Few, so that both ways are tried.
const REPLAYED_MAX: u64 = 24;

impl Server {
    /// What came within a moment, of everybody.
    pub fn hear_requests(
        &mut self,
        truth: i64,
        requests: Vec<(Envelope, Option<InstanceId>, Request)>,
    ) -> Effects {
        self.set_clock(truth);
        let (mut asks, mut effects) = (Vec::new(), Effects::default());
        for (from, instance, request) in requests {
            match request {
                Request::Register { incarnation } => {
                    asks.extend(instance.map(|instance| self.join(from, instance, incarnation)));
                }
                Request::Heartbeat => effects.answers.extend(instance.map(|it| (from, self.heartbeat(&it)))),
                Request::Snapshot => effects.answers.extend(self.snapshot().map(|all| (from, all))),
                Request::Once { key, command } => {
                    let by = client(from.client, instance);
                    asks.push(Ask { by, command: *command, key: Some(key), from: Some(from) });
                }
            }
        }
        self.ask(asks, effects)
    }

    fn join(&mut self, from: Envelope, instance: InstanceId, incarnation: u128) -> Ask {
        let replaces_silent = self.life.as_ref().is_some_and(|life| {
            let is_held = life.sockets.values().any(|socket| socket.instance.as_ref() == Some(&instance));
            !is_held
        });
        let join = instance::Join {
            instance: instance.clone(),
            incarnation: Incarnation(incarnation),
            name: instance.to_string(),
            capabilities: Vec::new(),
            replaces_silent,
        };
        if let Some(life) = &self.life {
            life.presence.hear(&domain::ids::SessionId::default_session(), &instance, None, self.clock.now());
        }
        Ask {
            by: client(from.client, Some(instance)),
            command: Command::Join(join),
            key: None,
            from: Some(from),
        }
    }

    fn heartbeat(&self, instance: &InstanceId) -> Answer {
        let (Some(life), Some((state, _))) = (&self.life, self.state()) else { return Answer::Unwell };
        if super::session(&state).instance(instance).is_none() {
            return Answer::Refused("PLUGIN_NOT_FOUND".to_owned());
        }
        life.presence.hear(&domain::ids::SessionId::default_session(), instance, None, self.clock.now());
        Answer::Fine
    }

    fn snapshot(&self) -> Option<Answer> {
        let (state, seq) = self.all()?;
        Some(Answer::Snapshot(Box::new(Snapshot {
            scope: scope().to_string(),
            journal_id: super::JOURNAL.to_owned(),
            seq,
            state,
        })))
    }

    pub fn accept(&mut self, connection: Connection) {
        if let Some(life) = &mut self.life {
            life.sockets.insert(connection, Socket::default());
        }
    }

    pub fn closed(&mut self, connection: Connection) {
        let Some(life) = &mut self.life else { return };
        let Some(instance) = life.sockets.remove(&connection).and_then(|socket| socket.instance) else {
            return;
        };
        if life.sockets.values().all(|socket| socket.instance.as_ref() != Some(&instance)) {
            life.election.forget(&instance);
            life.hosts.remove(&instance);
        }
    }

    pub fn hear(&mut self, truth: i64, connection: Connection, said: ToOrchestrator) -> Effects {
        self.set_clock(truth);
        let mut effects = Effects::default();
        match said {
            ToOrchestrator::Hello(hello) => self.greet(truth, connection, &hello, &mut effects),
            ToOrchestrator::Ping(ping) => {
                let now = Nanos(self.clock.now().0);
                let pong = Pong { id: ping.id, t0: ping.t0, t1: now, t2: now };
                effects.said.push((connection, ToPlugin::Pong(pong)));
            }
            ToOrchestrator::HostTransport(word) => self.hear_host(connection, word),
            ToOrchestrator::Switched(_)
            | ToOrchestrator::GenerateRequest(_)
            | ToOrchestrator::TransportSync(_) => {}
        }
        effects
    }

    fn greet(&mut self, truth: i64, connection: Connection, hello: &Hello, effects: &mut Effects) {
        let Some((_, last)) = self.state() else { return };
        let resume = hello.resume.as_ref().filter(|resume| resume.journal_id == JOURNAL);
        let after = resume.and_then(|resume| resume.after.get(&scope().to_string()).copied());
        let after = after.filter(|after| *after <= last && last - after <= REPLAYED_MAX);
        let instance = hello.instance.as_ref().and_then(|id| id.as_str().parse::<InstanceId>().ok());
        let Some(life) = &mut self.life else { return };
        let socket = Socket { cursor: Some(last), instance: instance.clone(), told_at: truth };
        life.sockets.insert(connection, socket);
        let welcome = Welcome {
            proto: wire::PROTOCOL,
            session: "default".to_owned(),
            instance: instance.map(|id| id.to_string()),
            journal_id: JOURNAL.to_owned(),
            clock_epoch: life.epoch(),
            server_time: Nanos(self.clock.now().0),
            settings: Default::default(),
            resume: match after {
                Some(_) => Resumed::Replay,
                None => Resumed::SnapshotUrl("/api/snapshot".to_owned()),
            },
        };
        effects.said.push((connection, ToPlugin::Welcome(welcome)));
        if let Some(timeline) = &life.timeline {
            effects.said.push((connection, ToPlugin::Timeline(timeline.clone())));
        }
        let missed = after.map(|after| self.missed(after)).unwrap_or_default();
        effects.said.extend(missed.into_iter().map(|page| (connection, page)));
    }

    fn hear_host(&mut self, connection: Connection, word: HostTransport) {
        let now = self.clock.now();
        let Some(life) = &mut self.life else { return };
        let Some(instance) = life.sockets.get(&connection).and_then(|socket| socket.instance.clone()) else {
            return;
        };
        let heard = Word { is_playing: word.playing, is_offline: word.offline, beat: Beat(word.beat.0) };
        life.election.hear(&instance, heard, now);
        life.hosts.insert(instance, word);
    }
}
