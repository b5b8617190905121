//! Those who watch see everything, in order, without a gap, wherever they begin.

use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::server::Server;

/// Reads events of a stream one by one.
struct Reader {
    body: Incoming,
    text: String,
}

impl Reader {
    async fn open(server: &Server, path: &str) -> Reader {
        let response = server.request("GET", path).open().await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (200, &"text/event-stream".parse().unwrap())
        );
        Reader { body: response.into_body(), text: String::new() }
    }

    /// The next one's name and data; `None` at the end of the stream.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .unwrap_or_default()
                        .trim()
                        .to_owned()
                };
                let (name, data) = (field("event:"), field("data:"));
                self.text = rest.to_owned();
                if name.is_empty() {
                    continue;
                }
                return Some((name, serde_json::from_str(&data).unwrap()));
            }
            let frame =
                tokio::time::timeout(Duration::from_secs(20), self.body.frame()).await.unwrap()?.unwrap();
            self.text.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap());
        }
    }

    /// Of the next event.
    async fn id(&mut self) -> String {
        loop {
            if let Some(id) = self.text.lines().find_map(|line| line.strip_prefix("id: ")) {
                return id.to_owned();
            }
            let frame = self.body.frame().await.unwrap().unwrap();
            self.text.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap());
        }
    }

    /// Everything up to a fact, which follows without a gap from `from`.
    async fn until(&mut self, from: u64, to: u64) -> Vec<Value> {
        let (mut at, mut items) = (from, Vec::new());
        while at < to {
            let (name, changes) = self.next().await.unwrap();
            assert_eq!((name.as_str(), &changes["from"]), ("changes", &json!(at)), "{changes}");
            at = changes["to"].as_u64().unwrap();
            items.extend(changes["items"].as_array().unwrap().clone());
        }
        items
    }
}

async fn seq(server: &Server) -> u64 {
    server.get("/api/sessions/default").await.json()["seq"].as_u64().unwrap()
}

async fn some_changes(server: &Server) {
    server.post("/api/plugin/register", json!({"plugin_id": "a"})).await.expect(200);
    server.put("/api/sessions/default/chart", json!({"text": "| C | F |"})).await.expect(200);
    server.request("POST", "/api/transport/start").send().await.expect(200);
}

#[tokio::test]
async fn what_was_missed_comes_first_and_then_what_happens() {
    let server = Server::start().await;
    some_changes(&server).await;
    let before = seq(&server).await;
    let mut reader = Reader::open(&server, "/api/changes?after=0").await;
    let missed = reader.until(0, before).await;
    let entities: Vec<&str> = missed.iter().filter_map(|item| item["entity"].as_str()).collect();
    for entity in ["instance", "lane", "chart", "transport"] {
        assert!(entities.contains(&entity), "{entities:?}");
    }
    server.request("POST", "/api/transport/stop").send().await.expect(200);
    let after = seq(&server).await;
    let items = reader.until(before, after).await;
    assert_eq!((&items[0]["entity"], &items[0]["body"]["isPlaying"]), (&json!("transport"), &json!(false)));
}

#[tokio::test]
async fn a_snapshot_and_what_follows_it_are_the_whole() {
    let server = Server::start().await;
    some_changes(&server).await;
    let snapshot = server.get("/api/snapshot").await.expect(200).json();
    let kinds: std::collections::BTreeSet<&str> =
        snapshot["state"].as_array().unwrap().iter().filter_map(|kept| kept["entity"].as_str()).collect();
    assert!(
        ["chart", "instance", "lane", "rule", "session", "transport"].iter().all(|kind| kinds.contains(kind))
    );
    let from = snapshot["seq"].as_u64().unwrap();
    let mut reader = Reader::open(&server, &format!("/api/changes?after={from}")).await;
    server.put("/api/sessions/default/chart", json!({"text": "| G |"})).await.expect(200);
    let items = reader.until(from, seq(&server).await).await;
    assert!(
        items.iter().any(|item| item["entity"] == "chart" && item["body"]["text"] == "| G |"),
        "{items:?}"
    );
}

#[tokio::test]
async fn the_last_event_that_was_seen_is_a_cursor_too() {
    let server = Server::start().await;
    some_changes(&server).await;
    let to = seq(&server).await;
    let mut reader = Reader::open(&server, "/api/changes?after=0").await;
    let id = reader.id().await;
    assert_eq!(id, format!("{}/{to}", server.serving.app.live.journal_id()));
    let begin = id.replace(&format!("/{to}"), "/1");
    // What the address says is what was known when it was opened.
    let request = server.request("GET", "/api/changes?after=0").header("last-event-id", &begin);
    let mut reader = Reader { body: request.open().await.into_body(), text: String::new() };
    assert!(!reader.until(1, to).await.is_empty());
}

