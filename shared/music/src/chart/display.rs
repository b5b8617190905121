//! The canonical text of a chart: what prints it, parses back to it.

use std::fmt;

use crate::chart::bar::{Bar, Content, Signs, Slot, TIMES_UNLESS_WRITTEN};
use crate::chart::{Chart, Header, Section};
use crate::meter::Meter;

/// Four bars to the line, as on most lead sheets.
const BARS_PER_LINE: usize = 4;

impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = self.header();
        header.fmt(f)?;
        for (index, section) in self.sections().iter().enumerate() {
            if index > 0 || *header != Header::default() {
                writeln!(f)?;
            }
            section.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in [("title", &self.title), ("composer", &self.composer), ("style", &self.style)] {
            if let Some(value) = value {
                writeln!(f, "{{{name}: {value}}}")?;
            }
        }
        self.ending.map_or(Ok(()), |ending| writeln!(f, "{{ending: {ending}}}"))?;
        self.ritard_bars.map_or(Ok(()), |bars| writeln!(f, "{{ritard: {bars}}}"))
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.name.is_empty() {
            write!(f, "[{}]", self.name)?;
            if self.times > 1 {
                write!(f, " x{}", self.times)?;
            }
            writeln!(f)?;
        }
        for line in self.bars.chunks(BARS_PER_LINE) {
            let mut before = None;
            for bar in line {
                opening(f, &bar.signs, before)?;
                bar.fmt(f)?;
                closing(f, &bar.signs)?;
                before = Some(bar);
            }
            writeln!(f, "{}", if before.is_some_and(has_closed) { "" } else { " |" })?;
        }
        Ok(())
    }
}

/// The bar's own sign serves as the bar line after it.
fn has_closed(bar: &Bar) -> bool {
    !bar.signs.closes.is_empty() || bar.signs.ends_ending
}

/// The bar line before a bar, unless the one before has written it.
fn opening(f: &mut fmt::Formatter<'_>, signs: &Signs, before: Option<&Bar>) -> fmt::Result {
    let is_drawn = before.is_some_and(has_closed);
    let gap = if before.is_none() || is_drawn { "" } else { " " };
    let needs_line = !is_drawn && (signs.opens == 0 || !signs.ending.is_empty());
    f.write_str(gap)?;
    f.write_str(if needs_line { "|" } else { "" })?;
    if !signs.ending.is_empty() {
        let numbers: Vec<String> = signs.ending.iter().map(u8::to_string).collect();
        write!(f, "{}.", numbers.join(","))?;
    }
    let apart = if needs_line || is_drawn { " " } else { "" };
    match signs.opens {
        0 => Ok(()),
        opens => write!(f, "{apart}{}", vec!["|:"; opens.into()].join(" ")),
    }
}

fn closing(f: &mut fmt::Formatter<'_>, signs: &Signs) -> fmt::Result {
    for times in &signs.closes {
        f.write_str(" :|")?;
        if *times != TIMES_UNLESS_WRITTEN {
            write!(f, "x{times}")?;
        }
    }
    if signs.ends_ending { f.write_str(" ||") } else { Ok(()) }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes = self.changes;
        let written = [
            changes.key.map(|key| format!("key: {key}")),
            changes.meter.map(|meter| format!("meter: {meter}")),
            changes.tempo.map(|tempo| format!("tempo: {tempo}")),
            changes.feel.map(|feel| format!("feel: {feel}")),
            self.pickup.map(pickup),
            self.signs.segno.then(|| "segno".to_owned()),
            self.signs.coda.then(|| "coda".to_owned()),
        ];
        for directive in written.into_iter().flatten() {
            write!(f, " {{{directive}}}")?;
        }
        self.content.fmt(f)?;
        let after = [
            self.signs.to_coda.then(|| "to coda".to_owned()),
            self.signs.fine.then(|| "fine".to_owned()),
            self.signs.jump.map(|jump| jump.to_string()),
        ];
        after.into_iter().flatten().try_for_each(|sign| write!(f, " {{{sign}}}"))
    }
}

fn pickup(length: Meter) -> String {
    format!("pickup: {length}")
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Simile { back: 1 } => f.write_str(" %"),
            Content::Simile { back } => write!(f, " %{back}"),
            Content::Slots(slots) => slots.iter().try_for_each(|slot| write!(f, " {slot}")),
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Slot::Chord { chord, pushed } => write!(f, "{}{chord}", if *pushed { ">" } else { "" }),
            Slot::Silence => f.write_str("N.C."),
            Slot::Hold => f.write_str("."),
        }
    }
}
