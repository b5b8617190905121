//! Who gets in, and how they may say who they are.

use serde_json::json;

use crate::client::{Client, knock, request};
use crate::server::Server;

#[tokio::test]
async fn whoever_shows_a_token_gets_in_and_nobody_else() {
    let server = Server::start().await;
    let token = server.token();
    let (bearer, beside) = (format!("Bearer {token}"), format!("ai-band.v1, bearer.{token}"));
    let origin = format!("http://127.0.0.1:{}", server.serving.port);
    let in_address = format!("/ws/sync?token={token}");
    for (name, path, headers, status) in [
        ("a header", "/ws/sync", vec![("authorization", &*bearer)], 101),
        ("beside the protocol", "/ws/sync", vec![("sec-websocket-protocol", &*beside)], 101),
        ("from our own page", "/ws/sync", vec![("authorization", &*bearer), ("origin", &*origin)], 101),
        ("nothing", "/ws/sync", vec![], 401),
        ("in the address", &*in_address, vec![], 422),
        ("no token", "/ws/sync", vec![("authorization", "Bearer x")], 401),
        ("no scheme", "/ws/sync", vec![("authorization", &*token)], 401),
        (
            "no token beside the protocol",
            "/ws/sync",
            vec![("sec-websocket-protocol", "ai-band.v1, bearer.x")],
            401,
        ),
        ("a ticket nobody gave", "/ws/sync?ticket=x", vec![], 401),
        (
            "from a stranger's page",
            "/ws/sync",
            vec![("authorization", &*bearer), ("origin", "http://evil.example")],
            403,
        ),
    ] {
        let said = knock(&server, request(&server, path, &headers)).await.map(|_| ());
        assert_eq!(said.err().unwrap_or(101), status, "{name}");
    }
}

#[tokio::test]
async fn another_servers_name_is_turned_away() {
    let server = Server::start().await;
    let bearer = format!("Bearer {}", server.token());
    let mut asked = request(&server, "/ws/sync", &[("authorization", &bearer)]);
    asked.headers_mut().insert("host", "evil.example".parse().unwrap());
    assert_eq!(knock(&server, asked).await.err(), Some(421));
}

#[tokio::test]
async fn a_ticket_opens_one_socket() {
    let server = Server::start().await;
    let ticket = server.request("POST", "/api/ws-ticket").send().await.expect(200).json();
    let path = format!("/ws/sync?ticket={}", ticket["ticket"].as_str().unwrap());
    assert!(knock(&server, request(&server, &path, &[])).await.is_ok());
    assert_eq!(knock(&server, request(&server, &path, &[])).await.err(), Some(401));
}

#[tokio::test]
async fn the_protocol_is_named_back_and_the_token_is_not() {
    let server = Server::start().await;
    let beside = format!("ai-band.v1, bearer.{}", server.token());
    let asked = request(&server, "/ws/sync", &[("sec-websocket-protocol", &beside)]);
    let stream = tokio::net::TcpStream::connect(("127.0.0.1", server.serving.port)).await.unwrap();
    let (_, response) = tokio_tungstenite::client_async(asked, stream).await.unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "ai-band.v1");
}

#[tokio::test]
async fn what_is_no_websocket_is_told_so() {
    let server = Server::start().await;
    server.get("/ws/sync").await.expect_problem(426, "UPGRADE_REQUIRED");
    server.request("GET", "/ws/sync").token(None).send().await.expect_problem(401, "UNAUTHORIZED");
    server.request("POST", "/ws/sync").send().await.expect_problem(405, "METHOD_NOT_ALLOWED");
}

#[tokio::test]
async fn a_token_opens_its_own_sessions_only() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "other", "name": "Other"})).await.expect(201);
    let token = server.token_for(json!({"name": "narrow", "sessions": ["other"]})).await;
    let (_, welcome) = Client::hello_with(&server, &token, json!({})).await;
    assert_eq!(welcome["session"], "other");
    let (_, welcome) = Client::hello_with(&server, &token, json!({"session": "other"})).await;
    assert_eq!(welcome["session"], "other");
    for session in ["default", "nowhere"] {
        let mut client = Client::with(&server, &token).await;
        client.say(json!({"type": "hello", "proto": 1, "session": session})).await;
        assert_eq!(client.closed().await, 4403, "{session}");
    }
}

#[tokio::test]
async fn an_instances_token_speaks_for_no_other_instance() {
    let server = Server::start().await;
    let registered =
        server.post("/api/plugin/register", json!({"plugin_id": "keys"})).await.expect(200).json();
    let token = registered["token"].as_str().unwrap();
    let (_, welcome) = Client::hello_with(&server, token, json!({"instance": "keys"})).await;
    assert_eq!(welcome["instance"], "keys");
    let (_, welcome) = Client::hello_with(&server, token, json!({})).await;
    assert_eq!(welcome["instance"], "keys", "its token says who it is");
    let mut client = Client::with(&server, token).await;
    client.say(json!({"type": "hello", "proto": 1, "instance": "drums"})).await;
    assert_eq!(client.closed().await, 4403);
}
