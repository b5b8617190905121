//! Somebody from another machine is let in by a code, within five tries and two minutes.

use std::time::Duration;

use ed25519_dalek::{Signer, SigningKey};
use hmac::Mac;
use orchestrator::auth::pairing::{client_side, mac};
use serde_json::json;
use wire::hex;
use wire::pairing::{CLIENT_PROOF, SERVER_PROOF};
use wire::rest::auth::Assert;

use crate::server::{Answer, START, Server};

async fn shown(server: &Server) -> String {
    let code = server.request("POST", "/api/auth/pairing").send().await.expect(200).json();
    assert_eq!((&code["tries"], &code["expires"]), (&json!(5), &json!("2025-08-24T10:32:00.000Z")));
    code["code"].as_str().unwrap().to_owned()
}

/// As a client with this code would do it; the server's proof is checked where there is one.
async fn pair(server: &Server, code: &str) -> Answer {
    pair_with_key(server, code, None).await
}

async fn pair_with_key(server: &Server, code: &str, signing: Option<&SigningKey>) -> Answer {
    let (exchange, message) = client_side(code, &server.serving.app.certificate);
    let body = json!({"name": "stage left", "message": hex::encode(&message)});
    let begun = server.request("POST", "/api/auth/pair").json(&body).token(None).send().await;
    if begun.status != 200 {
        return begun;
    }
    let reply = begun.json();
    let theirs = hex::decode(reply["message"].as_str().unwrap()).unwrap();
    let key = exchange.finish(&theirs).unwrap();
    let transcript = [message, theirs].concat();
    let proof = hex::encode(&mac(&key, CLIENT_PROOF, &transcript).finalize().into_bytes());
    let mut body = json!({"pairing": reply["pairing"], "proof": proof});
    if let Some(key) = signing {
        body["key"] = json!(hex::encode(&key.verifying_key().to_bytes()));
    }
    let finished = server.request("POST", "/api/auth/pair/finish").json(&body).token(None).send().await;
    if finished.status == 200 {
        let theirs = hex::decode(finished.json()["proof"].as_str().unwrap()).unwrap();
        assert!(
            mac(&key, SERVER_PROOF, &transcript).verify_slice(&theirs).is_ok(),
            "it is the server that shows the code"
        );
    }
    finished
}

fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn whoever_knows_the_code_is_let_in_once_as_what_was_offered() {
    let server = Server::start().await;
    let code = shown(&server).await;
    let paired = pair(&server, &code).await.expect(200).json();
    let token = paired["token"].as_str().unwrap();
    let me = server.request("GET", "/api/auth/me").token(Some(token)).send().await.expect(200).json();
    assert_eq!((&me["kind"], &me["principal"]), (&json!("plugin"), &paired["principal"]));
    assert!(!me["verbs"].as_array().unwrap().contains(&json!("admin")), "{me}");
    pair(&server, &code).await.expect_problem(404, "PAIRING_NOT_FOUND");
}

#[tokio::test]
async fn five_wrong_codes_close_the_door() {
    let server = Server::start().await;
    let code = shown(&server).await;
    for _ in 0..5 {
        server.clock.advance(Duration::from_secs(13));
        pair(&server, &other(&code)).await.expect_problem(401, "PAIRING_REFUSED");
    }
    server.clock.advance(Duration::from_secs(13));
    pair(&server, &code).await.expect_problem(404, "PAIRING_NOT_FOUND");
}

#[tokio::test]
async fn after_two_minutes_the_door_is_closed() {
    let server = Server::start().await;
    let code = shown(&server).await;
    server.clock.advance(Duration::from_secs(120));
    pair(&server, &code).await.expect_problem(404, "PAIRING_NOT_FOUND");
}

