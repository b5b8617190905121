//! A browser's way in, and its cookie: each is good once.

use std::time::Duration;

use serde_json::json;

use crate::server::{Answer, Server};

async fn fragment(server: &Server) -> String {
    let answer = server.request("POST", "/api/auth/fragment").send().await.expect(200).json();
    let (url, fragment) = (answer["url"].as_str().unwrap(), answer["fragment"].as_str().unwrap());
    assert!(
        url.ends_with(&format!("/#open={fragment}")),
        "after the #, so that no server ever sees it: {url}"
    );
    fragment.to_owned()
}

async fn open(server: &Server, fragment: &str) -> Answer {
    let asking = server.request("POST", "/api/auth/open").json(&json!({"fragment": fragment}));
    asking.token(None).send().await
}

async fn refresh(server: &Server, cookie: &str) -> Answer {
    server.request("POST", "/api/auth/refresh").header("cookie", cookie).token(None).send().await
}

fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_browser_is_let_in_once_with_a_cookie_no_script_can_read() {
    let server = Server::start().await;
    let fragment = fragment(&server).await;
    let opened = open(&server, &fragment).await.expect(200);
    let set = opened.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/api/auth;"] {
        assert!(set.contains(part), "{set}");
    }
    let token = opened.json()["token"].as_str().unwrap().to_owned();
    server.request("GET", "/api/auth/me").token(Some(&token)).send().await.expect(200);
    open(&server, &fragment).await.expect_problem(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn a_fragment_is_good_for_a_minute() {
    let server = Server::start().await;
    let late = fragment(&server).await;
    server.clock.advance(Duration::from_secs(60));
    open(&server, &late).await.expect_problem(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn a_cookie_is_good_once_and_twice_within_twenty_seconds() {
    let server = Server::start().await;
    let first = cookie(&open(&server, &fragment(&server).await).await.expect(200));
    let second = cookie(&refresh(&server, &first).await.expect(200));
    assert_ne!(first, second);
    server.clock.advance(Duration::from_secs(19));
    let third = cookie(&refresh(&server, &first).await.expect(200));
    refresh(&server, &third).await.expect(200);
}

#[tokio::test]
async fn a_cookie_that_comes_again_later_ends_all_that_came_of_it() {
    let server = Server::start().await;
    let first = cookie(&open(&server, &fragment(&server).await).await.expect(200));
    let second = cookie(&refresh(&server, &first).await.expect(200));
    server.clock.advance(Duration::from_secs(21));
    refresh(&server, &first).await.expect_problem(401, "UNAUTHORIZED");
    let ended = refresh(&server, &second).await;
    assert!([401, 404].contains(&ended.status), "the thief's or the owner's: nobody knows whose it is");
}

#[tokio::test]
async fn cookies_that_are_none_let_nobody_in() {
    let server = Server::start().await;
    let good = cookie(&open(&server, &fragment(&server).await).await.expect(200));
    let (name, value) = good.split_once('=').unwrap();
    let (family, token) = value.split_once('~').unwrap();
    let owner = server.token();
    for bad in [
        format!("{name}="),
        format!("{name}={family}"),
        format!("{name}={family}~"),
        format!("{name}={family}~{owner}"),
        format!("{name}={family}~{}", &token[..token.len() - 2]),
        format!("{name}=family_zz~{token}"),
        format!("other={value}"),
    ] {
        let answer = refresh(&server, &bad).await;
        assert!([401, 429].contains(&answer.status), "{bad}: {}", answer.status);
    }
    let api = server.request("GET", "/api/auth/me").token(Some(token)).send().await;
    api.expect_problem(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn whoever_logs_out_is_out() {
    let server = Server::start().await;
    let first = cookie(&open(&server, &fragment(&server).await).await.expect(200));
    let out = server
        .request("POST", "/api/auth/logout")
        .header("cookie", &first)
        .token(None)
        .send()
        .await
        .expect(204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    let refreshed = refresh(&server, &first).await;
    assert!([401, 404].contains(&refreshed.status), "{}", refreshed.status);
}

#[tokio::test]
async fn whoever_knocks_too_often_waits() {
    let server = Server::start().await;
    let mut refused = 0;
    for _ in 0..12 {
        let answer = open(&server, "guess").await;
        if answer.status == 429 {
            answer.expect_problem(429, "TOO_MANY_REQUESTS");
            assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
            refused += 1;
        }
    }
    assert_eq!(refused, 2, "ten tries at once");
    server.clock.advance(Duration::from_secs(6));
    open(&server, "guess").await.expect_problem(401, "UNAUTHORIZED");
    open(&server, "guess").await.expect_problem(429, "TOO_MANY_REQUESTS");
}

#[tokio::test]
async fn a_fragment_is_worth_what_its_token_is_worth_when_it_is_used() {
    let server = Server::start().await;
    let asked = json!({"name": "window", "verbs": ["view", "admin"]});
    let token = server.token_for(asked).await;
    let answer = server.request("POST", "/api/auth/fragment").token(Some(&token)).send().await.expect(200);
    let fragment = answer.json()["fragment"].as_str().unwrap().to_owned();
    let revoked = server.post("/api/auth/revoke", json!({"token": token})).await;
    revoked.expect(204);
    open(&server, &fragment).await.expect_problem(401, "UNAUTHORIZED");
}
