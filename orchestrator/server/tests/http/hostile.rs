//! Requests that nobody sends by mistake: the server answers each with a problem of the stranger's, and goes on.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::server::Server;

/// What comes back for bytes that are sent as they are.
async fn raw(server: &Server, bytes: &[u8]) -> String {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", server.serving.port)).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn bytes_that_are_no_request_end_one_connection_and_nothing_else() {
    let server = Server::start().await;
    for bytes in [
        &b"\0\0\0\0"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"POST /api/plugin/register HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/plugin/register HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",
    ] {
        let answer = raw(&server, bytes).await;
        assert!(!answer.starts_with("HTTP/1.1 2") && !answer.contains(" 500 "), "{bytes:?}: {answer}");
    }
    server.get("/healthz").await.expect(200);
}

#[tokio::test]
async fn deep_long_and_odd_json_is_refused_quickly() {
    let server = Server::start().await;
    let deep = "[".repeat(30_000);
    let many = format!(r#"{{"plugin_id": "a", "capabilities": [{}]}}"#, vec![r#""midi""#; 5_000].join(","));
    let keys: String = (0..3_000).map(|number| format!(r#""k{number}": 0,"#)).collect();
    let keys = format!(r#"{{{keys} "plugin_id": "a"}}"#);
    for body in [deep.as_str(), &many, &keys, "\u{feff}{}", "{\"plugin_id\": \"\\ud800\"}", "nul", "1e99999"]
    {
        let asking =
            server.request("POST", "/api/plugin/register").bytes("application/json", body.to_owned());
        let status = asking.send().await.status;
        assert!((400..500).contains(&status), "{}: {status}", &body[..body.len().min(40)]);
    }
}

#[test]
fn no_query_and_no_body_breaks_the_server() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Server::start());
    let paths = ["/api/plugin/status", "/api/jobs", "/api/midi/list", "/api/artifacts", "/api/sessions"];
    let posts = [
        "/api/plugin/register",
        "/api/midi/generate",
        "/api/transport/loop",
        "/api/auth/token",
        "/api/midi/stream",
    ];
    let strategy = (
        0..5_usize,
        "[a-z_]{0,8}=[ -~]{0,12}(&[a-z]{1,6}=[0-9-]{0,20})?",
        "\\PC{0,40}|[{}\\[\\]\":,0-9a-z_.]{0,60}",
    );
    let mut runner = TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() });
    let result = runner.run(&strategy, |(which, query, body)| {
        let query: String = query
            .bytes()
            .map(|byte| {
                if b"&=_".contains(&byte) || byte.is_ascii_alphanumeric() {
                    (byte as char).to_string()
                } else {
                    format!("%{byte:02x}")
                }
            })
            .collect();
        let got = runtime.block_on(server.request("GET", &format!("{}?{query}", paths[which])).send());
        let asking = server.request("POST", posts[which]).bytes("application/json", body);
        let posted = runtime.block_on(asking.send());
        prop_assert!(got.status < 500 && posted.status < 500, "{} {}", got.status, posted.status);
        Ok(())
    });
    result.unwrap();
}

#[tokio::test]
async fn a_client_that_never_sends_the_rest_does_not_hold_up_others() {
    let server = Server::start().await;
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", server.serving.port)).await.unwrap();
        stream
            .write_all(
                b"POST /api/plugin/register HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
            )
            .await
            .unwrap();
        slow.push(stream);
    }
    server.post("/api/plugin/register", json!({"plugin_id": "a"})).await.expect(200);
}