#[tokio::test]
async fn only_the_last_code_counts_and_none_at_first() {
    let server = Server::start().await;
    pair(&server, "000000").await.expect_problem(404, "PAIRING_NOT_FOUND");
    let (first, second) = (shown(&server).await, shown(&server).await);
    if first != second {
        pair(&server, &first).await.expect_problem(401, "PAIRING_REFUSED");
    }
    pair(&server, &second).await.expect(200);
}

#[tokio::test]
async fn guessing_is_slow() {
    let server = Server::start().await;
    let code = shown(&server).await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(pair(&server, &other(&code)).await.status);
    }
    assert!(statuses.contains(&429) || statuses.contains(&404), "{statuses:?}");
    let body = json!({"name": "x", "message": "zz"});
    server.clock.advance(Duration::from_secs(60));
    let answer = server.request("POST", "/api/auth/pair").json(&body).token(None).send().await;
    assert!([404, 422].contains(&answer.status), "{}", answer.status);
}

#[tokio::test]
async fn what_was_paired_is_revoked_with_all_it_has() {
    let server = Server::start().await;
    let code = shown(&server).await;
    let paired = pair(&server, &code).await.expect(200).json();
    server.clock.advance(Duration::from_secs(1));
    server.post("/api/auth/revoke", json!({"principal": paired["principal"]})).await.expect(204);
    let answer = server.request("GET", "/api/auth/me").token(paired["token"].as_str()).send().await;
    answer.expect_problem(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn an_installation_signs_for_its_tokens_with_its_own_key() {
    let server = Server::start().await;
    let key = SigningKey::from_bytes(&[7; 32]);
    let code = shown(&server).await;
    let paired = pair_with_key(&server, &code, Some(&key)).await.expect(200).json();
    let principal = paired["principal"].as_str().unwrap();
    let assertion = |key: &SigningKey, at: i64, nonce: &str, certificate: &str| {
        let mut body = json!({"principal": principal, "at": at, "nonce": nonce, "signature": "00"});
        let asked: Assert = serde_json::from_value(body.clone()).unwrap();
        body["signature"] = json!(hex::encode(&key.sign(asked.signed(certificate).as_bytes()).to_bytes()));
        body
    };
    let now = START.0 / 1_000_000_000;
    let good = assertion(&key, now, "aa", "");
    let other = SigningKey::from_bytes(&[8; 32]);
    let mut unsigned = good.clone();
    unsigned["signature"] = json!("00".repeat(64));
    for (what, body, status) in [
        ("good", good.clone(), 200),
        ("the same again", good, 401),
        ("another", assertion(&key, now, "ab", ""), 200),
        ("a minute early", assertion(&key, now + 60, "ac", ""), 200),
        ("too early", assertion(&key, now + 61, "ad", ""), 401),
        ("too late", assertion(&key, now - 61, "ae", ""), 401),
        ("with another key", assertion(&other, now, "af", ""), 401),
        ("for another server", assertion(&key, now, "ba", "00"), 401),
        ("unsigned", unsigned, 401),
    ] {
        let answer = server.request("POST", "/api/auth/assert").json(&body).token(None).send().await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
    }
    server.clock.advance(Duration::from_secs(1));
    server.post("/api/auth/revoke", json!({"principal": principal})).await.expect(204);
    let late = assertion(&key, now + 1, "bb", "");
    let answer = server.request("POST", "/api/auth/assert").json(&late).token(None).send().await.expect(200);
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    let me = server.request("GET", "/api/auth/me").token(Some(&token)).send().await;
    assert!([200, 401].contains(&me.status), "its tokens were revoked, not itself");
    server.post("/api/auth/revoke", json!({"token_id": "x", "for_good": true})).await.expect(422);
    server.post("/api/auth/revoke", json!({"principal": principal, "for_good": true})).await.expect(204);
    let shut_out = assertion(&key, now + 1, "bc", "");
    let answer = server.request("POST", "/api/auth/assert").json(&shut_out).token(None).send().await;
    answer.expect_problem(401, "UNAUTHORIZED");
}
