//! Every sentence, both ways.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::server::{START, Server};

fn number(value: &Value) -> i64 {
    value.as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_hello_is_welcomed_with_all_that_a_client_begins_with() {
    let server = Server::start().await;
    let (mut client, welcome) = Client::hello(&server, json!({"instance": "keys"})).await;
    assert_eq!(
        (&welcome["proto"], &welcome["session"], &welcome["instance"]),
        (&json!(1), &json!("default"), &json!("keys"))
    );
    assert_eq!(number(&welcome["server_time"]), START.0);
    assert!(!welcome["journal_id"].as_str().unwrap().is_empty());
    assert_eq!(welcome["resume"]["snapshot_url"], "/api/snapshot?session=default");
    assert_eq!(welcome["settings"]["lease_seconds"], 15);
    let timeline = client.until("timeline").await;
    assert_eq!(timeline["clock_epoch"], welcome["clock_epoch"]);
    assert_eq!((&timeline["playing"], &timeline["leader"]), (&json!(false), &json!("session")));
    assert_eq!((&timeline["meter"], &timeline["segments"][0]["bpm"]), (&json!([4, 4]), &json!(120.0)));
}

#[tokio::test]
async fn a_ping_comes_back_with_the_servers_two_times() {
    let server = Server::start().await;
    let mut client = Client::silent(&server).await;
    client.say(json!({"type": "ping", "id": 1, "t0": "9007199254740993"})).await;
    let first = client.next().await.unwrap();
    assert_eq!(
        (&first["type"], &first["id"], &first["t0"]),
        (&json!("pong"), &json!(1), &json!("9007199254740993"))
    );
    assert_eq!((number(&first["t1"]), number(&first["t2"])), (START.0, START.0));
    server.clock.advance(Duration::from_millis(40));
    let later = client.is_heard().await;
    assert_eq!(number(&later["t1"]), START.0 + 40_000_000);
}

#[tokio::test]
async fn a_transport_that_starts_is_a_line_and_positions_on_it() {
    let server = Server::start().await;
    let topics = json!({"subscribe": ["timeline", "positions", "changes"]});
    let (mut client, _) = Client::hello(&server, topics).await;
    let standing = client.until("timeline").await;
    server.request("POST", "/api/transport/start").send().await.expect(200);
    let rolling = client.find(|said| said["type"] == "timeline" && said["playing"] == true).await;
    assert!(rolling["rev"].as_u64() > standing["rev"].as_u64());
    assert_eq!(rolling["segments"], json!([{"bpm": 120.0, "beat0": "0", "at_ns": START.0.to_string()}]));
    server.clock.advance(Duration::from_secs(2));
    let four = json!((4i64 << 31).to_string());
    let position = client.find(|said| said["type"] == "position" && said["beat"] == four).await;
    assert_eq!((&position["playing"], &position["bpm"]), (&json!(true), &json!(120.0)));
    assert_eq!(number(&position["at_ns"]), START.0 + 2_000_000_000);
    server.request("POST", "/api/transport/pause").send().await.expect(200);
    let paused = client.find(|said| said["type"] == "timeline" && said["playing"] == false).await;
    assert_eq!(paused["segments"][0]["beat0"], four);
    assert!(paused["rev"].as_u64() > rolling["rev"].as_u64());
}

#[tokio::test]
async fn positions_count_and_a_timeline_is_told_again_though_nothing_changed() {
    let server = Server::start().await;
    let (mut client, _) = Client::hello(&server, json!({"subscribe": ["timeline", "positions"]})).await;
    server.request("POST", "/api/transport/start").send().await.expect(200);
    let rolling = client.find(|said| said["type"] == "timeline" && said["playing"] == true).await;
    let first = client.until("position").await["n"].as_u64().unwrap();
    for n in 1..5 {
        assert_eq!(client.until("position").await["n"], first + n);
    }
    assert_eq!(client.until("timeline").await, rolling);
}

#[tokio::test]
async fn what_is_not_subscribed_to_is_not_heard() {
    let server = Server::start().await;
    let (mut client, _) = Client::hello(&server, json!({"subscribe": ["midi_ready"]})).await;
    server.request("POST", "/api/transport/start").send().await.expect(200);
    client.say(json!({"type": "ping", "id": 9, "t0": "0"})).await;
    assert_eq!(client.next().await.unwrap()["type"], "pong");
}

#[tokio::test]
async fn what_changes_is_told_as_things() {
    let server = Server::start().await;
    let (mut client, _) = Client::hello(&server, json!({"subscribe": ["changes"]})).await;
    server.put("/api/sessions/default/chart", json!({"text": "| C | F |"})).await.expect(200);
    let changes = client.until("changes").await;
    assert_eq!(changes["scope"], "session/default");
    let chart = changes["items"].as_array().unwrap().iter().find(|item| item["entity"] == "chart").unwrap();
    assert_eq!((&chart["type"], &chart["body"]["text"]), (&json!("changed"), &json!("| C | F |")));
}

#[tokio::test]
async fn music_is_asked_for_answered_ready_and_fetched_ahead() {
    let server = Server::start().await;
    let topics = json!({"instance": "keys", "subscribe": ["midi_ready", "clips"]});
    let (mut client, _) = Client::hello(&server, topics).await;
    client
        .say(json!({"type": "generate_request", "track_types": ["bass"], "chord_progression": "C-Am-F-G",
            "tempo": 120, "duration": 16, "key": "C major"}))
        .await;
    let reply = client.until("reply").await;
    let job = reply["accepted"]["job"].as_str().unwrap_or_else(|| panic!("{reply}"));
    assert!(job.starts_with("job_"), "{reply}");
    let (mut ready, mut clip) = (None, None);
    while ready.is_none() || clip.is_none() {
        let said = client.next().await.unwrap();
        match said["type"].as_str().unwrap() {
            "midi_ready" => ready = Some(said),
            "clip" => clip = Some(said),
            _ => {}
        }
    }
    let (ready, clip) = (ready.unwrap(), clip.unwrap());
    assert_eq!((&ready["track_type"], &ready["key"]), (&json!("bass"), &json!("C major")));
    assert_eq!(ready["duration"], 16.0, "{ready}");
    let files = server.get("/api/midi/list").await.json();
    assert!(
        files["files"].as_array().unwrap().iter().any(|file| file["filename"] == ready["filename"]),
        "{files}"
    );
    let bytes = server.get(clip["url"].as_str().unwrap()).await.expect(200).bytes;
    assert_eq!(bytes.len() as u64, clip["len"].as_u64().unwrap());
}

#[tokio::test]
async fn a_request_that_is_refused_says_why_and_replies_keep_their_order() {
    let server = Server::start().await;
    let (mut client, _) = Client::hello(&server, json!({"subscribe": ["midi_ready"]})).await;
    client.say(json!({"type": "generate_request", "chord_progression": "Hm7-X"})).await;
    client.say(json!({"type": "generate_request", "session": "other"})).await;
    client
        .say(json!({"type": "generate_request", "chord_progression": "C-F", "track_types": ["bass"]}))
        .await;
    let mut replies = Vec::new();
    for _ in 0..3 {
        replies.push(client.until("reply").await);
    }
    assert_eq!(replies[0]["refused"]["code"], "INVALID_CHORDS", "{replies:?}");
    assert_eq!(replies[1]["refused"]["code"], "FORBIDDEN", "{replies:?}");
    assert!(replies[2]["accepted"]["job"].is_string(), "{replies:?}");
}

#[tokio::test]
async fn a_player_says_what_it_switched_to_and_is_heard() {
    let server = Server::start().await;
    let (mut client, _) = Client::hello(&server, json!({"instance": "keys"})).await;
    client.say(json!({"type": "switched", "revision": 12, "beat": "34359738368"})).await;
    client.is_heard().await;
    let status = server.get("/api/plugin/status?plugin_id=keys").await.expect(200).json();
    assert_eq!(status["status"], "connected");
}
