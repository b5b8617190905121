//! A golden grid per style, as readable text.

use ai_band_composer::style::Style;

use crate::{charts, kept, roll};

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
    let change = |style: &'static str| {
        kept::change(&format!("comping/golden/{style}.txt"), &roll::of(style, chart(style), 1))
    };
    kept::assert_none(&Style::BUILT_IN.into_iter().filter_map(change).collect::<Vec<_>>());
}
