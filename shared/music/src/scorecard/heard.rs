//! A take as ears have it: where notes really begin, and which place of a grid each one means.

use std::collections::BTreeSet;

use super::Take;
use super::changes::Change;
use crate::chart::Song;
use crate::chart::song::Bar;
use crate::lane::Lane;
use crate::pitch::Pitch;
use crate::time::{TICKS_PER_BEAT, Ticks};

/// Hands are this near to the beat they mean: less than half a sixteenth.
pub(super) const NEAR: Ticks = Ticks(110);
/// Notes struck this close together are one chord, however it is rolled.
const TOGETHER: Ticks = Ticks(60);
/// Notes between the beats of a walking bar: a skip or two.
const ORNAMENTS_MAX: usize = 2;
/// Sixteenths, or their triplets where a take swings.
const GRIDS: [Ticks; 2] = [Ticks(TICKS_PER_BEAT / 4), Ticks(TICKS_PER_BEAT / 6)];

pub(super) struct Heard<'a> {
    pub(super) song: &'a Song,
    pub(super) lane: Lane,
    /// In order of time.
    pub(super) onsets: Vec<Onset>,
    pub(super) grid: Ticks,
    /// Of each bar of the song, whether it is asked about; `None` asks about all.
    asked: Option<Vec<bool>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Onset {
    pub(super) at: Ticks,
    pub(super) end: Ticks,
    pub(super) pitch: Pitch,
    pub(super) velocity: u8,
    /// Index of the bar it means, and the place of the grid in it.
    pub(super) bar: usize,
    pub(super) place: i64,
    /// From that place; late is positive.
    pub(super) late_ms: f64,
}

/// Notes struck together, lowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chord {
    pub(super) at: Ticks,
    pub(super) keys: Vec<u8>,
}

impl<'a> Heard<'a> {
    pub(super) fn of(take: &Take<'_>, song: &'a Song) -> Heard<'a> {
        let mut places: Vec<(Ticks, &crate::clip::Note)> = take
            .notes
            .iter()
            .map(|note| {
                let late = f64::from(note.offset.0) / 1_000.0 / ms_per_tick(song, note.start);
                (note.start + Ticks(late.round() as i64), note)
            })
            .collect();
        places.sort_by_key(|(at, note)| (*at, note.pitch));
        let distance = |grid: &Ticks| -> i64 {
            places.iter().map(|(at, _)| distance_from(song, *at, *grid).0.abs()).sum()
        };
        let [straight, swung] = GRIDS;
        let grid = if distance(&swung) < distance(&straight) { swung } else { straight };
        let onset = |(at, note): &(Ticks, &crate::clip::Note)| {
            let bar = bar_index(song, *at + Ticks(grid.0 / 2))?;
            let within = *at - song.bars()[bar].start;
            let place = (within.0 + grid.0 / 2).div_euclid(grid.0);
            let late_ms = (within.0 - place * grid.0) as f64 * ms_per_tick(song, *at);
            let (pitch, velocity, end) = (note.pitch, note.velocity, *at + note.length);
            Some(Onset { at: *at, end, pitch, velocity, bar, place, late_ms })
        };
        let onsets = places.iter().filter_map(onset).collect();
        Heard { song, lane: take.lane, onsets, grid, asked: None }
    }

    /// Asks only about bars with a note on every beat and hardly any between.
    pub(super) fn where_it_walks(self) -> Heard<'a> {
        let walks = |(bar, onsets): (&Bar, &[Onset])| {
            let beats: Vec<Ticks> = beats(bar);
            let is_struck = |beat: &Ticks| !self.near(*beat).is_empty();
            beats.len() > 1 && beats.iter().all(is_struck) && onsets.len() <= beats.len() + ORNAMENTS_MAX
        };
        let asked = self.song.bars().iter().zip(self.bars()).map(walks).collect();
        Heard { asked: Some(asked), ..self }
    }

    /// Where a chord is meant: a push is an eighth early, and where eighths swing it swings with them.
    pub(super) fn start_of(&self, change: &Change) -> Ticks {
        let [_, swung] = GRIDS;
        let swing = if change.is_pushed && self.grid == swung { swung } else { Ticks::ZERO };
        change.start + swing
    }

    pub(super) fn counts(&self, bar: usize) -> bool {
        self.asked.as_ref().is_none_or(|asked| asked[bar])
    }

    /// The bars that are asked about and not silent, by index.
    pub(super) fn played(&self) -> Vec<(usize, &[Onset])> {
        let bars = self.bars().into_iter().enumerate();
        bars.filter(|(bar, onsets)| self.counts(*bar) && !onsets.is_empty()).collect()
    }

    /// For every bar of the song, what is struck in it.
    pub(super) fn bars(&self) -> Vec<&[Onset]> {
        let mut bars = Vec::new();
        for bar in 0..self.song.bars().len() {
            let from = self.onsets.partition_point(|onset| onset.bar < bar);
            let to = self.onsets.partition_point(|onset| onset.bar <= bar);
            bars.push(&self.onsets[from..to.max(from)]);
        }
        bars
    }

    /// A bar's strokes as places and keys.
    pub(super) fn strokes(onsets: &[Onset]) -> BTreeSet<(i64, u8)> {
        onsets.iter().map(|onset| (onset.place, onset.pitch.key())).collect()
    }

    pub(super) fn chords(&self) -> Vec<Chord> {
        let mut chords: Vec<Chord> = Vec::new();
        let mut last = None::<Ticks>;
        for onset in &self.onsets {
            match (chords.last_mut(), last) {
                (Some(chord), Some(last)) if onset.at - last <= TOGETHER => {
                    chord.keys.push(onset.pitch.key());
                }
                _ => chords.push(Chord { at: onset.at, keys: vec![onset.pitch.key()] }),
            }
            last = Some(onset.at);
        }
        for chord in &mut chords {
            chord.keys.sort_unstable();
            chord.keys.dedup();
        }
        chords
    }

    /// What is struck on a beat, and the bar's strong beats are asked for by [`strong_beats`].
    pub(super) fn near(&self, position: Ticks) -> &[Onset] {
        let from = self.onsets.partition_point(|onset| onset.at < position - NEAR);
        let to = self.onsets.partition_point(|onset| onset.at <= position + NEAR);
        &self.onsets[from..to]
    }
}

