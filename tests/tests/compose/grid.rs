//! The grid a musician reads.

use ai_band_tests::compose::roll;
use composer::sketch::{Sketch, Stroke, Touch};
use composer::{Composition, Part};
use music::chart::Chart;
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::Ticks;

fn stroke(at: i64, length: i64, key: u8) -> Stroke {
    Stroke::new(Ticks(at), Ticks(length), Pitch::new(key).expect("a key"), 90, 100)
}

fn part(lane: Lane, bars: Vec<Vec<Stroke>>) -> Part {
    Part { lane, regions: Vec::new(), sketch: Sketch { bars }, played: Vec::new() }
}

fn drawn(chart: &str, parts: Vec<Part>) -> String {
    let song = Chart::parse(chart).expect("a chart").song();
    roll(&song, &Composition { parts, remarks: Vec::new() })
}

#[test]
fn strokes_stand_where_they_sound() {
    let ghost = Stroke { touch: Touch::Ghost, ..stroke(720, 240, 38) };
    let accent = Stroke { touch: Touch::Accent, ..stroke(960, 240, 38) };
    let drums = part(Lane::Drums, vec![vec![stroke(0, 240, 36), ghost, accent], vec![]]);
    let bass =
        part(Lane::Bass, vec![vec![stroke(0, 960, 40), stroke(1440, 960, 43)], vec![stroke(0, 1920, 36)]]);
    let expected = "
A 1-2
           |C   G   |N.C.    |
drums
     snare |:..oX...|:...:...|
      kick |x...:...|:...:...|
bass
        G2 |:...:.x-|--..:...|
        E2 |x---:...|:...:...|
        C2 |:...:...|x-------|
";
    assert_eq!(drawn("{meter: 2/4} [A] | C G | N.C. |", vec![drums, bass]), expected);
}

#[test]
fn triplets_make_the_grid_finer_for_their_own_system_only() {
    let keys = part(Lane::Keys, vec![vec![stroke(320, 320, 60)], vec![stroke(0, 480, 60)]]);
    let expected = "
A 1
           |C     |
keys
        C4 |:.x-..|

B 2
           |F   |
keys
        C4 |x-..|
";
    assert_eq!(drawn("{meter: 1/4} [A] | C | [B] | F |", vec![keys]), expected);
}

#[test]
fn long_bars_share_no_line_and_names_that_do_not_fit_are_cut() {
    let drawing = drawn("{meter: 12/4} [Long] | C | Dm7b5 | G | C |", vec![]);
    let titles: Vec<&str> = drawing.lines().filter(|line| line.starts_with("Long")).collect();
    assert_eq!(titles, ["Long 1", "Long 2", "Long 3", "Long 4"]);
    let drawing = drawn("{meter: 1/8} | Cmaj7#11 | Em |", vec![]);
    assert!(drawing.ends_with("|Cm|Em|\n"), "{drawing}");
}
