//! What the session's work has made: asked for once, told whole, and never waited for.

use ai_band_plugin::net::News;
use ai_band_plugin::net::link::Event;
use ai_band_plugin::net::made::{Made, MadeFile};
use ai_band_plugin::net::rest::Purpose;
use music::lane::Lane;
use serde_json::{Value, json};

use crate::stage::{Stage, changed, clip, kept};

fn job(id: &str, status: &str, files: Value) -> Value {
    json!({
        "job_id": id, "kind": "generate", "status": status, "session": "default", "attempt": 1, "files": files,
        "allowed": [],
    })
}

fn file(key: u8, lane: Option<&str>) -> Value {
    let mut file = json!({
        "file_id": "f", "filename": format!("a_{key}.mid"), "duration": 4.0, "hash": clip(key).hash().to_string(),
        "created": "2030-01-01T00:00:00Z", "url": "/api/midi/f",
    });
    if let Some(lane) = lane {
        file["track_type"] = json!(lane);
    }
    file
}

fn asks(stage: &Stage) -> Vec<String> {
    stage
        .paths()
        .into_iter()
        .filter_map(|path| path.strip_prefix("GET /api/jobs/").map(str::to_owned))
        .collect()
}

fn told(stage: &Stage) -> Vec<Vec<Made>> {
    let made = |news: &&News| match news {
        News::Made(made) => Some(made.clone()),
        _ => None,
    };
    stage.news().iter().filter_map(made).collect()
}

/// A snapshot in which these jobs are done.
fn after(ids: &[&str]) -> Stage {
    let mut stage = Stage::new();
    stage.register().welcome("e1", json!({ "snapshot_url": "/api/snapshot" }));
    let mut state: Vec<Value> = ids.iter().map(|id| kept("job", id, job(id, "done", json!([])))).collect();
    state.push(kept("job", "late", job("late", "running", json!([]))));
    stage.snapshot(9, state.into());
    stage
}

#[test]
fn the_files_of_a_job_that_is_done_are_asked_for_once_and_told() {
    let mut stage = Stage::open();
    stage.changes(1, 2, json!([changed(2, "job", "j", job("j", "running", json!([])))]));
    assert_eq!(asks(&stage), [] as [&str; 0], "nothing is made yet");
    for seq in 3..5 {
        stage.changes(seq - 1, seq, json!([changed(seq, "job", "j", job("j", "done", json!([])))]));
    }
    assert_eq!(asks(&stage), ["j"]);
    let files = json!([file(60, Some("bass")), file(62, None)]);
    stage.answer(Purpose::Made, &job("j", "done", files));
    stage.changes(4, 5, json!([changed(5, "job", "j", job("j", "done", json!([])))]));
    let bass = MadeFile { lane: Lane::Bass, name: "a_60.mid".to_owned(), hash: clip(60).hash() };
    let expected = vec![Made { job: "j".to_owned(), files: vec![bass] }];
    assert_eq!((told(&stage), asks(&stage)), (vec![expected], vec!["j".to_owned()]));
}

#[test]
fn what_was_made_before_it_came_is_asked_for_one_job_after_the_other() {
    let mut stage = after(&["one", "two"]);
    assert_eq!(asks(&stage), ["one"]);
    stage.answer(Purpose::Made, &job("one", "done", json!([file(60, Some("bass"))])));
    assert_eq!(asks(&stage), ["one", "two"]);
    stage.answer(Purpose::Made, &job("two", "done", json!([file(62, Some("keys"))])));
    let names = |made: &Vec<Made>| made.iter().map(|made| made.job.clone()).collect::<Vec<_>>();
    assert_eq!(told(&stage).iter().map(names).collect::<Vec<_>>(), [vec!["one"], vec!["one", "two"]]);
}

#[test]
fn a_job_that_the_server_has_forgotten_is_not_told_and_holds_nobody_up() {
    let mut stage = after(&["gone", "two"]);
    stage.refuse(Purpose::Made, "JOB_NOT_FOUND");
    assert_eq!((asks(&stage), told(&stage)), (vec!["gone".to_owned(), "two".to_owned()], vec![]));
}

#[test]
fn what_nobody_answers_any_more_is_asked_for_again_when_the_server_is_back() {
    let mut stage = after(&["one"]);
    stage.forget().event(Event::Closed(String::new())).pass(300).register().welcome("e1", json!("replay"));
    assert_eq!(asks(&stage), ["one"]);
    stage.answer(Purpose::Made, &job("one", "done", json!([file(60, Some("bass"))])));
    assert_eq!(told(&stage).len(), 1);
}

#[test]
fn of_a_long_past_the_newest_are_asked_for() {
    let names: Vec<String> = (0..100).map(|index| format!("job-{index:03}")).collect();
    let mut stage = after(&names.iter().map(String::as_str).collect::<Vec<_>>());
    while let Some(asked) = asks(&stage).pop() {
        stage.forget().answer(Purpose::Made, &job(&asked, "done", json!([file(60, Some("bass"))])));
        if asked == "job-099" {
            break;
        }
    }
    let all = told(&stage).pop().unwrap();
    assert_eq!((all.len(), all[0].job.as_str(), all[23].job.as_str()), (24, "job-076", "job-099"));
}
