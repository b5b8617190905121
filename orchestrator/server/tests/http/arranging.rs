//! A song that was made elsewhere comes in at once, with its chart, or not at all.

use serde_json::{Value, json};

use crate::edits::clip;
use crate::server::Server;

const REGIONS: &str = "/api/sessions/default/regions";
const CHART: &str = "/api/sessions/default/chart";

fn region(lane: &str, start: u64, clip: &str) -> Value {
    json!({"lane": lane, "start": start, "length": 3840, "clip": clip, "looped": true, "into": -960})
}

/// Chart, and where regions start.
async fn song(server: &Server) -> (String, Vec<i64>) {
    let chart = server.get(CHART).await.json()["text"].as_str().unwrap().to_owned();
    let regions = server.get(REGIONS).await.json()["regions"].as_array().unwrap().clone();
    (chart, regions.iter().map(|region| region["start"].as_i64().unwrap()).collect())
}

async fn steps(server: &Server) -> usize {
    let listed = server.get("/api/sessions/default/revisions").await.json();
    listed["revisions"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_song_is_pushed_as_one_step_with_everything_its_regions_say() {
    let server = Server::start().await;
    let clip = clip(&server).await;
    let place = json!({"lane": "bass", "start": 0, "length": 3840, "clip": clip});
    server.post(REGIONS, place).await.expect(201);
    let before = (song(&server).await, steps(&server).await);
    let mut filled = region("keys", 7_680, &clip);
    (filled["fill"], filled["clip_b"]) = (json!(clip), json!(clip));
    let whole = json!({"chart": "| C | G |", "regions": [region("bass", 3_840, &clip), filled]});
    let tag = server.get(REGIONS).await.header("etag");
    let asking = server.request("PUT", REGIONS).json(&whole).header("if-match", &tag);
    let pushed = asking.send().await.expect(200);
    assert_eq!(pushed.header("etag"), format!("\"{}\"", pushed.json()["revision"]));
    let last = pushed.json()["regions"][1].clone();
    assert_eq!((&last["into"], &last["looped"]), (&json!(-960), &json!(true)));
    assert_eq!((&last["fill"], &last["clip_b"]), (&json!(clip), &json!(clip)));
    assert_eq!(song(&server).await, ("| C | G |".to_owned(), vec![3_840, 7_680]));
    assert_eq!(steps(&server).await, before.1 + 1);
    server.request("POST", "/api/sessions/default/undo").send().await.expect(200);
    assert_eq!(song(&server).await, before.0);
}

#[tokio::test]
async fn a_song_of_which_anything_is_wrong_leaves_the_session_as_it_was() {
    let server = Server::start().await;
    let clip = clip(&server).await;
    let good = json!({"chart": "| C |", "regions": [region("bass", 0, &clip)]});
    let stale = server.get(REGIONS).await.header("etag");
    server.put(REGIONS, good.clone()).await.expect(200);
    let before = (song(&server).await, steps(&server).await);
    let unknown = format!("sha256:{}", "0".repeat(64));
    let with = |regions: Value, chart: &str| json!({"chart": chart, "regions": regions});
    for (body, status, code) in [
        (with(json!([region("bass", 0, &clip), region("bass", 960, &clip)]), "| F |"), 409, "EDIT_REFUSED"),
        (with(json!([region("bass", 0, &unknown)]), "| F |"), 422, "FILE_NOT_FOUND"),
        (with(json!([region("bass", 0, &clip)]), "| Hm7 |"), 422, "INVALID_CHART"),
        (with(json!([region("kazoo", 0, &clip)]), "| F |"), 422, "INVALID_REQUEST"),
        (with(json!([region("bass", 200_000_000, &clip)]), "| F |"), 409, "EDIT_REFUSED"),
        (json!({"chart": "| F |"}), 422, "INVALID_REQUEST"),
        (json!({"regions": [], "more": 1}), 422, "INVALID_REQUEST"),
    ] {
        server.put(REGIONS, body).await.expect_problem(status, code);
    }
    let asking = server.request("PUT", REGIONS).json(&good).header("if-match", &stale);
    asking.send().await.expect_problem(412, "REVISION_CONFLICT");
    assert_eq!((song(&server).await, steps(&server).await), before);
}

#[tokio::test]
async fn who_takes_leave_is_gone_at_once_and_only_the_one_who_may_says_so() {
    let server = Server::start().await;
    let register = |id: &str| server.post("/api/plugin/register", json!({"plugin_id": id}));
    let token = register("a").await.expect(200).json()["token"].as_str().unwrap().to_owned();
    register("b").await.expect(200);
    let leave = |id: &str| {
        let body = json!({"plugin_id": id});
        server.request("POST", "/api/plugin/unregister").token(Some(&token)).json(&body).send()
    };
    leave("b").await.expect_problem(403, "FORBIDDEN");
    leave("a").await.expect(204);
    let status = server.get("/api/plugin/status").await.json();
    let left: Vec<&str> =
        status["plugins"].as_array().unwrap().iter().filter_map(|it| it["plugin_id"].as_str()).collect();
    assert_eq!(left, ["b"]);
    leave("a").await.expect_problem(404, "PLUGIN_NOT_FOUND");
}
