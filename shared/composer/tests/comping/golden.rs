//! A golden grid per style, as readable text. `REWRITE_GOLDEN=1` writes them anew; read the difference before you commit.

use ai_band_composer::style::Style;

use crate::{charts, roll};

fn chart(style: &str) -> &'static str {
    match style {
        "pop" | "ballad" | "house" => charts::RADIO,
        "shuffle" | "funk" => charts::BLUES,
        "jazz-waltz" => charts::WALTZ,
        _ => charts::AUTUMN,
    }
}

#[test]
fn every_style_comps_as_it_is_written_down() {
    for style in Style::BUILT_IN {
        let path = format!("{}/tests/comping/golden/{style}.txt", env!("CARGO_MANIFEST_DIR"));
        let now = roll::of(style, chart(style), 1);
        if std::env::var("REWRITE_GOLDEN").is_ok() {
            std::fs::write(&path, &now).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(now, written, "{style} plays otherwise; REWRITE_GOLDEN=1 writes {path} anew");
    }
}
