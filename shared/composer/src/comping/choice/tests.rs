//! What varies a bar of comping, mark by mark, in eighths.

use super::*;

/// Where marks begin and how long they are, in eighths; echoes are light.
fn marks(places: &[(i64, i64)]) -> Vec<Mark> {
    let mark = |(at, length): &(i64, i64)| Mark {
        at: Ticks(at * EIGHTH),
        length: Ticks(length * EIGHTH),
        part: Part::Whole,
        force: Force::Plain,
    };
    places.iter().map(mark).collect()
}

fn shown(marks: &[Mark]) -> Vec<(i64, i64, Force)> {
    marks.iter().map(|mark| (mark.at.0 / EIGHTH, mark.length.0 / EIGHTH, mark.force)).collect()
}

#[test]
fn an_echo_is_light_and_an_eighth_later_where_there_is_room() {
    use Force::{Light, Plain};
    let bar = Ticks(8 * EIGHTH);
    let table: &[(&str, &[(i64, i64)], usize, &[(i64, i64, Force)])] = &[
        ("the mark makes room", &[(0, 4), (4, 4)], 0, &[(0, 1, Plain), (1, 1, Light), (4, 4, Plain)]),
        ("up to the next one", &[(0, 2), (2, 2)], 0, &[(0, 1, Plain), (1, 1, Light), (2, 2, Plain)]),
        ("none where the next one is near", &[(0, 1), (1, 1)], 0, &[(0, 1, Plain), (1, 1, Plain)]),
        ("up to the bar line", &[(0, 1), (6, 2)], 1, &[(0, 1, Plain), (6, 1, Plain), (7, 1, Light)]),
        ("none over the bar line", &[(0, 1), (7, 1)], 1, &[(0, 1, Plain), (7, 1, Plain)]),
    ];
    for (case, places, at, expected) in table {
        let mut marks = marks(places);
        echo(bar, &mut marks, *at);
        assert_eq!(&shown(&marks), expected, "{case}");
    }
}

#[test]
fn a_mark_moves_an_eighth_ahead_unless_it_would_meet_the_one_before() {
    use Force::Plain;
    let table: &[(&str, &[(i64, i64)], &[(i64, i64, Force)])] = &[
        ("what held on ends sooner", &[(0, 4), (4, 4)], &[(0, 3, Plain), (3, 4, Plain)]),
        ("what was short stays so", &[(0, 1), (4, 4)], &[(0, 1, Plain), (3, 4, Plain)]),
        ("next to the one before", &[(0, 2), (2, 2)], &[(0, 1, Plain), (1, 2, Plain)]),
        ("not onto it", &[(0, 1), (1, 2)], &[(0, 1, Plain), (1, 2, Plain)]),
    ];
    for (case, places, expected) in table {
        let mut marks = marks(places);
        move_by_eighth(&mut marks, 1);
        assert_eq!(&shown(&marks), expected, "{case}");
    }
}
