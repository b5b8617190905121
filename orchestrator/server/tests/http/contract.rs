//! A client that knows nothing but the seed contract: its endpoints, its fields, one address and one token.

use std::time::Duration;

use serde_json::{Value, json};

use crate::server::Server;

/// Asks until the work is over; the server works on its own time.
pub(crate) async fn finished(server: &Server, job: &str) -> Value {
    for _ in 0..600 {
        let job = server.get(&format!("/api/jobs/{job}")).await.expect(200).json();
        if !["queued", "running"].contains(&job["status"].as_str().unwrap()) {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{job} is never over");
}

#[tokio::test]
async fn a_plugin_connects() {
    let server = Server::start().await;
    let registered =
        server.post("/api/plugin/register", json!({"plugin_id": "test_plugin"})).await.expect(200).json();
    assert_eq!(registered["status"], "connected");
    for name in ["orchestrator_url", "websocket_url", "monitor_folder", "auto_load_files", "sync_interval_ms"]
    {
        assert!(!registered["settings"][name].is_null(), "{name}");
    }
    assert_eq!(registered["settings"]["track_types"][0], "drums");
    assert_eq!(registered["lanes"].as_array().unwrap().len(), 8, "the first one sits on every chair");
    let status = server.get("/api/plugin/status?plugin_id=test_plugin").await.expect(200).json();
    assert_eq!(status["status"], "connected");
    let all = server.get("/api/plugin/status").await.expect(200).json();
    assert_eq!(all["plugins"][0]["plugin_id"], "test_plugin");
    let beat = json!({"plugin_id": "test_plugin", "isPlaying": true, "currentBeat": 16.75, "tempo": 120.0});
    let heard = server.post("/api/plugin/heartbeat", beat).await.expect(200).json();
    assert_eq!((&heard["status"], &heard["lease_seconds"]), (&json!("playing"), &json!(15)));
}

#[tokio::test]
async fn a_plugin_goes_on_with_the_token_it_was_given() {
    let server = Server::start().await;
    let registered = server.post("/api/plugin/register", json!({"plugin_id": "a"})).await.expect(200).json();
    let token = registered["token"].as_str().unwrap();
    let heartbeat = |id: &str| {
        server
            .request("POST", "/api/plugin/heartbeat")
            .json(&json!({"plugin_id": id}))
            .token(Some(token))
            .send()
    };
    heartbeat("a").await.expect(200);
    heartbeat("b").await.expect_problem(403, "FORBIDDEN");
    let asking = server.request("POST", "/api/plugin/register").json(&json!({"plugin_id": "a"}));
    asking.token(Some(token)).send().await.expect(200);
    let asking = server.request("POST", "/api/transport/start");
    asking.token(Some(token)).send().await.expect(200);
    let asking = server.request("POST", "/api/auth/revoke").json(&json!({"token_id": "another"}));
    asking.token(Some(token)).send().await.expect_problem(403, "FORBIDDEN");
}

#[tokio::test]
async fn the_transport_moves_and_comes_back_to_the_beginning() {
    let server = Server::start().await;
    server.post("/api/plugin/register", json!({"plugin_id": "a"})).await.expect(200);
    let started = server.request("POST", "/api/transport/start").send().await.expect(200).json();
    assert_eq!(started["isPlaying"], true);
    let why = "no socket is open under its name; it learns of this when it asks for the position";
    assert_eq!(started["applied"], json!([{"plugin_id": "a", "applied": false, "why": why}]));
    server.clock.advance(Duration::from_secs(1));
    let position = server.get("/api/transport/position").await.expect(200).json();
    assert_eq!((&position["currentBeat"], &position["tempo"]), (&json!(2.0), &json!(120.0)));
    assert_eq!(position["timestamp"], "2025-08-24T10:30:01.000Z");
    let stopped = server.request("POST", "/api/transport/stop").send().await.expect(200).json();
    assert_eq!((&stopped["isPlaying"], &stopped["currentBeat"]), (&json!(false), &json!(0.0)));
    let position = server.get("/api/transport/position").await.expect(200).json();
    assert_eq!(position["currentBeat"], 0.0);
}

#[tokio::test]
async fn the_rest_of_the_transport_does_what_it_says() {
    let server = Server::start().await;
    for (path, body, seconds, is_playing, beat, tempo) in [
        ("seek", Some(json!({"beat": 16.75})), 0, false, 16.75, 120.0),
        ("tempo", Some(json!({"tempo": 60})), 0, false, 16.75, 60.0),
        ("start", None, 0, true, 16.75, 60.0),
        ("pause", None, 2, false, 18.75, 60.0),
        ("start", None, 0, true, 18.75, 60.0),
        ("reset", None, 1, true, 0.0, 60.0),
        ("loop", Some(json!({"enabled": true, "start_beat": 0, "end_beat": 4})), 1, true, 1.0, 60.0),
        ("pause", None, 4, false, 1.0, 60.0),
        ("loop", Some(json!({"enabled": false})), 0, false, 1.0, 60.0),
        ("stop", None, 0, false, 0.0, 60.0),
    ] {
        server.clock.advance(Duration::from_secs(seconds));
        let asking = server.request("POST", &format!("/api/transport/{path}"));
        let asking = match &body {
            Some(body) => asking.json(body),
            None => asking,
        };
        let moved = asking.send().await.expect(200).json();
        let found = (&moved["isPlaying"], &moved["currentBeat"], &moved["tempo"]);
        assert_eq!(found, (&json!(is_playing), &json!(beat), &json!(tempo)), "{path} {body:?}");
    }
}

#[tokio::test]
async fn music_is_asked_for_made_listed_streamed_and_deleted() {
    let server = Server::start().await;
    let wav = [&b"RIFF\x24\0\0\0WAVEfmt "[..], &[0; 32]].concat();
    let uploaded =
        server.request("POST", "/api/audio").bytes("audio/wav", wav).send().await.expect(201).json();
    assert_eq!(uploaded["format"], "wav");
    let asked = json!({"track_types": ["bass", "drums"], "chord_progression": "C-Am-F-G", "tempo": 120,
        "duration": 32, "key": "C major"});
    let accepted = server.post("/api/midi/generate", asked).await.expect(202);
    assert_eq!(accepted.header("location"), accepted.json()["url"].as_str().unwrap());
    let job = finished(&server, accepted.json()["job_id"].as_str().unwrap()).await;
    assert_eq!(job["status"], "done", "{job}");
    let files = job["files"].as_array().unwrap();
    assert_eq!(files.len(), 2, "{job}");
    let tracks: std::collections::BTreeSet<&str> =
        files.iter().filter_map(|file| file["track_type"].as_str()).collect();
    assert_eq!(tracks.into_iter().collect::<Vec<_>>(), ["bass", "drums"]);
    let listed = server.get("/api/midi/list").await.expect(200).json();
    assert_eq!(listed["files"].as_array().unwrap().len(), files.len());
    for file in listed["files"].as_array().unwrap() {
        assert_eq!(file["duration"], 32.0, "whoever loops it loops what was asked for: {file}");
        let midi = server.get(file["url"].as_str().unwrap()).await.expect(200);
        let read = music::midi_file::read(&midi.bytes).unwrap();
        assert_eq!(read.length.as_beats_f64(), 32.0, "and so does its last track's end: {file}");
    }
    let bass = server.get("/api/midi/list?track_type=bass").await.expect(200).json();
    let id = bass["files"][0]["file_id"].as_str().unwrap();
    let midi = server.get(&format!("/api/midi/{id}")).await.expect(200);
    assert_eq!((midi.header("content-type").as_str(), &midi.bytes[..4]), ("audio/midi", &b"MThd"[..]));
    let read = music::midi_file::read(&midi.bytes).unwrap();
    assert!(read.tracks.iter().any(|track| !track.notes.is_empty()), "it has notes in it");
    let streamed =
        server.post("/api/midi/stream", json!({"from_beat": 8, "to_beat": 16})).await.expect(200).text();
    let beats: Vec<f64> = streamed
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["beat"].as_f64().unwrap())
        .collect();
    assert!(!beats.is_empty() && beats.is_sorted(), "{beats:?}");
    assert!(beats.iter().all(|beat| (8.0..16.0).contains(beat)), "{beats:?}");
    server.delete(&format!("/api/midi/{id}")).await.expect_problem(409, "REFERENCED");
}

#[tokio::test]
async fn what_nothing_plays_is_deleted_for_good() {
    let server = Server::start().await;
    let file = crate::uploads::midi(&[(33, 40, 480)]);
    let uploaded =
        server.request("POST", "/api/midi/upload").bytes("audio/midi", file).send().await.expect(201);
    let url = uploaded.json()["files"][0]["url"].as_str().unwrap().to_owned();
    assert_eq!(uploaded.header("location"), url);
    server.get(&url).await.expect(200);
    server.delete(&url).await.expect(204);
    server.get(&url).await.expect_problem(404, "FILE_NOT_FOUND");
    server.delete(&url).await.expect_problem(404, "FILE_NOT_FOUND");
}

#[tokio::test]
async fn a_plugin_that_misses_three_leases_is_disconnected() {
    let server = Server::start().await;
    server.post("/api/plugin/register", json!({"plugin_id": "a"})).await.expect(200);
    let status = || server.get("/api/plugin/status?plugin_id=a");
    for (seconds, expected) in [(15, "connected"), (15, "connected"), (14, "connected"), (1, "disconnected")]
    {
        server.clock.advance(Duration::from_secs(seconds));
        assert_eq!(status().await.json()["status"], expected, "{seconds} s later");
    }
    server.post("/api/plugin/register", json!({"plugin_id": "a"})).await.expect(200);
    assert_eq!(status().await.json()["status"], "connected");
}
