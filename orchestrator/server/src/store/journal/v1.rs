//! The first form of the journal: pure translation between events and JSON. Never edited once released.

mod actor;
mod artifact;
mod facts;
mod house;
mod job;
mod people;
mod session;
mod state;
mod step;
mod text;
mod timer;

use domain::{Actor, Event};
use serde_json::{Map, Value};

use super::{Error, Written};

pub const VERSION: u32 = 1;

/// Every kind of event there is.
pub const KINDS: &[&str] = &[
    "house.principal_introduced",
    "house.rights_granted",
    "house.principal_revoked",
    "house.tokens_revoked",
    "house.session_opened",
    "house.pairing_began",
    "house.pairing_missed",
    "house.pairing_ended",
    "house.family_began",
    "house.family_refreshed",
    "house.family_repeated",
    "house.family_ended",
    "house.timer_set",
    "house.timer_cleared",
    "session.instance_joined",
    "session.instance_gone",
    "session.chair_moved",
    "session.edited",
    "session.lead_mode_set",
    "session.lead_changed",
    "session.transport_started",
    "session.transport_halted",
    "session.loop_set",
    "session.rule_set",
    "session.job_queued",
    "session.job_leased",
    "session.lease_extended",
    "session.job_done",
    "session.job_failed",
    "session.job_died",
    "session.job_cancelled",
    "session.job_retried",
    "session.artifact_kept",
    "session.artifact_dropped",
    "session.takes_arranged",
    "session.takes_withheld",
    "session.timer_set",
    "session.timer_cleared",
];

const HOUSE: &str = "house.";
const SESSION: &str = "session.";
const KIND: &str = "kind";
const BODY: &str = "body";

pub(super) fn write(event: &Event) -> Written {
    let (room, value) = match event {
        Event::House(event) => (HOUSE, serde_json::to_value(house::Event::of(event))),
        Event::Session(event) => (SESSION, serde_json::to_value(session::Event::of(event))),
    };
    let Ok(Value::Object(mut tagged)) = value else {
        unreachable!("an enum with its tag beside it is an object")
    };
    let body = tagged.remove(BODY).unwrap_or(Value::Null).to_string();
    let kind = format!("{room}{}", tagged.get(KIND).and_then(Value::as_str).unwrap_or_default());
    Written { kind, version: VERSION, body }
}

pub(super) fn read(kind: &str, body: &str) -> Result<Event, Error> {
    if !KINDS.contains(&kind) {
        return Err(Error::UnknownKind { kind: kind.to_owned() });
    }
    let told = |reason: String| Error::Body { kind: kind.to_owned(), reason };
    let body: Value = serde_json::from_str(body).map_err(|error| told(error.to_string()))?;
    let tagged = |name: &str| {
        let pairs = [(KIND.to_owned(), Value::from(name)), (BODY.to_owned(), body.clone())];
        Value::Object(Map::from_iter(pairs))
    };
    if let Some(name) = kind.strip_prefix(HOUSE) {
        let event: house::Event =
            serde_json::from_value(tagged(name)).map_err(|error| told(error.to_string()))?;
        return Ok(Event::House(event.back()));
    }
    let name = kind.strip_prefix(SESSION).unwrap_or_default();
    let event: session::Event =
        serde_json::from_value(tagged(name)).map_err(|error| told(error.to_string()))?;
    event.back().map(Event::Session).map_err(told)
}

pub(super) fn write_actor(actor: &Actor) -> String {
    serde_json::to_string(&actor::Actor::of(actor)).expect("text and sets of words are JSON")
}

pub(super) fn read_actor(text: &str) -> Result<Actor, Error> {
    let read = serde_json::from_str::<actor::Actor>(text);
    let told = |error: serde_json::Error| Error::Body { kind: "actor".to_owned(), reason: error.to_string() };
    read.map(actor::Actor::back).map_err(told)
}

pub(super) fn write_timer(timer: domain::Timer) -> String {
    timer::Timer(timer).to_string()
}

pub(super) fn read_timer(text: &str) -> Result<domain::Timer, Error> {
    let told =
        |reason: timer::NotATimer| Error::Body { kind: "timer".to_owned(), reason: reason.to_string() };
    text.parse::<timer::Timer>().map(|timer| timer.0).map_err(told)
}

pub(super) fn write_spec(spec: &domain::job::Composing) -> String {
    serde_json::to_string(&job::Composing::of(spec)).expect("text and numbers are JSON")
}

/// For snapshots, which are thrown away when this changes.
pub(in crate::store) fn write_state(state: &domain::State) -> Vec<u8> {
    serde_json::to_vec(&state::State::of(state)).expect("text and numbers are JSON")
}

pub(in crate::store) fn read_state(body: &[u8]) -> Result<domain::State, String> {
    serde_json::from_slice::<state::State>(body).map_err(|error| error.to_string())?.back()
}
