//! A server begins, is found, ends, and begins again where it was.

use std::sync::Arc;
use std::time::Duration;

use orchestrator::app;
use orchestrator::auth::discovery::Discovery;
use orchestrator::clock::{CountedChance, ManualClock};
use orchestrator::config::Config;
use serde_json::json;

use crate::server::{START, Server};

#[tokio::test]
async fn it_is_found_by_its_file_until_it_ends() {
    let server = Server::start().await;
    let path = server.folder.path().join("server.json");
    let found = Discovery::read(&path).unwrap();
    assert_eq!((found.port, &found.token), (server.serving.port, &server.token()));
    assert_eq!(found.url, format!("http://127.0.0.1:{}", server.serving.port));
    server.serving.shutdown().await;
    assert!(Discovery::read(&path).unwrap_err().to_string().contains("ai-band serve"));
}

#[tokio::test]
async fn everything_that_was_acknowledged_is_there_after_a_restart() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "gig"})).await.expect(201);
    server.put("/api/sessions/gig/chart", json!({"text": "| C | F |"})).await.expect(200);
    let clip = crate::edits::clip(&server).await;
    let place = json!({"lane": "bass", "start": 0, "length": 3840, "clip": clip});
    server.post("/api/sessions/gig/regions", place).await.expect(201);
    let before = server.get("/api/snapshot?session=gig").await.json();
    let owner = server.get("/api/auth/me").await.json()["principal"].clone();
    let server = server.restarted().await;
    let after = server.get("/api/snapshot?session=gig").await.json();
    assert_eq!(before["seq"], after["seq"]);
    let without_time = |snapshot: &serde_json::Value| -> Vec<serde_json::Value> {
        let all = snapshot["state"].as_array().unwrap().iter();
        all.filter(|kept| kept["entity"] != "transport").cloned().collect()
    };
    assert_eq!(without_time(&before), without_time(&after));
    assert_eq!(server.get("/api/auth/me").await.json()["principal"], owner, "the same person owns it");
}

#[tokio::test]
async fn a_data_folder_has_one_server() {
    let server = Server::start().await;
    let config = Config::in_folder(server.folder.path());
    let second = app::serve(config, Arc::new(ManualClock::new(START)), Arc::new(CountedChance::new(1))).await;
    let error = second.err().unwrap().to_string();
    assert!(error.contains("--data"), "{error}");
}

#[tokio::test]
async fn it_is_ready_until_it_closes_and_counts_what_it_does() {
    let server = Server::start().await;
    assert_eq!(server.get("/healthz").await.expect(200).json()["status"], "ok");
    server.get("/readyz").await.expect(200);
    server.get("/api/jobs/job_00000000000000000000000000000001").await.expect(404);
    let text = server.get("/metrics").await.expect(200).text();
    assert!(text.contains(r#"route="/api/jobs/{job_id}",status="404""#), "{text}");
    let committed = text.lines().find_map(|line| line.strip_prefix("ai_band_writer_commits "));
    assert!(committed.is_some_and(|count| count.parse::<u64>().unwrap() > 0), "the owner was let in: {text}");
    assert!(!text.contains("job_0000"), "an address is never a label");
}

/// A number of `/metrics`.
async fn counted(server: &Server, name: &str) -> u64 {
    let text = server.get("/metrics").await.expect(200).text();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
}

/// More sessions than there is room for in memory, and a plugin in one of them.
#[tokio::test]
async fn a_silent_plugin_is_lost_and_sessions_without_one_are_left_alone() {
    let server = Server::start().await;
    for number in 0..260 {
        server.post("/api/sessions", json!({"session": format!("s{number}")})).await.expect(201);
    }
    server.post("/api/plugin/register", json!({"plugin_id": "a", "session": "s7"})).await.expect(200);
    let read = counted(&server, "ai_band_writer_scopes_read").await;
    for lost in 1..=3 {
        server.clock.advance(Duration::from_secs(46));
        while counted(&server, "ai_band_instances_lost_total").await < lost {}
        server.post("/api/plugin/register", json!({"plugin_id": "a", "session": "s7"})).await.expect(200);
    }
    assert_eq!(counted(&server, "ai_band_writer_scopes_read").await, read, "nothing was read for nobody");
}

#[tokio::test]
async fn a_plugin_that_does_not_come_back_after_a_restart_is_lost() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "gig"})).await.expect(201);
    server.post("/api/plugin/register", json!({"plugin_id": "a", "session": "gig"})).await.expect(200);
    let server = server.restarted().await;
    let status = server.get("/api/plugin/status?session=gig&plugin_id=a").await.expect(200).json();
    assert_eq!(status["status"], "connected", "it has three leases to come back in");
    server.clock.advance(Duration::from_secs(46));
    while counted(&server, "ai_band_instances_lost_total").await < 1 {}
    server.get("/api/plugin/status?session=gig&plugin_id=a").await.expect_problem(404, "PLUGIN_NOT_FOUND");
}

#[tokio::test]
async fn who_asks_whether_it_is_ready_hears_of_its_end_before_it_ends() {
    let server = Server::start().await;
    server.serving.app.ready_no_more();
    let answer = server.get("/readyz").await;
    answer.expect_problem(503, "NOT_READY");
    assert_eq!(answer.header("retry-after"), "1");
    server.get("/healthz").await.expect(200);
    server.get("/api/sessions").await.expect(200);
    server.serving.shutdown().await;
}
