//! What `comping.toml` may say, and what is answered to mistakes.

use ai_band_composer::comping::Manner;
use ai_band_composer::style::Style;

#[test]
fn the_files_of_every_style_are_read() {
    for style in Style::BUILT_IN {
        let path = format!("{}/styles/{style}/comping.toml", env!("CARGO_MANIFEST_DIR"));
        let read = Manner::read(&path, &std::fs::read_to_string(&path).unwrap());
        assert!(read.is_ok(), "{}", read.unwrap_err());
    }
}
