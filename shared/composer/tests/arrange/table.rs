//! Who plays in which section, as a table that an arranger can read.

use std::fmt::Write;
use std::ops::Range;

use ai_band_composer::arrange::{Fill, Landing};
use music::lane::Lane;

use crate::stage::Take;

/// A line for each section: its energy, then a sign for each bar. `x` plays, `.` rests; below, `s`hort, `h`alf and
/// `w`hole fills, `!` arrivals, `|` stops, and how the song ends.
pub(crate) fn of(take: &Take) -> String {
    let lanes: Vec<Lane> = Lane::ALL.into_iter().filter(|lane| take.brief.lanes.contains(lane)).collect();
    let mut text = String::new();
    for section in &take.plan.sections {
        let name = if section.name.is_empty() { "(no name)" } else { &section.name };
        let letter = if section.is_b { "B" } else { "A" };
        let (role, energy) = (section.role.name(), section.energy);
        let bars = section.bars.clone();
        writeln!(text, "{name}, a {role} {letter}, energy {energy}").unwrap();
        writeln!(text, "  {:10} {}", "", row(bars.clone(), |bar| sign(take, bar))).unwrap();
        for lane in &lanes {
            let played = |bar: usize| if take.plan.bars[bar].plays[lane.index()] { "x" } else { "." };
            writeln!(
                text,
                "  {:10} {}{}",
                lane.name(),
                row(bars.clone(), played),
                heard(take, *lane, bars.clone())
            )
            .unwrap();
        }
    }
    text
}

fn row(bars: Range<usize>, sign: impl Fn(usize) -> &'static str) -> String {
    bars.map(sign).collect()
}

fn sign(take: &Take, bar: usize) -> &'static str {
    let plan = &take.plan.bars[bar];
    match (plan.ending, plan.is_stop, plan.fill, plan.is_arrival) {
        (Some(Landing::Button), ..) => "B",
        (Some(Landing::Ring), ..) => "R",
        (Some(Landing::Fade), ..) => "F",
        (None, true, ..) => "|",
        (None, false, Fill::Short, _) => "s",
        (None, false, Fill::Half, _) => "h",
        (None, false, Fill::Whole, _) => "w",
        (None, false, Fill::None, true) => "!",
        (None, false, Fill::None, false) => "-",
    }
}

/// Only where asked for: other players' habits are not the arranger's.
fn heard(take: &Take, lane: Lane, bars: Range<usize>) -> String {
    if std::env::var("AI_BAND_HEARD").is_err() {
        return String::new();
    }
    let notes = take.notes(lane, bars.clone());
    let velocity: u32 = notes.iter().map(|note| u32::from(note.velocity)).sum();
    let (count, bars) = (notes.len() as u32, bars.len() as u32);
    format!(
        "  {:>5}.{} a bar, velocity {}",
        count / bars,
        count * 10 / bars % 10,
        velocity.checked_div(count).unwrap_or(0)
    )
}
