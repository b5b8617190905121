//! Instances that come back: at once when they were gone, and under another name when somebody lives under theirs.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::server::{Answer, Server};

async fn register(server: &Server, life: &str) -> Answer {
    server.post("/api/plugin/register", json!({"plugin_id": "keys", "incarnation": life})).await
}

/// Registers and opens its socket.
async fn living(server: &Server, life: &str) -> Client {
    let registered: Value = register(server, life).await.expect(200).json();
    let token = registered["token"].as_str().unwrap().to_owned();
    Client::hello_with(server, &token, json!({"instance": "keys"})).await.0
}

#[tokio::test]
async fn another_life_of_a_plugin_whose_socket_has_closed_takes_over_at_once() {
    let server = Server::start().await;
    drop(living(&server, "one").await);
    // That it is closed is seen a moment later; the clock stands meanwhile.
    let patience = std::time::Instant::now() + Duration::from_secs(5);
    let answer = loop {
        let answer = register(&server, "two").await;
        if answer.status != 409 || std::time::Instant::now() > patience {
            break answer;
        }
    };
    assert_eq!(answer.expect(200).json()["plugin_id"], "keys");
    let status = server.get("/api/plugin/status").await.expect(200).json();
    assert_eq!(status["plugins"].as_array().unwrap().len(), 1, "it is the same one: {status}");
    assert_eq!(status["plugins"][0]["lanes"].as_array().unwrap().len(), 8, "its chairs are still its own");
}

#[tokio::test]
async fn another_life_takes_over_at_once_when_the_server_has_been_restarted() {
    let server = Server::start().await;
    register(&server, "one").await.expect(200);
    let server = server.restarted().await;
    assert_eq!(register(&server, "two").await.expect(200).json()["plugin_id"], "keys");
    // Had the first one only been slower, it would have to take another name now.
    register(&server, "one").await.expect_problem(409, "DUPLICATE_INSTANCE");
}

#[tokio::test]
async fn of_two_that_live_under_one_name_the_second_is_told_to_take_another() {
    let server = Server::start().await;
    let mut first = living(&server, "one").await;
    let refused = register(&server, "two").await.expect_problem(409, "DUPLICATE_INSTANCE");
    assert!(refused["detail"].as_str().unwrap().contains("join as keys-2"), "{refused}");
    first.is_heard().await;
}

#[tokio::test]
async fn two_that_are_loaded_in_one_moment_are_two() {
    let server = Server::start().await;
    register(&server, "one").await.expect(200);
    register(&server, "two").await.expect_problem(409, "DUPLICATE_INSTANCE");
    server.clock.advance(Duration::from_secs(44));
    register(&server, "two").await.expect_problem(409, "DUPLICATE_INSTANCE");
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(register(&server, "two").await.expect(200).json()["plugin_id"], "keys");
}

#[tokio::test]
async fn who_is_heard_by_other_ways_lives_though_its_socket_has_closed() {
    let server = Server::start().await;
    let mut first = living(&server, "one").await;
    first.wire.close(None).await.unwrap();
    first.closed().await;
    server.post("/api/plugin/heartbeat", json!({"plugin_id": "keys"})).await.expect(200);
    register(&server, "two").await.expect_problem(409, "DUPLICATE_INSTANCE");
}
