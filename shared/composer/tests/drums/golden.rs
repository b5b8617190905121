//! One song for each style, kept as text: what a musician would see on the stand.

use std::path::PathBuf;

use ai_band_composer::style::Style;

use crate::band;
use crate::song_picture;

/// Set it to write the files anew; then read the difference as you would listen to it.
const REWRITE: &str = "REWRITE_GOLDEN";
const SEED: u64 = 7;

#[test]
fn every_style_plays_its_golden_song() {
    let mut changed = Vec::new();
    for style in Style::BUILT_IN {
        let take = band::take(&band::form_of(style), band::brief(style, SEED));
        let picture = song_picture::song(&take, &take.written.main, take.brief.style.drums.touch_percent);
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/drums/golden/{style}.txt"));
        if std::env::var_os(REWRITE).is_some() {
            std::fs::write(&path, &picture).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != picture {
            changed.push(style);
        }
    }
    assert!(changed.is_empty(), "{changed:?} play something new; {REWRITE}=1 writes it down");
}
