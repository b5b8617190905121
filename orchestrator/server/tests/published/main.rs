//! Whoever keeps things and takes in what changed has what a snapshot has.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

use std::collections::BTreeMap;

use domain::ids::{Incarnation, InstanceId, SessionId};
use domain::session::generate::{OfChords, Request};
use domain::session::rule::Rule;
use domain::session::{self, instance, lane, leader, transport};
use domain::{Actor, Asked, Beat, Command, Event, Scope, Seed, State, WallTime, decide, react};
use music::arrangement::{Clips, Edit, RegionId, Source};
use music::clip::Hash;
use music::lane::Lane;
use music::tempo::Tempo;
use music::time::{Span, Ticks};
use orchestrator::presence::Presence;
use orchestrator::published::Shown;
use proptest::prelude::*;
use serde_json::{Value, json};
use wire::rest::changes::Change;

const NOW: WallTime = WallTime(1_756_031_400_000_000_000);

/// A session, and somebody who watches it.
struct Watched {
    state: State,
    seq: u64,
    presence: Presence,
    kept: BTreeMap<(String, String), Value>,
}

impl Watched {
    fn new() -> Watched {
        let state = State::new(&Scope::Session(SessionId::default_session()));
        let mut watched = Watched { state, seq: 0, presence: Presence::new(NOW), kept: BTreeMap::new() };
        watched.kept = watched.snapshot();
        watched
    }

    fn shown(&self) -> Shown<'_> {
        let session = self.state.session().unwrap();
        Shown { session, name: "Default", seq: self.seq, presence: &self.presence, led: None, now: NOW }
    }

    fn snapshot(&self) -> BTreeMap<(String, String), Value> {
        let all = self.shown().all();
        let entry = |kept| {
            let value = serde_json::to_value(kept).unwrap();
            (name_of(&value), lasting(&value))
        };
        all.iter().map(entry).collect()
    }

    /// What is refused changes nothing. Kinds of things that changed, in order.
    fn ask(&mut self, command: session::Command) -> Vec<String> {
        let asked = Asked { by: Actor::system(), command: Command::Session(command) };
        let Ok(events) = decide(&self.state, &asked, NOW, Seed::from_number(self.seq)) else {
            return Vec::new();
        };
        let mut kinds = Vec::new();
        for event in events {
            self.state.apply(&event);
            self.seq += 1;
            kinds.extend(self.watch(&event));
            for command in react(&self.state, &event) {
                let Command::Session(command) = command else { continue };
                kinds.extend(self.ask(command));
            }
        }
        kinds
    }

    fn watch(&mut self, event: &Event) -> Vec<String> {
        let Event::Session(event) = event else { return Vec::new() };
        let changes = self.shown().changes(self.seq, event);
        let mut kinds = Vec::new();
        for change in &changes {
            let value = serde_json::to_value(change).unwrap();
            assert_eq!((&value["seq"], &value["scope"]), (&json!(self.seq), &json!("session/default")));
            kinds.push(value["entity"].as_str().unwrap().to_owned());
            match change {
                Change::Changed { .. } => drop(self.kept.insert(name_of(&value), lasting(&value))),
                Change::Removed { .. } => drop(self.kept.remove(&name_of(&value))),
            }
        }
        kinds
    }
}

fn name_of(value: &Value) -> (String, String) {
    let text = |name: &str| value[name].as_str().unwrap().to_owned();
    (text("entity"), text("id"))
}

/// Without what is only as of the moment it was said.
fn lasting(value: &Value) -> Value {
    let mut body = value["body"].clone();
    let soft: &[&str] = match value["entity"].as_str().unwrap() {
        "session" => &["seq"],
        "instance" => &["status", "last_seen"],
        _ => &[],
    };
    for soft in soft {
        body.as_object_mut().unwrap().remove(*soft);
    }
    body
}

fn id(name: &str) -> InstanceId {
    name.parse().unwrap()
}

fn join(name: &str) -> session::Command {
    session::Command::Join(instance::Join {
        instance: id(name),
        incarnation: Incarnation(1),
        name: name.to_owned(),
        capabilities: vec![],
        replaces_silent: true,
    })
}

fn insert(lane: Lane, beat: i64) -> session::Command {
    let span = Span { start: Ticks::from_beats(beat), end: Ticks::from_beats(beat + 4) };
    let source = Source::once(Clips::only(Hash::of(&beat.to_le_bytes())));
    session::Command::Edit { edits: vec![Edit::Replace { lane, span, source }], expected: None }
}

fn edit(edit: Edit) -> session::Command {
    session::Command::Edit { edits: vec![edit], expected: None }
}

fn chart(text: &str) -> session::Command {
    session::Command::SetChart { text: text.into(), expected: None }
}

