//! The link as a machine: what happened, and what it wants to have done.

use ai_band_plugin::model::LinkState::{self, Connected, Disconnected, Generating, Playing, Syncing};
use ai_band_plugin::net::News;
use ai_band_plugin::net::clock::HostTime;
use ai_band_plugin::net::host_said::HostSaid;
use ai_band_plugin::net::link::{Do, Event};
use ai_band_plugin::net::mailbox::{Move, Wish};
use ai_band_plugin::net::rest::Purpose;
use music::lane::Lane;
use serde_json::{Value, json};
use wire::ToOrchestrator;

use crate::stage::{MS, Stage, changed, clip, kept, region, session};

fn timeline(rev: u64, playing: bool, at: i64) -> Value {
    json!({
        "type": "timeline", "clock_epoch": "e1", "rev": rev, "leader": "session", "playing": playing,
        "segments": [{ "bpm": 120.0, "beat0": "0", "at_ns": at.to_string() }], "meter": [4, 4],
    })
}

fn courses(stage: &Stage) -> usize {
    stage.done.iter().filter(|done| matches!(done, Do::Follow(_))).count()
}

#[test]
fn it_finds_registers_opens_and_says_hello() {
    let mut stage = Stage::new();
    stage.event(Event::Tick);
    assert!(matches!(stage.done[0], Do::Find));
    stage.forget().register();
    let register = stage.asked()[0];
    assert_eq!((register.path.as_str(), register.token.as_str()), ("/api/plugin/register", "t"));
    let body: Value = serde_json::from_slice(&register.body).unwrap();
    assert_eq!((&body["plugin_id"], &body["session"]), (&json!("me"), &json!("default")));
    assert!(stage.done.iter().any(|done| matches!(done, Do::Open { token, .. } if token == "mine")));
    let ToOrchestrator::Hello(hello) = stage.said().remove(0) else { panic!("first hello") };
    assert_eq!((hello.instance.unwrap().as_str(), hello.resume), ("me", None));
}

#[test]
fn without_a_server_nothing_is_shown_but_disconnected() {
    let mut stage = Stage::new();
    for _ in 0..20 {
        stage.pass(2_500).event(Event::Found(Err(None)));
    }
    assert_eq!(stage.states(), [Disconnected]);
    assert!(stage.news().iter().all(|news| matches!(news, News::State { note, .. } if note.is_empty())));
    assert!(stage.asked().is_empty());
}

#[test]
fn a_session_that_is_not_there_is_opened_and_a_name_that_is_taken_is_another_one() {
    let mut stage = Stage::new();
    stage.find().refuse(Purpose::Register, "SESSION_NOT_FOUND");
    stage.answer(Purpose::CreateSession, &json!({}));
    assert_eq!(
        stage.paths(),
        ["POST /api/plugin/register", "POST /api/sessions", "POST /api/plugin/register"]
    );
    stage.forget().refuse(Purpose::Register, "DUPLICATE_INSTANCE");
    let body: Value = serde_json::from_slice(&stage.asked()[0].body).unwrap();
    let name = body["plugin_id"].as_str().unwrap();
    assert!(name.starts_with("plugin-") && name != "me", "{name}");
}

#[test]
fn a_snapshot_then_changes_then_a_cursor_for_the_next_hello() {
    let mut stage = Stage::open();
    assert_eq!(stage.states().last(), Some(&Connected));
    stage.forget().changes(1, 3, json!([changed(2, "session", "default", session(1))]));
    assert_eq!(stage.songs(), [(1, 0)]);
    stage.forget().event(Event::Closed(String::new()));
    assert_eq!(stage.states(), [Disconnected]);
    stage.pass(300).register();
    let hello = stage.said().into_iter().find_map(|said| match said {
        ToOrchestrator::Hello(hello) => Some(hello),
        _ => None,
    });
    let resume = hello.unwrap().resume.unwrap();
    assert_eq!((resume.journal_id.as_str(), resume.after["session/default"]), ("j1", 3));
    stage.forget().welcome("e2", json!("replay")).changes(
        3,
        4,
        json!([changed(4, "session", "default", session(2))]),
    );
    assert_eq!(stage.songs(), [(2, 0)]);
    assert!(!stage.paths().iter().any(|path| path.contains("snapshot")));
}

#[test]
fn a_gap_a_resync_and_an_overflow_are_mended_by_a_snapshot() {
    for break_it in [
        |stage: &mut Stage| {
            stage.changes(7, 8, json!([]));
        },
        |stage: &mut Stage| {
            stage.say(json!({ "type": "resync", "reason": "slow", "snapshot_url": "/api/snapshot" }));
        },
    ] {
        let mut stage = Stage::open();
        stage.forget();
        break_it(&mut stage);
        assert_eq!(stage.paths(), ["GET /api/snapshot?session=default"]);
        assert_eq!(stage.states(), [Syncing]);
        // What comes meanwhile waits, and is not lost.
        stage.changes(20, 21, json!([changed(21, "session", "default", session(9))]));
        stage.snapshot(20, json!([kept("session", "default", session(8))]));
        assert_eq!(stage.songs(), [(9, 0)]);
        assert_eq!(stage.states().last(), Some(&Connected));
    }
}

