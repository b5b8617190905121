//! What a token may do, and where: less than everything is less everywhere.

use serde_json::json;

use crate::server::Server;

/// Every kind of request, a body for it, and the verb it takes.
const ASKED: &[(&str, &str, &str, &str)] = &[
    ("GET", "/api/sessions", "", "view"),
    ("GET", "/api/sessions/default", "", "view"),
    ("GET", "/api/sessions/default/chart", "", "view"),
    ("GET", "/api/sessions/default/lanes", "", "view"),
    ("GET", "/api/sessions/default/regions", "", "view"),
    ("GET", "/api/sessions/default/revisions", "", "view"),
    ("GET", "/api/sessions/default/rules", "", "view"),
    ("GET", "/api/plugin/status", "", "view"),
    ("GET", "/api/transport/position", "", "view"),
    ("GET", "/api/midi/list", "", "view"),
    ("GET", "/api/artifacts", "", "view"),
    ("GET", "/api/jobs", "", "view"),
    ("GET", "/api/snapshot", "", "view"),
    ("GET", "/api/engines", "", "view"),
    ("GET", "/api/styles", "", "view"),
    ("POST", "/api/plugin/register", r#"{"plugin_id": "a"}"#, "view"),
    ("POST", "/api/render", r#"{"to_beat": 1}"#, "view"),
    ("POST", "/api/sessions", r#"{"session": "gig"}"#, "edit"),
    ("PUT", "/api/sessions/default/chart", r#"{"text": "| C | F |"}"#, "edit"),
    ("PUT", "/api/sessions/default/lanes/bass", "{}", "edit"),
    ("PUT", "/api/sessions/default/lanes/bass/settings", r#"{"channel": 3, "route": "midi"}"#, "edit"),
    ("POST", "/api/transport/start", "", "transport"),
    ("POST", "/api/transport/stop", "", "transport"),
    ("PUT", "/api/sessions/default/leader", r#"{"policy": "session"}"#, "transport"),
    ("PUT", "/api/sessions/default/rules/approve_first_take", r#"{"enabled": false}"#, "approve"),
    ("POST", "/api/midi/generate", r#"{"chord_progression": "C-F"}"#, "generate"),
    ("POST", "/api/auth/fragment", "", "admin"),
];

async fn status(server: &Server, token: &str, method: &str, path: &str, body: &str) -> u16 {
    let asking = server.request(method, path).token(Some(token));
    let asking = if body.is_empty() { asking } else { asking.bytes("application/json", body.to_owned()) };
    asking.send().await.status
}

#[tokio::test]
async fn every_request_needs_its_verb_and_no_other() {
    for (method, path, body, verb) in ASKED {
        let server = Server::start().await;
        let all = ["view", "edit", "transport", "generate", "approve", "library", "admin", "work"];
        let others: Vec<&str> = all.into_iter().filter(|other| other != verb).collect();
        let without = server.token_for(json!({"name": "without", "verbs": others})).await;
        assert_eq!(
            status(&server, &without, method, path, body).await,
            403,
            "{method} {path} without {verb}"
        );
        let with = server.token_for(json!({"name": "with", "verbs": [verb]})).await;
        let found = status(&server, &with, method, path, body).await;
        assert!((200..300).contains(&found), "{method} {path} with {verb} alone: {found}");
    }
}

#[tokio::test]
async fn a_token_for_one_session_opens_no_other() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "gig"})).await.expect(201);
    let token = server.token_for(json!({"name": "default only", "sessions": ["default"]})).await;
    for path in [
        "/api/sessions/gig",
        "/api/sessions/gig/chart",
        "/api/sessions/gig/regions",
        "/api/transport/position?session=gig",
        "/api/midi/list?session=gig",
        "/api/jobs?session=gig",
        "/api/artifacts?session=gig",
        "/api/snapshot?session=gig",
        "/api/changes?session=gig",
        "/api/plugin/status?session=gig",
    ] {
        let answer = server.request("GET", path).token(Some(&token)).send().await;
        answer.expect_problem(403, "FORBIDDEN");
    }
    let listed = server.request("GET", "/api/sessions").token(Some(&token)).send().await.expect(200).json();
    let names: Vec<&str> = listed["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|session| session["session"].as_str())
        .collect();
    assert_eq!(names, ["default"], "others are not even listed");
    let body = json!({"plugin_id": "a", "session": "gig"});
    let answer = server.request("POST", "/api/plugin/register").json(&body).token(Some(&token)).send().await;
    answer.expect_problem(403, "FORBIDDEN");
    let body = json!({"chord_progression": "C", "session": "gig"});
    let answer = server.request("POST", "/api/midi/generate").json(&body).token(Some(&token)).send().await;
    answer.expect_problem(403, "FORBIDDEN");
}

#[tokio::test]
async fn what_is_in_another_session_is_not_reached_by_its_id_either() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "gig"})).await.expect(201);
    let file = crate::uploads::midi(&[(0, 60, 480)]);
    let asking = server.request("POST", "/api/midi/upload?session=gig").bytes("audio/midi", file);
    let url = asking.send().await.expect(201).header("location");
    let asked = json!({"chord_progression": "C", "session": "gig"});
    let job = server.post("/api/midi/generate", asked).await.expect(202).header("location");
    let token = server.token_for(json!({"name": "default only", "sessions": ["default"]})).await;
    for (method, path) in [
        ("GET", url.clone()),
        ("DELETE", url.clone()),
        ("GET", url.replace("midi", "artifacts")),
        ("DELETE", url.replace("midi", "artifacts")),
        ("GET", job.clone()),
        ("POST", format!("{job}/cancel")),
    ] {
        let answer = server.request(method, &path).token(Some(&token)).send().await;
        answer.expect_problem(403, "FORBIDDEN");
    }
}

#[tokio::test]
async fn bytes_are_there_only_for_who_may_see_what_they_are_in() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "gig"})).await.expect(201);
    let all = server.token_for(json!({"name": "all", "verbs": ["view"]})).await;
    let here = server.token_for(json!({"name": "here", "sessions": ["default"]})).await;
    let there = server.token_for(json!({"name": "there", "sessions": ["gig"]})).await;
    let nothing = server.token_for(json!({"name": "nothing", "verbs": ["library"]})).await;
    let midi = crate::uploads::midi(&[(0, 60, 480)]);
    let asking = server.request("POST", "/api/midi/upload?session=gig").bytes("audio/midi", midi);
    let kept = asking.send().await.expect(201).json()["files"][0]["hash"].as_str().unwrap().to_owned();
    let played = put_and_play(&server, "gig", 60).await;
    let replaced = put_and_play(&server, "gig", 62).await;
    let both = put_and_play(&server, "gig", 64).await;
    assert_eq!(put_and_play(&server, "default", 64).await, both);
    put_and_play(&server, "gig", 60).await;
    let unplaced = put(&server, &clip(70)).await;
    for (what, hash, by_here, by_there) in [
        ("a file of the library", &kept, 404, 200),
        ("a clip that plays", &played, 404, 200),
        ("a clip that comes back with an undo", &replaced, 404, 200),
        ("a clip that plays in two sessions", &both, 200, 200),
        ("what is in nothing yet", &unplaced, 404, 404),
        ("what never was", &format!("sha256:{}", "0".repeat(64)), 404, 404),
    ] {
        let url = format!("/api/blobs/{hash}");
        for (who, token, expected) in [
            ("default's", &here, by_here),
            ("gig's", &there, by_there),
            ("everybody's", &all, if what == "what never was" { 404 } else { 200 }),
            ("who may not view", &nothing, 403),
        ] {
            let answer = server.request("GET", &url).token(Some(token)).send().await;
            assert_eq!(answer.status, expected, "{what} with {who} token");
            // Nor is it said that there is something.
            let tag = format!("\"{hash}\"");
            let known =
                server.request("GET", &url).header("if-none-match", &tag).token(Some(token)).send().await;
            let expected = if expected == 200 { 304 } else { expected };
            assert_eq!(known.status, expected, "{what}, known already, with {who} token");
        }
    }
}

