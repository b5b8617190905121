//! The order of bars, told as one letter each.

use super::*;
use crate::chart::Chart;

/// The roots of the bars in playing order.
fn played(text: &str) -> String {
    let chart = Chart::parse(text).unwrap_or_else(|errors| panic!("{text}: {errors}"));
    let bars: Vec<String> = chart.bars().map(|bar| bar.content.to_string().trim().to_owned()).collect();
    chart.order.iter().map(|visit| bars[visit.bar].as_str()).collect()
}

#[test]
fn repeats_are_unrolled() {
    let table = [
        ("C D E", "CDE"),
        ("|: C | D :| E |", "CDCDE"),
        ("|: C |1. D :|2. E || F |", "CDCEF"),
        ("|: C |1,2. D :|3. E || F |", "CDCDCEF"),
        ("|: C |: D :|x3 E :|", "CDDDECDDDE"),
        ("[A] x2 | C | D | [B] | E | [A]", "CDCDECD"),
    ];
    for (text, expected) in table {
        assert_eq!(played(text), expected, "{text}");
    }
}

#[test]
fn jumps_are_followed_once() {
    let table = [
        ("| C | D | E {D.C.} |", "CDECDE"),
        ("| C | D {fine} | E {D.C.} |", "CDECD"),
        ("| C | {segno} D | E {D.S.} |", "CDEDE"),
        ("| C | {segno} D {to coda} | E {D.S. al Coda} | {coda} F |", "CDEDF"),
        ("|: C | D :| E {D.C.} | F |", "CDCDECDEF"),
        ("|: C |1. D :|2. E || F {D.C.} |", "CDCEFCEF"),
        ("|: C | D {D.C.} :| E |", "CDCDCDE"),
        ("| C {D.C.} | D {D.C.} |", "CCDCD"),
        ("| C | D {fine} | E {D.C. al Fine} | F |", "CDECD"),
        ("|: C | {segno} D |1. E :|2. F || G {D.S.} |", "CDECDFGDFG"),
        ("| C {to coda} | D {D.C. al Coda} | {coda} |: E :| F |", "CDCEEF"),
        // A sign behind the jump is found when the jump is passed.
        ("| C | D {D.C. al Fine} | E {fine} | F |", "CDCDE"),
        ("| C | D {D.C. al Coda} | E {to coda} | F | {coda} G |", "CDCDEG"),
    ];
    for (text, expected) in table {
        assert_eq!(played(text), expected, "{text}");
    }
}

#[test]
fn sections_count_how_often_they_are_played() {
    let passes = |text: &str| -> Vec<(usize, u32)> {
        let chart = Chart::parse(text).unwrap();
        chart.order.iter().map(|visit| (visit.section, visit.section_pass)).collect()
    };
    assert_eq!(passes("[A] x2 | C | [B] | D |"), [(0, 1), (0, 2), (1, 1)]);
    assert_eq!(passes("[A] | C | [B] | D | [A]"), [(0, 1), (1, 1), (2, 2)]);
    assert_eq!(passes("[A] |: C :| [B] | D {D.C.} |"), [(0, 1), (0, 1), (1, 1), (0, 2), (1, 2)]);
    assert_eq!(passes("[A] | C {D.C.} |"), [(0, 1), (0, 2)]);
    assert_eq!(passes("[A] x2 | {pickup: 1} G | C |"), [(0, 1), (0, 1), (0, 2)]);
}

#[test]
fn the_count_is_what_is_played() {
    for text in ["|: C |: D :|x3 E :|x5", "[A] x7 |: C |1,2. D :|3. E || F | [B] | C | [A] x3", "C D E"] {
        let chart = Chart::parse(text).unwrap();
        let mut sections = chart.sections().to_vec();
        let trees: Vec<Vec<Node>> =
            sections.iter_mut().map(|section| crate::chart::form::tree(&mut section.bars).unwrap()).collect();
        let bars: Vec<&Bar> = chart.bars().collect();
        let paper = Paper::new(&sections, &trees, &bars);
        assert_eq!(paper.count(), chart.order.len() as u64, "{text}");
        assert_eq!(paper.steps(false).len(), chart.order.len(), "{text}");
    }
}

#[test]
fn a_name_calls_back_the_last_section_that_had_bars() {
    let source_of = |text: &str| {
        let chart = Chart::parse(text).unwrap();
        (0..chart.sections().len()).map(|index| source(chart.sections(), index).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(source_of("[A] | C | [B] | D | [A] [B] [A]"), [0, 1, 0, 1, 0]);
    assert_eq!(source_of("[A] | C | [A] | D | [A]"), [0, 1, 1]);
}
