//! Principals: who is let in, what they may do, and when they may no more.

use domain::actor::Kind;
use domain::house::principal::{Introduction, PRINCIPALS_MAX, Rights, SESSIONS_NAMED_MAX, Sessions};
use domain::house::{Command, Event};
use domain::ids::{PrincipalId, SessionId};
use domain::{Actor, Code, Refusal, Verb, Verbs, WallTime};

use crate::stage::Stage;

fn rights(verbs: &str) -> Rights {
    Rights { verbs: verbs.parse().unwrap(), sessions: Sessions::All }
}

fn session(name: &str) -> SessionId {
    name.parse().unwrap()
}

fn only(names: &[&str]) -> Sessions {
    Sessions::Only(names.iter().map(|name| session(name)).collect())
}

fn somebody(kind: Kind, verbs: &str) -> Introduction {
    Introduction { kind, name: format!("a {kind}"), rights: rights(verbs), acts_for: None, key: None }
}

fn introduce(stage: &mut Stage, by: &Actor, who: Introduction) -> Result<PrincipalId, Refusal> {
    let events = stage.ask_house(by, Command::Introduce(who))?;
    let [Event::PrincipalIntroduced(new)] = events.as_slice() else { panic!("{events:?}") };
    Ok(new.id)
}

/// A house with its owner.
fn home() -> (Stage, PrincipalId, Actor) {
    let mut stage = Stage::house();
    let owner = Introduction {
        rights: Rights { verbs: Verbs::ALL, sessions: Sessions::All },
        ..somebody(Kind::Person, "")
    };
    let id = introduce(&mut stage, &Actor::system(), owner).unwrap();
    let actor = stage.home().actor(id, stage.now).unwrap();
    (stage, id, actor)
}

fn verbs_in(stage: &Stage, name: &str, who: PrincipalId) -> String {
    let actor = stage.home().actor_in(&session(name), who, stage.now, None);
    actor.map_or_else(|| "nobody".to_owned(), |actor| actor.verbs.to_string())
}

#[test]
fn rights_hold_where_they_were_given() {
    let (mut stage, _, owner) = home();
    let guest = Introduction {
        rights: Rights { sessions: only(&["jam"]), ..rights("view edit") },
        ..somebody(Kind::Person, "")
    };
    let guest = introduce(&mut stage, &owner, guest).unwrap();
    assert_eq!(verbs_in(&stage, "jam", guest), "view edit");
    assert_eq!(verbs_in(&stage, "default", guest), "");
    assert_eq!(stage.home().actor(guest, stage.now).unwrap().verbs.to_string(), "view edit");
    assert_eq!(verbs_in(&stage, "jam", PrincipalId(404)), "nobody");
}

#[test]
fn a_plugin_may_what_its_person_may_and_no_more() {
    let (mut stage, _, owner) = home();
    let person = introduce(&mut stage, &owner, somebody(Kind::Person, "view edit approve")).unwrap();
    let plugin = Introduction { acts_for: Some(person), ..somebody(Kind::Plugin, "view approve transport") };
    let plugin = introduce(&mut stage, &owner, plugin).unwrap();
    assert_eq!(verbs_in(&stage, "default", plugin), "view approve");
    let actor = stage.home().actor(plugin, stage.now).unwrap();
    assert_eq!((actor.principal, actor.person()), (plugin, person));
    stage.ask_house(&owner, Command::Grant { principal: person, rights: rights("view") }).unwrap();
    assert_eq!(verbs_in(&stage, "default", plugin), "view");
    stage.ask_house(&owner, Command::Revoke { principal: person }).unwrap();
    assert_eq!(
        (verbs_in(&stage, "default", plugin), verbs_in(&stage, "default", person)),
        (String::new(), "nobody".into())
    );
}

#[test]
fn nobody_gives_what_he_has_not() {
    let (mut stage, _, owner) = home();
    let foreman = Introduction {
        rights: Rights { sessions: only(&["jam"]), ..rights("view admin") },
        ..somebody(Kind::Person, "")
    };
    let foreman = introduce(&mut stage, &owner, foreman).unwrap();
    let foreman = stage.home().actor(foreman, stage.now).unwrap();
    let refusal = introduce(&mut stage, &foreman, somebody(Kind::Person, "view edit")).unwrap_err();
    assert_eq!(refusal.code, Code::Forbidden);
    assert!(refusal.sentence.contains("the verb edit"), "{}", refusal.sentence);
    let refusal = introduce(&mut stage, &foreman, somebody(Kind::Person, "view")).unwrap_err();
    assert!(refusal.sentence.contains("sessions that they may not see"), "{}", refusal.sentence);
    let here = Introduction {
        rights: Rights { sessions: only(&["jam"]), ..rights("view") },
        ..somebody(Kind::Person, "")
    };
    introduce(&mut stage, &foreman, here).unwrap();
}

#[test]
fn agents_and_scripts_approve_only_when_a_person_says_so() {
    let (mut stage, _, owner) = home();
    let machine = Introduction { rights: rights("view approve admin"), ..somebody(Kind::Plugin, "") };
    let machine = introduce(&mut stage, &owner, machine).unwrap();
    let machine = stage.home().actor(machine, stage.now).unwrap();
    for kind in [Kind::Agent, Kind::Script] {
        for by in [&machine, &Actor::system()] {
            let refusal = introduce(&mut stage, by, somebody(kind, "view approve")).unwrap_err();
            assert_eq!(refusal.code, Code::Forbidden);
            assert!(refusal.sentence.contains("only a person can grant it approve"), "{}", refusal.sentence);
        }
        let agent = introduce(&mut stage, &owner, somebody(kind, "view")).unwrap();
        let grant = Command::Grant { principal: agent, rights: rights("view approve") };
        assert_eq!(stage.ask_house(&machine, grant.clone()).unwrap_err().code, Code::Forbidden);
        stage.ask_house(&owner, grant.clone()).unwrap();
        assert_eq!(stage.ask_house(&owner, grant), Ok(vec![]), "granted already");
    }
}

