//! Clients that are broken, or mean no good: each is told or closed, and nobody else notices.

use futures_util::SinkExt as _;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::tungstenite::Message;

use crate::client::Client;
use crate::server::Server;

#[tokio::test]
async fn what_is_no_sentence_is_answered_with_what_is_wrong() {
    let server = Server::start().await;
    let (mut client, _) = Client::hello(&server, json!({})).await;
    for (said, to, why) in [
        ("", "", "EOF"),
        ("[]", "", "cannot be read"),
        ("{}", "", "type"),
        (r#"{"type":"wave"}"#, "wave", "unknown variant `wave`"),
        (r#"{"type":"ping","id":1}"#, "ping", "t0"),
        (r#"{"type":"ping","id":-1,"t0":"0"}"#, "ping", "cannot be read"),
        (r#"{"type":"ping","id":1,"t0":0}"#, "ping", "cannot be read"),
        (r#"{"type":"ping","id":1,"t0":"0","more":1}"#, "ping", "unknown field `more`"),
        (r#"{"type":"generate_request","tempo":-3}"#, "generate_request", "cannot be read"),
    ] {
        client.send(Message::text(said)).await;
        let reply = client.until("reply").await;
        assert_eq!(
            (&reply["to"], &reply["refused"]["code"]),
            (&json!(to), &json!("INVALID_REQUEST")),
            "{said}: {reply}"
        );
        assert!(reply["refused"]["detail"].as_str().unwrap().contains(why), "{said}: {reply}");
    }
    client.is_heard().await;
}

#[tokio::test]
async fn each_end_has_its_code() {
    let server = Server::start().await;
    let too_long = format!(r#"{{"type":"ping","id":1,"t0":"{}"}}"#, "0".repeat(300 * 1024));
    let far_too_long = "x".repeat(3 * 1024 * 1024);
    for (name, message, code) in [
        ("binary", Message::binary(vec![1, 2, 3]), 1003),
        ("too long", Message::text(too_long), 1009),
        ("far too long", Message::text(far_too_long), 1009),
        ("another version", Message::text(r#"{"type":"hello","proto":2}"#), 4409),
        ("with words of its own", Message::text(r#"{"type":"hello","proto":2,"verse":1}"#), 4409),
        ("another's session", Message::text(r#"{"type":"hello","proto":1,"session":"nowhere"}"#), 4403),
    ] {
        let mut client = Client::silent(&server).await;
        // A message that is not read to its end may not be written to its end either.
        let _ = client.wire.send(message).await;
        assert_eq!(client.closed().await, code, "{name}");
    }
}

#[tokio::test]
async fn a_second_hello_changes_nothing() {
    let server = Server::start().await;
    let (mut client, _) =
        Client::hello(&server, json!({"instance": "keys", "subscribe": ["timeline"]})).await;
    client.say(json!({"type": "hello", "proto": 1, "instance": "drums"})).await;
    let reply = client.until("reply").await;
    assert_eq!((&reply["to"], &reply["refused"]["code"]), (&json!("hello"), &json!("INVALID_REQUEST")));
    client.until("timeline").await;
    server.get("/api/plugin/status?plugin_id=drums").await.expect_problem(404, "PLUGIN_NOT_FOUND");
}

#[tokio::test]
async fn a_flood_is_cut_off_and_the_others_do_not_notice() {
    let server = Server::start().await;
    let (mut other, _) = Client::hello(&server, json!({})).await;
    for said in [r#"{"type":"ping","id":1,"t0":"0"}"#, "nonsense"] {
        let mut flood = Client::silent(&server).await;
        for _ in 0..2_000 {
            if flood.wire.feed(Message::text(said)).await.is_err() {
                break;
            }
        }
        let _ = flood.wire.flush().await;
        assert_eq!(flood.closed().await, 4429, "{said}");
        other.is_heard().await;
    }
}

#[tokio::test]
async fn a_client_that_never_reads_is_let_go_and_the_others_hear_everything() {
    let server = Server::start().await;
    let deaf = json!({"type": "hello", "proto": 1, "subscribe": ["positions", "changes", "timeline"]});
    let mut silent = Client::narrow(&server).await;
    silent.say(deaf).await;
    let (mut other, _) = Client::hello(&server, json!({"subscribe": ["changes", "timeline"]})).await;
    let (mut at, mut rounds) = (None, 0);
    // It is given up, though it never said goodbye, as soon as its kernel, ours and its queue hold no more: two seconds
    // after some three megabytes. For being silent it would be let go only after 45 seconds.
    while server.get("/metrics").await.text().contains("ai_band_sockets_open 2") {
        assert!(rounds < 2_000, "who does not read is kept");
        let text = "| Cmaj7 | Fmaj7 | G7sus4 | Am7b5 |".repeat(500 + rounds % 2);
        server.put("/api/sessions/default/chart", json!({"text": text})).await.expect(200);
        let changes = other.until("changes").await;
        let (from, to) = (changes["from"].as_u64().unwrap(), changes["to"].as_u64().unwrap());
        assert!(at.is_none_or(|at| at == from), "a gap before {from}");
        at = Some(to);
        rounds += 1;
    }
    assert!(rounds > 10, "nobody is given up for a moment's silence");
    drop(silent);
}

#[tokio::test]
async fn half_a_message_holds_up_nobody() {
    let server = Server::start().await;
    let mut half = Client::silent(&server).await;
    // A text frame of 100 bytes, of which four come.
    half.wire.get_mut().write_all(&[0x81, 0xe4, 1, 2, 3, 4, 5, 6, 7, 8]).await.unwrap();
    let (mut other, _) = Client::hello(&server, json!({})).await;
    other.is_heard().await;
    // What is said in frames without a mask, or with a reserved bit, is no WebSocket at all.
    for garbage in [&[0x81, 0x02, b'h', b'i'][..], &[0xf1, 0x80, 0, 0, 0, 0], &[0x83, 0x80, 0, 0, 0, 0]] {
        let mut broken = Client::silent(&server).await;
        broken.wire.get_mut().write_all(garbage).await.unwrap();
        assert_eq!(broken.closed().await, 1002, "{garbage:?}");
    }
    other.is_heard().await;
}

#[tokio::test]
async fn an_id_that_somebody_has_is_given_to_nobody_else() {
    let server = Server::start().await;
    let (mut first, welcome) = Client::hello(&server, json!({"instance": "keys"})).await;
    assert_eq!(welcome["instance"], "keys");
    let (mut copy, welcome) = Client::hello(&server, json!({"instance": "keys"})).await;
    assert_eq!(welcome["instance"], "keys-2", "a copied track brings its id along");
    first.is_heard().await;
    copy.is_heard().await;
    drop(first);
}

#[tokio::test]
async fn an_instance_that_comes_back_takes_its_place() {
    let server = Server::start().await;
    let registered =
        server.post("/api/plugin/register", json!({"plugin_id": "keys"})).await.expect(200).json();
    let token = registered["token"].as_str().unwrap();
    let (mut cut, _) = Client::hello_with(&server, token, json!({"instance": "keys"})).await;
    // Its old link is not closed: the network was cut, and nobody knows yet.
    let (mut back, welcome) = Client::hello_with(&server, token, json!({"instance": "keys"})).await;
    assert_eq!(welcome["instance"], "keys");
    assert_eq!(cut.closed().await, 1000);
    back.is_heard().await;
}
