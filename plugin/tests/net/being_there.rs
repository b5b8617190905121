//! An instance and its lease: heartbeats, being taken for lost, and coming back.

use ai_band_plugin::net::News;
use ai_band_plugin::net::link::Do;
use ai_band_plugin::net::rest::{Purpose, Request};
use serde_json::{Value, json};
use wire::ToOrchestrator;

use crate::stage::{SCOPE, Stage, changed, registered};

fn bodies(stage: &Stage, path: &str) -> Vec<Value> {
    let of_path = |request: &&Request| request.path == path;
    stage.asked().into_iter().filter(of_path).map(|it| serde_json::from_slice(&it.body).unwrap()).collect()
}

fn removed(seq: u64, id: &str) -> Value {
    json!({ "type": "removed", "scope": SCOPE, "seq": seq, "entity": "instance", "id": id })
}

fn chair(seq: u64, plugin_id: Option<&str>) -> Value {
    let mut chair = json!({ "lane": "bass", "channel": 1, "route": "sound" });
    if let Some(id) = plugin_id {
        chair["plugin_id"] = json!(id);
    }
    changed(seq, "lane", "bass", chair)
}

/// Who sits at the bass, each time it was told, and whether that was how it was found.
fn seats(stage: &Stage) -> Vec<(Option<String>, bool)> {
    let seat = |news: &&News| match news {
        News::Seats(seats) => Some((seats.by_lane[1].clone(), seats.is_first)),
        _ => None,
    };
    stage.news().iter().filter_map(seat).collect()
}

#[test]
fn whoever_the_server_does_not_know_registers_again_at_once_as_another_life() {
    let mut stage = Stage::new();
    stage.register();
    let first = bodies(&stage, "/api/plugin/register").remove(0);
    stage.welcome("e1", json!({ "snapshot_url": "/api/snapshot" })).snapshot(1, json!([]));
    stage.forget().refuse(Purpose::Heartbeat, "PLUGIN_NOT_FOUND");
    assert!(stage.done.iter().any(|done| matches!(done, Do::Close)), "its socket is nobody's");
    let again = bodies(&stage, "/api/plugin/register").remove(0);
    assert_eq!(again["plugin_id"], first["plugin_id"]);
    assert_ne!(again["incarnation"], first["incarnation"]);
    stage.forget().answer(Purpose::Register, &registered());
    assert!(stage.done.iter().any(|done| matches!(done, Do::Open { .. })));
}

#[test]
fn what_else_is_answered_to_a_heartbeat_changes_nothing() {
    for code in ["FORBIDDEN", "CONNECTION_TIMEOUT", ""] {
        let mut stage = Stage::open();
        stage.forget().refuse(Purpose::Heartbeat, code);
        assert!(stage.done.is_empty(), "{code}: {:?}", stage.done);
    }
    let mut stage = Stage::open();
    stage.event(ai_band_plugin::net::link::Event::Closed(String::new())).forget();
    stage.refuse(Purpose::Heartbeat, "PLUGIN_NOT_FOUND");
    assert!(stage.asked().is_empty(), "who is away registers anyway when it comes back");
}

#[test]
fn news_that_it_has_gone_is_looked_into_at_once_and_gives_no_chair_away() {
    let mut stage = Stage::open();
    stage.changes(1, 2, json!([chair(2, Some("me"))])).forget();
    stage.changes(2, 4, json!([chair(3, None), removed(4, "me")]));
    assert_eq!(bodies(&stage, "/api/plugin/heartbeat").len(), 1, "before the next one is due");
    assert_eq!(seats(&stage), [], "nobody took its chair");
    stage.forget().answer(Purpose::Heartbeat, &json!({}));
    assert_eq!(seats(&stage), [(None, false)], "it is there: then somebody took its chair");
}

#[test]
fn others_that_go_are_none_of_its_business() {
    let mut stage = Stage::open();
    stage.forget().changes(1, 2, json!([removed(2, "you")]));
    assert_eq!(bodies(&stage, "/api/plugin/heartbeat").len(), 0);
}

#[test]
fn who_sits_where_is_told_once_its_own_coming_is_among_what_it_knows() {
    let mut stage = Stage::open();
    stage.changes(1, 2, json!([chair(2, Some("me"))])).forget();
    stage.changes(2, 4, json!([chair(3, None), removed(4, "me")]));
    stage.refuse(Purpose::Heartbeat, "PLUGIN_NOT_FOUND").forget();
    let mut answer = registered();
    answer["cursor"] = json!(6);
    stage.answer(Purpose::Register, &answer).event(ai_band_plugin::net::link::Event::Opened);
    let resume = stage.said().into_iter().find_map(|said| match said {
        ToOrchestrator::Hello(hello) => hello.resume,
        _ => None,
    });
    assert_eq!(resume.unwrap().after[SCOPE], 4);
    stage.welcome("e1", json!("replay"));
    assert_eq!(seats(&stage), [], "of how it was before it came");
    stage.changes(4, 5, json!([]));
    assert_eq!(seats(&stage), [], "one fact before it came");
    stage.changes(5, 6, json!([chair(6, Some("me"))]));
    assert_eq!(seats(&stage), [(Some("me".to_owned()), true)]);
}

#[test]
fn whoever_is_in_takes_leave_and_whoever_is_not_has_nothing_to_say() {
    let mut stage = Stage::new();
    assert_eq!(stage.link.goodbye(), None);
    stage.find();
    assert!(stage.link.is_coming_in() && stage.link.goodbye().is_none(), "not before it has come");
    stage.answer(Purpose::Register, &registered());
    let goodbye = stage.link.goodbye().unwrap();
    assert_eq!((goodbye.path.as_str(), goodbye.token.as_str()), ("/api/plugin/unregister", "mine"));
    let body: Value = serde_json::from_slice(&goodbye.body).unwrap();
    assert_eq!(body, json!({ "plugin_id": "me", "session": "default" }));
    stage.event(ai_band_plugin::net::link::Event::Closed(String::new()));
    assert_eq!(stage.link.goodbye(), None, "the server is not there to hear it");
}
