//! The README's pictures are what the demo and a composed song look like today.

use ai_band_tests::compose::{self, Order};
use ai_band_tests::picture;
use ai_band_tests::render::{Hosting, Piece, render};
use examples::demo::demo;
use music::lane::Lane;

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

#[test]
fn the_composed_bands_picture_is_todays() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/charts/pop-four-chords.chart");
    let chart = compose::chart(path).unwrap();
    let everybody = Lane::ALL.into_iter().filter(|lane| *lane != Lane::Extra).collect();
    let order = Order { named_lanes: everybody, ..Order::new(compose::style("pop").unwrap(), 2) };
    let take = compose::take(chart, &order).unwrap();
    let piece = Piece { song: &take.song, arrangement: &take.arrangement, library: &take.library };
    let file = render(&piece, &Hosting::default()).unwrap();
    let today = picture::svg(&file, picture::SONG_BARS, &picture::sections(&take.song));
    let is_todays = today == include_str!("../../../docs/band.svg");
    assert!(
        is_todays,
        "the band plays otherwise; draw it anew: cargo xtask compose examples/charts/pop-four-chords.chart \
         --seed 2 --lanes drums,percussion,bass,keys,guitar,pad,lead --picture docs/band.svg"
    );
}
