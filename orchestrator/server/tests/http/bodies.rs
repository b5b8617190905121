//! What comes in is read once, within its limits, whatever kind of body it is sent in.

use serde_json::json;

use crate::server::Server;

#[tokio::test]
async fn json_is_said_to_be_json() {
    let server = Server::start().await;
    let body = r#"{"plugin_id": "a"}"#;
    for (kind, status) in [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("APPLICATION/JSON", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("application/jsonx", 415),
        ("text/json", 415),
        ("", 415),
    ] {
        let asking = server.request("POST", "/api/plugin/register").bytes(kind, body);
        assert_eq!(asking.send().await.status, status, "{kind:?}");
    }
}

#[tokio::test]
async fn a_body_that_may_be_missing_is_one_with_nothing_in_it() {
    let server = Server::start().await;
    server.put("/api/sessions/default/chart", json!({"text": "| C | F |"})).await.expect(200);
    for path in ["/api/midi/generate", "/api/midi/stream", "/api/auth/pairing", "/api/render"] {
        let missing = server.request("POST", path).send().await.status;
        let empty = server.post(path, json!({})).await.status;
        assert!(missing == empty && missing < 300, "{path}: {missing} and {empty}");
    }
    let list = server.request("POST", "/api/midi/stream").bytes("application/json", "[]").send().await;
    list.expect_problem(422, "INVALID_REQUEST");
}

#[tokio::test]
async fn numbers_at_their_ends_are_taken_and_one_more_is_not() {
    let server = Server::start().await;
    for (path, name, least, most, below, above) in [
        ("/api/transport/seek", "beat", json!(0), json!(208_333), json!(-0.001), json!(208_334)),
        ("/api/transport/tempo", "tempo", json!(4), json!(1_000), json!(3.999), json!(1_000.001)),
    ] {
        for (value, status) in [(least, 200), (most, 200), (below, 422), (above, 422)] {
            let answer = server.post(path, json!({name: value})).await;
            assert_eq!(answer.status, status, "{path} {value}: {}", answer.text());
        }
    }
    for (value, status) in
        [(json!(0), 200), (json!(15), 200), (json!(15.0), 200), (json!(16), 422), (json!(1.5), 422)]
    {
        let body = json!({"channel": value, "route": "both"});
        let answer = server.put("/api/sessions/default/lanes/bass/settings", body).await;
        assert_eq!(answer.status, status, "{value}: {}", answer.text());
    }
}

#[tokio::test]
async fn names_at_their_ends_are_taken_and_one_more_is_not() {
    let server = Server::start().await;
    for (length, status) in [(1, 201), (64, 201), (65, 422), (0, 422)] {
        let answer = server.post("/api/sessions", json!({"session": "s".repeat(length)})).await;
        assert_eq!(answer.status, status, "{length}: {}", answer.text());
    }
    for (name, status) in
        [("Größe 大 🎹", 201), ("two\nlines", 422), ("a\u{0}b", 422), (&*"x".repeat(121), 422)]
    {
        let session = format!("n{}", name.len());
        let answer = server.post("/api/sessions", json!({"session": session, "name": name})).await;
        assert_eq!(answer.status, status, "{name:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_chart_may_be_long_and_no_longer() {
    let server = Server::start().await;
    let path = "/api/sessions/default/chart";
    let bars = |count: usize| format!("| {} |", vec!["Cmaj7"; count].join(" | "));
    server.put(path, json!({"text": bars(2_000)})).await.expect(200);
    server.put(path, json!({"text": bars(2_100)})).await.expect_problem(422, "INVALID_CHART");
    let long = "x".repeat(300 * 1024);
    server.put(path, json!({"text": long})).await.expect_problem(422, "INVALID_CHART");
    let longer = "x".repeat(3 * 1024 * 1024);
    server.put(path, json!({"text": longer})).await.expect_problem(413, "TOO_LARGE");
    assert_eq!(server.get(path).await.json()["bars"], 2_000, "what was refused changed nothing");
}

#[tokio::test]
async fn pages_go_on_where_the_one_before_ended() {
    let server = Server::start().await;
    for number in 0..7 {
        server.post("/api/sessions", json!({"session": format!("s{number}")})).await.expect(201);
    }
    let (mut names, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = server.get(&format!("/api/sessions?limit=3{cursor}")).await.expect(200).json();
        let listed = page["sessions"].as_array().unwrap();
        names.extend(listed.iter().map(|session| session["session"].as_str().unwrap().to_owned()));
        pages += 1;
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(pages, 3);
    assert_eq!(names, ["default", "s0", "s1", "s2", "s3", "s4", "s5", "s6"]);
}

#[tokio::test]
async fn what_would_not_be_heard_is_refused() {
    let server = Server::start().await;
    server.post("/api/sessions", json!({"session": "gig"})).await.expect(201);
    server
        .post("/api/transport/start", json!({"session": "gig"}))
        .await
        .expect_problem(422, "INVALID_REQUEST");
    server.post("/api/transport/start?session=gig", json!({})).await.expect(200);
    let position = server.get("/api/transport/position").await.json();
    assert_eq!(position["isPlaying"], false, "the other one did not start");
    for (body, pointer) in [
        (json!({"chord_progression": "C-F", "style": "funk"}), "/style"),
        (json!({"chord_progression": "C-F", "seed": "1"}), "/seed"),
        (json!({"chord_progression": "C-F", "bars": {"from": 0, "to": 1}}), "/bars"),
        (json!({"chart": "| C |", "tempo": 90}), "/tempo"),
        (json!({"chart": "| C |", "duration": 8}), "/duration"),
        (json!({"chart": "| C |", "key": "C"}), "/key"),
    ] {
        let problem = server.post("/api/midi/generate", body).await.expect_problem(422, "INVALID_REQUEST");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
}
