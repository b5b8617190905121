//! The one corridor: a command comes in, events or a refusal come out, whatever the scope.

use std::fmt;
use std::str::FromStr;

use crate::actor::Actor;
use crate::house::{self, House};
use crate::ids::{NameError, SessionId};
use crate::refusal::Refusal;
use crate::seed::Seed;
use crate::session::{self, Session};
use crate::time::WallTime;

/// Whose journal an event is in: `house` or `session/default`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    House,
    Session(SessionId),
}

/// What the events of a scope add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    House(House),
    Session(Box<Session>),
}

/// A command, and who wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub by: Actor,
    pub command: Command,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    House(house::Command),
    Session(session::Command),
}

/// A fact. It carries whatever folding it needs: who, when, and every number that chance had a part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    House(house::Event),
    Session(session::Event),
}

const SESSION: &str = "session/";

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::House => f.write_str("house"),
            Scope::Session(id) => write!(f, "{SESSION}{id}"),
        }
    }
}

impl FromStr for Scope {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Scope, NameError> {
        match text.strip_prefix(SESSION) {
            Some(id) => id.parse().map(Scope::Session),
            None if text == "house" => Ok(Scope::House),
            None => Err(NameError::scope(text)),
        }
    }
}

impl State {
    /// Before anything happened.
    pub fn new(scope: &Scope) -> State {
        match scope {
            Scope::House => State::House(House::new()),
            Scope::Session(id) => State::Session(Box::new(Session::new(id.clone()))),
        }
    }

    pub fn scope(&self) -> Scope {
        match self {
            State::House(_) => Scope::House,
            State::Session(session) => Scope::Session(session.id().clone()),
        }
    }

    pub fn house(&self) -> Option<&House> {
        match self {
            State::House(house) => Some(house),
            State::Session(_) => None,
        }
    }

    pub fn session(&self) -> Option<&Session> {
        match self {
            State::House(_) => None,
            State::Session(session) => Some(session),
        }
    }

    /// Takes a fact in. An event of another kind of scope is none of this state's business and changes nothing.
    pub fn apply(&mut self, event: &Event) {
        match (self, event) {
            (State::House(house), Event::House(event)) => house.apply(event),
            (State::Session(session), Event::Session(event)) => session.apply(event),
            (State::House(_), Event::Session(_)) | (State::Session(_), Event::House(_)) => {}
        }
    }
}

/// What follows from `asked`, were it granted now. Chance comes from `seed` alone: the same arguments give the same events.
pub fn decide(state: &State, asked: &Asked, now: WallTime, seed: Seed) -> Result<Vec<Event>, Refusal> {
    match (state, &asked.command) {
        (State::House(house), Command::House(command)) => {
            let events = house.decide(&asked.by, command, now, seed)?;
            Ok(events.into_iter().map(Event::House).collect())
        }
        (State::Session(session), Command::Session(command)) => {
            let events = session.decide(&asked.by, command, now, seed)?;
            Ok(events.into_iter().map(Event::Session).collect())
        }
        (State::House(_), Command::Session(_)) | (State::Session(_), Command::House(_)) => {
            Err(Refusal::other_scope(&state.scope()))
        }
    }
}

/// What an event, already applied, leads to at once; asked by [`Actor::system`].
pub fn react(state: &State, event: &Event) -> Vec<Command> {
    match (state, event) {
        (State::Session(session), Event::Session(event)) => {
            session.react(event).into_iter().map(Command::Session).collect()
        }
        (State::House(_), Event::House(_) | Event::Session(_)) | (State::Session(_), Event::House(_)) => {
            Vec::new()
        }
    }
}
