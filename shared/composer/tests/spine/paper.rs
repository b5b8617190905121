//! The grid a musician reads.

use ai_band_composer::Part;
use ai_band_composer::paper::Paper;
use ai_band_composer::sketch::{Sketch, Stroke, Touch};
use music::chart::Chart;
use music::clip::Note;
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Ticks};

fn stroke(at: i64, length: i64, key: u8) -> Stroke {
    Stroke::new(Ticks(at), Ticks(length), Pitch::new(key).expect("a key"), 90, 100)
}

fn part(lane: Lane, bars: Vec<Vec<Stroke>>) -> Part {
    Part { lane, regions: Vec::new(), sketch: Sketch { bars }, played: Vec::new() }
}

/// Played as on paper, but a third of a beat late, and with hands.
fn played(part: Part, offset: i32) -> Part {
    let note = |stroke: &Stroke| Note {
        start: stroke.at + Ticks(160),
        length: stroke.length,
        offset: Micros(offset),
        pitch: stroke.pitch,
        velocity: stroke.velocity,
        importance: stroke.importance,
    };
    Part { played: part.sketch.bars.iter().map(|bar| bar.iter().map(note).collect()).collect(), ..part }
}

fn drawn(chart: &str, parts: Vec<Part>) -> String {
    let song = Chart::parse(chart).expect("a chart").song();
    Paper { song: &song, parts: &parts, shows_hands: false }.whole()
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

#[test]
fn under_a_lane_stands_how_it_is_played() {
    let loud = Stroke { velocity: 127, importance: 20, ..stroke(480, 240, 64) };
    let keys = part(Lane::Keys, vec![vec![stroke(480, 240, 60), loud]]);
    let song = Chart::parse("{meter: 1/4} | C |").expect("a chart").song();
    let parts = [played(keys, -7_000)];
    let expected = "
1
               |C   |
keys
            E4 |:.x.|
            C4 |:.x.|
          loud |:.9.|
          keep |:.7.|
          late |:.b.|
         swung |:.4.|
";
    assert_eq!(Paper { song: &song, parts: &parts, shows_hands: true }.whole(), expected);
}
