//! Grids before and after, as text.

use music::meter::Meter;

use super::*;
use crate::bass::cell;

fn meter(text: &str) -> Meter {
    text.parse().unwrap()
}

/// In eighths, as it was written.
fn drawn(notes: &[Note], length: Ticks) -> String {
    let sign = |at: i64| {
        let starts = notes.iter().find(|note| note.at.0 == at);
        let rings = notes.iter().any(|note| note.at.0 < at && at < note.end().0);
        match starts {
            Some(note) if note.sign == cell::Sign::Bass => '1',
            Some(note) if note.sign == cell::Sign::Walk => 'w',
            Some(note) if note.sign == cell::Sign::Approach => 'a',
            Some(_) => '5',
            None if rings => '-',
            None => '.',
        }
    };
    (0..length.0).step_by(480).map(sign).collect()
}

#[test]
fn bars_are_counted_in_groups() {
    let table: &[(&str, &[i64])] = &[
        ("4/4", &[2, 2, 2, 2]),
        ("3/4", &[2, 2, 2]),
        ("5/4", &[2; 5]),
        ("2/2", &[2, 2, 2, 2]),
        ("6/8", &[3, 3]),
        ("12/8", &[3; 4]),
        ("5/8", &[2, 3]),
        ("7/8", &[2, 2, 3]),
        ("8/8", &[2; 4]),
        ("1/8", &[1]),
        ("3/8", &[3]),
        ("11/8", &[2, 2, 2, 2, 3]),
    ];
    for (text, eighths) in table {
        let found: Vec<i64> = groups(meter(text)).iter().map(|group| group.0 / 480).collect();
        assert_eq!(&found, eighths, "{text}");
    }
}

#[test]
fn every_meter_is_filled_by_its_groups() {
    for numerator in 1..=32 {
        for denominator in [1, 2, 4, 8, 16, 32, 64] {
            let meter = Meter::new(numerator, denominator).unwrap();
            let total: Ticks = groups(meter).into_iter().sum();
            assert_eq!(total, meter.bar_ticks(), "{meter}");
        }
    }
}

#[test]
fn cells_fit_other_meters() {
    let table = [
        ("1-w-w-a-", "4/4", "3/4", "1-w-a-"),
        ("1-w-w-a-", "4/4", "5/4", "1-w-w-1-a-"),
        ("1-w-w-a-", "4/4", "2/4", "1-a-"),
        ("1-w-w-a-", "4/4", "6/8", "1--a--"),
        ("1-w-w-a-", "4/4", "7/8", "1-w-w-a"),
        ("1---5---", "4/4", "3/4", "1-----"),
        ("11111111", "4/4", "6/8", "111111"),
        ("11111115", "4/4", "7/8", "1111111"),
        ("..1-..1-", "4/4", "3/4", "..1-1-"),
        ("1-w-a-", "3/4", "6/4", "1-w-a-1-w-a-"),
        ("1-w-a-", "3/4", "4/4", "1-w-1-a-"),
        ("1--5--", "6/8", "4/4", "1-5-1-5-"),
        ("1-w-w-a-", "4/4", "4/4", "1-w-w-a-"),
    ];
    for (grid, from, to, expected) in table {
        let notes = &cell::read(grid, 8, meter(from), false).unwrap()[0];
        let fitted = fitted(notes, meter(from), meter(to), Pace::Plain);
        assert_eq!(drawn(&fitted, meter(to).bar_ticks()), expected, "{grid} from {from} to {to}");
    }
}

#[test]
fn paces_stretch_and_squeeze() {
    let notes = &cell::read("1-w-w-a-", 8, Meter::COMMON, false).unwrap()[0];
    let fitted = |pace| fitted(notes, Meter::COMMON, Meter::COMMON, pace);
    assert_eq!(drawn(&fitted(Pace::Half { second: false }), Ticks(3840)), "1---w---");
    assert_eq!(drawn(&fitted(Pace::Half { second: true }), Ticks(3840)), "w---a---");
    assert_eq!(drawn(&fitted(Pace::Double), Ticks(3840)), "1wwa1wwa");
}

#[test]
fn notes_never_leave_the_bar_nor_overlap() {
    for grid in ["1-w-w-a-", "11111111", "1--5---a", "..1-...1", "1-------"] {
        let notes = &cell::read(grid, 8, Meter::COMMON, false).unwrap()[0];
        for numerator in 1..=16 {
            for denominator in [2, 4, 8, 16] {
                let to = Meter::new(numerator, denominator).unwrap();
                let fitted = fitted(notes, Meter::COMMON, to, Pace::Plain);
                let ends = fitted.iter().skip(1).map(|next| next.at).chain([to.bar_ticks()]);
                for (note, end) in fitted.iter().zip(ends) {
                    assert!(note.length.0 > 0 && note.end() <= end, "{grid} in {to}: {note:?}");
                }
            }
        }
    }
}
