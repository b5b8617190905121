//! Texts that were cut, mixed up or never ours: there is a band, something is said, and nothing panics.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::Band;
use ai_band_plugin::model::Model;
use ai_band_plugin::saved_state::{self, Problem};
use player::Program;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::stage::small;

fn by_chance(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// It can be shown, played, saved and opened again as it then is.
fn check(text: &str) -> bool {
    let (mut band, said) = Band::open(text, 1);
    band.model(&mut Model::default());
    let compiled = Program::compile(band.heard(), band.library(), &band.settings(), &band.sections());
    assert!(compiled.is_ok(), "{compiled:?}");
    let is_whole = said.is_empty();
    band.act(&Action::Seed(5));
    let (again, _) = Band::open(&band.text(), 1);
    assert_eq!(again.arrangement(), band.arrangement());
    is_whole
}

#[test]
fn every_truncation_is_refused_and_kept_until_something_changes() {
    let text = small().text();
    let places = text.char_indices().map(|(at, _)| at).skip(1);
    for at in places {
        let cut = &text[..at];
        assert!(matches!(saved_state::read(cut), Err(Problem::Damaged { .. })), "cut at byte {at}");
        if at % 997 == 1 {
            let (mut band, said) = Band::open(cut, 1);
            assert!(said[0].is_fault && said[0].text.starts_with("The band in this project is damaged"));
            assert_eq!(*band.text(), *cut);
            band.act(&Action::Seed(2));
            assert!(saved_state::read(&band.text()).is_ok());
        }
    }
}

#[test]
fn random_texts_are_refused() {
    let mut runner = by_chance(2_000);
    let texts =
        prop_oneof!["\\PC{0,80}", "[\\[\\]{}\",:0-9a-z]{0,80}", "\\{\"version\":1[,\"a-z:{}\\[\\]0-9]{0,60}"];
    runner
        .run(&texts, |text| {
            check(&text);
            Ok(())
        })
        .expect("no text breaks the band");
}

#[test]
fn very_deep_and_very_long_texts_are_refused() {
    let deep = "[".repeat(100_000);
    assert!(matches!(saved_state::read(&deep), Err(Problem::Damaged { .. })));
    let nested = format!("{{\"version\":1,\"chart\":{deep}");
    assert!(matches!(saved_state::read(&nested), Err(Problem::Damaged { .. })));
    let long = " ".repeat(saved_state::TEXT_BYTES_MAX + 1);
    assert!(matches!(saved_state::read(&long), Err(Problem::TooLong { .. })));
}

/// A byte of JSON for another: most break the grammar, and the rest say something else.
#[test]
fn ten_thousand_mutations_break_nothing() {
    let text = small().text();
    let bytes = text.as_bytes();
    // Where the clips stand in full a change is one damaged clip; a share of the mutations is enough for those.
    let clips = text.find("\"clips\"").expect("clips")..text.find("\"locks\"").expect("locks");
    let plain: Vec<usize> = (0..bytes.len()).filter(|at| !clips.contains(at)).collect();
    let place = prop_oneof![
        3 => prop::sample::select(plain),
        1 => 0..bytes.len(),
    ];
    let what = prop_oneof![
        3 => prop::sample::select(b"0123456789-.e,:[]{}\"ntfalse ".to_vec()).prop_map(|byte| vec![byte]),
        1 => Just(vec![]),
        1 => Just(b"99999999999999999999".to_vec()),
        1 => Just(b"-1".to_vec()),
        1 => Just(b"null".to_vec()),
        1 => Just(b"1e308".to_vec()),
    ];
    let mut runner = by_chance(10_000);
    let whole = std::cell::Cell::new(0);
    let mutated = (place, what, 0..3_usize).prop_map(|(at, what, less)| {
        let mut changed = bytes.to_vec();
        changed.splice(at..(at + less).min(bytes.len()), what);
        changed
    });
    runner
        .run(&mutated, |changed| {
            let Ok(text) = String::from_utf8(changed) else { return Ok(()) };
            if saved_state::read(&text).is_ok() {
                whole.set(whole.get() + 1);
                // Reading is quick; all the rest is looked at now and then.
                if whole.get() % 50 == 0 {
                    check(&text);
                }
            }
            Ok(())
        })
        .expect("no mutation breaks the band");
    assert!(whole.get() > 1_000, "most mutations leave JSON: {}", whole.get());
}
