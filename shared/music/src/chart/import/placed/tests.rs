//! Positions snapped to units and written as bars.

use super::*;
use crate::chart::draft::Draft;
use crate::chart::error::Complaints;

fn chart(events: &[(i64, &str)], by_bar: &[(i64, &str)]) -> String {
    let by_bar: Vec<(i64, Meter)> =
        by_bar.iter().map(|(bar, meter)| (*bar, meter.parse().unwrap())).collect();
    let meter = meter::Map::new(&by_bar).unwrap();
    let what = |text: &str| match text.strip_prefix('#') {
        Some(name) => What::Section(name.to_owned()),
        None => What::Chord(text.to_owned()),
    };
    let placed: Vec<Placed> =
        events.iter().map(|(at, text)| Placed { at: Ticks(*at), range: 0..0, what: what(text) }).collect();
    let tokens = tokens(&placed, &meter, None);
    Draft::new(Complaints::new("")).read(tokens).unwrap().to_string()
}

#[test]
fn chords_go_to_the_nearest_unit() {
    let table: &[(&[(i64, &str)], &str)] = &[
        (&[(0, "C"), (3_840, "F")], "| C | F |\n"),
        (&[(0, "C"), (1_920, "F")], "| C F |\n"),
        (&[(0, "C"), (960, "F")], "| C F . . |\n"),
        (&[(0, "C"), (2_880, "F")], "| C . . F |\n"),
        (&[(0, "C"), (1_920, "F"), (2_880, "G")], "| C F G |\n"),
        (&[(470, "C"), (490, "F")], "| C F . . |\n"),
        (&[(3_300, "C")], "| N.C. . . C |\n"),
        (&[(3_400, "C")], "| N.C. | C |\n"),
        (&[(-5_000, "C")], "| C |\n"),
        (&[(0, "C"), (11_520, "F")], "| C | . | . | F |\n"),
        (&[(0, "C"), (5_760, "F")], "| C | . F |\n"),
        (&[(0, "C"), (10, "F")], "| F |\n"),
        (&[(0, "#Verse"), (0, "C"), (3_800, "#Chorus"), (3_840, "F")], "[Verse]\n| C |\n\n[Chorus]\n| F |\n"),
    ];
    for (events, expected) in table {
        assert_eq!(chart(events, &[(0, "4/4")]), *expected, "{events:?}");
    }
}

#[test]
fn the_meter_says_what_a_unit_is() {
    assert_eq!(chart(&[(0, "C"), (1_440, "F")], &[(0, "6/8")]), "| {meter: 6/8} C F |\n");
    assert_eq!(chart(&[(0, "C"), (1_920, "F")], &[(0, "7/8")]), "| {meter: 7/8} C F |\n");
    assert_eq!(chart(&[(0, "C"), (1_440, "F")], &[(0, "7/8")]), "| {meter: 7/8} C . . F . . . |\n");
    assert_eq!(
        chart(&[(0, "C"), (3_840, "F"), (6_720, "G")], &[(0, "4/4"), (1, "3/4")]),
        "| C | {meter: 3/4} F | G |\n"
    );
}

#[test]
fn as_few_slots_are_written_as_need_no_hold() {
    let four: Meter = Meter::COMMON;
    let table: &[(&[usize], &[usize])] = &[
        (&[], &[0]),
        (&[0], &[0]),
        (&[2], &[0, 2]),
        (&[0, 2], &[0, 2]),
        (&[3], &[0, 1, 2, 3]),
        (&[2, 3], &[0, 2, 3]),
        (&[0, 1], &[0, 1, 2, 3]),
        (&[0, 2, 3], &[0, 2, 3]),
    ];
    for (starts, expected) in table {
        assert_eq!(boundaries(starts, four), *expected, "{starts:?}");
    }
}
