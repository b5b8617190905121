//! Tokens that do not hold: forged, bent, expired, revoked, for something else, or from elsewhere. None is taken.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::server::Server;

async fn status(server: &Server, token: &str) -> u16 {
    server.request("GET", "/api/auth/me").token(Some(token)).send().await.status
}

fn parts(token: &str) -> (Value, Value, String) {
    let mut parts = token.split('.');
    let mut json = || {
        let bytes = URL_SAFE_NO_PAD.decode(parts.next().unwrap()).unwrap();
        serde_json::from_slice::<Value>(&bytes).unwrap()
    };
    let (header, claims) = (json(), json());
    (header, claims, parts.next().unwrap().to_owned())
}

fn joined(header: &Value, claims: &Value, signature: &str) -> String {
    let code = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{signature}", code(header), code(claims))
}

#[tokio::test]
async fn without_a_token_nothing_but_the_doors_answer() {
    let server = Server::start().await;
    for path in ["/healthz", "/readyz", "/metrics", "/openapi.json", "/"] {
        server.request("GET", path).token(None).send().await.expect(200);
    }
    let description = server.get("/openapi.json").await.json();
    let mut asked = 0;
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            if operation["security"] == json!([{}]) || operation["security"] == json!([]) {
                continue;
            }
            let path =
                path.replace("{session}", "default").replace("{lane}", "bass").replace("{region}", "1");
            let path = path
                .replace("{rule}", "approve_first_take")
                .replace("{hash}", &format!("sha256:{}", "0".repeat(64)));
            let path = path.replace("{job_id}", "job_00000000000000000000000000000001");
            let path = path.replace("{file_id}", "artifact_00000000000000000000000000000001");
            let path = path.replace("{artifact_id}", "artifact_00000000000000000000000000000001");
            let answer = server.request(&method.to_uppercase(), &path).token(None).send().await;
            answer.expect_problem(401, "UNAUTHORIZED");
            assert!(answer.header("www-authenticate").starts_with("Bearer"), "{method} {path}");
            asked += 1;
        }
    }
    assert!(asked > 40, "{asked} routes were asked");
}

#[tokio::test]
async fn a_token_that_was_touched_is_not_taken() {
    let server = Server::start().await;
    let token = server.token_for(json!({"name": "viewer", "verbs": ["view"]})).await;
    assert_eq!(status(&server, &token).await, 200);
    let (header, claims, signature) = parts(&token);
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        joined(&header, &claims, &signature)
    };
    let header_with = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        joined(&header, &claims, &signature)
    };
    let half = &signature[..signature.len() / 2];
    let zeros = URL_SAFE_NO_PAD.encode([0; 64]);
    for (what, forged) in [
        ("more verbs", with("verbs", json!("view admin"))),
        ("no narrowing", with("verbs", Value::Null)),
        ("a longer life", with("exp", json!(9_999_999_999_u64))),
        ("another person", with("sub", json!("principal_00000000000000000000000000000001"))),
        ("the house itself", with("sub", json!("principal_00000000000000000000000000000000"))),
        ("another session", with("sessions", json!(["gig"]))),
        ("another instance", with("plugin_id", json!("b"))),
        ("no algorithm", joined(&json!({"alg": "none", "typ": "JWT", "kid": header["kid"]}), &claims, "")),
        ("an algorithm with our public key as its secret", header_with("alg", json!("HS256"))),
        ("another algorithm", header_with("alg", json!("RS256"))),
        ("no key", header_with("kid", Value::Null)),
        ("another key", header_with("kid", json!("../../etc/passwd"))),
        ("a key of its own", header_with("jwk", json!({"kty": "OKP", "crv": "Ed25519", "x": zeros}))),
        ("no signature", joined(&header, &claims, "")),
        ("half a signature", joined(&header, &claims, half)),
        ("a signature of nothing", joined(&header, &claims, &zeros)),
        ("two tokens", format!("{token}.{token}")),
        ("a word", "token".to_owned()),
        ("nothing", String::new()),
        ("dots", "..".to_owned()),
        ("a long word", "x".repeat(5_000)),
    ] {
        assert_eq!(status(&server, &forged).await, 401, "{what} was taken");
    }
}

#[tokio::test]
async fn another_servers_token_is_not_taken() {
    let (server, other) = (
        Server::start().await,
        Server::start_in(tempfile::tempdir().unwrap(), domain::WallTime(crate::server::START.0 + 1)).await,
    );
    assert_eq!(status(&server, &other.token()).await, 401);
    assert_eq!(status(&other, &other.token()).await, 200);
}

#[tokio::test]
async fn a_token_is_over_when_its_time_is_and_five_seconds_for_clocks() {
    let server = Server::start().await;
    let token = server.token_for(json!({"name": "short"})).await;
    for (seconds, expected) in [(599, 200), (5, 200), (1, 401), (100_000, 401)] {
        server.clock.advance(Duration::from_secs(seconds));
        assert_eq!(status(&server, &token).await, expected, "{seconds} s later");
    }
}

