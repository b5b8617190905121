//! The table people read, and what it says is missed.

use std::fmt::Write;

use super::{Aim, BARS, Cards, Interval, Marks, interval, values};

/// One bar to clear with everybody's figures.
pub struct Scored {
    pub name: &'static str,
    pub aim: Aim,
    pub ours: Option<Interval>,
    pub null: Option<f64>,
    /// As they are named in the head.
    pub others: Vec<Option<f64>>,
}

/// A row that is not cleared.
#[derive(Debug, PartialEq)]
pub struct Miss {
    pub name: &'static str,
    pub value: f64,
    pub by: f64,
}

impl Scored {
    pub fn all(ours: &[Marks], others: &[Vec<Marks>]) -> Vec<Scored> {
        let scored = |bar: &super::Bar| {
            let values = |marks: &[Marks], cards: fn(&Marks) -> &Cards| {
                let concerned = marks.iter().filter(|marks| bar.concerns(&marks.style, marks.drummer));
                interval(&values(bar.measure, bar.whose, concerned, cards))
            };
            let mean = |marks: &[Marks], cards| values(marks, cards).map(|interval| interval.mean);
            Scored {
                name: bar.name,
                aim: bar.aim,
                ours: values(ours, |marks| &marks.truth),
                null: mean(ours, |marks| &marks.null).filter(|_| bar.measure.has_null()),
                others: others.iter().map(|marks| mean(marks, |marks| &marks.truth)).collect(),
            }
        };
        BARS.iter().map(scored).collect()
    }
}

pub fn misses(rows: &[Scored]) -> Vec<Miss> {
    let miss = |row: &Scored| {
        let value = row.ours?.mean;
        row.aim.missed_by(value).map(|by| Miss { name: row.name, value, by })
    };
    rows.iter().filter_map(miss).collect()
}

pub fn table(rows: &[Scored], others: &[&str]) -> String {
    let mut text = format!("{:<44} {:>10} {:>8} {:>17} {:>7}", "", "aim", "ours", "95 %", "null");
    others.iter().for_each(|name| write!(text, " {name:>10}").expect("a string takes everything"));
    text.push('\n');
    for row in rows {
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
        let range = row.ours.map(|ours| format!("[{:.3}, {:.3}]", ours.low, ours.high));
        let ours = number(row.ours.map(|ours| ours.mean));
        let (aim, range, null) = (row.aim.to_string(), range.unwrap_or_default(), number(row.null));
        write!(text, "{:<44} {aim:>10} {ours:>8} {range:>17} {null:>7}", row.name)
            .expect("a string takes it");
        let others = row.others.iter().map(|value| number(*value));
        others.for_each(|value| write!(text, " {value:>10}").expect("a string takes everything"));
        let is_missed = row.ours.is_some_and(|ours| row.aim.missed_by(ours.mean).is_some());
        text.push_str(if is_missed { "  missed\n" } else { "\n" });
    }
    text
}
