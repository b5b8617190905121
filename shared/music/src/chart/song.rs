//! A song: the bars of a chart in playing order on a timeline, repeats written out.

use std::collections::BTreeMap;

use crate::chart::bar::{Bar as Written, Content, Slot};
use crate::chart::ids::PassId;
use crate::chart::{Chart, Ending, Feel, slots};
use crate::chord::Chord;
use crate::key::Key;
use crate::meter::{self, Meter};
use crate::tempo::{self, Tempo};
use crate::time::{MAX_TICKS, Span, Ticks};

/// How early a pushed chord is played: an eighth note.
pub const PUSH: Ticks = Ticks(crate::time::TICKS_PER_BEAT / 2);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Song {
    bars: Vec<Bar>,
    chords: Vec<Harmony>,
    sections: Vec<String>,
    tempo: tempo::Map,
    meter: meter::Map,
    ending: Option<Ending>,
    ritard_bars: Option<u8>,
}

/// One bar, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    pub id: PassId,
    /// As the musician counts on paper; 0 is a pickup.
    pub number: u32,
    pub start: Ticks,
    /// Shorter than the meter's bar only in a pickup.
    pub length: Ticks,
    pub meter: Meter,
    /// `None` until the chart names a key.
    pub key: Option<Key>,
    /// `None` until the chart names a tempo: the session's holds.
    pub tempo: Option<Tempo>,
    pub feel: Feel,
    pub section: SectionPass,
}

impl Bar {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.start + self.length }
    }
}

/// Which of [`Song::sections`], and which time it is played, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionPass {
    pub index: usize,
    pub pass: u32,
}

/// A chord, or nobody's, for as long as it holds. Spans touch, in order, from the first bar to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harmony {
    /// On paper: a pushed chord sounds [`PUSH`] earlier.
    pub start: Ticks,
    pub length: Ticks,
    /// `None` is N.C.
    pub chord: Option<Chord>,
    pub pushed: bool,
}

impl Harmony {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.start + self.length }
    }
}

impl Song {
    /// In playing order; pickups first, at negative beats.
    pub fn bars(&self) -> &[Bar] {
        &self.bars
    }

    /// One for every chord written; a hold over a bar line lengthens the chord before it.
    pub fn chords(&self) -> &[Harmony] {
        &self.chords
    }

    /// The names of the sections as written; empty for bars before any name.
    pub fn sections(&self) -> &[String] {
        &self.sections
    }

    /// 120 BPM where the chart has named no tempo yet.
    pub fn tempo(&self) -> &tempo::Map {
        &self.tempo
    }

    pub fn meter(&self) -> &meter::Map {
        &self.meter
    }

    pub fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// How many of the last bars slow down.
    pub fn ritard_bars(&self) -> Option<u8> {
        self.ritard_bars
    }

    /// Where the pickup begins, or beat 0.
    pub fn start(&self) -> Ticks {
        self.bars.first().map_or(Ticks::ZERO, |bar| bar.start)
    }

    pub fn end(&self) -> Ticks {
        self.bars.last().map_or(Ticks::ZERO, |bar| bar.span().end)
    }

    pub fn bar_at(&self, position: Ticks) -> Option<&Bar> {
        let after = self.bars.partition_point(|bar| bar.start <= position);
        self.bars[..after].last().filter(|bar| bar.span().contains(position))
    }

    pub fn chord_at(&self, position: Ticks) -> Option<&Harmony> {
        let after = self.chords.partition_point(|chord| chord.start <= position);
        self.chords[..after].last().filter(|chord| chord.span().contains(position))
    }

    /// Every chord that holds somewhere in `span`.
    pub fn chords_in(&self, span: Span) -> &[Harmony] {
        let first = self.chords.partition_point(|chord| chord.span().end <= span.start);
        let after = self.chords.partition_point(|chord| chord.start < span.end);
        &self.chords[first..after.max(first)]
    }
}

/// What holds at a written bar, and what it plays.
struct Sheet<'a> {
    written: &'a Written,
    number: u32,
    meter: Meter,
    key: Option<Key>,
    tempo: Option<Tempo>,
    feel: Feel,
    slots: &'a [Slot],
}

impl Sheet<'_> {
    fn length(&self) -> Ticks {
        self.written.pickup.unwrap_or(self.meter).bar_ticks()
    }
}

