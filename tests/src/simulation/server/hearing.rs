//! What clients ask over HTTP and say on their sockets.

use domain::Code;
use domain::ids::{Incarnation, InstanceId, SessionId};
use domain::session::{Command, instance};
use orchestrator::live::guest::Guest;
use orchestrator::live::hosts;
use orchestrator::live::queue::Message;
use orchestrator::live::stage::said;
use orchestrator::writer::Failure;
use wire::rest::changes::Snapshot;
use wire::{Hello, HostTransport, Nanos, Ping, Pong, ToOrchestrator, ToPlugin};

use super::asking::client;
use super::{Ask, Effects, Envelope, Server, Socket, scope, session};
use crate::simulation::network::Connection;
use crate::simulation::people;
use crate::simulation::sentence::{Answer, Request};

/// As many as a server tries.
const NAMES_TRIED_MAX: usize = 8;

impl Server {
    /// What came within a moment, of everybody.
    pub fn hear_requests(
        &mut self,
        truth: i64,
        requests: Vec<(Envelope, Option<InstanceId>, Request)>,
    ) -> Effects {
        self.set_clock(truth);
        let (mut asks, mut effects) = (Vec::new(), Effects::default());
        for (from, own, request) in requests {
            let answer = match request {
                Request::Register { instance, incarnation } => {
                    let by = client(from.client, Some(instance.clone()));
                    let command = self.join(instance, incarnation);
                    asks.push(Ask { by, command, key: None, from: Some(from) });
                    None
                }
                Request::Heartbeat(instance) => Some(self.heartbeat(&instance)),
                Request::Snapshot => self.snapshot(),
                Request::Clip(hash) => people::clip(&hash).map(|bytes| Answer::Clip(bytes.clone())),
                Request::Errand(command) => {
                    let by = client(from.client, own);
                    asks.push(Ask { by, command: *command, key: None, from: Some(from) });
                    None
                }
                Request::Once { key, command } => {
                    let by = client(from.client, own);
                    asks.push(Ask { by, command: *command, key: Some(key), from: Some(from) });
                    None
                }
            };
            effects.answers.extend(answer.map(|answer| (from, answer)));
        }
        self.ask(asks, effects)
    }

    fn join(&self, instance: InstanceId, incarnation: Incarnation) -> Command {
        let (here, now) = (SessionId::default_session(), self.now());
        let replaces_silent =
            self.life.as_ref().is_some_and(|life| life.presence.is_free(&here, &instance, now));
        Command::Join(instance::Join {
            name: instance.to_string(),
            instance,
            incarnation,
            capabilities: Vec::new(),
            replaces_silent,
        })
    }

