//! Browsers' tokens: each good once, a short grace, and what reuse does.

use std::time::Duration;

use domain::actor::Kind;
use domain::house::family::{CURRENT_MAX, End, FAMILIES_PER_PRINCIPAL_MAX, GRACE, LASTS, TokenHash};
use domain::house::principal::{Introduction, Rights, Sessions};
use domain::house::{Command, Event};
use domain::ids::{FamilyId, PrincipalId};
use domain::{Actor, Code, Verbs};

use crate::stage::Stage;

fn token(number: u8) -> TokenHash {
    TokenHash([number; 32])
}

/// Somebody who has just logged in with token 0.
fn browser() -> (Stage, PrincipalId, FamilyId) {
    let mut stage = Stage::house();
    let rights = Rights { verbs: Verbs::ALL, sessions: Sessions::All };
    let who = Introduction { kind: Kind::Person, name: "Ann".into(), rights, acts_for: None, key: None };
    let events = stage.ask_house(&Actor::system(), Command::Introduce(who)).unwrap();
    let Event::PrincipalIntroduced(ann) = &events[0] else { panic!() };
    let family = log_in(&mut stage, ann.id);
    (stage, ann.id, family)
}

fn log_in(stage: &mut Stage, principal: PrincipalId) -> FamilyId {
    let begin = Command::BeginFamily { principal, token: token(0) };
    let events = stage.ask_house(&Actor::system(), begin).unwrap();
    let began = events.iter().find_map(|event| match event {
        Event::FamilyBegan(began) => Some(began.id),
        _ => None,
    });
    began.unwrap()
}

/// What a refresh leads to: `new`, `again`, `reused`, or a refusal's code.
fn refresh(stage: &mut Stage, family: FamilyId, presented: u8, next: u8) -> &'static str {
    let command = Command::Refresh { family, presented: token(presented), next: token(next) };
    match stage.ask_house(&Actor::system(), command) {
        Err(refusal) => refusal.code.name(),
        Ok(events) => match events.as_slice() {
            [Event::FamilyRefreshed { .. }] => "new",
            [Event::FamilyRepeated { .. }] => "again",
            [Event::FamilyEnded { how: End::Reused, .. }, Event::TimerCleared { .. }] => "reused",
            _ => panic!("{events:?}"),
        },
    }
}

/// Seconds since the step before, the token shown, the one given, and what happens.
#[test]
fn tokens_follow_each_other() {
    type Steps<'a> = &'a [(u64, u8, u8, &'a str)];
    let stories: &[(&str, Steps<'_>)] = &[
        ("one after the other", &[(0, 0, 1, "new"), (600, 1, 2, "new"), (600, 2, 3, "new")]),
        ("an answer was lost", &[(0, 0, 1, "new"), (20, 0, 2, "again"), (600, 2, 3, "new")]),
        (
            "two tabs",
            &[(0, 0, 1, "new"), (1, 0, 2, "again"), (5, 1, 3, "new"), (5, 2, 4, "again"), (60, 4, 5, "new")],
        ),
        ("the grace is over", &[(0, 0, 1, "new"), (21, 0, 2, "reused"), (0, 1, 3, "FAMILY_NOT_FOUND")]),
        ("the grace does not grow", &[(0, 0, 1, "new"), (15, 0, 2, "again"), (6, 0, 3, "reused")]),
        ("two generations back", &[(0, 0, 1, "new"), (1, 1, 2, "new"), (1, 0, 3, "reused")]),
        ("made up", &[(0, 99, 1, "reused"), (0, 0, 1, "FAMILY_NOT_FOUND")]),
    ];
    for (what, steps) in stories {
        let (mut stage, _, family) = browser();
        for (seconds, presented, next, expected) in *steps {
            stage.pass(Duration::from_secs(*seconds));
            assert_eq!(refresh(&mut stage, family, *presented, *next), *expected, "{what}: {presented}");
        }
    }
}

#[test]
fn a_grace_gives_out_only_so_many() {
    let (mut stage, _, family) = browser();
    assert_eq!(refresh(&mut stage, family, 0, 1), "new");
    for next in 2..=CURRENT_MAX as u8 {
        assert_eq!(refresh(&mut stage, family, 0, next), "again");
    }
    assert_eq!(refresh(&mut stage, family, 0, 100), "LIMIT_REACHED");
    assert_eq!(refresh(&mut stage, family, 3, 101), "new", "those that are out still work");
}

#[test]
fn a_login_lasts_its_time_and_no_longer() {
    let (mut stage, _, family) = browser();
    stage.pass(LASTS);
    assert_eq!(refresh(&mut stage, family, 0, 1), "FAMILY_REVOKED");
    stage.pass_with_timers(Duration::ZERO);
    assert!(stage.home().families().is_empty());
    assert_eq!(refresh(&mut stage, family, 0, 1), "FAMILY_NOT_FOUND");
}

#[test]
fn logging_out_and_being_revoked_end_it() {
    let (mut stage, ann, family) = browser();
    let herself = stage.home().actor(ann, stage.now).unwrap();
    let stranger = crate::cast::person(5);
    let end = Command::EndFamily { family };
    assert_eq!(stage.ask_house(&stranger, end.clone()).unwrap_err().code, Code::Forbidden);
    let events = stage.ask_house(&herself, end.clone()).unwrap();
    assert_eq!(events[0], Event::FamilyEnded { family, how: End::Revoked });
    assert_eq!(stage.ask_house(&herself, end), Ok(vec![]));
    for command in [Command::RevokeTokens { principal: ann }, Command::Revoke { principal: ann }] {
        let family = log_in(&mut stage, ann);
        stage.ask_house(&Actor::system(), command).unwrap();
        assert_eq!(refresh(&mut stage, family, 0, 1), "FAMILY_NOT_FOUND");
    }
    assert!(stage.timers.is_empty());
}

#[test]
fn the_browser_unused_for_longest_makes_room() {
    let (mut stage, ann, first) = browser();
    let mut families = vec![first];
    for _ in 1..FAMILIES_PER_PRINCIPAL_MAX {
        stage.pass(GRACE);
        families.push(log_in(&mut stage, ann));
    }
    stage.pass(GRACE);
    assert_eq!(refresh(&mut stage, first, 0, 1), "new");
    log_in(&mut stage, ann);
    assert_eq!(stage.home().families().len(), FAMILIES_PER_PRINCIPAL_MAX);
    assert!(stage.home().family(first).is_some());
    assert_eq!(stage.home().family(families[1]), None);
}
