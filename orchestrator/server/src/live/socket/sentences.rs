//! What a client says, sentence by sentence.

use std::time::Duration;

use axum::extract::ws::Message as Frame;
use domain::actor::Verb;
use wire::limits::{MESSAGE_BYTES_MAX, close};
use wire::rest::generate::Generate;
use wire::rest::plugin::Status;
use wire::{Hello, HostTransport, Outcome, Ping, Pong, Reply, ToOrchestrator, ToPlugin};

use super::super::queue::Message;
use super::super::{hosts, locked, rate};
use super::greeting::{check_version, only_instance};
use super::{Ending, NORMAL, NOT_TEXT, Socket, Step};
use crate::http::midi;
use crate::http::problem::{Answer, Problem};

impl Socket {
    pub(super) async fn hear(&mut self, frame: Frame, now: Duration) -> Step {
        self.heard = now;
        if !self.rate.take(1, now) {
            return Err(Ending::new(close::TOO_MUCH, "too many messages; a hundred a second are plenty"));
        }
        match frame {
            Frame::Text(text) if text.len() > MESSAGE_BYTES_MAX => {
                let reason = "a message is too long: 256 KiB are the most";
                Err(Ending::new(close::TOO_BIG, reason))
            }
            Frame::Text(text) => {
                self.app.metrics.sockets_heard.inc();
                match wire::codec::decode(&text) {
                    Ok(sentence) => self.heed(sentence, now).await,
                    Err(error) => self.not_understood(&text, &error.to_string(), now),
                }
            }
            Frame::Binary(_) => Err(Ending::new(NOT_TEXT, "messages are JSON in text frames")),
            // Who only listens is there as well.
            Frame::Ping(_) | Frame::Pong(_) => {
                self.is_here(None);
                Ok(())
            }
            Frame::Close(_) => Err(Ending::new(NORMAL, "")),
        }
    }

    async fn heed(&mut self, sentence: ToOrchestrator, now: Duration) -> Step {
        match sentence {
            ToOrchestrator::Hello(hello) => return Box::pin(self.on_hello(hello)).await,
            ToOrchestrator::Ping(ping) => return self.on_ping(ping, now),
            ToOrchestrator::HostTransport(_)
            | ToOrchestrator::Switched(_)
            | ToOrchestrator::GenerateRequest(_)
            | ToOrchestrator::TransportSync(_) => {}
        }
        if self.guest.is_none() {
            Box::pin(self.take_for_seed()).await?;
        }
        match sentence {
            ToOrchestrator::HostTransport(word) => self.on_host("host_transport", Ok(word)).await,
            ToOrchestrator::TransportSync(sync)
                if self.guest.as_mut().is_some_and(|guest| guest.is_echo(&sync, now)) =>
            {
                self.is_here(None);
                Ok(())
            }
            ToOrchestrator::TransportSync(sync) => {
                let word = hosts::word_of_seed(&sync, self.app.now());
                self.on_host("transport_sync", word).await
            }
            ToOrchestrator::GenerateRequest(asked) => {
                self.on_generate(*asked);
                Ok(())
            }
            // What is heard of a take is kept with its latent; a take that was arranged by rule has none.
            ToOrchestrator::Switched(_) => {
                self.is_here(None);
                Ok(())
            }
            ToOrchestrator::Hello(_) | ToOrchestrator::Ping(_) => Ok(()),
        }
    }

    async fn on_hello(&mut self, hello: Hello) -> Step {
        if self.greeted {
            return self.refuse("hello", "INVALID_REQUEST", "hello was said already; open another socket");
        }
        self.greet(hello).await?;
        self.is_here(None);
        Ok(())
    }

    fn on_ping(&mut self, ping: Ping, now: Duration) -> Step {
        let read = wire::Nanos(self.app.now().0);
        let pong = Pong { id: ping.id, t0: ping.t0, t1: read, t2: read };
        self.queue.push(Message::Pong(pong), now)?;
        self.is_here(None);
        Ok(())
    }

