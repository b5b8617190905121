//! The first word: somebody says hello, or is taken for a client that knows only the seed's messages.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::actor::{Actor, Verb};
use domain::ids::{InstanceId, SessionId};
use domain::session::instance::Join;
use domain::session::{Command as Asks, Session};
use domain::{Code, Command};
use wire::limits::close;
use wire::text::Id;
use wire::{Hello, PROTOCOL, ToPlugin, Topic};

use super::super::guest::Guest;
use super::super::locked;
use super::{Ending, Socket, Step};
use crate::http::caller::InSession;
use crate::http::plugin::incarnation_of;
use crate::http::problem::Problem;
use crate::writer::Failure;

/// What a client is told that names nothing: all a player needs.
const OF_A_PLAYER: [Topic; 3] = [Topic::Changes, Topic::Timeline, Topic::Clips];
/// What the seed's client is told.
const OF_THE_SEED: [Topic; 2] = [Topic::TransportSync, Topic::MidiReady];
/// Names that may be taken before one is free; each time somebody else was quicker.
const NAMES_TRIED_MAX: usize = 8;

impl Socket {
    pub(super) async fn greet(&mut self, hello: Hello) -> Step {
        check_version(hello.proto)?;
        let here = self.sit_down(hello.session.as_ref()).await?;
        let instance = self.instance(&here, hello.instance.as_ref()).await?;
        let named = hello.subscribe.iter().take(wire::limits::TOPICS_MAX);
        let mut topics: BTreeSet<Topic> = named.copied().collect();
        if topics.is_empty() {
            topics.extend(OF_A_PLAYER);
        }
        let mut guest = self.guest_of(&here, instance, topics).await?;
        let now = self.moment(self.app.live.steady());
        let welcome = self.app.live.welcome(&mut guest, hello.resume.as_ref(), now);
        self.guest = Some(guest);
        self.greeted = true;
        self.say(&ToPlugin::Welcome(welcome))?;
        self.follow_house(&hello).await
    }

    /// No hello came: whoever this is knows the seed's messages.
    pub(super) async fn take_for_seed(&mut self) -> Step {
        let session = self.session.clone();
        let here = self.sit_down(session.as_ref()).await?;
        let instance = self.caller.held.narrowed.instance.clone();
        self.guest = Some(self.guest_of(&here, instance, OF_THE_SEED.into()).await?);
        Ok(())
    }

    /// In the session that is named, or in the only one its token is for, or in the one that always exists.
    async fn sit_down(&mut self, named: Option<&Id>) -> Result<InSession, Ending> {
        if let Some(before) = self.guest.take() {
            self.let_go(before);
        }
        let sessions = self.caller.held.narrowed.sessions.iter().flatten();
        let mut own = sessions.cloned();
        let only = own.next().filter(|_| own.next().is_none());
        let here = match (named, only) {
            (Some(_), _) => self.caller.in_session(&self.app, named).await,
            (None, Some(only)) => self.caller.in_session_called(&self.app, only).await,
            (None, None) => self.caller.in_session_called(&self.app, SessionId::default_session()).await,
        };
        here.map_err(|problem| refused(&problem))
    }

    async fn guest_of(
        &mut self,
        here: &InSession,
        instance: Option<InstanceId>,
        topics: BTreeSet<Topic>,
    ) -> Result<Guest, Ending> {
        let (app, now) = (&self.app, self.app.live.steady());
        let (stage, is_new) = app.live.stage_of(here.session(), here.seq, app.now());
        let actor = Actor { instance: instance.clone(), ..here.actor.clone() };
        let mut guest = Guest::new(stage, actor, instance, topics, self.place.number, now);
        may_view(&guest)?;
        let (state, seq) = app.state_and_seq(&here.scope()).await.map_err(|problem| refused(&problem))?;
        guest.cursor = seq;
        if is_new {
            // Nobody was told of what was committed while it was made. From now on the conductor tells everybody.
            guest.stage.reached(seq);
            if let Some(session) = state.session() {
                guest.stage.refresh(session, &app.live, app.now());
            }
        }
        Ok(guest)
    }

