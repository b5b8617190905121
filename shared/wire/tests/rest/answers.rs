//! Answers: the seed's fields are there under the seed's names.

use serde::Serialize;
use serde_json::{Value, json};
use wire::lane::Lane;
use wire::rest::changes::{Change, Entity};
use wire::rest::plugin::{Instances, Status};
use wire::rest::problem::Problem;
use wire::rest::transport::{Applied, Moved, Position};
use wire::rest::{midi, rule, session};
use wire::text::Id;

fn json_of(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

fn position() -> Position {
    Position {
        is_playing: true,
        current_beat: 16.75,
        tempo: 120.0,
        timestamp: "2025-08-24T10:30:00Z".to_owned(),
        session: id("default"),
        beat: "35970351104".to_owned(),
        looped: None,
        leader: "session".to_owned(),
    }
}

#[test]
fn a_position_is_a_transport_sync() {
    let answer = json_of(&position());
    for (name, value) in [
        ("isPlaying", json!(true)),
        ("currentBeat", json!(16.75)),
        ("tempo", json!(120.0)),
        ("timestamp", json!("2025-08-24T10:30:00Z")),
    ] {
        assert_eq!(answer[name], value, "{name}");
    }
    assert!(answer.get("loop").is_none(), "what is not there is not written");
}

#[test]
fn a_transport_command_tells_the_position_and_each_instance() {
    let applied =
        vec![Applied { plugin_id: id("a"), applied: false, why: Some("its host leads".to_owned()) }];
    let answer = json_of(&Moved { position: position(), applied });
    assert_eq!(answer["currentBeat"], json!(16.75));
    assert_eq!(answer["applied"], json!([{"plugin_id": "a", "applied": false, "why": "its host leads"}]));
}

#[test]
fn the_status_of_one_instance_is_a_word_of_the_seed() {
    let one = Instances { plugin_id: Some(id("a")), status: Some(Status::Connected), plugins: vec![] };
    assert_eq!(json_of(&one)["status"], json!("connected"));
    let all = Instances { plugin_id: None, status: None, plugins: vec![] };
    assert_eq!(json_of(&all), json!({"plugins": []}));
}

#[test]
fn a_file_has_what_midi_ready_has() {
    let file = midi::File {
        file_id: "art_1".to_owned(),
        filename: "20250824103000_bass_Cmaj_120.mid".to_owned(),
        track_type: Some(Lane(music::lane::Lane::Bass)),
        duration: 32.0,
        key: Some("C major".to_owned()),
        tempo: Some(120.0),
        hash: "sha256:00".to_owned(),
        created: "2025-08-24T10:30:00Z".to_owned(),
        url: "/api/midi/art_1".to_owned(),
    };
    let answer = json_of(&file);
    for name in ["filename", "track_type", "duration", "key"] {
        assert!(!answer[name].is_null(), "{name}");
    }
}

#[test]
fn a_change_says_what_it_is_and_has_the_thing_in_it() {
    let chair = session::Chair {
        lane: Lane(music::lane::Lane::Bass),
        plugin_id: Some(id("a")),
        channel: 0,
        route: session::Route::Both,
    };
    let entity = Entity::Lane(chair);
    let change = Change::Changed {
        scope: "session/default".to_owned(),
        seq: 7,
        id: "bass".to_owned(),
        rev: 7,
        entity,
    };
    let text = serde_json::to_string(&change).unwrap();
    let expected = json!({"type": "changed", "scope": "session/default", "seq": 7, "id": "bass", "rev": 7,
        "entity": "lane", "body": {"lane": "bass", "plugin_id": "a", "channel": 0, "route": "both"}});
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
    assert_eq!(serde_json::from_str::<Change>(&text).unwrap(), change, "a client reads what was written");
}

#[test]
fn an_answer_may_grow_and_old_clients_still_read_it() {
    let text = r#"{"rule": "approve_first_take", "enabled": true, "since": "tomorrow"}"#;
    assert!(serde_json::from_str::<rule::Rule>(text).is_ok());
}

#[test]
fn a_problem_leaves_out_what_it_has_none_of() {
    let problem = Problem {
        kind: "urn:ai-band:problem:plugin-not-found".to_owned(),
        title: "Not Found".to_owned(),
        status: 404,
        detail: "there is no plugin \"x\"".to_owned(),
        code: "PLUGIN_NOT_FOUND".to_owned(),
        request_id: "1".to_owned(),
        allowed: vec![],
        errors: vec![],
    };
    let answer = json_of(&problem);
    assert_eq!(answer["type"], json!("urn:ai-band:problem:plugin-not-found"));
    assert!(answer.get("allowed").is_none() && answer.get("errors").is_none());
}
