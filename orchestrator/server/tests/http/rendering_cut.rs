//! Clients that go away, do not read or come all at once, and a server that closes: nobody waits for anybody.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;

use crate::contract::finished;
use crate::rendering::{render, with_a_song};
use crate::server::Server;

/// Far more than a socket holds.
fn half_an_hour() -> Value {
    json!({"to_beat": 3_600, "format": "32f"})
}

async fn open(server: &Server, body: &Value) -> Incoming {
    let response = server.request("POST", "/api/render").json(body).open().await;
    assert_eq!(response.status(), 200);
    response.into_body()
}

/// Of `ai_band_renders_open`.
async fn renders(server: &Server) -> u64 {
    let text = server.get("/metrics").await.expect(200).text();
    let said = text.lines().find_map(|line| line.strip_prefix("ai_band_renders_open "));
    said.unwrap_or_else(|| panic!("{text}")).parse().unwrap()
}

#[tokio::test]
async fn who_goes_away_in_the_middle_is_rendered_for_no_more() {
    let server = Server::start().await;
    for _ in 0..20 {
        let mut body = open(&server, &half_an_hour()).await;
        for _ in 0..3 {
            body.frame().await.unwrap().unwrap();
        }
    }
    while renders(&server).await > 0 {}
    render(&server, json!({"to_beat": 1})).await.expect(200);
}

#[tokio::test]
async fn twenty_at_once_hear_the_same_and_composing_goes_on() {
    let server = Server::start().await;
    with_a_song(&server).await;
    let body = json!({"from_beat": 8, "to_beat": 24});
    let expected = render(&server, body.clone()).await.expect(200).bytes;
    let listening = (0..20).map(|_| render(&server, body.clone()));
    let composing = async {
        let asked = json!({"chord_progression": "C-F", "duration": 8, "track_types": ["lead"]});
        let accepted = server.post("/api/midi/generate", asked).await.expect(202).json();
        finished(&server, accepted["job_id"].as_str().unwrap()).await
    };
    let (heard, job) = tokio::join!(futures_util::future::join_all(listening), composing);
    assert_eq!(job["status"], "done", "{job}");
    for answer in heard {
        assert!(answer.expect(200).bytes == expected);
    }
}

#[tokio::test]
async fn what_is_under_way_ends_with_the_server() {
    let server = Server::start().await;
    let mut body = open(&server, &half_an_hour()).await;
    body.frame().await.unwrap().unwrap();
    let reading = tokio::spawn(async move {
        while let Some(frame) = body.frame().await {
            if frame.is_err() {
                return true;
            }
        }
        false
    });
    assert!(server.serving.shutdown().await, "nobody had to be cut off");
    assert!(reading.await.unwrap(), "a file that is cut short is known to be");
}

#[tokio::test]
async fn who_never_reads_does_not_hold_up_the_end() {
    let server = Server::start().await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let (port, token) = (server.serving.port, server.token());
    let mut silent = socket.connect(([127, 0, 0, 1], port).into()).await.unwrap();
    let body = half_an_hour().to_string();
    let request = format!(
        "POST /api/render HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    silent.write_all(request.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    silent.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    render(&server, json!({"to_beat": 1})).await.expect(200);
    assert!(server.serving.shutdown().await, "nobody had to be cut off");
    drop(silent);
}

#[tokio::test]
async fn a_token_that_is_revoked_hears_no_more() {
    let server = Server::start().await;
    let token = server.token_for(json!({"name": "listener", "verbs": ["view"]})).await;
    let asking = server.request("POST", "/api/render").json(&half_an_hour()).token(Some(&token));
    let mut revoked = asking.open().await.into_body();
    let mut other = open(&server, &json!({"to_beat": 16})).await;
    revoked.frame().await.unwrap().unwrap();
    server.post("/api/auth/revoke", json!({"token": token})).await.expect(204);
    let cut = loop {
        match revoked.frame().await {
            Some(Ok(_)) => {}
            Some(Err(_)) => break true,
            None => break false,
        }
    };
    assert!(cut);
    let mut bytes = 0;
    while let Some(frame) = other.frame().await {
        bytes += frame.unwrap().into_data().map_or(0, |data| data.len());
    }
    assert_eq!(bytes, 44 + 4 * (16 * 24_000 + 96_000), "the others are not cut");
}
