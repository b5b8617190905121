//! Who leads: modes, terms, and whose word counts.

use domain::ids::Incarnation;
use domain::session::leader::{Leader, Mode};
use domain::session::{Command, Event, transport};
use domain::{Actor, Beat, Code, Verb};

use crate::cast::{all_but, id, join, join_as, person, plugin};
use crate::stage::Stage;

fn rolls(name: &str) -> Command {
    Command::HostRolls { instance: id(name), is_offline: false }
}

fn stopped(name: &str, term: u64) -> Command {
    Command::HostStopped { instance: id(name), term, beat: Beat::from_beats(12) }
}

fn mode(mode: Mode) -> Command {
    Command::SetLeadMode(mode)
}

fn band() -> Stage {
    let mut stage = Stage::session();
    for name in ["a", "b"] {
        stage.ask(&plugin(name), join(name)).unwrap();
    }
    stage
}

/// `a/1`: instance a leads in term 1.
fn leader(stage: &Stage) -> String {
    let lead = stage.song().lead();
    format!("{}/{}", lead.host().map_or("session", |host| host.as_str()), lead.term())
}

#[test]
fn the_first_that_rolls_leads_until_it_has_stopped() {
    let mut stage = band();
    let steps: &[(&str, Command, &str)] = &[
        ("a", rolls("a"), "a/1"),
        ("b", rolls("b"), "a/1"),
        ("a", rolls("a"), "a/1"),
        ("a", stopped("a", 1), "session/2"),
        ("b", rolls("b"), "b/3"),
        ("b", Command::Leave { instance: id("b") }, "session/4"),
    ];
    for (who, command, expected) in steps {
        stage.ask(&plugin(who), command.clone()).unwrap();
        assert_eq!(leader(&stage), *expected, "after {command:?}");
    }
    assert_eq!(stage.beat(), Beat::from_beats(12), "the band stands where its leader stopped");
}

#[test]
fn a_stale_word_moves_nobody() {
    let mut stage = band();
    stage.ask(&plugin("a"), rolls("a")).unwrap();
    for (who, term) in [("a", 0), ("a", 2), ("b", 1)] {
        let refusal = stage.refused_with(&plugin(who), stopped(who, term), Code::StaleLeader);
        assert_eq!(refusal.instead.as_deref(), Some("1"));
        assert!(refusal.sentence.contains("instance a does, in term 1"), "{}", refusal.sentence);
    }
    stage.ask(&plugin("a"), stopped("a", 1)).unwrap();
    stage.refused_with(&plugin("a"), stopped("a", 1), Code::StaleLeader);
    let lead = stage.song().lead();
    assert!(lead.check_word(&id("a"), 1).is_err() && lead.check_word(&id("a"), 2).is_err());
}

#[test]
fn a_bounce_never_leads() {
    let mut stage = band();
    let bounce = Command::HostRolls { instance: id("a"), is_offline: true };
    stage.refused_with(&plugin("a"), bounce, Code::BounceNeverLeads);
    assert_eq!(leader(&stage), "session/0");
}

#[test]
fn a_chosen_instance_leads_whenever_it_is_here() {
    let mut stage = band();
    let lose = |incarnation| Command::Lose { instance: id("b"), incarnation: Incarnation(incarnation) };
    let steps: &[(&Actor, Command, &str)] = &[
        (&person(1), mode(Mode::Instance(id("b"))), "b/1"),
        (&plugin("a"), rolls("a"), "b/1"),
        (&plugin("b"), stopped("b", 1), "b/1"),
        (&Actor::system(), lose(1), "session/2"),
        (&plugin("a"), rolls("a"), "session/2"),
        (&plugin("b"), join("b"), "b/3"),
        (&plugin("b"), join_as("b", 2, true), "b/4"),
        (&person(1), mode(Mode::Session), "session/5"),
        (&plugin("a"), rolls("a"), "session/5"),
        (&person(1), mode(Mode::Auto), "session/5"),
        (&plugin("a"), rolls("a"), "a/6"),
        (&person(1), mode(Mode::Instance(id("a"))), "a/6"),
    ];
    for (by, command, expected) in steps {
        stage.ask(by, command.clone()).unwrap();
        assert_eq!(leader(&stage), *expected, "after {command:?}");
    }
}

#[test]
fn a_new_life_has_to_roll_before_it_leads_again() {
    let mut stage = band();
    stage.ask(&plugin("a"), rolls("a")).unwrap();
    stage.ask(&plugin("a"), join_as("a", 2, true)).unwrap();
    assert_eq!(leader(&stage), "session/2");
}

#[test]
fn two_transports_never_run_at_once() {
    let mut stage = band();
    let start = Command::Transport(transport::Command::Start { from: None });
    stage.ask(&person(1), start.clone()).unwrap();
    stage.pass(std::time::Duration::from_secs(2));
    let events = stage.ask(&plugin("a"), rolls("a")).unwrap();
    let beat = Beat::from_beats(4);
    let leader = Leader::Host(id("a"));
    assert_eq!(
        events,
        [Event::TransportHalted { beat }, Event::LeadChanged { former: Leader::Session, leader, term: 1 }]
    );
    let refusal = stage.refused_with(&person(1), start, Code::HostLeads);
    assert!(refusal.sentence.contains("instance a leads"), "{}", refusal.sentence);
}

#[test]
fn a_host_speaks_for_itself_only() {
    let mut stage = band();
    stage.refused_with(&plugin("b"), rolls("a"), Code::Forbidden);
    stage.refused_with(&person(1), rolls("a"), Code::Forbidden);
    stage.ask(&Actor::system(), rolls("a")).unwrap();
}

#[test]
fn only_those_who_may_move_the_transport_choose_or_become_leader() {
    let mut stage = band();
    let mute = Actor { instance: Some(id("a")), ..all_but(Verb::Transport) };
    stage.refused_with(&mute, rolls("a"), Code::Forbidden);
    stage.refused_with(&mute, mode(Mode::Session), Code::Forbidden);
    stage.refused_with(&person(1), mode(Mode::Instance(id("ghost"))), Code::PluginNotFound);
    stage.idle(&person(1), mode(Mode::Auto));
}

#[test]
fn a_leader_that_stops_in_its_pre_roll_gives_the_lead_back_all_the_same() {
    let mut stage = band();
    stage.ask(&plugin("a"), rolls("a")).unwrap();
    let before_the_song = Command::HostStopped { instance: id("a"), term: 1, beat: Beat::from_beats(-4) };
    stage.ask(&plugin("a"), before_the_song).unwrap();
    assert_eq!((leader(&stage).as_str(), stage.beat()), ("session/2", Beat::ZERO));
}