/// A bar has the key, meter, tempo and feel that hold where it is written, however the player came to it.
fn sheets(chart: &Chart) -> Vec<Sheet<'_>> {
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    let (mut meter, mut key, mut tempo, mut feel, mut number) = (Meter::COMMON, None, None, Feel::Normal, 0);
    for written in chart.bars() {
        let changes = written.changes;
        meter = changes.meter.unwrap_or(meter);
        key = changes.key.or(key);
        tempo = changes.tempo.or(tempo);
        feel = changes.feel.unwrap_or(feel);
        number += u32::from(written.pickup.is_none());
        let slots = match &written.content {
            Content::Slots(slots) => slots.as_slice(),
            Content::Simile { back } => sheets[sheets.len() - usize::from(*back)].slots,
        };
        sheets.push(Sheet { written, number, meter, key, tempo, feel, slots });
    }
    count_in(&mut sheets);
    sheets
}

/// Whoever plays the pickup has been counted in for bar 1: the tempo that is named there is the pickup's, unless it has
/// its own.
fn count_in(sheets: &mut [Sheet<'_>]) {
    let pickups = sheets.iter().take_while(|sheet| sheet.written.pickup.is_some()).count();
    let (before, from_bar_one) = sheets.split_at_mut(pickups);
    let named = from_bar_one.first().and_then(|sheet| sheet.written.changes.tempo);
    before.iter_mut().filter(|sheet| sheet.tempo.is_none()).for_each(|sheet| sheet.tempo = named);
}

/// How long the whole song is, or `None` when no timeline holds it. A pickup counts as a whole bar: the meter's map begins
/// where that bar would.
pub(crate) fn length(chart: &Chart) -> Option<Ticks> {
    let sheets = sheets(chart);
    let total = chart.order.iter().map(|visit| sheets[visit.bar].meter.bar_ticks()).sum::<Ticks>();
    (total.0 <= MAX_TICKS).then_some(total)
}

/// Writes a chart out.
pub(crate) fn expand(chart: &Chart) -> Song {
    let sheets = sheets(chart);
    let mut writer = Writer::default();
    let pickups = chart.order.iter().filter(|visit| sheets[visit.bar].written.pickup.is_some());
    let mut start = -pickups.map(|visit| sheets[visit.bar].length()).sum::<Ticks>();
    for visit in &chart.order {
        let sheet = &sheets[visit.bar];
        let section = SectionPass { index: visit.section, pass: visit.section_pass };
        writer.bar(sheet, start, section, visit.call);
        start += sheet.length();
    }
    let tempi = writer.bars.iter().map(|bar| (bar.start, bar.tempo.unwrap_or(Tempo::DEFAULT))).collect();
    Song {
        tempo: tempo::Map::new(tempi).expect("a song has fewer bars than a map has changes"),
        meter: meters(&writer.bars),
        sections: chart.sections().iter().map(|section| section.name.clone()).collect(),
        ending: chart.header().ending,
        ritard_bars: chart.header().ritard_bars,
        bars: writer.bars,
        chords: writer.chords,
    }
}

fn meters(bars: &[Bar]) -> meter::Map {
    let pickups = bars.iter().take_while(|bar| bar.start.is_negative()).count() as i64;
    let by_bar: Vec<(i64, Meter)> = (-pickups..).zip(bars.iter().map(|bar| bar.meter)).collect();
    meter::Map::new(&by_bar).expect("bars ascend, fewer than a map has changes, all on a timeline")
}

#[derive(Default)]
struct Writer {
    bars: Vec<Bar>,
    chords: Vec<Harmony>,
    passes: BTreeMap<(u64, u32), u32>,
}

impl Writer {
    fn bar(&mut self, sheet: &Sheet<'_>, start: Ticks, section: SectionPass, call: u32) {
        let pass = self.passes.entry((sheet.written.id.0, call)).or_default();
        *pass += 1;
        let id = PassId { bar: sheet.written.id, call, pass: *pass };
        let (meter, key, tempo, feel) = (sheet.meter, sheet.key, sheet.tempo, sheet.feel);
        let (number, length) =
            (if sheet.written.pickup.is_some() { 0 } else { sheet.number }, sheet.length());
        self.bars.push(Bar { id, number, start, length, meter, key, tempo, feel, section });
        self.slots(sheet, start);
    }

    fn slots(&mut self, sheet: &Sheet<'_>, mut start: Ticks) {
        let within = sheet.written.pickup.unwrap_or(sheet.meter);
        let lengths =
            slots::lengths(sheet.slots.len(), within).expect("slots were counted when they were read");
        for (slot, length) in sheet.slots.iter().zip(lengths) {
            match (slot, self.chords.last_mut()) {
                (Slot::Hold, Some(last)) => last.length += length,
                (Slot::Chord { chord, pushed }, _) => {
                    let (chord, pushed) = (Some(*chord), *pushed);
                    self.chords.push(Harmony { start, length, chord, pushed });
                }
                (Slot::Silence | Slot::Hold, _) => {
                    self.chords.push(Harmony { start, length, chord: None, pushed: false });
                }
            }
            start += length;
        }
    }
}
