//! Each style by its own measure: how far from the bands in its `style.toml` a band plays.

use std::fmt::Write;

use composer::style::{Band, Style};
use music::scorecard::Measure;

use super::{Cards, Marks, interval, values};

/// One band of a style with everybody's figures.
#[derive(Debug)]
pub struct InStyle {
    pub whose: &'static str,
    pub measure: Measure,
    pub from: f64,
    pub to: f64,
    pub ours: Option<f64>,
    pub null: Option<f64>,
    /// As they are named in the head.
    pub others: Vec<Option<f64>>,
}

impl InStyle {
    pub fn all(style: &Style, ours: &[Marks], others: &[Vec<Marks>]) -> Vec<InStyle> {
        let in_style = |band: &Band| {
            let mean = |marks: &[Marks], cards: fn(&Marks) -> &Cards| {
                let concerned = marks.iter().filter(|marks| marks.style == style.name);
                let values = values(band.measure, band.whose.into(), concerned, cards);
                interval(&values).map(|interval| interval.mean)
            };
            InStyle {
                whose: band.whose.name(),
                measure: band.measure,
                from: f64::from(band.from_thousandths) / 1_000.0,
                to: f64::from(band.to_thousandths) / 1_000.0,
                ours: mean(ours, |marks| &marks.truth),
                null: mean(ours, |marks| &marks.null).filter(|_| band.measure.has_null()),
                others: others.iter().map(|marks| mean(marks, |marks| &marks.truth)).collect(),
            }
        };
        style.general.bands.iter().map(in_style).collect()
    }

    /// In widths of the band: 0 inside, above it positive. A band without a width is as wide as its value.
    pub fn distance(&self, value: f64) -> f64 {
        let width = self.to - self.from;
        let unit = if width > 0.0 { width } else { self.to.abs().max(1.0) };
        (value - value.clamp(self.from, self.to)) / unit
    }

    fn is_in(&self) -> bool {
        self.ours.is_none_or(|ours| self.distance(ours) == 0.0)
    }
}

/// Every band of a style, a line each.
pub fn style_table(name: &str, rows: &[InStyle], others: &[&str]) -> String {
    let mut text = format!("{name:<32} {:>15} {:>8} {:>9} {:>8}", "band", "ours", "distance", "null");
    others.iter().for_each(|name| write!(text, " {name:>10}").expect("a string takes everything"));
    text.push('\n');
    for row in rows {
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
        let band = format!("{}–{}", row.from, row.to);
        let distance = match row.ours.map(|ours| row.distance(ours)) {
            None => "–".to_owned(),
            Some(0.0) => "in".to_owned(),
            Some(distance) => format!("{distance:+.2}"),
        };
        let (ours, null) = (number(row.ours), number(row.null));
        write!(
            text,
            "  {:<10} {:<19} {band:>15} {ours:>8} {distance:>9} {null:>8}",
            row.whose,
            row.measure.name()
        )
        .expect("a string takes it");
        let others = row.others.iter().map(|value| number(*value));
        others.for_each(|value| write!(text, " {value:>10}").expect("a string takes everything"));
        text.push('\n');
    }
    text
}

/// How many bands of a style are kept, and which of the others is furthest.
pub fn style_summary(name: &str, rows: &[InStyle]) -> String {
    let away = |row: &InStyle| row.ours.map_or(0.0, |ours| row.distance(ours).abs());
    let kept = rows.iter().filter(|row| row.is_in()).count();
    let furthest = rows.iter().max_by(|one, other| away(one).total_cmp(&away(other)));
    let furthest = furthest
        .filter(|row| !row.is_in())
        .map(|row| format!("; furthest: {} {}, {:.2} widths", row.whose, row.measure.name(), away(row)));
    format!("{name:<12} {kept} of {} in its bands{}\n", rows.len(), furthest.unwrap_or_default())
}
