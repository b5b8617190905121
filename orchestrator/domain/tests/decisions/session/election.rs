//! What follows from what hosts say ten times a second.

use std::time::Duration;

use domain::session::Command;
use domain::session::leader::{Election, Mode, Word};
use domain::{Actor, Beat};

use crate::cast::{id, join, person, plugin};
use crate::stage::Stage;

const PLAYS: Word = Word { is_playing: true, is_offline: false, beat: Beat::ZERO };
const STANDS: Word = Word { is_playing: false, is_offline: false, beat: Beat::from_beats(8) };
const BOUNCES: Word = Word { is_playing: true, is_offline: true, beat: Beat::from_beats(99) };

/// What hosts said when, in tenths of a second, and who leads then.
fn run(mode: Mode, words: &[(u64, &str, Word, &str)]) -> Stage {
    let mut stage = Stage::session();
    for name in ["a", "b"] {
        stage.ask(&plugin(name), join(name)).unwrap();
    }
    stage.ask(&person(1), Command::SetLeadMode(mode)).unwrap();
    let (mut election, start) = (Election::new(), stage.now);
    for (tenths, who, word, expected) in words {
        stage.now = start + Duration::from_millis(tenths * 100);
        election.hear(&id(who), *word, stage.now);
        while let Some(command) = election.due(stage.song().lead(), stage.now) {
            let events = stage.ask(&Actor::system(), command).unwrap();
            assert!(!events.is_empty(), "what is due changes something, or it would be due for ever");
        }
        let leader = stage.song().lead().host().map_or("session", |host| host.as_str());
        assert_eq!(leader, *expected, "at {tenths} tenths");
    }
    stage
}

#[test]
fn the_first_that_rolls_leads_until_it_has_stood_for_two_seconds() {
    let stage = run(
        Mode::Auto,
        &[
            (0, "a", STANDS, "session"),
            (1, "b", PLAYS, "b"),
            (2, "a", PLAYS, "b"),
            (10, "b", STANDS, "b"),
            (29, "b", STANDS, "b"),
            (30, "b", STANDS, "a"),
            (31, "b", PLAYS, "a"),
            (40, "a", STANDS, "a"),
            (60, "a", STANDS, "b"),
        ],
    );
    assert_eq!(stage.song().lead().term(), 5);
}

#[test]
fn a_short_stop_changes_nothing() {
    run(
        Mode::Auto,
        &[(0, "a", PLAYS, "a"), (1, "a", STANDS, "a"), (20, "a", PLAYS, "a"), (45, "a", PLAYS, "a")],
    );
}

#[test]
fn bouncing_is_not_rolling() {
    let stage = run(
        Mode::Auto,
        &[
            (0, "a", BOUNCES, "session"),
            (1, "a", PLAYS, "a"),
            (2, "a", STANDS, "a"),
            (3, "a", BOUNCES, "a"),
            (22, "a", BOUNCES, "session"),
        ],
    );
    assert_eq!(stage.beat(), Beat::from_beats(8), "where it stood before it bounced");
}

#[test]
fn who_was_chosen_is_not_elected() {
    run(Mode::Session, &[(0, "a", PLAYS, "session"), (30, "b", PLAYS, "session")]);
    run(Mode::Instance(id("b")), &[(0, "a", PLAYS, "b"), (1, "b", STANDS, "b"), (50, "b", STANDS, "b")]);
}

#[test]
fn the_forgotten_do_not_roll() {
    let (mut election, stage) = (Election::new(), Stage::session());
    election.hear(&id("a"), PLAYS, stage.now);
    assert!(election.due(stage.song().lead(), stage.now).is_some());
    election.forget(&id("a"));
    assert_eq!(election.due(stage.song().lead(), stage.now), None);
}