    fn heartbeat(&self, instance: &InstanceId) -> Answer {
        let (Some(life), Some((state, _))) = (&self.life, self.state()) else { return Answer::Unwell };
        if session(&state).instance(instance).is_none() {
            return Answer::Refused("PLUGIN_NOT_FOUND".to_owned());
        }
        life.presence.hear(&SessionId::default_session(), instance, None, self.now());
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

    /// Nobody sits there any more, and another life may take the name.
    pub fn closed(&mut self, connection: Connection) {
        let Some(life) = &mut self.life else { return };
        let guest = life.sockets.remove(&connection).and_then(|socket| socket.guest);
        let instance = guest.as_ref().and_then(|guest| guest.instance.clone());
        if let (Some(guest), Some(instance)) = (guest, instance)
            && guest.leave(connection)
        {
            life.presence.part(&SessionId::default_session(), &instance);
        }
    }

    pub fn hear(&mut self, truth: i64, connection: Connection, client: usize, text: &str) -> Effects {
        self.set_clock(truth);
        let mut effects = Effects::default();
        match wire::codec::decode(text).expect("clients speak the protocol") {
            ToOrchestrator::Hello(hello) => effects = self.greet(connection, client, &hello),
            ToOrchestrator::Ping(ping) => self.hear_ping(connection, ping, &mut effects),
            ToOrchestrator::HostTransport(word) => effects.is_nudged = self.hear_host(connection, word),
            ToOrchestrator::Switched(_)
            | ToOrchestrator::GenerateRequest(_)
            | ToOrchestrator::TransportSync(_) => {}
        }
        self.is_here(connection);
        if effects.is_nudged {
            self.refresh();
        }
        if effects.died { effects } else { self.speak(truth, effects) }
    }

    fn hear_ping(&mut self, connection: Connection, ping: Ping, effects: &mut Effects) {
        let moment = self.moment();
        let Some(life) = &mut self.life else { return };
        let Some(socket) = life.sockets.get_mut(&connection) else { return };
        let read = Nanos(moment.wall.0);
        let pong = Message::Pong(Pong { id: ping.id, t0: ping.t0, t1: read, t2: read });
        if socket.queue.push(pong, moment.steady).is_err() {
            effects.closed.push(connection);
        }
    }

    /// Somebody sits down, under the first of its names that is free.
    fn greet(&mut self, connection: Connection, number: usize, hello: &Hello) -> Effects {
        let mut effects = Effects::default();
        let mut named = hello.instance.as_ref().and_then(|id| id.as_str().parse::<InstanceId>().ok());
        for _ in 0..NAMES_TRIED_MAX {
            let Some((state, _)) = self.state() else { return effects };
            let Some(name) = named.clone().filter(|name| session(&state).instance(name).is_none()) else {
                break;
            };
            let command = self.join(name.clone(), Incarnation(u128::from(connection) << 64));
            let by = client(number, Some(name));
            effects = self.ask(vec![Ask { by, command, key: None, from: None }], effects);
            match effects.told.last().map(|told| &told.answer) {
                Some(Err(Failure::Refused(refusal))) if refusal.code == Code::DuplicateInstance => {
                    named = refusal.instead.as_deref().and_then(|other| other.parse().ok());
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => {
                    effects.closed.push(connection);
                    return effects;
                }
            }
        }
        self.sit_down(connection, number, named, hello, &mut effects);
        effects
    }

    fn sit_down(
        &mut self,
        connection: Connection,
        number: usize,
        instance: Option<InstanceId>,
        hello: &Hello,
        effects: &mut Effects,
    ) {
        let (moment, Some((state, seq))) = (self.moment(), self.state()) else { return };
        let Some(life) = &mut self.life else { return };
        let Some(socket) = life.sockets.get_mut(&connection) else { return };
        let session = session(&state);
        let (stage, is_new) = life.live.stage_of(session, seq, moment.wall);
        let (actor, topics) = (client(number, instance.clone()), hello.subscribe.iter().copied().collect());
        let mut guest = Guest::new(stage.clone(), actor, instance, topics, connection, moment.steady);
        guest.cursor = seq;
        if is_new {
            stage.reached(seq);
            stage.refresh(session, &life.live, moment.wall);
        }
        let welcome = life.live.welcome(&mut guest, hello.resume.as_ref(), moment);
        socket.guest = Some(guest);
        let welcome = Message::Each(said(&ToPlugin::Welcome(welcome)));
        if socket.queue.push(welcome, moment.steady).is_err() {
            effects.closed.push(connection);
        }
    }

    fn hear_host(&mut self, connection: Connection, word: HostTransport) -> bool {
        let now = self.now();
        if hosts::check(&word).is_err() {
            return false;
        }
        let socket = self.life.as_mut().and_then(|life| life.sockets.get_mut(&connection));
        let Some(guest) = socket.and_then(|socket| socket.guest.as_mut()) else { return false };
        guest.instance.clone().is_some_and(|instance| guest.hear_host(&instance, word, now))
    }

    /// Whoever speaks is there.
    fn is_here(&self, connection: Connection) {
        let Some(life) = &self.life else { return };
        let guest = life.sockets.get(&connection).and_then(|socket| socket.guest.as_ref());
        if let Some(instance) = guest.and_then(|guest| guest.instance.as_ref()) {
            life.presence.hear(&SessionId::default_session(), instance, None, self.now());
        }
    }
}
