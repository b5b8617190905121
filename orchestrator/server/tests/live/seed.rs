//! Clients that know only the seed's messages, and say no hello.

use std::time::Duration;

use serde_json::json;

use crate::client::{Client, knock, request};
use crate::server::Server;

#[tokio::test]
async fn who_says_no_hello_is_told_in_the_seeds_words() {
    let server = Server::start().await;
    let mut client = Client::silent(&server).await;
    let standing = client.next().await.unwrap();
    assert_eq!(
        standing,
        json!({"type": "transport_sync", "isPlaying": false, "currentBeat": 0.0, "tempo": 120.0,
            "timestamp": "2025-08-24T10:30:00.000Z"})
    );
    server.request("POST", "/api/transport/start").send().await.expect(200);
    server.clock.advance(Duration::from_secs(8));
    let rolling = client.find(|said| said["isPlaying"] == true && said["currentBeat"] == 16.0).await;
    assert_eq!(rolling["timestamp"], "2025-08-24T10:30:08.000Z");
    server.request("POST", "/api/transport/stop").send().await.expect(200);
    let stopped = client.find(|said| said["isPlaying"] == false).await;
    assert_eq!(stopped["currentBeat"], 0.0);
}

#[tokio::test]
async fn a_first_word_that_is_no_hello_makes_one_a_client_of_the_seed_at_once() {
    let server = Server::start().await;
    let mut client = Client::silent(&server).await;
    client
        .say(json!({"type": "generate_request", "track_types": ["bass", "drums"],
            "chord_progression": "C-Am-F-G", "tempo": 120, "duration": 32, "key": "C major"}))
        .await;
    let mut tracks = Vec::new();
    while tracks.len() < 2 {
        let ready = client.until("midi_ready").await;
        // Drums that come in later are silent until then.
        assert_eq!(ready["duration"], 32.0, "{ready}");
        assert_eq!(ready["key"], "C major");
        assert!(ready["filename"].as_str().unwrap().ends_with(".mid"), "{ready}");
        tracks.push(ready["track_type"].as_str().unwrap().to_owned());
    }
    tracks.sort();
    assert_eq!(tracks, ["bass", "drums"]);
}

#[tokio::test]
async fn a_file_that_is_only_kept_is_told_to_who_asked_for_it() {
    let server = Server::start().await;
    let register = |name: &str| server.post("/api/plugin/register", json!({"plugin_id": name}));
    let asker = register("asker").await.expect(200).json()["token"].as_str().unwrap().to_owned();
    let other = register("other").await.expect(200).json()["token"].as_str().unwrap().to_owned();
    server.put("/api/sessions/default/rules/approve_first_take", json!({"enabled": false})).await.expect(200);
    let (mut asker, _) = Client::hello_with(&server, &asker, json!({"subscribe": ["midi_ready"]})).await;
    let (mut other, _) =
        Client::hello_with(&server, &other, json!({"subscribe": ["midi_ready", "changes"]})).await;
    asker.say(json!({"type": "generate_request", "track_types": ["bass"], "chord_progression": "C-F"})).await;
    asker.until("midi_ready").await;
    // The other one has heard that the job is done, and nothing of a file.
    loop {
        let said = other.next().await.unwrap();
        assert_ne!(said["type"], "midi_ready", "{said}");
        let done =
            said["items"].as_array().into_iter().flatten().any(|item| item["body"]["status"] == "done");
        if done {
            break;
        }
    }
    other.say(json!({"type": "ping", "id": 3, "t0": "0"})).await;
    let after = other.next().await.unwrap();
    assert_ne!(after["type"], "midi_ready", "{after}");
}

#[tokio::test]
async fn a_seeds_word_of_its_host_is_heard_and_it_may_lead() {
    let server = Server::start().await;
    let registered =
        server.post("/api/plugin/register", json!({"plugin_id": "old"})).await.expect(200).json();
    let (mut watcher, _) = Client::hello(&server, json!({"subscribe": ["timeline"]})).await;
    let mut client = Client::with(&server, registered["token"].as_str().unwrap()).await;
    client
        .say(json!({"type": "transport_sync", "isPlaying": true, "currentBeat": 16.75, "tempo": 120.0,
            "timestamp": "2025-08-24T10:30:00Z"}))
        .await;
    let timeline = watcher.find(|said| said["type"] == "timeline" && said["playing"] == true).await;
    assert_eq!(timeline["leader"], json!({"instance": "old"}));
    client.say(json!({"type": "transport_sync", "isPlaying": true, "currentBeat": 1e300, "tempo": 120.0, "timestamp": ""})).await;
    assert_eq!(client.until("reply").await["refused"]["code"], "INVALID_POSITION");
}

#[tokio::test]
async fn who_says_again_what_it_was_told_leads_nobody() {
    let server = Server::start().await;
    let registered =
        server.post("/api/plugin/register", json!({"plugin_id": "old"})).await.expect(200).json();
    let mut echo = Client::with(&server, registered["token"].as_str().unwrap()).await;
    echo.until("transport_sync").await;
    server.request("POST", "/api/transport/start").send().await.expect(200);
    let mut told = json!(null);
    for seconds in 0..5 {
        let beat = f64::from(seconds) * 2.0;
        told = echo.find(|said| said["isPlaying"] == true && said["currentBeat"] == beat).await;
        echo.say(told.clone()).await;
        echo.is_heard().await;
        server.clock.advance(Duration::from_secs(1));
        let position = server.get("/api/transport/position").await.expect(200).json();
        assert_eq!(position["leader"], "session", "after {seconds} s");
    }
    // Its last word is on its way while the song stops.
    server.request("POST", "/api/transport/stop").send().await.expect(200);
    echo.say(told).await;
    echo.is_heard().await;
    let stopped = echo.find(|said| said["isPlaying"] == false).await;
    echo.say(stopped).await;
    echo.is_heard().await;
    let position = server.request("POST", "/api/transport/start").send().await.expect(200).json();
    assert_eq!(position["leader"], "session");
    // A host of its own it is all the same.
    echo.say(json!({"type": "transport_sync", "isPlaying": true, "currentBeat": 100.0, "tempo": 90.0,
        "timestamp": ""}))
        .await;
    let (mut watcher, _) = Client::hello(&server, json!({"subscribe": ["timeline"]})).await;
    watcher.find(|said| said["type"] == "timeline" && said["leader"] == json!({"instance": "old"})).await;
}

#[tokio::test]
async fn an_address_may_name_the_session() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "other", "name": "Other"})).await.expect(201);
    let bearer = format!("Bearer {}", server.token());
    let headers = [("authorization", &*bearer)];
    let mut client = knock(&server, request(&server, "/ws/sync?session=other", &headers)).await.unwrap();
    client.until("transport_sync").await;
    server.request("POST", "/api/transport/start?session=other").send().await.expect(200);
    client.find(|said| said["isPlaying"] == true).await;
}

#[tokio::test]
async fn a_late_hello_is_a_hello() {
    let server = Server::start().await;
    let mut client = Client::silent(&server).await;
    client.until("transport_sync").await;
    client.say(json!({"type": "hello", "proto": 1, "subscribe": ["timeline"]})).await;
    client.until("welcome").await;
    client.until("timeline").await;
}
