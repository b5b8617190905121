//! The song is edited, by several at once, and taken back.

use serde_json::{Value, json};

use crate::server::Server;

/// A clip of one bar in the library.
pub(crate) async fn clip(server: &Server) -> String {
    let file = crate::uploads::midi(&[(33, 40, 480)]);
    let uploaded =
        server.request("POST", "/api/midi/upload").bytes("audio/midi", file).send().await.expect(201);
    uploaded.json()["files"][0]["hash"].as_str().unwrap().to_owned()
}

const REGIONS: &str = "/api/sessions/default/regions";

fn place(clip: &str, start: u64) -> Value {
    json!({"lane": "bass", "start": start, "length": 3840, "clip": clip})
}

#[tokio::test]
async fn a_region_is_placed_moved_resized_split_looped_and_deleted() {
    let server = Server::start().await;
    let clip = clip(&server).await;
    let placed = server.post(REGIONS, place(&clip, 0)).await.expect(201);
    let at = placed.header("location");
    assert_eq!(at, "/api/sessions/default/regions/1");
    for (edit, starts) in [
        (json!({"edit": "move", "lane": "keys", "start": 960}), vec![960]),
        (json!({"edit": "loop"}), vec![960]),
        (json!({"edit": "resize", "start": 960, "length": 7680}), vec![960]),
        (json!({"edit": "split", "at": 4800}), vec![960, 4800]),
        (json!({"edit": "play_once"}), vec![960]),
    ] {
        let edited = server.request("PATCH", &at).json(&edit).send().await.expect(200).json();
        let mut found: Vec<i64> = edited["regions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|region| region["start"].as_i64())
            .collect();
        found.sort_unstable();
        assert_eq!(found, starts, "{edit}");
    }
    server.delete(&at).await.expect(204);
    server.delete(&at).await.expect_problem(404, "REGION_NOT_FOUND");
    let left = server.get(REGIONS).await.json();
    assert_eq!(left["regions"].as_array().unwrap().len(), 1, "the other half");
}

#[tokio::test]
async fn what_cannot_be_placed_is_refused_and_says_where_it_could() {
    let server = Server::start().await;
    let clip = clip(&server).await;
    server.post(REGIONS, place(&clip, 0)).await.expect(201);
    let refused = server.post(REGIONS, place(&clip, 960)).await.expect_problem(409, "EDIT_REFUSED");
    assert!(refused["detail"].as_str().unwrap().contains("would overlap region 1"), "{refused}");
    let mut replacing = place(&clip, 960);
    replacing["replace"] = json!(true);
    server.post(REGIONS, replacing).await.expect(201);
    let unknown = format!("sha256:{}", "0".repeat(64));
    server.post(REGIONS, place(&unknown, 9600)).await.expect_problem(422, "FILE_NOT_FOUND");
    let far = json!({"lane": "bass", "start": 200_000_000, "length": 960, "clip": clip});
    server.post(REGIONS, far).await.expect_problem(409, "EDIT_REFUSED");
}

#[tokio::test]
async fn an_edit_of_what_is_not_there_any_more_is_refused() {
    let server = Server::start().await;
    let clip = clip(&server).await;
    let tag = server.get(REGIONS).await.header("etag");
    server.post(REGIONS, place(&clip, 0)).await.expect(201);
    let late =
        server.request("POST", REGIONS).json(&place(&clip, 9600)).header("if-match", &tag).send().await;
    late.expect_problem(412, "REVISION_CONFLICT");
    let tag = server.get(REGIONS).await.header("etag");
    let asking = server.request("POST", REGIONS).json(&place(&clip, 9600)).header("if-match", &tag);
    asking.send().await.expect(201);
    for nonsense in ["1", "\"x\"", "W/\"1\"", "\"-1\""] {
        let asking = server.request("DELETE", &format!("{REGIONS}/1")).header("if-match", nonsense);
        asking.send().await.expect_problem(412, "REVISION_CONFLICT");
    }
}

#[tokio::test]
async fn a_chart_is_read_edited_and_guarded_by_its_tag() {
    let server = Server::start().await;
    let path = "/api/sessions/default/chart";
    let empty = server.get(path).await.expect(200);
    assert_eq!((&empty.json()["text"], &empty.json()["bars"]), (&json!(""), &json!(0)));
    let text = "{title: Test} [A] | Am7 | D7 | Gmaj7 | % |";
    let put = server.put(path, json!({"text": text})).await.expect(200);
    let chart = put.json();
    assert_eq!(
        (&chart["bars"], &chart["duration"], &chart["title"]),
        (&json!(4), &json!(16.0), &json!("Test"))
    );
    assert_ne!(put.header("etag"), empty.header("etag"));
    let asking =
        server.request("PUT", path).json(&json!({"text": "| C |"})).header("if-match", &empty.header("etag"));
    asking.send().await.expect_problem(412, "REVISION_CONFLICT");
    let asking =
        server.request("PUT", path).json(&json!({"text": "| C |"})).header("if-match", &put.header("etag"));
    asking.send().await.expect(200);
}

#[tokio::test]
async fn what_somebody_did_is_listed_and_taken_back_and_done_again() {
    let server = Server::start().await;
    let clip = clip(&server).await;
    server.post(REGIONS, place(&clip, 0)).await.expect(201);
    server.put("/api/sessions/default/chart", json!({"text": "| C |"})).await.expect(200);
    let undo = || server.request("POST", "/api/sessions/default/undo").send();
    let redo = || server.request("POST", "/api/sessions/default/redo").send();
    undo().await.expect(200);
    assert_eq!(server.get("/api/sessions/default/chart").await.json()["text"], "");
    undo().await.expect(200);
    assert_eq!(server.get(REGIONS).await.json()["regions"], json!([]));
    undo().await.expect_problem(409, "NOTHING_TO_UNDO");
    redo().await.expect(200);
    assert_eq!(server.get(REGIONS).await.json()["regions"].as_array().unwrap().len(), 1);
    let listed = server.get("/api/sessions/default/revisions?limit=2").await.expect(200).json();
    let whats: Vec<&str> = listed["revisions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|revision| revision["what"].as_str())
        .collect();
    assert_eq!(whats, ["redo", "undo"]);
    let next = listed["next"].as_str().unwrap();
    let rest = server.get(&format!("/api/sessions/default/revisions?cursor={next}")).await.expect(200).json();
    assert_eq!(rest["revisions"].as_array().unwrap().len(), 3);
    assert!(rest["next"].is_null());
}

#[tokio::test]
async fn chairs_lanes_leaders_rules_and_sessions_are_set() {
    let server = Server::start().await;
    for id in ["a", "b"] {
        server.post("/api/plugin/register", json!({"plugin_id": id})).await.expect(200);
    }
    let bass = "/api/sessions/default/lanes/bass";
    assert_eq!(server.put(bass, json!({"plugin_id": "b"})).await.expect(200).json()["plugin_id"], "b");
    server.put(bass, json!({"plugin_id": "ghost"})).await.expect_problem(422, "PLUGIN_NOT_FOUND");
    let set =
        server.put(&format!("{bass}/settings"), json!({"channel": 4, "route": "midi"})).await.expect(200);
    assert_eq!((&set.json()["channel"], &set.json()["route"]), (&json!(4), &json!("midi")));
    server.put("/api/sessions/default/lanes/kazoo", json!({})).await.expect_problem(404, "NOT_FOUND");
    let leader = "/api/sessions/default/leader";
    let led = server.put(leader, json!({"policy": "instance", "plugin_id": "a"})).await.expect(200).json();
    assert_eq!(led["leader"], json!({"policy": "instance", "plugin_id": "a"}));
    server.request("POST", "/api/transport/start").send().await.expect_problem(409, "HOST_LEADS");
    server.put(leader, json!({"policy": "instance"})).await.expect_problem(422, "INVALID_REQUEST");
    server.put(leader, json!({"policy": "session"})).await.expect(200);
    let rule = "/api/sessions/default/rules/approve_first_take";
    assert_eq!(server.put(rule, json!({"enabled": false})).await.expect(200).json()["enabled"], false);
    server
        .put("/api/sessions/default/rules/other", json!({"enabled": true}))
        .await
        .expect_problem(404, "NOT_FOUND");
    let created =
        server.post("/api/sessions", json!({"session": "gig", "name": "Freitag"})).await.expect(201);
    assert_eq!(
        (created.header("location").as_str(), &created.json()["name"]),
        ("/api/sessions/gig", &json!("Freitag"))
    );
    server.post("/api/sessions", json!({"session": "gig"})).await.expect_problem(409, "SESSION_EXISTS");
    let listed = server.get("/api/sessions?limit=1").await.json();
    assert_eq!((listed["sessions"].as_array().unwrap().len(), &listed["next"]), (1, &json!("default")));
}

/// An edit that follows from its own answer's tag is done; one from an older answer is not.
#[tokio::test]
async fn every_edit_of_the_arrangement_says_which_it_is_now() {
    let server = Server::start().await;
    let clip = clip(&server).await;
    let placed = server.post(REGIONS, place(&clip, 0)).await.expect(201);
    let mut tag = placed.header("etag");
    let mut tags = vec![tag.clone()];
    let one = format!("{REGIONS}/1");
    for edit in [json!({"edit": "loop"}), json!({"edit": "resize", "start": 0, "length": 7680})] {
        let asking = server.request("PATCH", &one).json(&edit).header("if-match", &tag);
        let edited = asking.send().await.expect(200);
        tag = edited.header("etag");
        assert_eq!(tag, format!("\"{}\"", edited.json()["revision"]));
        tags.push(tag.clone());
    }
    for way in ["undo", "redo"] {
        let done = server.request("POST", &format!("/api/sessions/default/{way}")).send().await.expect(200);
        tag = done.header("etag");
        assert_eq!(tag, format!("\"{}\"", done.json()["revision"]));
    }
    assert_eq!(tag, server.get(REGIONS).await.header("etag"));
    for stale in tags {
        let asking = server.request("DELETE", &one).header("if-match", &stale);
        asking.send().await.expect_problem(412, "REVISION_CONFLICT");
    }
    server.request("DELETE", &one).header("if-match", &tag).send().await.expect(204);
}

#[tokio::test]
async fn what_has_no_tag_takes_none() {
    let server = Server::start().await;
    let of = |path: &str| format!("/api/sessions/default/{path}");
    for (method, path, body) in [
        ("PUT", "leader", json!({"policy": "session"})),
        ("PUT", "lanes/bass", json!({})),
        ("PUT", "lanes/bass/settings", json!({"channel": 3, "route": "midi"})),
        ("PUT", "rules/approve_first_take", json!({"enabled": false})),
    ] {
        let asking = || server.request(method, &of(path)).json(&body);
        asking().header("if-match", "\"1\"").send().await.expect_problem(412, "REVISION_CONFLICT");
        asking().header("if-match", "*").send().await.expect(200);
    }
    let undo = server.request("POST", &of("undo")).header("if-match", "\"1\"").send().await;
    undo.expect_problem(412, "REVISION_CONFLICT");
}
