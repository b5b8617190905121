//! Every example chart becomes a band that can be heard.

use ai_band_tests::compose::{self, Order};
use ai_band_tests::render::{Hosting, Piece, render};
use composer::paper::Paper;
use music::time::Ticks;

#[test]
fn every_example_is_composed_in_its_own_style_and_heard() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/charts");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let chart = compose::chart(path.to_str().unwrap()).unwrap();
        let (style, told) = compose::fitting_style(&chart);
        assert_eq!(told, None, "{}", path.display());
        let take = compose::take(chart, &Order::new(style, 1)).unwrap();
        let piece = Piece { song: &take.song, arrangement: &take.arrangement, library: &take.library };
        let file = render(&piece, &Hosting::default()).unwrap();
        assert!(file.tracks.len() >= 2, "{} has {} tracks", path.display(), file.tracks.len());
        let last = file.tracks.iter().flat_map(|track| &track.notes).map(|note| note.start).max();
        let late = file.length - Ticks::from_beats(12);
        assert!(last >= Some(late), "{}: the band goes home at {last:?}", path.display());
        let roll = Paper { song: &take.song, parts: &take.composition.parts, shows_hands: false }.whole();
        assert!(roll.lines().all(|line| line.chars().count() <= 120), "{} is too wide", path.display());
    }
}
