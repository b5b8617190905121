//! Replacing a span: what was there is deleted, shortened or split, and what is left plays what it played.

use ai_band_music::arrangement::{Arrangement, Change, Source};
use ai_band_music::lane::Lane;
use ai_band_music::time::Ticks;

use crate::{apply, assert_drawn, clips, drawing, id, keys_with, once, replace, span};

/// Clip `z` over `[start, end)` of the keys.
fn replaced(arrangement: &mut Arrangement, start: i64, end: i64) -> Change {
    apply(arrangement, replace(Lane::Keys, start, end, once(26)))
}

#[test]
fn every_way_to_lie_across_one_region() {
    let table: [(i64, i64, &[&str]); 9] = [
        (0, 8, &["2 [0, 8) z+0", "1 [8, 24) a+0"]),
        (4, 12, &["2 [4, 12) z+0", "1 [12, 24) a+4"]),
        (8, 16, &["2 [8, 16) z+0", "1 [16, 24) a+8"]),
        (10, 16, &["1 [8, 10) a+0", "2 [10, 16) z+0", "3 [16, 24) a+8"]),
        (16, 24, &["1 [8, 16) a+0", "2 [16, 24) z+0"]),
        (23, 40, &["1 [8, 23) a+0", "2 [23, 40) z+0"]),
        (8, 24, &["2 [8, 24) z+0"]),
        (0, 40, &["2 [0, 40) z+0"]),
        (24, 40, &["1 [8, 24) a+0", "2 [24, 40) z+0"]),
    ];
    for (start, end, expected) in table {
        let mut arrangement = keys_with(&[(8, 24)]);
        replaced(&mut arrangement, start, end);
        assert_drawn(&arrangement, expected);
    }
}

#[test]
fn several_regions_give_way_and_the_rest_are_untouched() {
    let mut arrangement = keys_with(&[(-16, -8), (-8, 8), (8, 16), (20, 24), (24, 40), (40, 48)]);
    arrangement.insert(Lane::Drums, span(-16, 48), once(7)).unwrap();
    let change = replaced(&mut arrangement, 0, 32);
    let expected = ["7 [-16, 48) g+0", "1 [-16, -8) a+0", "2 [-8, 0) b+0", "8 [0, 32) z+0"];
    assert_drawn(&arrangement, &[&expected[..], &["5 [32, 40) e+8", "6 [40, 48) f+0"]].concat());
    let touched = ["2 [-8, 8) b+0", "3 [8, 16) c+0", "4 [20, 24) d+0", "5 [24, 40) e+0"];
    assert_eq!(drawing(&change.before), touched);
    assert_eq!(drawing(&change.after), ["8 [0, 32) z+0", "2 [-8, 0) b+0", "5 [32, 40) e+8"]);
    for (number, is_touched) in [(1, false), (2, true), (3, true), (6, false), (7, false), (8, true)] {
        assert_eq!(change.touches(id(number)), is_touched, "region {number}");
    }
}

#[test]
fn what_is_left_of_a_loop_stays_in_step() {
    let mut arrangement = Arrangement::new();
    let source = Source { clips: clips(1), into: Ticks(3), looped: true };
    arrangement.insert(Lane::Keys, span(-10, 40), source).unwrap();
    replaced(&mut arrangement, 0, 20);
    assert_drawn(&arrangement, &["1 [-10, 0) a+3*", "2 [0, 20) z+0", "3 [20, 40) a+33*"]);
}

#[test]
fn no_name_is_given_twice() {
    let mut arrangement = keys_with(&[(0, 40)]);
    for start in [10, 20, 20, 10, 0] {
        replaced(&mut arrangement, start, start + 4);
    }
    assert_drawn(
        &arrangement,
        &[
            "8 [0, 4) z+0",
            "1 [4, 10) a+4",
            "7 [10, 14) z+0",
            "3 [14, 20) a+14",
            "6 [20, 24) z+0",
            "5 [24, 40) a+24",
        ],
    );
}
