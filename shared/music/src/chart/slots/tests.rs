//! Every meter with every number of slots.

use super::*;
use crate::meter::{DENOMINATOR_MAX, NUMERATOR_MAX};

fn units(count: usize, meter: &str) -> Option<Vec<i64>> {
    let meter: Meter = meter.parse().unwrap();
    let lengths = lengths(count, meter)?;
    Some(lengths.iter().map(|length| length.0 / meter.unit_ticks().0).collect())
}

#[test]
fn the_first_slots_are_the_longer_ones() {
    let table: &[(&str, usize, &[i64])] = &[
        ("4/4", 1, &[4]),
        ("4/4", 2, &[2, 2]),
        ("4/4", 3, &[2, 1, 1]),
        ("4/4", 4, &[1, 1, 1, 1]),
        ("3/4", 2, &[2, 1]),
        ("5/4", 2, &[3, 2]),
        ("5/4", 3, &[2, 2, 1]),
        ("5/4", 4, &[2, 1, 1, 1]),
        ("6/8", 2, &[3, 3]),
        ("6/8", 4, &[2, 2, 1, 1]),
        ("7/8", 2, &[4, 3]),
        ("7/8", 3, &[3, 2, 2]),
        ("7/8", 4, &[2, 2, 2, 1]),
        ("6/8", 3, &[2, 2, 2]),
        ("9/8", 2, &[6, 3]),
        ("9/8", 3, &[3, 3, 3]),
        ("9/8", 4, &[3, 2, 2, 2]),
        ("12/8", 2, &[6, 6]),
        ("12/8", 3, &[6, 3, 3]),
        ("12/8", 4, &[3, 3, 3, 3]),
        ("12/8", 6, &[2, 2, 2, 2, 2, 2]),
        ("1/4", 1, &[1]),
    ];
    for (meter, count, expected) in table {
        assert_eq!(units(*count, meter).as_deref(), Some(*expected), "{count} in {meter}");
    }
}

#[test]
fn more_slots_than_units_cut_each_unit_alike() {
    for (meter, fit) in [("4/4", [8, 12, 16]), ("3/4", [6, 9, 12]), ("7/8", [14, 21, 28]), ("2/2", [4, 6, 8])]
    {
        for count in 1..=SLOTS_PER_BAR_MAX + 1 {
            let numerator = usize::from(meter.parse::<Meter>().unwrap().numerator());
            assert_eq!(
                units(count, meter).is_some(),
                count <= numerator || fit.contains(&count),
                "{count} in {meter}"
            );
        }
    }
}

#[test]
fn slots_fill_the_bar_exactly_in_every_meter() {
    for numerator in 1..=NUMERATOR_MAX {
        for denominator in (0..).map(|power| 1 << power).take_while(|bottom| *bottom <= DENOMINATOR_MAX) {
            let meter = Meter::new(numerator, denominator).unwrap();
            assert_eq!(lengths(0, meter), None);
            for count in 1..=SLOTS_PER_BAR_MAX {
                let Some(lengths) = lengths(count, meter) else { continue };
                assert_eq!(lengths.len(), count);
                assert_eq!(lengths.iter().copied().sum::<Ticks>(), meter.bar_ticks(), "{count} in {meter}");
                assert!(
                    lengths.iter().all(|length| *length > Ticks::ZERO) && lengths.is_sorted_by(|a, b| a >= b)
                );
            }
        }
    }
}
