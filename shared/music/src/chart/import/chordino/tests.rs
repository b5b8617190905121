//! Rows of seconds, and seconds as positions.

use super::*;
use crate::tempo::{Map, Tempo};

#[test]
fn rows_are_seconds_and_a_label() {
    let table = [
        ("0.371519274,\"N\"", Some((371_519_274, "N"))),
        ("12,\"Am7\"", Some((12_000_000_000, "Am7"))),
        (" 1.5 , C/E ", Some((1_500_000_000, "C/E"))),
        ("1.5;C", Some((1_500_000_000, "C"))),
        ("1.5\tC", Some((1_500_000_000, "C"))),
        ("0.1234567891,C", Some((123_456_789, "C"))),
        ("1.,C", Some((1_000_000_000, "C"))),
        ("86400,C", Some((86_400_000_000_000, "C"))),
        ("86401,C", None),
        (".5,C", None),
        ("-1,C", None),
        ("1e3,C", None),
        ("1.5", None),
        ("1.5,", None),
        ("1.5,\"\"", None),
        // A row of a spreadsheet, with its bar number.
        ("1\tC\tAm", None),
        ("time,label", None),
    ];
    for (line, expected) in table {
        assert_eq!(row(line), expected, "{line}");
    }
}

#[test]
fn seconds_become_positions_at_any_tempo() {
    let tempo = |text: &str| text.parse::<Tempo>().unwrap();
    let map = Map::new(vec![(Ticks(0), tempo("120")), (Ticks::from_beats(4), tempo("97.3"))]).unwrap();
    for ticks in [0, 1, 959, 3_839, 3_840, 3_841, 100_000, 5_000_000] {
        assert_eq!(ticks_at(map.nanos_at(Ticks(ticks)), &map), Ticks(ticks));
    }
    assert_eq!(ticks_at(i64::MAX, &map), Ticks(MAX_TICKS));
}

#[test]
fn a_long_analysis_over_every_tempo_change_a_song_may_have_is_read() {
    let tempo = |beat: usize| Tempo::from_bpm(100 + beat as u32 % 2).unwrap();
    let changes = (0..tempo::CHANGES_MAX).map(|beat| (Ticks::from_beats(beat as i64), tempo(beat)));
    let grid = Grid {
        tempo: Map::new(changes.collect()).unwrap(),
        meter: crate::meter::Map::constant(crate::meter::Meter::COMMON),
    };
    let rows: Vec<String> = (0..4_800).map(|second| format!("{second},C")).collect();
    let chart = read(&rows.join("\n"), &grid).unwrap();
    assert_eq!(chart.bars().count(), 2_010);
}
