//! What a band plays of a song, laid out for judges: every lane's notes on the song's ticks, as written and with fills.

use std::collections::{BTreeMap, BTreeSet};

use composer::assemble::Region;
use composer::style::General;
use composer::{Brief, Composition};
use music::chart::Song;
use music::chart::song::Bar;
use music::clip::{Clip, Note};
use music::lane::Lane;
use music::tempo::Tempo;
use music::time::{Span, TICKS_PER_BEAT, Ticks};

/// A lane's notes; starts count from beat 0.
pub type Line = Vec<Note>;

#[derive(Clone, Debug)]
pub struct Performance {
    pub song: Song,
    pub style: String,
    pub general: General,
    /// Who was asked for.
    pub lanes: Vec<Lane>,
    /// What is played, sorted by start.
    pub main: BTreeMap<Lane, Line>,
    /// What is played where a fill is asked for in every region that has one.
    pub filled: BTreeMap<Lane, Line>,
    /// Of each lane, in order.
    pub regions: BTreeMap<Lane, Vec<Span>>,
    pub remarks: Vec<String>,
    /// Composed once more, it was the same to the note.
    pub is_same_again: bool,
}

impl Performance {
    pub fn of(song: Song, brief: &Brief, composition: &Composition, is_same_again: bool) -> Performance {
        let lines = |clip: fn(&Region) -> &Clip| -> BTreeMap<Lane, Line> {
            let line = |regions: &[Region]| -> Line {
                let notes = |region: &Region| {
                    let start = region.span.start;
                    let notes = clip(region).notes().to_vec();
                    notes.into_iter().map(move |note| Note { start: start + note.start, ..note })
                };
                regions.iter().flat_map(notes).collect()
            };
            composition.parts.iter().map(|part| (part.lane, line(&part.regions))).collect()
        };
        let spans = |regions: &[Region]| regions.iter().map(|region| region.span).collect();
        Performance {
            style: brief.style.name.clone(),
            general: brief.style.general.clone(),
            lanes: brief.lanes.clone(),
            main: lines(|region| &region.main),
            filled: lines(|region| region.fill.as_ref().unwrap_or(&region.main)),
            regions: composition.parts.iter().map(|part| (part.lane, spans(&part.regions))).collect(),
            remarks: composition.remarks.iter().map(|remark| remark.text.clone()).collect(),
            is_same_again,
            song,
        }
    }

    pub fn line(&self, lane: Lane) -> &[Note] {
        self.main.get(&lane).map_or(&[], Vec::as_slice)
    }

    /// As written and with fills, where that differs.
    pub fn takes(&self, lane: Lane) -> impl Iterator<Item = &Line> {
        let main = self.main.get(&lane);
        let filled = self.filled.get(&lane).filter(|line| Some(*line) != main);
        main.into_iter().chain(filled)
    }

    /// By index, of whatever stands at `at`.
    pub fn bar(&self, at: Ticks) -> usize {
        self.song.bars().partition_point(|bar| bar.start <= at).saturating_sub(1)
    }

    /// From the song's start; where the chart names no tempo, at the one that is usual in the style.
    pub fn micros(&self, at: Ticks) -> i64 {
        let micros = |bar: &Bar, ticks: Ticks| {
            let usual = Tempo::from_bpm(self.general.tempo_default_bpm);
            let beat = bar.tempo.or(usual).unwrap_or(Tempo::DEFAULT).micros_per_beat();
            ticks.0 * i64::from(beat) / TICKS_PER_BEAT
        };
        let bars = &self.song.bars()[..=self.bar(at)];
        let (last, before) = bars.split_last().expect("a slice that includes an index has it");
        before.iter().map(|bar| micros(bar, bar.length)).sum::<i64>() + micros(last, at - last.start)
    }
}

/// Notes that are struck together.
pub struct Moment<'a> {
    pub at: Ticks,
    pub struck: &'a [Note],
}

/// A line's notes, moment by moment.
pub fn moments(line: &[Note]) -> impl Iterator<Item = Moment<'_>> {
    line.chunk_by(|one, other| one.start == other.start).map(|struck| Moment { at: struck[0].start, struck })
}

/// The keys that sound at the moment something is struck, ascending: struck then, or still held.
pub fn sounding(line: &[Note]) -> Vec<(Ticks, Vec<u8>)> {
    let mut held: Vec<Note> = Vec::new();
    let mut chords = Vec::new();
    for moment in moments(line) {
        held.retain(|note| note.start + note.length > moment.at);
        held.extend(moment.struck);
        let keys: BTreeSet<u8> = held.iter().map(|note| note.pitch.key()).collect();
        chords.push((moment.at, keys.into_iter().collect()));
    }
    chords
}
