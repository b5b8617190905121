//! One song for each style, kept as text: what a musician would see on the stand.

use ai_band_composer::style::Style;

use crate::{band, kept, song_picture};

const SEED: u64 = 7;

#[test]
fn every_style_plays_its_golden_song() {
    let change = |style: &'static str| {
        let take = band::take(&band::form_of(style), band::brief(style, SEED));
        let picture = song_picture::song(&take, &take.written.main, take.brief.style.drums.touch_percent);
        kept::change(&format!("drums/golden/{style}.txt"), &picture)
    };
    kept::assert_none(&Style::BUILT_IN.into_iter().filter_map(change).collect::<Vec<_>>());
}