#[test]
fn a_song_is_told_when_all_its_clips_are_here_and_syncing_is_shown_until_then() {
    let one = clip(60);
    let mut stage = Stage::open();
    stage.forget().changes(
        1,
        3,
        json!([
            changed(2, "region", "1", region(1, "bass", &one.hash().to_string())),
            changed(3, "session", "default", session(1)),
        ]),
    );
    assert_eq!((stage.songs(), stage.states()), (vec![], vec![Syncing]));
    assert!(stage.paths().contains(&format!("GET /api/blobs/{}", one.hash())));
    let purpose = Purpose::Clip(one.hash());
    stage.event(Event::Answered { purpose, answer: Ok(b"junk".to_vec()) });
    assert!(stage.songs().is_empty() && stage.news().iter().any(|news| matches!(news, News::Said { .. })));
    stage.forget().pass(1_100);
    assert!(stage.paths().contains(&format!("GET /api/blobs/{}", one.hash())), "it is asked for again");
    stage.event(Event::Answered { purpose, answer: Ok(one.to_bytes()) });
    assert_eq!(stage.songs(), [(1, 1)]);
    assert_eq!(stage.states().last(), Some(&Connected));
}

#[test]
fn what_was_known_before_the_server_was_lost_is_still_known_when_it_is_back() {
    let one = clip(60);
    let mut stage = Stage::open();
    let music = json!([
        changed(2, "region", "1", region(1, "bass", &one.hash().to_string())),
        changed(3, "session", "default", session(1)),
    ]);
    stage.changes(1, 3, music);
    stage.event(Event::Answered { purpose: Purpose::Clip(one.hash()), answer: Ok(one.to_bytes()) });
    stage.event(Event::Closed(String::new())).pass(300).register().welcome("e1", json!("replay"));
    stage.forget().changes(3, 4, json!([changed(4, "session", "default", session(2))]));
    assert_eq!(stage.songs(), [(2, 1)]);
    assert!(!stage.paths().iter().any(|path| path.contains("/api/blobs/")), "its clips are here");
}

#[test]
fn jobs_and_what_plays_are_shown() {
    let mut stage = Stage::open();
    let job = |status: &str| {
        json!({ "job_id": "j", "kind": "generate", "status": status, "session": "default", "attempt": 1,
            "files": [], "allowed": [] })
    };
    stage.forget().changes(1, 2, json!([changed(2, "job", "j", job("running"))]));
    stage.changes(2, 3, json!([changed(3, "job", "j", job("done"))]));
    stage.say(timeline(1, true, 0));
    let shown: Vec<LinkState> = stage.states();
    assert_eq!(shown, [Generating, Connected, Playing]);
}

#[test]
fn a_course_is_followed_once_the_clocks_are_compared_and_stays_when_the_server_goes() {
    let mut stage = Stage::open();
    stage.say(timeline(4, true, 10_000 * MS)).keep_time(120, 10_000 * MS);
    assert_eq!(courses(&stage), 0, "a few pings are no clock");
    stage.keep_time(1_200, 10_000 * MS);
    assert!(courses(&stage) >= 1);
    let course = stage.done.iter().rev().find_map(|done| match done {
        Do::Follow(course) => Some(**course),
        _ => None,
    });
    assert_eq!(course.unwrap().beat_at(HostTime(3_000 * MS)), 6.0);
    stage.forget().say(timeline(3, false, 0));
    assert_eq!(courses(&stage), 0, "an older one that comes late changes nothing");
    stage.forget().event(Event::Closed(String::new())).pass(5_000);
    assert_eq!(courses(&stage), 0, "nothing else is said to the audio thread");
}

#[test]
fn the_host_is_told_of_on_change_and_ten_times_a_second_while_it_rolls() {
    let mut stage = Stage::open();
    stage.keep_time(1_300, 0).forget();
    let mut host = HostSaid {
        playing: false,
        offline: false,
        beat: 0.0,
        at: HostTime(stage.now),
        bpm: 120.0,
        meter: (4, 4),
        looped: None,
    };
    let mut tell = |stage: &mut Stage, playing: bool, ms: i64| {
        stage.forget();
        for _ in 0..ms {
            host.playing = playing;
            host.beat += if playing { 0.002 } else { 0.0 };
            host.at = HostTime(stage.now);
            stage.event(Event::Host(host)).pass(1);
        }
        stage.said().iter().filter(|said| matches!(said, ToOrchestrator::HostTransport(_))).count()
    };
    assert_eq!(tell(&mut stage, false, 500), 1);
    let rolling = tell(&mut stage, true, 1_000);
    assert!((9..=11).contains(&rolling), "{rolling} in a second");
    assert_eq!(tell(&mut stage, false, 1_000), 1);
}

#[test]
fn wishes_become_requests_one_after_the_other_and_none_while_nobody_listens() {
    let mut stage = Stage::open();
    stage.forget();
    stage.event(Event::Wish(Wish::Seat { lane: Lane::Bass, mine: true }));
    stage.event(Event::Wish(Wish::Move(Move::Start)));
    assert_eq!(stage.paths(), ["PUT /api/sessions/default/lanes/bass"]);
    stage.answer(Purpose::Errand, &json!({}));
    assert_eq!(stage.paths().last().unwrap(), "POST /api/transport/start?session=default");
    stage.event(Event::Closed(String::new())).forget();
    stage.event(Event::Wish(Wish::Move(Move::Stop))).pass(400);
    assert!(stage.asked().is_empty());
    stage.register().welcome("e1", json!("replay"));
    assert!(!stage.paths().iter().any(|path| path.contains("transport")), "nor when somebody does again");
}

#[test]
fn a_server_that_falls_silent_is_left_and_tried_again() {
    let mut stage = Stage::open();
    stage.forget().pass(6_000);
    assert!(stage.done.iter().any(|done| matches!(done, Do::Close)));
    assert!(stage.states().contains(&Disconnected));
    assert!(stage.done.iter().any(|done| matches!(done, Do::Find)), "and knocked at again");
    let mut stage = Stage::new();
    stage.find().forget().pass(3_100);
    assert!(stage.states().iter().all(|state| *state == Disconnected));
    assert!(stage.done.iter().any(|done| matches!(done, Do::Close)));
}
