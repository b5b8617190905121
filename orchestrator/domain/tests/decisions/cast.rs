//! Who appears in these tests, and what they bring.

use std::sync::Arc;

use domain::actor::Kind;
use domain::artifact::{self, Made};
use domain::ids::{Incarnation, InstanceId, PrincipalId};
use domain::session::takes::{Placed, Take};
use domain::session::{Command, instance};
use domain::{Actor, Verb, Verbs};
use music::arrangement::{Clips, Edit, Source};
use music::clip::Hash;
use music::lane::Lane;
use music::time::{Span, Ticks};

pub(crate) fn person(number: u128) -> Actor {
    let verbs = Verbs::ALL.without(Verbs::of(&[Verb::Work, Verb::Admin]));
    Actor { principal: PrincipalId(number), kind: Kind::Person, acts_for: None, verbs, instance: None }
}

/// Everybody but the house: [`Actor::system`] has all verbs.
pub(crate) fn only(verbs: &[Verb]) -> Actor {
    Actor { verbs: Verbs::of(verbs), ..person(90) }
}

pub(crate) fn all_but(verb: Verb) -> Actor {
    Actor { verbs: Verbs::ALL.without(Verbs::of(&[verb])), ..person(91) }
}

/// A plugin's token, for person 1.
pub(crate) fn plugin(name: &str) -> Actor {
    Actor {
        principal: PrincipalId(50),
        kind: Kind::Plugin,
        acts_for: Some(PrincipalId(1)),
        instance: Some(id(name)),
        ..person(1)
    }
}

pub(crate) fn worker() -> Actor {
    let verbs = Verbs::of(&[Verb::View, Verb::Work]);
    Actor { principal: PrincipalId(60), kind: Kind::Worker, verbs, ..person(60) }
}

pub(crate) fn id(name: &str) -> InstanceId {
    name.parse().unwrap()
}

pub(crate) fn join(name: &str) -> Command {
    join_as(name, 1, false)
}

pub(crate) fn join_as(name: &str, incarnation: u128, replaces_silent: bool) -> Command {
    Command::Join(instance::Join {
        instance: id(name),
        incarnation: Incarnation(incarnation),
        name: name.to_owned(),
        capabilities: vec!["midi".to_owned()],
        replaces_silent,
    })
}

pub(crate) fn beats(start: i64, end: i64) -> Span {
    Span::new(Ticks::from_beats(start), Ticks::from_beats(end)).unwrap()
}

pub(crate) fn clip(name: &str) -> Hash {
    Hash::of(name.as_bytes())
}

pub(crate) fn source(name: &str) -> Source {
    Source::once(Clips::only(clip(name)))
}

pub(crate) fn insert(lane: Lane, start: i64, end: i64, name: &str) -> Edit {
    Edit::Insert { lane, span: beats(start, end), source: source(name) }
}

pub(crate) fn edit(edits: Vec<Edit>) -> Command {
    Command::Edit { edits, expected: None }
}

pub(crate) fn chart(text: &str) -> Command {
    Command::SetChart { text: text.into(), expected: None }
}

pub(crate) fn made(name: &str) -> Made {
    Made {
        hash: clip(name),
        kind: artifact::Kind::Clip,
        bytes: 100,
        length: Some(Ticks::from_beats(4)),
        lane: None,
        label: name.into(),
        tags: vec!["type:clip".into()],
        parents: Vec::new(),
        recipe: Arc::from(""),
    }
}

pub(crate) fn take(lane: Lane, start: i64, end: i64, name: &str) -> Take {
    Take { lane, regions: vec![Placed { span: beats(start, end), source: source(name) }] }
}
