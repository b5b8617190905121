//! From another machine: a person types the code into the window, and the plugin plays the session's beat over TLS.

use std::path::Path;
use std::time::{Duration, Instant};

use harness::display::{Display, Frame, Key};
use harness::kept::Kept;
use harness::server::Server;
use harness::{Format, Rig, Size};
use music::lane::Lane;
use plugin::band::Band;
use plugin::editor::local::Tab;
use plugin::heard::Glance;
use plugin::model::{Abroad, Model, WindowView};
use plugin::net::lan::kept::Kept as Paired;
use plugin::net::lan::pairing::Why;
use serde_json::{Value, json};

use crate::band::{self, BASS, DRUMS};
use crate::measure::{Truth, fault, percentile};
use crate::places::place_on;
use crate::studio::{Struck, Studio};

/// Whatever is waited for is there by then, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(40);
const PHASE_MS: f64 = 1.0;

#[allow(unsafe_code, reason = "the environment belongs to the whole process")]
fn keep_in(file: &Path) {
    // SAFETY: each test of this file is a process of its own, and sets this before it starts a thread.
    unsafe { std::env::set_var(plugin::net::lan::VARIABLE, file) };
}

/// As the window lays it out while a code is asked for.
fn asking(text: &str, address: &str) -> Model {
    let (mut band, told) = Band::open(text, 1);
    assert!(told.is_empty(), "{told:?}");
    let mut model = Model::default();
    band.model(&mut model);
    model.lan.door = Abroad::AsksForCode {
        address: address.to_owned(),
        certificate: "0".repeat(12),
        said: Why::New.said(),
        is_fault: false,
    };
    model
}

/// A hand opens the page, clicks the field, types, and strikes Enter, until the server has somebody new.
fn types(frame: &Frame<'_>, rig: &mut Rig, server: &Server, field: (i16, i16), paired: &Path) {
    let until = Instant::now() + PATIENCE;
    let is_paired = || Paired::at(paired).read().is_ok_and(|servers| !servers.is_empty());
    let keys = |keys: &[Key]| frame.display.strike(keys).expect("keys are struck");
    frame.display.go((300, 20)).expect("the pointer moves");
    keys(&[Key::Control, Key::Four]);
    while !is_paired() {
        assert!(Instant::now() < until, "nobody was let in");
        frame.settled(&mut *rig.host).unwrap_or_else(|error| panic!("{error:#}"));
        let code = server.code().expect("a code is shown");
        frame.display.click(field).expect("the button is down and up");
        for digit in code.chars().filter_map(Key::of_digit) {
            keys(&[digit]);
        }
        keys(&[Key::Enter]);
        let answered = Instant::now() + Duration::from_secs(5);
        while !is_paired() && Instant::now() < answered {
            rig.host.idle();
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }
}

fn is_linked(server: &Server) -> bool {
    let answer = server.json("GET", "/api/plugin/status", &Value::Null).expect("the server answers");
    let all = answer["plugins"].as_array().cloned().unwrap_or_default();
    all.iter().any(|plugin| plugin["status"] != "disconnected" && plugin["last_seen"].is_string())
}

fn on_channel(struck: &[Struck], lane: Lane) -> Vec<Struck> {
    struck.iter().copied().filter(|note| note.channel == lane.character().channel).collect()
}

fn joins(format: Format) {
    let data = tempfile::tempdir().expect("a folder of a moment");
    let paired = data.path().join("paired.json");
    keep_in(&paired);
    let server = Server::start_abroad(data.path(), 0).unwrap_or_else(|error| panic!("{error:#}"));
    band::arrange(&server).expect("the session takes the music");
    let address = format!("127.0.0.1:{}", server.abroad.expect("other machines may come in"));
    let display = Display::start().unwrap_or_else(|error| panic!("{error:#}"));
    let mut rig = band::member_at(format, &address, |_| true);
    let model = asking(&band::project(&address, |_| true), &address);
    let field = place_on(Tab::Session, &model, &Glance::default(), "Pairing code");

    let view = WindowView::default();
    let size = Size { width: view.width.into(), height: view.height.into() };
    let frame = display.frame(size).expect("a window on our own screen");
    rig.host.open_editor(frame.id, None).unwrap_or_else(|error| panic!("{error:#}"));
    types(&frame, &mut rig, &server, field, &paired);
    rig.host.close_editor();
    drop(frame);

    let mut studio = Studio::open(vec![rig]);
    assert!(studio.play_until(PATIENCE, || is_linked(&server)), "it is let in and does not come");
    studio.play_for(Duration::from_millis(1_500));
    server.json("POST", "/api/transport/start", &Value::Null).expect("the session starts");
    studio.play_for(Duration::from_secs(4));
    let truth = Truth::ask(&server, studio.opened).expect("a timeline");
    for (lane, keys) in [(Lane::Drums, DRUMS), (Lane::Bass, BASS)] {
        let struck = on_channel(&studio.struck[0], lane);
        assert!(struck.len() >= 6, "{} plays {} notes", lane.name(), struck.len());
        assert_eq!(fault(&struck, keys, &truth), None, "of {} notes", struck.len());
        let errors: Vec<f64> = struck.iter().map(|note| truth.error_ms(note)).collect();
        let most = percentile(&errors, 99);
        println!("{}", json!({ "lane": lane.name(), "notes": errors.len(), "p99_ms": most }));
        assert!(most < PHASE_MS, "phase error p99 {most} ms: {errors:.2?}");
    }
    let saved = Kept::read(format, &studio.rigs[0].save()).expect("what it saves can be read");
    let saved = saved.texts.into_values().collect::<String>();
    assert!(saved.contains(&address), "a project has the address and no more");
    let kept = std::fs::read_to_string(&paired).expect("what lets this machine in");
    let kept: Value = serde_json::from_str(&kept).expect("JSON");
    for secret in [&kept["servers"][0]["key"], &kept["servers"][0]["principal"]] {
        let secret = secret.as_str().expect("a text");
        assert!(!saved.contains(secret), "a project never has what lets a machine in");
    }
}

#[test]
fn a_clap_plugin_is_let_in_by_a_code_and_plays_over_tls() {
    joins(Format::Clap);
}

#[test]
fn a_vst3_plugin_is_let_in_by_a_code_and_plays_over_tls() {
    joins(Format::Vst3);
}