/// The beats that are walked on: quarters, or what a meter in eighths counts in threes.
pub(super) fn beats(bar: &Bar) -> Vec<Ticks> {
    let is_in_quarters = bar.meter.unit_ticks().0 >= TICKS_PER_BEAT;
    let beat = if is_in_quarters { TICKS_PER_BEAT } else { bar.meter.pulse_ticks().0 };
    (0..bar.length.0 / beat).map(|index| bar.start + Ticks(index * beat)).collect()
}

/// The first of a bar and, from four units on, its middle one: 1 and 3 of four, 1 and 4 of five and of six eighths.
pub(super) fn strong_beats(bar: &Bar) -> Vec<Ticks> {
    /// Waltzes have one strong beat.
    const UNITS_OF_TWO_HALVES_MIN: i64 = 4;
    let unit = bar.meter.unit_ticks();
    let units = bar.length.0 / unit.0;
    let middle = (units >= UNITS_OF_TWO_HALVES_MIN).then(|| bar.start + unit * ((units + 1) / 2));
    [Some(bar.start), middle].into_iter().flatten().collect()
}

pub(super) fn ms_per_tick(song: &Song, at: Ticks) -> f64 {
    60_000.0 / song.tempo().at(at).bpm_f64() / TICKS_PER_BEAT as f64
}

fn bar_index(song: &Song, at: Ticks) -> Option<usize> {
    let bars = song.bars();
    let index = bars.partition_point(|bar| bar.start <= at).checked_sub(1)?;
    bars[index].span().contains(at).then_some(index)
}

fn distance_from(song: &Song, at: Ticks, grid: Ticks) -> Ticks {
    let from = bar_index(song, at).map_or(Ticks::ZERO, |bar| song.bars()[bar].start);
    let within = (at - from).0.rem_euclid(grid.0);
    Ticks(within.min(grid.0 - within))
}
