//! Ten plugins in one session: everybody has a chair or none, all play one beat, and one that is removed is missed by nobody.

use std::time::Duration;

use harness::server::Server;
use harness::{Format, Rig};
use music::lane::Lane;
use serde_json::Value;

use crate::band;
use crate::measure::{Truth, fault, percentile};
use crate::studio::{Struck, Studio};
use crate::together::{awaited, when};

const KEYS: [u8; 4] = [60, 62, 64, 65];
const COUNT: usize = 10;
/// What the first description asks of two players.
const PHASE_MS: f64 = 5.0;
const PLAYED: Duration = Duration::from_secs(3);
/// Of the six beats that are played meanwhile at 120.
const ENOUGH: usize = 4;

/// Who sits where, by name and lane, where nobody sits twice.
fn seats(answer: &Value) -> Vec<(String, String)> {
    let chairs = answer["lanes"].as_array().cloned().unwrap_or_default();
    let seat =
        |chair: &Value| Some((chair["plugin_id"].as_str()?.to_owned(), chair["lane"].as_str()?.to_owned()));
    let mut all: Vec<(String, String)> = chairs.iter().filter_map(seat).collect();
    all.sort();
    all.dedup_by(|one, other| one.0 == other.0);
    all
}

fn count(answer: &Value) -> usize {
    answer["plugins"].as_array().map_or(0, Vec::len)
}

/// Ten of them, of which two have no chair of their own; the session has just started.
fn crowd(server: &Server, data: &std::path::Path) -> Studio {
    let lanes: Vec<(Lane, [u8; 4])> = Lane::ALL.into_iter().map(|lane| (lane, KEYS)).collect();
    band::arrange_for(server, &lanes).expect("the session takes the music");
    let rigs: Vec<Rig> =
        (0..COUNT).map(|index| band::member(Format::Clap, data, |lane| lane.index() == index)).collect();
    let mut studio = Studio::open(rigs);
    let told = when(server, "/api/plugin/status", |answer| count(answer) == COUNT);
    awaited(&mut studio, &told, "ten instances");
    let told = when(server, "/api/sessions/default/lanes", |answer| seats(answer).len() == Lane::COUNT);
    awaited(&mut studio, &told, "eight chairs with eight players");
    studio.play_for(Duration::from_millis(1_500));
    server.json("POST", "/api/transport/start", &Value::Null).expect("the session starts");
    studio
}

/// What was struck after the first beat: whoever sustains takes that up late, when it hears that the session has started.
fn beats(struck: &[Struck], truth: &Truth) -> Vec<Struck> {
    struck.iter().copied().filter(|note| truth.beat_at(note.at) > 0.5).collect()
}

fn judge(studio: &Studio, truth: &Truth) {
    for (index, struck) in studio.struck.iter().enumerate() {
        let Some(lane) = Lane::ALL.get(index) else {
            assert_eq!(struck.len(), 0, "who has no chair plays nothing");
            continue;
        };
        let channel = lane.character().channel;
        assert!(struck.iter().all(|note| note.channel == channel), "{lane} plays its own chair");
        let struck = beats(struck, truth);
        assert!(struck.len() >= ENOUGH, "{lane}: {} notes", struck.len());
        assert_eq!(fault(&struck, KEYS, truth), None, "{lane}");
        let errors: Vec<f64> = struck.iter().map(|note| truth.error_ms(note)).collect();
        let worst = percentile(&errors, 99);
        assert!(worst < PHASE_MS, "{lane} is {worst} ms off: {errors:.2?}");
    }
}

#[test]
fn ten_plugins_are_ten_chairs_at_most_and_one_beat_and_one_that_is_removed_is_gone() {
    let data = tempfile::tempdir().expect("a folder of a moment");
    let server = Server::start(data.path()).unwrap_or_else(|error| panic!("{error:#}"));
    let mut studio = crowd(&server, data.path());
    let truth = Truth::ask(&server, studio.opened).expect("a timeline");
    studio.play_for(PLAYED);
    judge(&studio, &truth);

    let before = server.json("GET", "/api/sessions/default/lanes", &Value::Null).expect("chairs");
    let last = Lane::COUNT - 1;
    // The last chair's player, and with it those who had none.
    while studio.rigs.len() > last {
        studio.remove(studio.rigs.len() - 1);
    }
    // Sooner than a lease is over, by far.
    let told = when(&server, "/api/plugin/status", move |answer| count(answer) == last);
    awaited(&mut studio, &told, "those that were removed are gone");
    let after = server.json("GET", "/api/sessions/default/lanes", &Value::Null).expect("chairs");
    let name = Lane::ALL[last].name();
    let expected: Vec<_> = seats(&before).into_iter().filter(|(_, lane)| lane != name).collect();
    assert_eq!(seats(&after), expected, "the others keep their chairs");
    studio.play_for(PLAYED);
    judge(&studio, &truth);
}