    /// Who it is here: as its token says, as it says itself, or by another name where that one is somebody's who is alive.
    async fn instance(&mut self, here: &InSession, named: Option<&Id>) -> Result<Option<InstanceId>, Ending> {
        let own = self.caller.held.narrowed.instance.clone();
        let Some(named) = named else { return Ok(own) };
        let named: InstanceId = named
            .as_str()
            .parse()
            .map_err(|error: domain::ids::NameError| Ending::new(close::NOT_YOURS, error.to_string()))?;
        if let Some(own) = own.as_ref().filter(|own| **own != named) {
            let reason = format!("this token speaks for {own}, not for {named}");
            return Err(Ending::new(close::NOT_YOURS, reason));
        }
        // Whoever has a token of its own has registered: this is the same one, come back.
        if own.is_some() && here.session().instance(&named).is_some() {
            return Ok(Some(named));
        }
        let is_ours = |session: &Session| {
            let known = session.instance(&named);
            known.is_some_and(|known| known.principal == here.actor.principal)
        };
        let is_held =
            self.app.live.stage(here.id()).is_some_and(|stage| locked(&stage.links).is_held(&named));
        if is_ours(here.session()) && !is_held {
            return Ok(Some(named));
        }
        self.join(here, named).await.map(Some)
    }

    /// Registers it, under the first of its names that is free.
    async fn join(&mut self, here: &InSession, named: InstanceId) -> Result<InstanceId, Ending> {
        let mut name = named;
        for _ in 0..NAMES_TRIED_MAX {
            let replaces_silent = self.app.presence.is_free(here.id(), &name, self.app.now());
            let join = Join {
                instance: name.clone(),
                incarnation: incarnation_of(&format!("{name} {}", self.app.number())),
                name: name.to_string(),
                capabilities: Vec::new(),
                replaces_silent,
            };
            let asked = domain::Asked { by: here.actor.clone(), command: Command::Session(Asks::Join(join)) };
            match self.app.writer.ask(here.scope(), asked, None).await {
                Ok(_) => {
                    self.app.presence.hear(here.id(), &name, None, self.app.now());
                    return Ok(name);
                }
                Err(Failure::Refused(refusal)) if refusal.code == Code::DuplicateInstance => {
                    let other = refusal.instead.as_deref().and_then(|other| other.parse().ok());
                    name = other.ok_or_else(|| Ending::new(close::NOT_YOURS, refusal.sentence))?;
                }
                Err(failure) => return Err(refused(&failure.into())),
            }
        }
        Err(Ending::new(close::NOT_YOURS, format!("{name} and names like it are all taken; choose another")))
    }
}

pub(super) fn may_view(guest: &Guest) -> Step {
    if guest.actor.verbs.has(Verb::View) {
        return Ok(());
    }
    let reason = format!("this token may not view session {}", guest.stage.session());
    Err(Ending::new(close::NOT_YOURS, reason))
}

pub(super) fn check_version(proto: u32) -> Step {
    if proto == PROTOCOL {
        return Ok(());
    }
    let reason = format!("this server speaks version {PROTOCOL}, not {proto}");
    Err(Ending::new(close::OTHER_VERSION, reason))
}

/// A fault of the server's is not the client's to mend: it comes back later, with what it has.
pub(super) fn refused(problem: &Problem) -> Ending {
    let code = match problem.status() {
        StatusCode::UNAUTHORIZED => close::NOT_WHO_YOU_SAY,
        StatusCode::TOO_MANY_REQUESTS => close::TOO_MUCH,
        status if status.is_server_error() => close::SERVERS_FAULT,
        _ => close::NOT_YOURS,
    };
    Ending::new(code, problem.to_string())
}

/// Instances of one principal: with a token that names none, the only one there is must be meant.
pub(super) fn only_instance(session: &Session, by: &Actor) -> Option<InstanceId> {
    let mut own = session.instances().values().filter(|instance| instance.principal == by.principal);
    let only = own.next()?;
    own.next().is_none().then(|| only.id.clone())
}
