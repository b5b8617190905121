//! Translation both ways, and what is said of lines that cannot be read.

use domain::actor::Kind;
use domain::ids::PrincipalId;
use domain::{Actor, Verb, Verbs};
use orchestrator::store::journal::{self, Error, v1};
use proptest::prelude::*;

use crate::samples;

#[test]
fn every_event_comes_back_as_it_was() {
    for event in samples::all() {
        let written = journal::write(&event);
        assert!(v1::KINDS.contains(&written.kind.as_str()), "{}", written.kind);
        assert_eq!(journal::read(&written.kind, written.version, &written.body).unwrap(), event);
    }
}

#[test]
fn what_is_newer_than_this_program_is_named() {
    let newer = journal::read("session.edited", 2, "{}").unwrap_err();
    assert_eq!(
        newer.to_string(),
        "\"session.edited\" is written in form 2, and this ai-band knows up to 1; start the newer one that wrote it, \
         or restore an older backup"
    );
    for kind in ["session.latent_proposed", "show.aired", "session.", "", "house.edited"] {
        let unknown = journal::read(kind, 1, "{}").unwrap_err();
        assert_eq!(unknown, Error::UnknownKind { kind: kind.to_owned() });
        assert!(unknown.to_string().contains("start the newer one"), "{unknown}");
    }
}

#[test]
fn a_damaged_body_says_what_is_wrong() {
    let job = "job_0000000000000000000000000000010b";
    let cases = [
        ("session.job_cancelled", "", "EOF"),
        ("session.job_cancelled", "null", "invalid type"),
        ("session.job_cancelled", "{}", "missing field `job`"),
        (
            "session.job_cancelled",
            r#"{"job":"job_1","by":"principal_0"}"#,
            "\"principal_0\" does not name a principal",
        ),
        ("session.chair_moved", r#"{"lane":"bas","to":null}"#, "\"bas\" is not a name"),
        ("session.chair_moved", r#"{"lane":"BASS","to":null}"#, "\"BASS\" is not a name"),
        ("session.chair_moved", r#"{"lane":"bass","to":null,"more":1}"#, "unknown field `more`"),
        ("session.timer_cleared", r#"{"timer":"tea:now"}"#, "\"tea:now\" is not a timer"),
        ("house.family_repeated", r#"{"family":"family_x","next":""}"#, "family_x"),
    ];
    for (kind, body, told) in cases {
        let error = journal::read(kind, 1, body).unwrap_err().to_string();
        assert!(error.contains(told) && error.contains(kind), "{body}: {error}");
        assert!(error.ends_with("run `ai-band doctor`, or restore a backup"), "{error}");
    }
    let backwards = format!(
        r#"{{"job":"{job}","takes":[{{"lane":"bass","regions":[{{"span":[5,1],"clip":"sha256:{}","into":0,"looped":false}}]}}]}}"#,
        "0".repeat(64)
    );
    let error = journal::read("session.job_done", 1, &backwards).unwrap_err().to_string();
    assert!(error.contains("a span from tick 5 to tick 1 is none"), "{error}");
}

#[test]
fn a_chair_and_a_lead_of_before_the_first_release_are_read() {
    for (kind, body, former) in [
        ("session.chair_moved", r#"{"lane": "bass", "to": "keys"}"#, r#""from":null"#),
        ("session.lead_changed", r#"{"host": "keys", "term": 3}"#, r#""former":null"#),
    ] {
        let event = journal::read(kind, 1, body).unwrap();
        let again = journal::write(&event).body;
        assert!(again.contains(former), "{again}");
    }
}

#[test]
fn actors_and_timers_come_back() {
    let person = PrincipalId(7);
    let plugin = Actor {
        principal: PrincipalId(8),
        kind: Kind::Plugin,
        acts_for: Some(person),
        verbs: Verbs::of(&[Verb::View]),
        instance: Some("one".parse().unwrap()),
    };
    for actor in [Actor::system(), plugin] {
        assert_eq!(journal::read_actor(&journal::write_actor(&actor)).unwrap(), actor);
    }
    assert!(journal::read_actor("{}").is_err());
    for event in samples::all() {
        let (domain::Event::House(domain::house::Event::TimerSet { timer, .. })
        | domain::Event::Session(domain::session::Event::TimerSet { timer, .. })) = event
        else {
            continue;
        };
        let name = journal::write_timer(timer);
        assert_eq!(journal::read_timer(&name).unwrap(), timer, "{name}");
        assert!(journal::read_timer(&name[1..]).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    /// Whatever a disk did to a line: an error or an event, never a panic.
    #[test]
    fn damage_is_survived(which in 0_usize..1_000, at in 0_usize..10_000, byte in any::<u8>(), cut in any::<bool>()) {
        let all = samples::all();
        let written = journal::write(&all[which % all.len()]);
        let mut body = written.body.into_bytes();
        let at = at % body.len().max(1);
        if cut { body.truncate(at) } else if let Some(hit) = body.get_mut(at) { *hit = byte }
        let body = String::from_utf8_lossy(&body);
        if let Ok(event) = journal::read(&written.kind, 1, &body) {
            let again = journal::write(&event);
            prop_assert_eq!(journal::read(&again.kind, 1, &again.body), Ok(event));
        }
    }
}
