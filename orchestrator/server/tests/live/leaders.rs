//! Whose host is followed, and from whom to whom it goes.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::server::{START, Server};

fn word(playing: bool, beat: i64, at_ms: i64) -> Value {
    json!({"type": "host_transport", "playing": playing, "beat": (beat << 31).to_string(),
        "at_ns": (START.0 + at_ms * 1_000_000).to_string(), "bpm": 90.0, "meter": [3, 4]})
}

async fn player(server: &Server, name: &str) -> Client {
    Client::hello(server, json!({"instance": name, "subscribe": ["timeline"]})).await.0
}

/// The next timeline that this one leads.
async fn led_by(client: &mut Client, leader: Value) -> Value {
    client.find(|said| said["type"] == "timeline" && said["leader"] == leader).await
}

#[tokio::test]
async fn the_first_host_that_rolls_leads_until_it_has_stood_still_for_two_seconds() {
    let server = Server::start().await;
    let (mut a, mut b) = (player(&server, "a").await, player(&server, "b").await);
    a.say(word(true, 8, 0)).await;
    let timeline = led_by(&mut b, json!({"instance": "a"})).await;
    assert_eq!(
        timeline["segments"],
        json!([{"bpm": 90.0, "beat0": (8i64 << 31).to_string(), "at_ns": START.0.to_string()}])
    );
    assert_eq!((&timeline["playing"], &timeline["meter"]), (&json!(true), &json!([3, 4])));

    // The second one rolls too, and follows.
    b.say(word(true, 100, 0)).await;
    b.is_heard().await;
    a.say(word(false, 11, 0)).await;
    let stopped = b.find(|said| said["type"] == "timeline" && said["playing"] == false).await;
    assert_eq!(stopped["leader"], json!({"instance": "a"}), "it may go on within a bar");

    server.clock.advance(Duration::from_secs(2));
    let handed_over = led_by(&mut a, json!({"instance": "b"})).await;
    assert_eq!(handed_over["segments"][0]["beat0"], (100i64 << 31).to_string());

    // Now the first one is a stale leader: what it says moves nobody.
    a.say(word(true, 500, 2_000)).await;
    a.is_heard().await;
    b.say(word(true, 200, 2_000)).await;
    let moved =
        a.find(|said| said["type"] == "timeline" && said["rev"].as_u64() > handed_over["rev"].as_u64()).await;
    assert_eq!(
        (&moved["leader"], &moved["segments"][0]["beat0"]),
        (&json!({"instance": "b"}), &json!((200i64 << 31).to_string()))
    );
}

#[tokio::test]
async fn a_bounce_never_leads() {
    let server = Server::start().await;
    let mut bounce = player(&server, "bounce").await;
    let mut said = word(true, 8, 0);
    said["offline"] = json!(true);
    bounce.say(said).await;
    bounce.is_heard().await;
    let mut live = player(&server, "live").await;
    live.say(word(true, 1, 0)).await;
    led_by(&mut bounce, json!({"instance": "live"})).await;
}

#[tokio::test]
async fn a_host_that_says_the_same_again_makes_no_new_timeline() {
    let server = Server::start().await;
    let mut a = player(&server, "a").await;
    a.say(word(true, 8, 0)).await;
    let first = led_by(&mut a, json!({"instance": "a"})).await;
    for at_ms in [200, 400, 600] {
        // 90 BPM: three beats in two seconds.
        let mut said = word(true, 0, at_ms);
        said["beat"] = json!(((8i64 << 31) + ((at_ms * 3) << 31) / 2_000).to_string());
        a.say(said).await;
        a.is_heard().await;
    }
    assert_eq!(a.until("timeline").await, first);
}

#[tokio::test]
async fn a_leader_whose_link_is_cut_is_lost_after_three_leases_and_the_next_one_leads() {
    let server = Server::start().await;
    let (mut a, mut b) = (player(&server, "a").await, player(&server, "b").await);
    a.say(word(true, 8, 0)).await;
    led_by(&mut b, json!({"instance": "a"})).await;
    drop(a);
    server.clock.advance(Duration::from_secs(44));
    b.is_heard().await;
    let status = server.get("/api/plugin/status?plugin_id=a").await.expect(200).json();
    assert_eq!(status["plugins"][0]["is_leading"], true, "two leases may be missed: {status}");
    server.clock.advance(Duration::from_secs(2));
    b.is_heard().await;
    led_by(&mut b, json!("session")).await;
    b.say(word(true, 3, 46_000)).await;
    led_by(&mut b, json!({"instance": "b"})).await;
}

#[tokio::test]
async fn what_no_host_means_is_refused_and_who_may_not_lead_does_not() {
    let server = Server::start().await;
    let mut a = player(&server, "a").await;
    for (wrong, code) in [
        (json!({"bpm": 0.0}), "INVALID_POSITION"),
        (json!({"meter": [4, 3]}), "INVALID_POSITION"),
        (json!({"beat": i64::MAX.to_string()}), "INVALID_POSITION"),
    ] {
        let mut said = word(true, 8, 0);
        said.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        a.say(said).await;
        let reply = a.until("reply").await;
        assert_eq!(
            (&reply["to"], &reply["refused"]["code"]),
            (&json!("host_transport"), &json!(code)),
            "{reply}"
        );
    }
    let token = server.token_for(json!({"name": "watcher", "verbs": ["view"]})).await;
    let (mut watcher, _) = Client::hello_with(&server, &token, json!({})).await;
    watcher.say(word(true, 8, 0)).await;
    assert_eq!(watcher.until("reply").await["refused"]["code"], "FORBIDDEN");
    let (mut nobody, _) = Client::hello(&server, json!({"subscribe": ["timeline"]})).await;
    player(&server, "b").await;
    nobody.say(word(true, 8, 0)).await;
    assert_eq!(nobody.until("reply").await["refused"]["code"], "PLUGIN_NOT_FOUND");
}