#[test]
fn nobody_is_the_house() {
    let mut stage = Stage::house();
    let refusal = introduce(&mut stage, &Actor::system(), somebody(Kind::System, "view")).unwrap_err();
    assert_eq!(refusal.code, Code::Forbidden);
    let refusal = introduce(
        &mut stage,
        &Actor::system(),
        Introduction { acts_for: Some(PrincipalId(9)), ..somebody(Kind::Plugin, "view") },
    );
    assert_eq!(refusal.unwrap_err().code, Code::PrincipalNotFound);
}

#[test]
fn the_revoked_are_out_at_once_and_for_good() {
    let (mut stage, _, owner) = home();
    let guest = introduce(&mut stage, &owner, somebody(Kind::Person, "view")).unwrap();
    let revoke = Command::Revoke { principal: guest };
    stage.ask_house(&owner, revoke.clone()).unwrap();
    assert_eq!(stage.home().actor(guest, stage.now), None);
    assert_eq!(stage.ask_house(&owner, revoke), Ok(vec![]));
    assert!(stage.home().principal(guest).is_some(), "what it did keeps its name");
    for command in [
        Command::Grant { principal: guest, rights: rights("view") },
        Command::RevokeTokens { principal: guest },
        Command::BeginFamily { principal: guest, token: domain::house::family::TokenHash([1; 32]) },
    ] {
        let refusal = stage.ask_house(&owner, command).unwrap_err();
        assert_eq!(refusal.code, Code::PrincipalRevoked);
        assert!(refusal.sentence.contains("\"a person\", is revoked for good"), "{}", refusal.sentence);
    }
}

#[test]
fn tokens_are_revoked_by_their_time() {
    let (mut stage, owner, by) = home();
    let issued = stage.now;
    stage.pass(std::time::Duration::from_secs(1));
    stage.ask_house(&by, Command::RevokeTokens { principal: owner }).unwrap();
    let actor = |stage: &Stage, issued: WallTime| stage.home().actor(owner, issued).is_some();
    assert!(!actor(&stage, issued));
    assert!(!actor(&stage, stage.now), "those of the same moment too");
    assert!(actor(&stage, WallTime(stage.now.0 + 1)));
}

#[test]
fn one_may_go_but_not_send_others_away() {
    let (mut stage, owner, by) = home();
    let guest = introduce(&mut stage, &by, somebody(Kind::Person, "view edit")).unwrap();
    let guest_actor = stage.home().actor(guest, stage.now).unwrap();
    for command in [Command::Revoke { principal: owner }, Command::RevokeTokens { principal: owner }] {
        assert_eq!(stage.ask_house(&guest_actor, command).unwrap_err().code, Code::Forbidden);
    }
    let unknown = stage.ask_house(&by, Command::Revoke { principal: PrincipalId(404) }).unwrap_err();
    assert_eq!(unknown.code, Code::PrincipalNotFound);
    stage.ask_house(&guest_actor, Command::RevokeTokens { principal: guest }).unwrap();
    stage.ask_house(&guest_actor, Command::Revoke { principal: guest }).unwrap();
}

#[test]
fn admin_lets_in_and_nobody_else() {
    let (mut stage, owner, _) = home();
    let by = crate::cast::all_but(Verb::Admin);
    let grant = Command::Grant { principal: owner, rights: rights("view") };
    for command in [Command::Introduce(somebody(Kind::Person, "view")), grant] {
        assert_eq!(stage.ask_house(&by, command).unwrap_err().code, Code::Forbidden);
    }
}

#[test]
fn there_is_an_end_to_principals_and_to_the_sessions_of_one_grant() {
    let mut state = domain::State::new(&domain::Scope::House);
    let ask = |state: &domain::State, who: Introduction, number: u64| {
        let asked =
            domain::Asked { by: Actor::system(), command: domain::Command::House(Command::Introduce(who)) };
        domain::decide(state, &asked, WallTime(0), domain::Seed::from_number(number))
    };
    for number in 0..PRINCIPALS_MAX as u64 {
        let events = ask(&state, somebody(Kind::Plugin, "view"), number).unwrap();
        events.iter().for_each(|event| state.apply(event));
    }
    let refusal = ask(&state, somebody(Kind::Plugin, "view"), u64::MAX).unwrap_err();
    assert_eq!(refusal.code, Code::LimitReached);
    assert!(refusal.sentence.contains("10000 principals"), "{}", refusal.sentence);
    let many: Vec<String> = (0..=SESSIONS_NAMED_MAX).map(|number| format!("s{number}")).collect();
    let sessions = only(&many.iter().map(String::as_str).collect::<Vec<_>>());
    let everywhere =
        Introduction { rights: Rights { sessions, ..rights("view") }, ..somebody(Kind::Plugin, "") };
    let refusal = ask(&domain::State::new(&domain::Scope::House), everywhere, 0).unwrap_err();
    assert!(refusal.sentence.contains("256 sessions in one grant"), "{}", refusal.sentence);
}
