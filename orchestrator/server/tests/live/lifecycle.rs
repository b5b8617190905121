//! How a socket lives and ends: tokens that are taken back, clocks that are set, servers that close.

use std::time::Duration;

use domain::WallTime;
use serde_json::json;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::client::Client;
use crate::server::{START, Server};

#[tokio::test]
async fn a_token_that_is_taken_back_closes_its_sockets_at_once() {
    let server = Server::start().await;
    let token = server.token_for(json!({"name": "watcher", "verbs": ["view"]})).await;
    let (mut revoked, _) = Client::hello_with(&server, &token, json!({})).await;
    let mut unseen = Client::with(&server, &token).await;
    let (mut other, _) = Client::hello(&server, json!({})).await;
    server.post("/api/auth/revoke", json!({"token": token})).await.expect(204);
    assert_eq!((revoked.closed().await, unseen.closed().await), (4401, 4401));
    other.is_heard().await;
}

#[tokio::test]
async fn a_token_that_is_over_ends_its_socket() {
    let server = Server::start().await;
    let token = server.token_for(json!({"name": "guest", "minutes": 1})).await;
    let (mut client, _) = Client::hello_with(&server, &token, json!({})).await;
    client.is_heard().await;
    server.clock.advance(Duration::from_secs(70));
    assert_eq!(client.closed().await, 4401);
}

#[tokio::test]
async fn a_server_that_closes_says_so() {
    let server = Server::start().await;
    let (mut client, _) = Client::hello(&server, json!({})).await;
    let mut silent = Client::silent(&server).await;
    server.serving.shutdown().await;
    assert_eq!((client.closed().await, silent.closed().await), (1001, 1001));
}

#[tokio::test]
async fn a_clock_that_is_set_has_another_name() {
    let server = Server::start().await;
    let (mut client, welcome) = Client::hello(&server, json!({"subscribe": ["timeline"]})).await;
    server.clock.advance(Duration::from_secs(5));
    client.is_heard().await;
    assert_eq!(
        client.until("timeline").await["clock_epoch"],
        welcome["clock_epoch"],
        "time passed, that is all"
    );
    server.clock.set(WallTime(START.0 + 3_600_000_000_000));
    let timeline =
        client.find(|said| said["type"] == "timeline" && said["clock_epoch"] != welcome["clock_epoch"]).await;
    let epoch = timeline["clock_epoch"].as_str().unwrap();
    assert!(epoch.ends_with("-1"), "{epoch}");
}

#[tokio::test]
async fn a_song_that_plays_stays_where_it_is_when_the_clock_is_set() {
    let hour = Duration::from_secs(3_600).as_nanos() as i64;
    for by in [hour, -hour] {
        let server = Server::start().await;
        let topics = json!({"subscribe": ["positions", "timeline", "transport_sync"]});
        let (mut client, _) = Client::hello(&server, topics).await;
        server.request("POST", "/api/transport/start").send().await.expect(200);
        server.clock.advance(Duration::from_secs(8));
        client.find(|said| said["type"] == "position" && beats(said) == 16.0).await;
        let timeline = client.find(|said| said["type"] == "timeline" && said["playing"] == true).await;
        server.clock.set(WallTime(START.0 + 8_000_000_000 + by));
        server.clock.advance(Duration::from_secs(1));
        // Whatever is told from now on is there or a moment later, in every form.
        let moved = client.find(|said| {
            assert!(in_place(said), "set by {by}: {said}");
            said["type"] == "position" && beats(said) == 18.0
        });
        moved.await;
        let renamed = client.find(|said| {
            assert!(in_place(said), "set by {by}: {said}");
            said["type"] == "timeline" && said["clock_epoch"] != timeline["clock_epoch"]
        });
        let renamed = renamed.await;
        assert_eq!(renamed["segments"], timeline["segments"], "set by {by}");
    }
}

fn beats(said: &serde_json::Value) -> f64 {
    said["beat"].as_str().unwrap().parse::<i64>().unwrap() as f64 / f64::from(1_u32 << 31)
}

/// Every position told is the one before or after the second that passed.
fn in_place(said: &serde_json::Value) -> bool {
    let beat = match said["type"].as_str() {
        Some("position") => beats(said),
        Some("transport_sync") => said["currentBeat"].as_f64().unwrap(),
        _ => return true,
    };
    [16.0, 18.0].contains(&beat)
}

#[tokio::test]
async fn a_client_that_goes_is_gone_and_its_instance_stays_for_three_leases() {
    let server = Server::start().await;
    let (mut client, _) = Client::hello(&server, json!({"instance": "keys"})).await;
    let (mut other, _) = Client::hello(&server, json!({"subscribe": ["changes"]})).await;
    let goodbye = CloseFrame { code: CloseCode::Normal, reason: "".into() };
    client.wire.close(Some(goodbye)).await.unwrap();
    assert_eq!(client.closed().await, 1000);
    let status = server.get("/api/plugin/status?plugin_id=keys").await.expect(200).json();
    assert_eq!(status["status"], "connected");
    server.clock.advance(Duration::from_secs(44));
    let status = server.get("/api/plugin/status?plugin_id=keys").await.expect(200).json();
    assert_eq!(status["status"], "connected", "it has missed two leases");
    server.clock.advance(Duration::from_secs(1));
    let gone = |said: &serde_json::Value| {
        let items = said["items"].as_array().into_iter().flatten();
        items.into_iter().any(|item| item["type"] == "removed" && item["id"] == "keys")
    };
    other.find(gone).await;
}

/// Sessions that anybody follows.
async fn followed(server: &Server) -> u64 {
    let text = server.get("/metrics").await.expect(200).text();
    let line = text.lines().find_map(|line| line.strip_prefix("ai_band_sessions_followed "));
    line.unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_session_that_nobody_follows_any_more_is_not_kept_ready() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "other", "name": "Other"})).await.expect(201);
    let (client, _) = Client::hello(&server, json!({})).await;
    let (mut stays, _) = Client::hello(&server, json!({})).await;
    let (other, _) = Client::hello(&server, json!({"session": "other"})).await;
    while followed(&server).await < 2 {}
    drop((client, other));
    while followed(&server).await > 1 {}
    stays.is_heard().await;
    server.put("/api/sessions/default/chart", json!({"text": "| C |"})).await.expect(200);
    stays.until("changes").await;
    // Whoever comes back goes on where it was, for the journal has it.
    server.put("/api/sessions/other/chart", json!({"text": "| E |"})).await.expect(200);
    let journal = server.serving.app.live.journal_id();
    let resume = json!({"journal_id": journal, "after": {"session/other": 0}});
    let (mut back, welcome) = Client::hello(&server, json!({"session": "other", "resume": resume})).await;
    assert_eq!(welcome["resume"], "replay");
    assert_eq!(back.until("changes").await["from"], 0);
}

#[tokio::test]
async fn two_sessions_do_not_hear_each_other() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "other", "name": "Other"})).await.expect(201);
    let (mut here, _) = Client::hello(&server, json!({"subscribe": ["changes"]})).await;
    server.put("/api/sessions/other/chart", json!({"text": "| E |"})).await.expect(200);
    server.put("/api/sessions/default/chart", json!({"text": "| C |"})).await.expect(200);
    let changes = here.until("changes").await;
    assert_eq!(changes["scope"], "session/default");
    assert!(!changes.to_string().contains("| E |"), "{changes}");
}
