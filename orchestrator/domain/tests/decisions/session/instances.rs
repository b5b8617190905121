//! Instances: joining, joining again, copies, leaving and being lost.

use domain::ids::{Incarnation, PrincipalId};
use domain::session::instance::{CAPABILITIES_MAX, INSTANCES_MAX, Join, NAME_CHARS_MAX, Parting};
use domain::session::{Command, Event};
use domain::{Actor, Code, Verb, Verbs};

use crate::cast::{id, join, join_as, person, plugin};
use crate::stage::Stage;

fn lose(name: &str, incarnation: u128) -> Command {
    Command::Lose { instance: id(name), incarnation: Incarnation(incarnation) }
}

fn leave(name: &str) -> Command {
    Command::Leave { instance: id(name) }
}

#[test]
fn the_same_life_may_say_so_again() {
    let mut stage = Stage::session();
    stage.ask(&plugin("a"), join("a")).unwrap();
    stage.idle(&plugin("a"), join("a"));
    let Command::Join(renamed) = join("a") else { panic!() };
    let renamed = Join { name: "Bass in the corner".into(), ..renamed };
    let since = stage.now;
    stage.pass(std::time::Duration::from_secs(9));
    stage.ask(&plugin("a"), Command::Join(renamed)).unwrap();
    let instance = stage.song().instance(&id("a")).unwrap();
    assert_eq!((&*instance.name, instance.since), ("Bass in the corner", since));
}

#[test]
fn a_copied_track_is_told_another_id() {
    let mut stage = Stage::session();
    for (name, suggested) in [("a", "a-2"), ("a-2", "a-2-2")] {
        stage.ask(&plugin(name), join(name)).unwrap();
        let refusal = stage.refused_with(&plugin(name), join_as(name, 2, false), Code::DuplicateInstance);
        let expected = if name == "a" { suggested } else { "a-2-2" };
        assert_eq!(refusal.instead.as_deref(), Some(expected));
        assert!(refusal.sentence.contains(expected), "{}", refusal.sentence);
    }
    // `a-2` is taken by now.
    let refusal = stage.refused(&plugin("a"), join_as("a", 2, false));
    assert_eq!(refusal.instead.as_deref(), Some("a-3"));
    stage.ask(&plugin("a-3"), join("a-3")).unwrap();
}

#[test]
fn a_suggested_id_is_never_too_long() {
    let mut stage = Stage::session();
    let long = "x".repeat(64);
    stage.ask(&plugin(&long), join(&long)).unwrap();
    let suggested = stage.refused(&plugin(&long), join_as(&long, 2, false)).instead.unwrap();
    assert_eq!(suggested.len(), 64);
    stage.ask(&plugin(&suggested), join(&suggested)).unwrap();
}

#[test]
fn who_was_silent_comes_back_to_its_chairs() {
    let mut stage = Stage::session();
    stage.ask(&plugin("a"), join("a")).unwrap();
    stage.ask(&plugin("a"), join_as("a", 2, true)).unwrap();
    assert_eq!(stage.song().chairs_of(&id("a")).count(), 8);
    assert_eq!(stage.song().instance(&id("a")).unwrap().incarnation, Incarnation(2));
}

#[test]
fn an_id_belongs_to_whoever_came_with_it() {
    let mut stage = Stage::session();
    stage.ask(&plugin("a"), join("a")).unwrap();
    let thief = Actor { principal: PrincipalId(99), ..plugin("a") };
    for silent in [false, true] {
        stage.refused_with(&thief, join_as("a", 1, silent), Code::DuplicateInstance);
    }
    stage.refused_with(&thief, leave("a"), Code::Forbidden);
}

#[test]
fn late_news_of_a_loss_loses_nobody() {
    let mut stage = Stage::session();
    stage.ask(&plugin("a"), join("a")).unwrap();
    stage.ask(&plugin("a"), join_as("a", 2, true)).unwrap();
    let refusal = stage.refused_with(&Actor::system(), lose("a", 1), Code::StaleInstance);
    assert!(refusal.sentence.contains("came back since"), "{}", refusal.sentence);
    let events = stage.ask(&Actor::system(), lose("a", 2)).unwrap();
    assert_eq!(events.last(), Some(&Event::InstanceGone { instance: id("a"), how: Parting::Lost }));
    stage.refused_with(&Actor::system(), lose("a", 2), Code::PluginNotFound);
}

#[test]
fn who_left_is_gone_until_it_joins_again() {
    let mut stage = Stage::session();
    stage.refused_with(&plugin("a"), leave("a"), Code::PluginNotFound);
    stage.ask(&plugin("a"), join("a")).unwrap();
    let events = stage.ask(&plugin("a"), leave("a")).unwrap();
    assert_eq!(events.last(), Some(&Event::InstanceGone { instance: id("a"), how: Parting::Left }));
    assert!(stage.song().instances().is_empty());
    stage.ask(&plugin("a"), join_as("a", 7, false)).unwrap();
}

#[test]
fn names_and_capabilities_have_limits() {
    let Command::Join(plain) = join("a") else { panic!() };
    let cases = [
        Join { name: "x".repeat(NAME_CHARS_MAX + 1), ..plain.clone() },
        Join { name: "two\nlines".into(), ..plain.clone() },
        Join { capabilities: vec!["midi".into(); CAPABILITIES_MAX + 1], ..plain.clone() },
        Join { capabilities: vec!["m".repeat(65)], ..plain.clone() },
    ];
    let mut stage = Stage::session();
    for bad in cases {
        stage.refused_with(&plugin("a"), Command::Join(bad), Code::InvalidText);
    }
    let fits = Join { name: "ü".repeat(NAME_CHARS_MAX), ..plain };
    stage.ask(&plugin("a"), Command::Join(fits)).unwrap();
}

#[test]
fn a_thousand_fit_and_one_more_is_told_so() {
    let mut state = domain::State::new(&"session/big".parse().unwrap());
    let by = person(1);
    for number in 0..=INSTANCES_MAX {
        let command = domain::Command::Session(join(&format!("i{number}")));
        let asked = domain::Asked { by: by.clone(), command };
        let decided = domain::decide(&state, &asked, domain::WallTime(0), domain::Seed::from_number(0));
        if number < INSTANCES_MAX {
            decided.unwrap().iter().for_each(|event| state.apply(event));
        } else {
            let refusal = decided.unwrap_err();
            assert_eq!(refusal.code, Code::LimitReached);
            assert!(refusal.sentence.starts_with("there are 1000 instances in this session already"));
        }
    }
}

#[test]
fn who_only_looks_on_is_given_no_chair() {
    let mut stage = Stage::session();
    let viewer = Actor { verbs: Verbs::of(&[Verb::View]), ..plugin("a") };
    stage.ask(&viewer, join("a")).unwrap();
    assert_eq!(stage.song().chairs_of(&id("a")).count(), 0);
}
