//! Sessions: the default one, and those that are opened.

use domain::house::sessions::SESSIONS_MAX;
use domain::house::{Command, Event};
use domain::ids::SessionId;
use domain::{Code, Scope, State, Verb};

use crate::cast::{all_but, person};
use crate::stage::Stage;

fn open(session: &str, name: &str) -> Command {
    Command::OpenSession { session: session.parse().unwrap(), name: name.to_owned() }
}

#[test]
fn the_default_session_always_exists() {
    let mut stage = Stage::house();
    assert_eq!(stage.home().sessions()[&SessionId::default_session()].name.as_ref(), "Default");
    let refusal = stage.ask_house(&person(1), open("default", "Mine")).unwrap_err();
    assert_eq!(refusal.code, Code::SessionExists);
    assert!(refusal.sentence.contains("join it, or choose another id"), "{}", refusal.sentence);
}

#[test]
fn a_session_has_a_name_that_people_can_read() {
    let mut stage = Stage::house();
    let events = stage.ask_house(&person(1), open("song-2", "  Zweites Stück ")).unwrap();
    let [Event::SessionOpened { session, opened }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(
        (session.as_str(), &*opened.name, opened.by),
        ("song-2", "Zweites Stück", person(1).principal)
    );
    for bad in ["", "  ", "a\nb", "\u{1b}[2J", &"x".repeat(121)] {
        let refusal = stage.ask_house(&person(1), open("other", bad)).unwrap_err();
        assert_eq!(refusal.code, Code::InvalidName, "{bad:?}");
    }
    let refusal = stage.ask_house(&all_but(Verb::Edit), open("other", "Other")).unwrap_err();
    assert_eq!(refusal.code, Code::Forbidden);
}

#[test]
fn scopes_have_one_spelling() {
    for text in ["house", "session/default", "session/song-2"] {
        let scope: Scope = text.parse().unwrap();
        assert_eq!(scope.to_string(), text);
        assert_eq!(State::new(&scope).scope(), scope);
    }
    for text in ["", "House", "session", "session/", "session/../house", "session/a/b", "run/1"] {
        assert!(text.parse::<Scope>().is_err(), "{text} was taken for a scope");
    }
}

#[test]
fn codes_have_names_of_their_own() {
    let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::ALL.len());
    assert_eq!(Code::HostLeads.to_string(), "HOST_LEADS");
}

#[test]
fn there_is_an_end_to_sessions() {
    let mut state = State::new(&Scope::House);
    for number in 1..=SESSIONS_MAX {
        let command = domain::Command::House(open(&format!("s{number}"), "S"));
        let asked = domain::Asked { by: person(1), command };
        match domain::decide(&state, &asked, domain::WallTime(0), domain::Seed::from_number(0)) {
            Ok(events) => events.iter().for_each(|event| state.apply(event)),
            Err(refusal) => {
                assert_eq!((number, refusal.code), (SESSIONS_MAX, Code::LimitReached));
                return;
            }
        }
    }
    panic!("there is no end to sessions");
}
