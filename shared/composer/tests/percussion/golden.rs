//! What each style's percussionist plays, section by section, kept as text.

use ai_band_composer::style::Style;

use crate::kept;
use crate::picture;
use crate::played::{Take, take};

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
    let change = kept::change("percussion/golden/styles.txt", &songs.concat());
    kept::assert_none(&change.into_iter().collect::<Vec<_>>());
}