fn chords() -> session::Command {
    let chords = "C-Am-F-G".to_owned();
    let request = OfChords { tracks: vec!["bass".to_owned()], chords, tempo: None, beats: None, key: None };
    session::Command::Generate(Request::Chords(request))
}

#[test]
fn a_fact_tells_of_the_things_it_touched() {
    let mut watched = Watched::new();
    let settings = lane::Settings { channel: 4, route: lane::Route::Midi };
    let looped = transport::Loop { start: Beat::ZERO, end: Beat::from_beats(4) };
    for (command, kinds) in [
        (join("a"), [vec!["instance"], ["lane", "instance"].repeat(8)].concat()),
        (join("a"), vec![]),
        (session::Command::MoveChair { lane: Lane::Bass, to: None }, vec!["lane", "instance"]),
        (session::Command::SetLane { lane: Lane::Bass, settings }, vec!["lane"]),
        (chart("| C | F |"), vec!["chart"]),
        (insert(Lane::Bass, 0), vec!["region", "session"]),
        (insert(Lane::Bass, 0), vec!["region", "region", "session"]),
        (session::Command::Undo, vec!["region", "region", "session"]),
        (session::Command::Transport(transport::Command::Start { from: None }), vec!["transport"]),
        (
            session::Command::Transport(transport::Command::Tempo(Tempo::from_bpm(90).unwrap())),
            vec!["transport", "session", "transport"],
        ),
        (session::Command::Transport(transport::Command::Loop(Some(looped))), vec!["transport", "transport"]),
        (session::Command::SetRule { rule: Rule::ApproveFirstTake, is_on: false }, vec!["rule"]),
        (session::Command::SetLeadMode(leader::Mode::Session), vec!["session", "transport"]),
        (chords(), vec!["job"]),
        (
            session::Command::Leave { instance: id("a") },
            [["lane", "instance"].repeat(7), vec!["instance"]].concat(),
        ),
    ] {
        let shown = format!("{command:?}");
        assert_eq!(watched.ask(command), kinds, "{shown}");
    }
    assert!(!watched.kept.contains_key(&("instance".to_owned(), "a".to_owned())), "who left is gone");
}

fn commands() -> impl Strategy<Value = session::Command> {
    let name = prop_oneof![Just("a"), Just("b"), Just("c")];
    let lane = (0..Lane::COUNT).prop_map(|index| Lane::from_index(index).unwrap());
    let region = (1..6_u64).prop_map(RegionId);
    let beat = 0..12_i64;
    prop_oneof![
        name.clone().prop_map(join),
        name.clone().prop_map(|name| session::Command::Leave { instance: id(name) }),
        (lane.clone(), proptest::option::of(name.clone()))
            .prop_map(|(lane, to)| session::Command::MoveChair { lane, to: to.map(id) }),
        (lane.clone(), beat.clone()).prop_map(|(lane, beat)| insert(lane, beat)),
        (region.clone(), beat.clone())
            .prop_map(|(region, beat)| edit(Edit::Split { region, at: Ticks::from_beats(beat) })),
        (region.clone(), lane, beat.clone()).prop_map(|(region, lane, beat)| edit(Edit::Move {
            region,
            lane,
            start: Ticks::from_beats(beat)
        })),
        region.prop_map(|region| edit(Edit::Delete { region })),
        Just(session::Command::Undo),
        Just(session::Command::Redo),
        prop_oneof![Just("| C |"), Just("{tempo: 90} | C | F |"), Just("3/4 | Am |"), Just("")]
            .prop_map(chart),
        beat.prop_map(|beat| session::Command::Transport(transport::Command::Seek {
            to: Beat::from_beats(beat)
        })),
        Just(session::Command::Transport(transport::Command::Start { from: None })),
        Just(session::Command::Transport(transport::Command::Stop)),
        (60..180_u32).prop_map(|bpm| {
            session::Command::Transport(transport::Command::Tempo(Tempo::from_bpm(bpm).unwrap()))
        }),
        name.clone().prop_map(|name| session::Command::SetLeadMode(leader::Mode::Instance(id(name)))),
        name.prop_map(|name| session::Command::HostRolls { instance: id(name), is_offline: false }),
        Just(session::Command::SetLeadMode(leader::Mode::Auto)),
        any::<bool>().prop_map(|is_on| session::Command::SetRule { rule: Rule::ApproveFirstTake, is_on }),
        Just(chords()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_watches_has_what_a_snapshot_has(all in proptest::collection::vec(commands(), 1..40)) {
        let mut watched = Watched::new();
        for command in all {
            watched.ask(command);
            prop_assert_eq!(&watched.kept, &watched.snapshot());
        }
    }
}