#[tokio::test]
async fn nobody_reads_on_in_another_past() {
    let server = Server::start().await;
    some_changes(&server).await;
    let snapshot = server.get("/api/snapshot").await.expect(200).json();
    let (journal, seq) = (snapshot["journal_id"].as_str().unwrap(), &snapshot["seq"]);
    let (_, said) = Reader::open(&server, &format!("/api/changes?after=0&journal_id={journal}"))
        .await
        .next()
        .await
        .unwrap();
    assert_eq!((&said["journal_id"], &said["to"]), (&json!(journal), seq));
    let restored = server.get("/api/changes?after=0&journal_id=another").await;
    let problem = restored.expect_problem(409, "TRANSPORT_SYNC_LOST");
    assert!(problem["detail"].as_str().unwrap().contains("/api/snapshot"), "{problem}");
    for last in ["another/1", "1", "/1", "another", "", &format!("{journal}/99"), &format!("{journal}/x")] {
        let request = server.request("GET", "/api/changes").header("last-event-id", last);
        request.send().await.expect_problem(409, "TRANSPORT_SYNC_LOST");
    }
}

#[tokio::test]
async fn a_message_holds_so_much_and_the_rest_is_the_next_one() {
    let server = Server::start().await;
    for round in 0..6 {
        let text = format!("| C |{}", "\n".repeat(40_000 + round));
        server.put("/api/sessions/default/chart", json!({"text": text})).await.expect(200);
    }
    let (mut at, to, mut messages) = (0, seq(&server).await, 0);
    let mut reader = Reader::open(&server, "/api/changes?after=0").await;
    while at < to {
        let (_, changes) = reader.next().await.unwrap();
        assert_eq!(changes["from"], at);
        assert!(changes["items"].to_string().len() <= wire::limits::MESSAGE_BYTES_MAX);
        at = changes["to"].as_u64().unwrap();
        messages += 1;
    }
    assert_eq!(messages, 2, "three charts fit in the first");
}

#[tokio::test]
async fn so_many_follow_and_no_more() {
    let server = Server::start().await;
    let mut open = Vec::new();
    for _ in 0..wire::limits::STREAMS_MAX {
        open.push(Reader::open(&server, "/api/changes").await);
    }
    let problem = server.get("/api/changes").await.expect_problem(503, "LIMIT_REACHED");
    assert!(problem["detail"].as_str().unwrap().contains("/ws/sync"), "{problem}");
    server.get("/api/snapshot").await.expect(200);
    open.truncate(10);
    while server.request("GET", "/api/changes").open().await.status() != 200 {}
}

/// A browser that asked and never reads, on a connection that holds little.
async fn never_reads(server: &Server) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut stream = socket.connect(([127, 0, 0, 1], server.serving.port).into()).await.unwrap();
    let (port, token) = (server.serving.port, server.token());
    let request = format!(
        "GET /api/changes HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    stream
}

#[tokio::test]
async fn who_never_reads_does_not_hold_up_the_end() {
    let server = Server::start().await;
    let silent = never_reads(&server).await;
    let mut reader = Reader::open(&server, "/api/changes").await;
    let mut at = seq(&server).await;
    for round in 0..24 {
        let text = format!("| C |{}", "\n".repeat(200_000 + round % 2));
        server.put("/api/sessions/default/chart", json!({"text": text})).await.expect(200);
        let next = seq(&server).await;
        reader.until(at, next).await;
        at = next;
    }
    drop(reader);
    assert!(server.serving.shutdown().await, "nobody had to be cut off");
    drop(silent);
}

#[tokio::test]
async fn a_cursor_from_the_future_is_refused() {
    let server = Server::start().await;
    server.get("/api/changes?after=1000").await.expect_problem(409, "TRANSPORT_SYNC_LOST");
}

#[tokio::test]
async fn a_stream_ends_when_its_token_is_revoked_and_when_the_server_does() {
    let server = Server::start().await;
    let token = server.token_for(json!({"name": "watcher", "verbs": ["view"]})).await;
    let response = server.request("GET", "/api/changes").token(Some(&token)).open().await;
    let mut revoked = Reader { body: response.into_body(), text: String::new() };
    let mut other = Reader::open(&server, "/api/changes").await;
    server.post("/api/auth/revoke", json!({"token": token})).await.expect(204);
    assert_eq!(revoked.next().await, None);
    server.serving.shutdown().await;
    assert_eq!(other.next().await, None);
}
