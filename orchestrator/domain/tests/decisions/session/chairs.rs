//! Chairs: the first instance sits on all of them, later ones choose, who is gone sits on none.

use domain::Code;
use domain::ids::Incarnation;
use domain::session::{Command, Event};
use music::lane::Lane;

use crate::cast::{id, join, person, plugin};
use crate::stage::Stage;

fn owners(stage: &Stage) -> String {
    let owner = |lane| stage.song().seat(lane).owner.as_ref().map_or("-", |owner| owner.as_str());
    Lane::ALL.map(owner).join(" ")
}

fn move_chair(lane: Lane, to: Option<&str>) -> Command {
    Command::MoveChair { lane, to: to.map(id) }
}

#[test]
fn a_band_sits_down_moves_and_leaves() {
    let mut stage = Stage::session();
    let leave = |name: &str| Command::Leave { instance: id(name) };
    let steps: &[(&str, Command, &str)] = &[
        ("a", join("a"), "a a a a a a a a"),
        ("b", join("b"), "a a a a a a a a"),
        ("b", move_chair(Lane::Bass, Some("b")), "a b a a a a a a"),
        ("a", move_chair(Lane::Keys, Some("b")), "a b b a a a a a"),
        ("a", move_chair(Lane::Extra, None), "a b b a a a a -"),
        ("a", leave("a"), "- b b - - - - -"),
        ("c", join("c"), "- b b - - - - -"),
        ("c", move_chair(Lane::Drums, Some("c")), "c b b - - - - -"),
        ("b", leave("b"), "c - - - - - - -"),
        ("c", leave("c"), "- - - - - - - -"),
        ("d", join("d"), "d d d d d d d d"),
    ];
    for (who, command, expected) in steps {
        stage.ask(&plugin(who), command.clone()).unwrap();
        assert_eq!(owners(&stage), *expected, "after {who} asked for {command:?}");
    }
}

#[test]
fn moving_a_chair_is_one_event_and_none_when_it_stands_there_already() {
    let mut stage = Stage::session();
    stage.ask(&plugin("a"), join("a")).unwrap();
    stage.ask(&plugin("b"), join("b")).unwrap();
    let moved = stage.ask(&plugin("b"), move_chair(Lane::Bass, Some("b"))).unwrap();
    assert_eq!(moved, [Event::ChairMoved { lane: Lane::Bass, from: Some(id("a")), to: Some(id("b")) }]);
    stage.idle(&plugin("b"), move_chair(Lane::Bass, Some("b")));
}

#[test]
fn nobody_sits_who_is_not_here() {
    let mut stage = Stage::session();
    let refusal = stage.refused_with(&person(1), move_chair(Lane::Bass, Some("ghost")), Code::PluginNotFound);
    assert_eq!(refusal.sentence, "there is no instance ghost in session default; register it first");
}

#[test]
fn a_chair_of_the_lost_is_free_at_once() {
    let mut stage = Stage::session();
    stage.ask(&plugin("a"), join("a")).unwrap();
    let lose = Command::Lose { instance: id("a"), incarnation: Incarnation(1) };
    stage.ask(&domain::Actor::system(), lose).unwrap();
    assert_eq!(owners(&stage), "- - - - - - - -");
}