#[tokio::test]
async fn the_sessions_own_transport_is_not_moved_while_a_host_leads() {
    let server = Server::start().await;
    let mut a = player(&server, "a").await;
    a.say(word(true, 8, 0)).await;
    led_by(&mut a, json!({"instance": "a"})).await;
    server.request("POST", "/api/transport/stop").send().await.expect_problem(409, "HOST_LEADS");
}

/// What everybody who asks over HTTP is told of the song.
async fn shown(server: &Server) -> [Value; 3] {
    let position = server.get("/api/transport/position").await.expect(200).json();
    let snapshot = server.get("/api/snapshot").await.expect(200).json();
    let kept = snapshot["state"].as_array().unwrap().iter().find(|kept| kept["entity"] == "transport");
    let status = server.get("/api/plugin/status?plugin_id=a").await.expect(200).json();
    [position, kept.unwrap()["body"].clone(), status["plugins"][0]["is_leading"].clone()]
}

#[tokio::test]
async fn who_asks_over_http_is_told_where_the_leading_host_is() {
    let server = Server::start().await;
    let mut a = player(&server, "a").await;
    let mut said = word(true, 8, 0);
    said["loop"] = json!({"start": "0", "end": (16i64 << 31).to_string()});
    a.say(said).await;
    led_by(&mut a, json!({"instance": "a"})).await;
    // 90 BPM: three beats in two seconds, and round the loop after eight beats more.
    for (seconds, beat) in [(2, 11.0), (4, 1.0)] {
        server.clock.advance(Duration::from_secs(seconds));
        let [position, kept, leads] = shown(&server).await;
        assert_eq!((&position, &leads), (&kept, &json!(true)), "everywhere the same");
        assert_eq!(position["isPlaying"], true, "{position}");
        // In nanoseconds the loop is no whole number.
        let apart = position["currentBeat"].as_f64().unwrap() - beat;
        assert!(apart.abs() < 1e-6, "{position}");
        assert_eq!(position["tempo"], 90.0, "{position}");
        assert_eq!(position["loop"], json!({"start_beat": 0.0, "end_beat": 16.0}));
        assert_eq!(position["leader"], "a");
    }
    // A host that stands is where it stands.
    a.say(word(false, 5, 6_000)).await;
    a.find(|said| said["type"] == "timeline" && said["playing"] == false).await;
    let [position, kept, _] = shown(&server).await;
    assert_eq!((&position["isPlaying"], &position["currentBeat"]), (&json!(false), &json!(5.0)));
    assert_eq!(position, kept);
}

#[tokio::test]
async fn a_browser_that_follows_changes_is_told_where_the_host_is_that_leads_now() {
    let server = Server::start().await;
    let mut a = player(&server, "a").await;
    a.say(word(true, 8, 0)).await;
    led_by(&mut a, json!({"instance": "a"})).await;
    let (mut watcher, _) = Client::hello(
        &server,
        json!({"subscribe": ["changes"],
        "resume": {"journal_id": server.serving.app.live.journal_id(), "after": {"session/default": 0}}}),
    )
    .await;
    let is_transport = |item: &&Value| item["entity"] == "transport" && item["body"]["leader"] == "a";
    let changes = watcher
        .find(|said| said["items"].as_array().into_iter().flatten().any(|item| is_transport(&item)))
        .await;
    let item = changes["items"].as_array().unwrap().iter().find(is_transport).unwrap();
    assert_eq!((&item["body"]["isPlaying"], &item["body"]["currentBeat"]), (&json!(true), &json!(8.0)));
}

#[tokio::test]
async fn who_moves_the_song_hears_who_follows() {
    let server = Server::start().await;
    server.put("/api/sessions/default/leader", json!({"policy": "session"})).await.expect(200);
    let (mut told, mut rolls) = (player(&server, "told").await, player(&server, "rolls").await);
    rolls.say(word(true, 8, 0)).await;
    rolls.is_heard().await;
    told.is_heard().await;
    server.post("/api/plugin/register", json!({"plugin_id": "asks"})).await.expect(200);
    let moved = server.request("POST", "/api/transport/start").send().await.expect(200).json();
    let each = moved["applied"].as_array().unwrap().iter();
    let each: Vec<_> = each
        .map(|one| (one["plugin_id"].as_str().unwrap(), one["applied"] == true, one["why"].as_str()))
        .collect();
    let expected = [
        ("asks", false, Some("no socket is open under its name")),
        ("rolls", false, Some("its own host plays")),
        ("told", true, None),
    ];
    for ((name, applied, why), (wanted, is_told, reason)) in each.iter().zip(expected) {
        assert_eq!((*name, *applied), (wanted, is_told), "{moved}");
        assert_eq!(why.map(|why| why.split(';').next().unwrap()), reason, "{moved}");
    }
    assert_eq!(each.len(), expected.len(), "{moved}");
}
