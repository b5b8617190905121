//! Numbers and lists that nobody could have saved: refused or mended, in words.

use std::sync::OnceLock;

use ai_band_plugin::band::Band;
use ai_band_plugin::model::Model;
use player::Program;
use serde_json::{Value, json};

use crate::stage::{model, rich};

fn good() -> &'static Value {
    static GOOD: OnceLock<Value> = OnceLock::new();
    GOOD.get_or_init(|| serde_json::from_str(&rich().text()).expect("JSON"))
}

/// A good text with one place of it otherwise, opened.
fn with(place: &str, value: Value) -> (Band, Vec<String>) {
    let mut whole = good().clone();
    *whole.pointer_mut(place).unwrap_or_else(|| panic!("there is no {place}")) = value;
    let (mut band, said) = Band::open(&whole.to_string(), 1);
    band.model(&mut Model::default());
    let compiled = Program::compile(band.heard(), band.library(), &band.settings(), &band.sections());
    assert!(compiled.is_ok(), "{place}: {compiled:?}");
    (band, said.into_iter().map(|line| line.text).collect())
}

#[test]
fn what_is_mended_is_said() {
    let row = |start: i64, end: i64| json!({"id": 1, "lane": "bass", "start": start, "end": end, "main": 0});
    let table: &[(&str, Value, &str)] = &[
        ("/arrangement/regions/0/main", json!(999), "regions: overlap others or lack their clips"),
        ("/arrangement/regions/0/end", json!(i64::MAX), "regions: overlap others"),
        ("/arrangement/regions/1/start", json!(0), "regions: overlap others"),
        ("/arrangement/regions/0/id", json!(0), "regions: overlap others"),
        ("/arrangement/regions/0/lane", json!("kazoo"), "regions: overlap others"),
        ("/arrangement/regions", json!([row(0, 960), row(960, 1_920)]), "1 of 2 regions"),
        ("/arrangement/regions", json!(vec![row(0, 1); 20_000]), "what was arranged: could not be read"),
        ("/arrangement/regions/0/start", json!("x"), "what was arranged: could not be read"),
        ("/clips/lead", json!("AAAA"), "lead: its clips are damaged, so it is silent"),
        ("/clips", json!(5), "the clips: could not be read"),
        ("/chart/text", json!("Am ".repeat(100_000)), "the chart: is longer than"),
        ("/chart/read/bars/0", json!(1), "locks are lost"),
        ("/chart/read/next", json!(0), "locks are lost"),
        ("/chart/read/bars", json!(vec![7; 5_000]), "the chart: could not be read"),
        ("/ask/style", json!("polka"), "style: there is none of this name here"),
        ("/ask/knobs/swing", json!(256), "what was asked for: could not be read"),
        ("/ask/seed", json!(-1), "what was asked for: could not be read"),
        ("/ask/lanes", json!(vec!["bass"; 9]), "what was asked for: could not be read"),
        ("/lanes/bass/channel", json!(16), "bass: its settings are none that exist"),
        ("/lanes/bass/route", json!("tape"), "bass: its settings are none that exist"),
        ("/lanes/bass/program", json!(-1), "the lanes' settings: could not be read"),
        ("/place/origin_beat", json!(1e300), "the beat on which the song begins"),
        ("/place/folder", json!("x".repeat(40_000)), "the folder: its path is longer than any"),
        ("/place/window/width", json!(-5), "folder, bank and window: could not be read"),
        ("/locks", json!({"bass": [[1, 2]]}), "the locks: could not be read"),
        ("/locks", json!({"bass": vec![json!([1, 0, 1]); 9_000]}), "the locks: could not be read"),
        ("/rerolls", json!({"bass": [[[1, 0, 1], -1]]}), "the re-rolls: could not be read"),
        ("/link/server_revision", json!("seven"), "the session it was linked to: could not be read"),
    ];
    for (place, value, words) in table {
        let (_, said) = with(place, value.clone());
        assert!(said.len() == 1 || place.starts_with("/clips"), "{place}: {said:?}");
        assert!(said[0].starts_with("From the project: ") && said[0].contains(words), "{place}: {said:?}");
    }
}

/// Each of these is as good as another, or as none.
#[test]
fn what_means_nothing_is_passed_over() {
    let table: &[(&str, Value)] = &[
        ("/locks", json!({"kazoo": [[1, 0, 1]], "bass": [[777, 0, 1]]})),
        ("/arrangement/bars", json!([[[1, 0, 1], 0, -5]])),
        ("/arrangement/bars", json!([])),
        ("/arrangement/revision", json!(u64::MAX)),
        ("/arrangement/last_id", json!(u64::MAX)),
        ("/arrangement/last_id", json!(0)),
        ("/ask/bars", json!([9, 1])),
        ("/ask/lanes", json!([])),
        ("/ask/knobs/swing", json!(255)),
        ("/place/bank", Value::Null),
        ("/place/window/width", json!(1)),
        ("/link", Value::Null),
        ("/lanes", Value::Null),
        (
            "/lanes/bass/feel",
            json!({"drum_map": [1, 2], "fold": [9, 3], "swing": [0, 99], "humanise": [4_000_000_000_u32, 1]}),
        ),
    ];
    let count = good()["arrangement"]["regions"].as_array().expect("regions").len();
    for (place, value) in table {
        let (band, said) = with(place, value.clone());
        assert_eq!(said, Vec::<String>::new(), "{place}");
        assert_eq!(band.arrangement().regions().len(), count, "{place}");
    }
}

/// A clip of a tick, looped for a day, in every lane: it opens, and is shown as far as anybody looks.
#[test]
fn endless_loops_end() {
    let mut whole = good().clone();
    let clips = whole["clips"]["lead"].clone();
    let names = ["drums", "bass", "keys", "guitar", "pad", "lead", "percussion", "extra"];
    whole["clips"] = names.iter().map(|name| ((*name).to_owned(), clips.clone())).collect();
    let rows: Vec<Value> = (0..8)
        .map(|lane| {
            json!({"id": lane + 1, "lane": names[lane], "start": -200_000_000, "end": 200_000_000, "into": -199_999_999,
                   "looped": true, "main": 0})
        })
        .collect();
    whole["arrangement"]["regions"] = json!(rows);
    let (mut band, _) = Band::open(&whole.to_string(), 1);
    let model = model(&mut band);
    assert!(model.lanes.iter().all(|lane| lane.notes.len() <= 1 << 17));
    assert!(model.lanes.iter().any(|lane| !lane.notes.is_empty()));
}

/// A few bytes that say they are gigabytes.
#[test]
fn a_clip_that_unpacks_to_gigabytes_does_not() {
    let zeros = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 64 << 20], 1);
    let bytes = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, zeros);
    let (_, said) = with("/clips/lead", json!(bytes));
    assert!(said[0].contains("lead: its clips are damaged"), "{said:?}");
}