    /// A host's word about its transport.
    async fn on_host(&mut self, to: &str, word: Result<HostTransport, String>) -> Step {
        let word = match word.and_then(|word| hosts::check(&word).map(|()| word)) {
            Ok(word) => word,
            Err(why) => return self.refuse(to, "INVALID_POSITION", &why),
        };
        if self.guest.as_ref().is_some_and(|guest| guest.instance.is_none()) {
            Box::pin(self.find_instance()).await;
        }
        let Some(guest) = &mut self.guest else { return Ok(()) };
        if !guest.actor.verbs.has(Verb::Transport) {
            return self.refuse(to, "FORBIDDEN", "this token may not move the transport");
        }
        let Some(instance) = guest.instance.clone() else {
            let detail = "which instance is this? register it, and connect with the token that came back";
            return self.refuse(to, "PLUGIN_NOT_FOUND", detail);
        };
        let rolls = word.playing && !word.offline;
        if guest.hear_host(&instance, word, self.app.now()) {
            self.app.live.nudge.notify_one();
        }
        self.is_here(Some(rolls));
        Ok(())
    }

    async fn find_instance(&mut self) {
        let Some(guest) = &mut self.guest else { return };
        let Ok(state) = self.app.state(&guest.stage.scope()).await else { return };
        let only = state.session().and_then(|session| only_instance(session, &guest.actor));
        let Some(only) = only.filter(|only| !locked(&guest.stage.links).is_held(only)) else { return };
        guest.replaced = locked(&guest.stage.links).hold(&only, self.place.number);
        guest.actor.instance = Some(only.clone());
        guest.instance = Some(only);
    }

    /// Whoever speaks is there.
    fn is_here(&mut self, rolls: Option<bool>) {
        let Some(guest) = &self.guest else { return };
        let Some(instance) = &guest.instance else { return };
        let (presence, now) = (&self.app.presence, self.app.now());
        let session = guest.stage.session();
        let before = presence.last(session, instance).and_then(|heard| heard.status);
        let status = match rolls {
            Some(true) => Some(Status::Playing),
            Some(false) => before.filter(|status| *status != Status::Playing),
            None => before,
        };
        presence.hear(session, instance, status, now);
    }

    /// Nothing more is read until it is decided: replies come in the order of requests.
    fn on_generate(&mut self, asked: Generate) {
        let Some(guest) = &self.guest else { return };
        let (app, scope, actor) = (self.app.clone(), guest.stage.scope(), guest.actor.clone());
        let here = guest.stage.session().clone();
        self.working = Some(Box::pin(async move {
            let elsewhere = asked.session.as_ref().is_some_and(|named| named.as_str() != here.as_str());
            let outcome = if elsewhere {
                let detail =
                    format!("this socket is in session {here}; open another one for another session");
                Err(Problem::forbidden(detail))
            } else {
                generate(&app, scope, actor, &asked).await
            };
            let outcome = outcome.unwrap_or_else(Problem::outcome);
            Reply { to: "generate_request".to_owned(), outcome }
        }));
    }

    fn refuse(&mut self, to: &str, code: &str, detail: &str) -> Step {
        let (code, detail) = (code.to_owned(), detail.to_owned());
        let outcome = Outcome::Refused { code, detail, allowed: Vec::new() };
        self.say(&ToPlugin::Reply(Reply { to: to.to_owned(), outcome }))
    }

    /// Said to be nonsense, so that whoever writes a client sees it; a client that goes on is closed.
    fn not_understood(&mut self, text: &str, why: &str, now: Duration) -> Step {
        let said: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
        let kind = said["type"].as_str().unwrap_or_default();
        if kind == "hello" && !self.greeted {
            // One of another version may have words that this one does not know.
            let proto = said["proto"].as_u64().and_then(|proto| u32::try_from(proto).ok());
            proto.map_or(Ok(()), check_version)?;
        }
        if !self.rate.take(rate::NONSENSE, now) {
            return Err(Ending::new(close::TOO_MUCH, "too much that is no message of this protocol"));
        }
        let kind: String = kind.chars().take(wire::limits::ID_CHARS_MAX).collect();
        let why: String = why.chars().take(wire::limits::SENTENCE_CHARS_MAX).collect();
        self.refuse(&kind, "INVALID_REQUEST", &why)
    }
}

async fn generate(
    app: &crate::app::App,
    scope: domain::Scope,
    by: domain::Actor,
    asked: &Generate,
) -> Answer<Outcome> {
    let job = midi::queued(app, scope, by, asked, None).await?;
    Ok(Outcome::Accepted { job: job.to_string() })
}
