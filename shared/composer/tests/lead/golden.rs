//! One grid per style, as a musician reads it. `AI_BAND_GOLDEN=write` writes them anew.

use std::path::PathBuf;

use ai_band_composer::style::Style;

use music::lane::Lane;

use crate::grid;
use crate::stage::{self, Take};

const SONGS: &[(&str, &str)] = &[
    ("pop", "song"),
    ("ballad", "song"),
    ("swing", "standard"),
    ("jazz-waltz", "waltz"),
    ("bossa", "latin"),
    ("funk", "vamp"),
    ("shuffle", "boogie"),
    ("house", "song"),
];

fn file(style: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/lead/golden").join(format!("{style}.txt"))
}

#[test]
fn every_style_has_a_song() {
    for style in Style::BUILT_IN {
        assert!(SONGS.iter().any(|(each, _)| *each == style), "{style} has no golden grid");
    }
}

#[test]
fn styles_play_as_they_did() {
    let is_written_anew = std::env::var("AI_BAND_GOLDEN").is_ok_and(|value| value == "write");
    for (style, chart) in SONGS {
        let played = grid::of(&Take::of(Lane::Lead, style, stage::chart(chart), 1));
        if is_written_anew {
            std::fs::write(file(style), &played).unwrap();
        }
        let golden = std::fs::read_to_string(file(style)).unwrap_or_default();
        let mut lines = golden.lines().zip(played.lines());
        let place = file(style);
        if let Some((was, is)) = lines.find(|(was, is)| was != is) {
            panic!("{} had\n{was}\nand now has\n{is}", place.display());
        }
        assert_eq!(golden.lines().count(), played.lines().count(), "{}", place.display());
    }
}