fn clip(key: u8) -> Vec<u8> {
    let file = crate::uploads::midi(&[(0, key, 480)]);
    let read = music::midi_file::read(&file).unwrap();
    let notes = read.tracks.iter().flat_map(|track| track.notes.clone()).collect();
    music::clip::Clip::new(music::time::Ticks::from_beats(4), notes, Vec::new()).unwrap().to_bytes()
}

async fn put(server: &Server, bytes: &[u8]) -> String {
    let hash = music::clip::Hash::of(bytes).to_string();
    let asking = server.request("PUT", &format!("/api/blobs/{hash}"));
    asking.bytes("application/octet-stream", bytes.to_vec()).send().await.expect(201);
    hash
}

/// On the bass from the first beat on, instead of what was there.
async fn put_and_play(server: &Server, session: &str, key: u8) -> String {
    let hash = put(server, &clip(key)).await;
    let length = music::time::Ticks::from_beats(4).0;
    let region = json!({"lane": "bass", "start": 0, "length": length, "clip": hash, "replace": true});
    server.post(&format!("/api/sessions/{session}/regions"), region).await.expect(201);
    hash
}

#[tokio::test]
async fn nobody_hands_on_more_than_they_have() {
    let server = Server::start().await;
    let viewer =
        server.token_for(json!({"name": "viewer", "verbs": ["view"], "sessions": ["default"]})).await;
    let ask = |body: serde_json::Value| {
        server.request("POST", "/api/auth/token").json(&body).token(Some(&viewer)).send()
    };
    ask(json!({"name": "more", "verbs": ["view", "edit"]})).await.expect_problem(403, "FORBIDDEN");
    ask(json!({"name": "elsewhere", "sessions": ["gig"]})).await.expect_problem(403, "FORBIDDEN");
    let longer = json!({"name": "longer", "minutes": 600, "reason": "I want to stay"});
    assert_eq!(
        ask(longer).await.expect(200).json()["expires"],
        "2025-08-24T10:40:00.000Z",
        "no longer than its own"
    );
    let principal = server.get("/api/auth/me").await.json()["principal"].clone();
    let asking = server.request("POST", "/api/auth/revoke").json(&json!({"principal": principal}));
    asking.token(Some(&viewer)).send().await.expect_problem(403, "FORBIDDEN");
    let same = ask(json!({"name": "the same"})).await.expect(200).json();
    let me =
        server.request("GET", "/api/auth/me").token(same["token"].as_str()).send().await.expect(200).json();
    assert_eq!((&me["verbs"], &me["sessions"]), (&json!(["view"]), &json!(["default"])));
}

