//! One grid per style, as a musician reads it.

use ai_band_composer::style::Style;
use music::lane::Lane;

use crate::stage::{self, Take};
use crate::{grid, kept};

#[test]
fn styles_play_as_they_did() {
    let change = |style: &'static str| {
        let played = grid::of(&Take::of(Lane::Bass, style, stage::song(style), 1));
        kept::change(&format!("bass/golden/{style}.txt"), &played)
    };
    kept::assert_none(&Style::BUILT_IN.into_iter().filter_map(change).collect::<Vec<_>>());
}
