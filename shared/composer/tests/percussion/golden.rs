//! What each style's percussionist plays, section by section, kept as text.

use std::path::PathBuf;

use ai_band_composer::style::Style;

use crate::picture;
use crate::played::{Take, take};

/// Set it to write the file anew; then read the difference as you would listen to it.
const REWRITE: &str = "REWRITE_GOLDEN";
const SEED: u64 = 7;

/// The first phrase of each section, repeats said in a word.
fn sections(style: &str, take: &Take) -> String {
    let style = Style::built_in(style).unwrap();
    let length = style.general.meters[0].bar_ticks().0;
    let mut text = format!("=== {}\n", style.name);
    for section in &take.plan.sections {
        text += &format!("{} (energy {})\n", section.name, section.energy);
        let mut last = String::new();
        for bar in section.bars.clone().take(4) {
            let picture = picture::bar(take.sketch.bar(bar), length, style.percussion.touch_percent);
            text += match (picture.is_empty(), picture == last) {
                (true, _) => "  (rests)\n",
                (false, true) => "  (again)\n",
                (false, false) => &picture,
            };
            last = picture;
        }
    }
    text
}

#[test]
fn every_style_plays_its_golden_sections() {
    let songs = Style::BUILT_IN.map(|style| sections(style, &take(style, SEED, |_, _| {})));
    let picture = songs.concat();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/percussion/golden/styles.txt");
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&path, &picture).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == picture, "percussion plays something new; {REWRITE}=1 writes it down");
}