#[tokio::test]
async fn a_browser_or_a_plugin_is_let_in_with_no_more_either() {
    let server = Server::start().await;
    let asked = json!({"name": "less", "verbs": ["view", "admin"], "sessions": ["default"]});
    let less = server.token_for(asked).await;
    let fragment =
        server.request("POST", "/api/auth/fragment").token(Some(&less)).send().await.expect(200).json();
    let body = json!({"fragment": fragment["fragment"]});
    let opened = server.request("POST", "/api/auth/open").json(&body).token(None).send().await.expect(200);
    let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
    let refreshed =
        server.request("POST", "/api/auth/refresh").header("cookie", &cookie).token(None).send().await;
    for granted in [opened.json(), refreshed.expect(200).json()] {
        let asking = server.request("GET", "/api/auth/me").token(granted["token"].as_str());
        let me = asking.send().await.expect(200).json();
        assert_eq!((&me["verbs"], &me["sessions"]), (&json!(["view", "admin"]), &json!(["default"])));
    }
}

#[tokio::test]
async fn a_script_or_an_agent_approves_only_where_somebody_said_so() {
    let server = Server::start().await;
    for (kind, verbs, approves) in [
        ("person", None, true),
        ("script", None, false),
        ("agent", None, false),
        ("agent", Some(json!(["view", "approve"])), true),
    ] {
        let mut asked = json!({"name": "somebody", "kind": kind});
        if let Some(verbs) = verbs {
            asked["verbs"] = verbs;
        }
        let token = server.token_for(asked).await;
        let me = server.request("GET", "/api/auth/me").token(Some(&token)).send().await.expect(200).json();
        let has = me["verbs"].as_array().unwrap().contains(&json!("approve"));
        assert_eq!((has, &me["kind"]), (approves, &json!(kind)), "{me}");
    }
}
