//! A golden file that differs says where.

use crate::difference::difference;

#[test]
fn the_first_difference_is_found_by_lane_and_bar() {
    let was = "swing, energy 7\n\nVerse 5-6\n   |C |F |\nbass\nE2 |x-|x-|\ndrums\nhat |xx|xx|\n\nclips\ndrums |bar 5: a7|\n";
    let cases = [
        ("7", "8", "line 1\n    was swing, energy 7\n    is  swing, energy 8"),
        ("C |F", "C |G", "the chords in bar 6"),
        ("x-|x-", "x-|xx", "bass in bar 6\n    was E2 |x-|x-|\n    is  E2 |x-|xx|"),
        ("hat |xx|", "hat |ox|", "drums in bar 5\n"),
        ("drums\nhat |xx|xx|\n", "", "bass in bar 5\n    was drums\n    is  "),
        ("a7", "b7", "what the grid is too coarse for"),
        ("\nclips\ndrums |bar 5: a7|\n", "", "drums in bar 5\n    was \n    is  nothing"),
        ("a7|\n", "a7|\nbass\n", "bass in bar 5\n    is  bass\n    was nothing"),
    ];
    for (from, to, expected) in cases {
        let told = difference(was, &was.replacen(from, to, 1)).unwrap_or_default();
        assert!(told.starts_with(expected), "{told}, not {expected}");
    }
    assert_eq!(difference(was, was), None);
    assert_eq!(difference("", was).as_deref(), Some("nothing is written down yet"));
}
