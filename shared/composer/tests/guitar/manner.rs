//! What a style's file may say, and what it is told where it is wrong.

use ai_band_composer::guitar::Manner;
use ai_band_composer::style::Style;

#[test]
fn every_built_in_style_can_be_read() {
    for name in Style::BUILT_IN {
        let path = format!("{}/styles/{name}/guitar.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap();
        let manner = Manner::read(&path, &text).unwrap_or_else(|error| panic!("{error}"));
        assert!(manner.cells.len() > 5 && manner.fills.len() > 1, "{name} has little to play");
    }
}
