//! Work: what was asked for is done once, can be given up, and says how it went.

use serde_json::{Value, json};

use crate::contract::finished;
use crate::server::Server;

async fn asked(server: &Server, body: Value) -> String {
    let accepted = server.post("/api/midi/generate", body).await.expect(202).json();
    accepted["job_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_sessions_own_chart_is_played_in_the_style_and_by_the_chairs_that_are_named() {
    let server = Server::start().await;
    server
        .put("/api/sessions/default/chart", json!({"text": "| Am7 | D7 | Gmaj7 | Cmaj7 |"}))
        .await
        .expect(200);
    let job = asked(&server, json!({"style": "bossa", "lanes": ["bass", "guitar"], "seed": 7})).await;
    let job = finished(&server, &job).await;
    assert_eq!(job["status"], "done", "{job}");
    let regions = server.get("/api/sessions/default/regions").await.json();
    let lanes: std::collections::BTreeSet<&str> =
        regions["regions"].as_array().unwrap().iter().filter_map(|region| region["lane"].as_str()).collect();
    assert_eq!(lanes.into_iter().collect::<Vec<_>>(), ["bass", "guitar"]);
}

#[tokio::test]
async fn the_same_seed_makes_the_same_music() {
    let mut made = Vec::new();
    for _ in 0..2 {
        let server = Server::start().await;
        let body = json!({"chart": "| C | Am | F | G |", "seed": 42, "lanes": ["bass"]});
        let job = asked(&server, body).await;
        let job = finished(&server, &job).await;
        made.push(
            job["files"].as_array().unwrap().iter().map(|file| file["hash"].clone()).collect::<Vec<_>>(),
        );
    }
    assert!(!made[0].is_empty());
    assert_eq!(made[0], made[1]);
}

#[tokio::test]
async fn files_are_named_as_the_seed_names_them() {
    let server = Server::start().await;
    let body = json!({"track_types": ["bass", "drums"], "chord_progression": "C-Am-F-G", "tempo": 120,
        "duration": 32, "key": "C major"});
    let job = asked(&server, body).await;
    let job = finished(&server, &job).await;
    let files = job["files"].as_array().unwrap();
    assert_eq!(files.len(), 2, "one for each track: {job}");
    for file in files {
        let name = file["filename"].as_str().unwrap();
        let lane = file["track_type"].as_str().unwrap();
        assert!(name.starts_with("20250824") && name.ends_with(&format!("_{lane}_Cmaj_120.mid")), "{name}");
        assert_eq!((&file["key"], &file["tempo"]), (&json!("C major"), &json!(120.0)));
        assert_eq!(file["duration"], 32.0, "{file}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_refused_at_once() {
    let server = Server::start().await;
    for (body, status, code) in [
        (json!({}), 422, "INVALID_CHART"),
        (json!({"chart": "| Am7 | Hm7 |"}), 422, "INVALID_CHART"),
        (json!({"chart": "| C |", "chord_progression": "C"}), 422, "INVALID_CHORDS"),
        (json!({"chord_progression": "---"}), 422, "INVALID_CHORDS"),
        (json!({"chart": "| C | F |", "bars": {"from": 1, "to": 9}}), 422, "INVALID_POSITION"),
        (json!({"chart": "| C | F |", "bars": {"from": 2, "to": 1}}), 422, "INVALID_POSITION"),
        (json!({"chord_progression": "C", "duration": 100_000}), 422, "INVALID_POSITION"),
        (json!({"chord_progression": "C", "session": "nowhere"}), 404, "SESSION_NOT_FOUND"),
    ] {
        server.post("/api/midi/generate", body.clone()).await.expect_problem(status, code);
    }
    assert_eq!(server.get("/api/jobs").await.json()["jobs"], json!([]));
}

#[tokio::test]
async fn work_that_is_over_is_neither_cancelled_nor_tried_again() {
    let server = Server::start().await;
    let job = asked(&server, json!({"chord_progression": "C"})).await;
    let done = finished(&server, &job).await;
    assert_eq!((&done["status"], &done["allowed"]), (&json!("done"), &json!([])));
    for verb in ["cancel", "retry"] {
        let answer = server.request("POST", &format!("/api/jobs/{job}/{verb}")).send().await;
        answer.expect_problem(409, "IMPOSSIBLE_TRANSITION");
    }
}

#[tokio::test]
async fn work_that_fails_says_why_in_the_seeds_word() {
    let server = Server::start().await;
    let job = asked(&server, json!({"chart": "| C |", "style": "no-such-style"})).await;
    let failed = finished(&server, &job).await;
    assert_eq!(
        (&failed["status"], &failed["code"]),
        (&json!("failed"), &json!("GENERATION_FAILED")),
        "{failed}"
    );
    assert!(failed["why"].as_str().unwrap().contains("no-such-style"), "{failed}");
    assert_eq!(failed["allowed"], json!(["retry"]));
    let listed = server.get("/api/jobs?status=failed").await.json();
    assert_eq!(listed["jobs"].as_array().unwrap().len(), 1);
    assert_eq!(server.get("/api/jobs?status=done").await.json()["jobs"], json!([]));
}

#[tokio::test]
async fn without_the_rule_or_the_right_takes_stay_in_the_library() {
    let server = Server::start().await;
    let rule = "/api/sessions/default/rules/approve_first_take";
    let regions = || server.get("/api/sessions/default/regions");
    server.put(rule, json!({"enabled": false})).await.expect(200);
    let job = asked(&server, json!({"chord_progression": "C-F", "track_types": ["bass"]})).await;
    assert!(!finished(&server, &job).await["files"].as_array().unwrap().is_empty());
    assert_eq!(regions().await.json()["regions"], json!([]), "the rule is off");
    server.put(rule, json!({"enabled": true})).await.expect(200);
    let agent = server.token_for(json!({"name": "agent", "kind": "agent"})).await;
    let body = json!({"chord_progression": "C-F", "track_types": ["bass"]});
    let asking = server.request("POST", "/api/midi/generate").json(&body).token(Some(&agent));
    let job = asking.send().await.expect(202).json()["job_id"].as_str().unwrap().to_owned();
    assert!(!finished(&server, &job).await["files"].as_array().unwrap().is_empty());
    assert_eq!(regions().await.json()["regions"], json!([]), "an agent proposes");
    let job = asked(&server, json!({"chord_progression": "C-F", "track_types": ["bass"]})).await;
    finished(&server, &job).await;
    assert_ne!(regions().await.json()["regions"], json!([]), "a person's own is taken");
}
