//! The README's picture is what the demo looks like today.

use ai_band_tests::picture;
use ai_band_tests::render::{Hosting, Piece, render};
use examples::demo::demo;

#[test]
fn the_readmes_picture_is_todays() {
    let demo = demo();
    let piece = Piece { song: &demo.song, arrangement: &demo.arrangement, library: &demo.library };
    let file = render(&piece, &Hosting::default()).unwrap();
    let kept = include_str!("../../../docs/demo.svg");
    let sections = picture::sections(&demo.song);
    let is_todays = picture::svg(&file, picture::BARS, &sections) == kept;
    assert!(is_todays, "the demo has changed; draw it anew: cargo xtask run --picture docs/demo.svg");
}