#[tokio::test]
async fn a_token_from_the_future_is_not_taken_beyond_five_seconds() {
    let server = Server::start().await;
    let token = server.token_for(json!({"name": "short"})).await;
    let made = server.serving.app.now().0;
    for (seconds, expected) in [(0, 200), (5, 200), (6, 401)] {
        server.clock.set(domain::WallTime(made - seconds * 1_000_000_000));
        assert_eq!(status(&server, &token).await, expected, "a clock set back by {seconds} s");
    }
}

#[tokio::test]
async fn a_longer_life_needs_a_reason() {
    let server = Server::start().await;
    for (body, status) in [
        (json!({"name": "a"}), 200),
        (json!({"name": "a", "minutes": 10}), 200),
        (json!({"name": "a", "minutes": 11}), 422),
        (json!({"name": "a", "minutes": 11, "reason": "  "}), 422),
        (json!({"name": "a", "minutes": 11, "reason": "a sampler without a clock"}), 200),
        (json!({"name": "a", "minutes": 527041, "reason": "forever"}), 422),
    ] {
        assert_eq!(server.post("/api/auth/token", body.clone()).await.status, status, "{body}");
    }
}

#[tokio::test]
async fn what_is_revoked_counts_no_more_and_stays_so() {
    let server = Server::start().await;
    let (mine, other) =
        (server.token_for(json!({"name": "a"})).await, server.token_for(json!({"name": "b"})).await);
    let revoke = |body: Value, token: &str| {
        let token = token.to_owned();
        let server = &server;
        async move { server.request("POST", "/api/auth/revoke").json(&body).token(Some(&token)).send().await }
    };
    revoke(json!({"token": mine}), &other).await.expect(204);
    assert_eq!((status(&server, &mine).await, status(&server, &other).await), (401, 200));
    revoke(json!({"token": "x.y.z"}), &other).await.expect_problem(422, "INVALID_REQUEST");
    let (_, claims, _) = parts(&other);
    revoke(json!({"token_id": claims["jti"]}), &other).await.expect(204);
    assert_eq!(status(&server, &other).await, 401);
    let server = server.restarted().await;
    assert_eq!(
        (status(&server, &mine).await, status(&server, &other).await),
        (401, 401),
        "also after a restart"
    );
}

#[tokio::test]
async fn a_principals_tokens_are_over_together() {
    let server = Server::start().await;
    let token = server.token_for(json!({"name": "a"})).await;
    server.clock.advance(Duration::from_secs(1));
    let principal = server.get("/api/auth/me").await.json()["principal"].clone();
    server.post("/api/auth/revoke", json!({"principal": principal})).await.expect(204);
    for token in [token, server.token()] {
        assert_eq!(status(&server, &token).await, 401);
    }
}

#[tokio::test]
async fn a_token_of_an_earlier_run_is_good_until_its_time_is_up() {
    let server = Server::start().await;
    let asked = json!({"name": "a", "minutes": 120, "reason": "a client that cannot refresh"});
    let token = server.token_for(asked).await;
    let server = server.restarted().await;
    assert_eq!(status(&server, &token).await, 200);
}

#[tokio::test]
async fn a_tickets_secret_is_not_a_token() {
    let server = Server::start().await;
    let ticket = server.request("POST", "/api/ws-ticket").send().await.expect(200).json();
    assert_eq!(ticket["expires"], "2025-08-24T10:30:10.000Z");
    let ticket = ticket["ticket"].as_str().unwrap();
    assert_eq!(status(&server, ticket).await, 401);
    let held = server.serving.app.gate.tickets.take(ticket, server.serving.app.now());
    assert!(held.is_some(), "it opens one socket");
    assert!(
        server.serving.app.gate.tickets.take(ticket, server.serving.app.now()).is_none(),
        "and no second"
    );
}

#[tokio::test]
async fn only_a_person_lets_an_agent_approve_and_an_agent_stays_one() {
    let server = Server::start().await;
    let asked = |kind: &str| json!({"name": "a", "kind": kind, "verbs": ["view", "approve"]});
    // The owner is a person.
    let agent = server.token_for(asked("agent")).await;
    let plugin = server.token_for(json!({"name": "p", "kind": "plugin"})).await;
    let by = |token: String, body: Value| {
        server.request("POST", "/api/auth/token").token(Some(&token)).json(&body).send()
    };
    by(plugin.clone(), asked("agent")).await.expect_problem(403, "FORBIDDEN");
    by(plugin, json!({"name": "q", "kind": "script", "verbs": ["view"]})).await.expect(200);
    let worker =
        by(agent, json!({"name": "w", "kind": "worker", "verbs": ["view"]})).await.expect(200).json();
    let me = server.request("GET", "/api/auth/me").token(worker["token"].as_str()).send().await.json();
    assert_eq!(me["kind"], "agent");
}
