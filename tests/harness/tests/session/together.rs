//! The whole line: join, different chairs, the same beat, `kill -9`, and back within three seconds.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use harness::server::Server;
use harness::{Format, Rig};
use music::lane::Lane;
use serde_json::{Value, json};

use crate::band::{self, BASS, DRUMS};
use crate::measure::{Truth, fault, percentile};
use crate::studio::Studio;

/// Whatever is waited for is there by then, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(20);
const PHASE_MS: f64 = 1.0;
const BACK: Duration = Duration::from_secs(3);

/// Asks again and again beside the music, which must not wait; tells when it was so, or never.
pub fn when(
    server: &Server,
    path: &'static str,
    is_so: impl Fn(&Value) -> bool + Send + 'static,
) -> Receiver<(Instant, Value)> {
    let (tell, told) = channel();
    let server = server.asking();
    std::thread::spawn(move || {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Ok(answer) = server.json("GET", path, &Value::Null)
                && is_so(&answer)
            {
                return drop(tell.send((Instant::now(), answer)));
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
    });
    told
}

/// Who sits on these chairs, once somebody does.
pub fn seated(answer: &Value) -> Option<(String, String)> {
    let sits = |name: &str| {
        let chairs = answer["lanes"].as_array()?;
        let chair = chairs.iter().find(|chair| chair["lane"] == name)?;
        chair["plugin_id"].as_str().map(str::to_owned)
    };
    Some((sits("drums")?, sits("bass")?)).filter(|(drums, bass)| drums != bass)
}

fn are_linked(answer: &Value) -> bool {
    let all = answer["plugins"].as_array().cloned().unwrap_or_default();
    all.len() == 2
        && all.iter().all(|plugin| plugin["status"] != "disconnected" && plugin["last_seen"].is_string())
}

/// Plays on until the answer is there.
pub fn awaited(studio: &mut Studio, told: &Receiver<(Instant, Value)>, what: &str) -> (Instant, Value) {
    let mut answer = None;
    let is_there = studio.play_until(PATIENCE, || {
        answer = answer.take().or_else(|| told.try_recv().ok());
        answer.is_some()
    });
    assert!(is_there, "not in time: {what}");
    answer.expect("it is there")
}

fn play(formats: [Format; 2]) {
    let data = tempfile::tempdir().expect("a folder of a moment");
    let server = Server::start(data.path()).unwrap_or_else(|error| panic!("{error:#}"));
    band::arrange(&server).expect("the session takes the music");
    let rigs: Vec<Rig> = vec![
        band::member(formats[0], data.path(), |lane| lane != Lane::Bass),
        band::member(formats[1], data.path(), |lane| lane == Lane::Bass),
    ];
    let mut studio = Studio::open(rigs);
    let told = when(&server, "/api/sessions/default/lanes", |answer| seated(answer).is_some());
    awaited(&mut studio, &told, "two instances in different chairs");
    studio.play_for(Duration::from_millis(1_500));
    server.json("POST", "/api/transport/start", &Value::Null).expect("the session starts");
    studio.play_for(Duration::from_secs(4));
    let truth = Truth::ask(&server, studio.opened).expect("a timeline");

    server.kill().expect("a process can be killed");
    studio.play_for(Duration::from_secs(3));
    let starting = Instant::now();
    let again = start_beside(&mut studio, data.path());
    let ready = Instant::now();
    let told = when(&again, "/api/plugin/status", are_linked);
    let (back, _) = awaited(&mut studio, &told, "both instances back");
    studio.play_for(Duration::from_secs(4));
    let after = Truth::ask(&again, studio.opened).expect("a timeline");
    judge(&studio, &truth, &after);
    let took = back.saturating_duration_since(ready);
    println!("back {took:?} after the server was ready ({:?} after it was started)", back - starting);
    assert!(took < BACK, "{took:?}");
}

fn start_beside(studio: &mut Studio, data: &std::path::Path) -> Server {
    let (tell, told) = channel();
    let data = data.to_owned();
    std::thread::spawn(move || drop(tell.send(Server::start(&data))));
    let mut server = None;
    studio.play_until(PATIENCE, || {
        server = server.take().or_else(|| told.try_recv().ok());
        server.is_some()
    });
    server.expect("it starts in time").unwrap_or_else(|error| panic!("{error:#}"))
}

fn judge(studio: &Studio, truth: &Truth, after: &Truth) {
    let apart = (truth.beat_at(studio.opened.elapsed()) - after.beat_at(studio.opened.elapsed())).abs();
    assert!(apart * 60_000.0 / truth.bpm < PHASE_MS, "the song went on elsewhere: {apart} beats");
    let channels = [Lane::Drums, Lane::Bass].map(|lane| lane.character().channel);
    for ((struck, keys), channel) in studio.struck.iter().zip([DRUMS, BASS]).zip(channels) {
        assert!(struck.iter().all(|note| note.channel == channel), "each plays its own chair");
        assert!(struck.len() > 20, "{} notes", struck.len());
        assert_eq!(fault(struck, keys, truth), None, "of {} notes", struck.len());
        let errors: Vec<f64> = struck.iter().map(|note| truth.error_ms(note)).collect();
        let [half, most, worst] = [50, 99, 100].map(|percent| percentile(&errors, percent));
        println!(
            "{}",
            json!({ "channel": channel, "notes": errors.len(), "p50_ms": half, "p99_ms": most, "max_ms": worst })
        );
        assert!(most < PHASE_MS, "phase error p99 {most} ms: {errors:.2?}");
    }
}

#[test]
fn two_clap_plugins_play_one_beat_through_the_death_of_their_server() {
    play([Format::Clap, Format::Clap]);
}

#[test]
fn a_clap_and_a_vst3_plugin_play_one_beat_through_the_death_of_their_server() {
    play([Format::Clap, Format::Vst3]);
}
