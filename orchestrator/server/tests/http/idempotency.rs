//! A request that is sent again, because its answer was lost on the way, is done once.

use serde_json::{Value, json};

use crate::server::{Answer, Server};

async fn generate(server: &Server, key: &str, body: &Value) -> Answer {
    server.request("POST", "/api/midi/generate").json(body).header("idempotency-key", key).send().await
}

#[tokio::test]
async fn the_same_request_is_answered_as_the_first_time() {
    let server = Server::start().await;
    let body = json!({"chord_progression": "C-Am-F-G", "track_types": ["bass"]});
    let first = generate(&server, "once", &body).await.expect(202);
    let again = generate(&server, "once", &body).await.expect(202);
    assert_eq!(first.json()["job_id"], again.json()["job_id"]);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(server.get("/api/jobs").await.json()["jobs"].as_array().unwrap().len(), 1);
    let other = generate(&server, "twice", &body).await.expect(202);
    assert_ne!(first.json()["job_id"], other.json()["job_id"]);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused() {
    let server = Server::start().await;
    generate(&server, "once", &json!({"chord_progression": "C"})).await.expect(202);
    let other = generate(&server, "once", &json!({"chord_progression": "F"})).await;
    other.expect_problem(422, "IDEMPOTENCY_KEY_REUSED");
    let elsewhere = server.request("POST", "/api/sessions").json(&json!({"session": "gig"}));
    let elsewhere = elsewhere.header("idempotency-key", "once").send().await;
    elsewhere.expect_problem(422, "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn a_key_is_remembered_through_a_restart() {
    let server = Server::start().await;
    let body = json!({"chord_progression": "C"});
    let first = generate(&server, "once", &body).await.expect(202).json();
    let server = server.restarted().await;
    assert_eq!(generate(&server, "once", &body).await.expect(202).json()["job_id"], first["job_id"]);
}

#[tokio::test]
async fn a_session_and_an_upload_are_made_once_too() {
    let server = Server::start().await;
    for _ in 0..2 {
        let asking = server.request("POST", "/api/sessions").json(&json!({"session": "gig"}));
        asking.header("idempotency-key", "a").send().await.expect(201);
        let file = crate::uploads::midi(&[(33, 40, 480), (0, 60, 960)]);
        let asking = server.request("POST", "/api/midi/upload").bytes("audio/midi", file);
        asking.header("idempotency-key", "b").send().await.expect(201);
    }
    assert_eq!(server.get("/api/midi/list").await.json()["files"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_no_key_is_refused() {
    let server = Server::start().await;
    for key in ["", "two words", &"x".repeat(65), "../x"] {
        let answer = generate(&server, key, &json!({"chord_progression": "C"})).await;
        answer.expect_problem(422, "INVALID_REQUEST");
    }
}
