//! What hands and instruments can do: a table of what is mended, and how.

use ai_band_composer::feasibility::mended;
use ai_band_composer::sketch::{Sketch, Stroke};
use music::lane::Lane;

use crate::stage::{Stage, stroke};

fn of_bar(style: &str, lane: Lane, strokes: Vec<Stroke>) -> Vec<(i64, u8)> {
    let stage = Stage::new(style, "| C | F |");
    let sketch = mended(&stage.scene(), lane, Sketch { bars: vec![strokes, Vec::new()] });
    sketch.bar(0).iter().map(|stroke| (stroke.at.0, stroke.pitch.key())).collect()
}

fn struck(keys: &[(u8, u8)]) -> Vec<Stroke> {
    keys.iter().map(|(key, importance)| Stroke { importance: *importance, ..stroke(0, 100, *key) }).collect()
}

#[test]
fn a_human_drummer_has_two_hands_and_two_feet() {
    let table: &[(&[(u8, u8)], &[u8])] = &[
        (&[(36, 120), (38, 110), (42, 60)], &[36, 38, 42]),
        (&[(36, 120), (38, 110), (42, 60), (49, 90)], &[36, 38, 49]),
        (&[(42, 60), (46, 61), (51, 62), (49, 63), (38, 64)], &[38, 49]),
        (&[(35, 100), (36, 90), (44, 20)], &[35, 36]),
        (&[(36, 90), (44, 20), (38, 1), (51, 2)], &[36, 38, 44, 51]),
    ];
    for (played, left) in table {
        let keys: Vec<u8> = of_bar("pop", Lane::Drums, struck(played)).iter().map(|(_, key)| *key).collect();
        assert_eq!(keys, *left, "{played:?}");
    }
}

#[test]
fn machines_and_other_players_have_as_many_as_it_takes() {
    let all = [(36, 120), (38, 110), (42, 60), (49, 90), (39, 40)];
    assert_eq!(of_bar("house", Lane::Drums, struck(&all)).len(), 5);
    assert_eq!(of_bar("pop", Lane::Keys, struck(&all)).len(), 5);
}

#[test]
fn keys_that_an_instrument_lacks_move_by_octaves_or_go() {
    let table = [
        (Lane::Bass, 16, Some(28)),
        (Lane::Bass, 27, Some(39)),
        (Lane::Bass, 68, Some(56)),
        (Lane::Guitar, 28, Some(40)),
        (Lane::Lead, 127, Some(91)),
        (Lane::Keys, 0, Some(24)),
        (Lane::Extra, 127, Some(127)),
        (Lane::Drums, 100, None),
        (Lane::Percussion, 3, None),
    ];
    for (lane, key, becomes) in table {
        let now = of_bar("pop", lane, vec![stroke(0, 100, key)]);
        assert_eq!(now.first().map(|(_, key)| *key), becomes, "{lane} {key}");
    }
}

#[test]
fn a_key_is_struck_once_at_a_time_and_the_most_important_stays() {
    let twice = vec![stroke(0, 100, 60), Stroke { importance: 127, velocity: 9, ..stroke(0, 50, 60) }];
    let stage = Stage::new("pop", "| C | F |");
    let sketch = mended(&stage.scene(), Lane::Keys, Sketch { bars: vec![twice, Vec::new()] });
    assert_eq!(sketch.bar(0).iter().map(|stroke| stroke.importance).collect::<Vec<_>>(), [127]);
}

/// What is left of strokes `(sixteenth, key, importance)` in 4/4 at a tempo.
fn at_tempo(bpm: u32, first: &[(i64, u8, u8)], second: &[(i64, u8, u8)]) -> [Vec<(i64, u8)>; 2] {
    let stage = Stage::new("pop", &format!("{{tempo: {bpm}}} | C | F |"));
    let written = |bar: &[(i64, u8, u8)]| -> Vec<Stroke> {
        let stroke = |(at, key, importance): &(i64, u8, u8)| Stroke {
            importance: *importance,
            ..stroke(at * 240, 100, *key)
        };
        bar.iter().map(stroke).collect()
    };
    let sketch = mended(&stage.scene(), Lane::Drums, Sketch { bars: vec![written(first), written(second)] });
    [0, 1].map(|bar| sketch.bar(bar).iter().map(|stroke| (stroke.at.0 / 240, stroke.pitch.key())).collect())
}

#[test]
fn a_hand_needs_its_time_to_the_next_drum() {
    type Bar<'a> = &'a [(i64, u8, u8)];
    let table: &[(u32, Bar<'_>, Bar<'_>, Bar<'_>, &str)] = &[
        (120, &[(0, 38, 90), (0, 42, 80), (1, 43, 70), (2, 45, 60)], &[], &[], "a sixteenth is time enough"),
        (
            230,
            &[(0, 38, 90), (0, 42, 80), (1, 43, 70)],
            &[],
            &[(1, 43, 70)],
            "both hands are still elsewhere",
        ),
        (230, &[(0, 38, 60), (0, 42, 80), (1, 43, 70)], &[], &[(0, 38, 60)], "the least important goes"),
        (
            230,
            &[(0, 38, 90), (0, 42, 80), (1, 38, 70)],
            &[],
            &[(1, 38, 70)],
            "and 65 ms are too few for one hand",
        ),
        (200, &[(0, 38, 90), (0, 42, 80), (1, 46, 70)], &[], &[], "an open hat is where the hand is"),
        (230, &[(0, 38, 9), (1, 38, 9), (2, 38, 9), (3, 38, 9)], &[], &[], "two sticks roll"),
        (230, &[(0, 38, 9), (1, 43, 9), (2, 45, 9), (3, 41, 9)], &[], &[], "two sticks run around the kit"),
        (230, &[(0, 36, 9), (1, 36, 9), (0, 44, 9), (1, 44, 9)], &[], &[], "feet are judged elsewhere"),
        (
            230,
            &[(14, 38, 90), (15, 43, 50)],
            &[(0, 49, 9), (0, 38, 9)],
            &[(15, 43, 50)],
            "it leads into a beat",
        ),
        (230, &[(14, 38, 90), (15, 38, 50)], &[(0, 49, 9)], &[], "one hand is free for the cymbal"),
    ];
    for (bpm, first, second, gone, why) in table {
        let all = |bar: Bar<'_>| -> Vec<(i64, u8)> {
            let left = bar.iter().filter(|stroke| !gone.contains(stroke));
            let mut left: Vec<(i64, u8)> = left.map(|(at, key, _)| (*at, *key)).collect();
            left.sort_unstable();
            left
        };
        assert_eq!(at_tempo(*bpm, first, second), [all(first), all(second)], "{why}");
    }
}

#[test]
fn nothing_rings_on_into_a_silence() {
    let stage = Stage::new("pop", "{tempo: 112} | C . . N.C. | F | N.C. | C |");
    let held = vec![stroke(0, 3_840, 40), stroke(960, 960, 43), stroke(2_880, 480, 45)];
    let bars = vec![held, vec![stroke(1_920, 5_000, 41)], vec![stroke(2_880, 9_000, 43)], Vec::new()];
    let lengths = |lane: Lane| -> Vec<i64> {
        let sketch = mended(&stage.scene(), lane, Sketch { bars: bars.clone() });
        sketch.bars.iter().flatten().map(|stroke| stroke.length.0).collect()
    };
    // What begins within a silence leads out of it.
    assert_eq!(lengths(Lane::Bass), [2_880, 960, 480, 1_920, 9_000]);
    assert_eq!(lengths(Lane::Percussion), [3_840, 960, 480, 5_000, 9_000]);
}
