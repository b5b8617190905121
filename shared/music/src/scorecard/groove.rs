//! Whether bars repeat, and how much they keep of the bar before.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::Changes;
use super::heard::{Heard, Onset, beats};
use super::tally::Tally;
use crate::lane::Lane;
use crate::pitch::{Class, ClassSet};
use crate::time::Ticks;

pub(super) fn distinct_bars(heard: &Heard<'_>, changes: &Changes) -> Tally {
    let pattern = |onset: &Onset| match heard.lane {
        Lane::Drums | Lane::Percussion => (onset.place, onset.pitch.key()),
        Lane::Bass => {
            let place = heard.song.bars()[onset.bar].start + heard.grid * onset.place;
            let root = changes.at(place).map(|chord| chord.root().class());
            (onset.place, root.map_or(0, |root| root.up_to(onset.pitch.class())))
        }
        Lane::Keys | Lane::Guitar | Lane::Pad | Lane::Lead | Lane::Extra => (onset.place, 0),
    };
    distinct(heard, pattern)
}

pub(super) fn distinct_rhythms(heard: &Heard<'_>) -> Tally {
    distinct(heard, |onset| (onset.place, 0))
}

fn distinct(heard: &Heard<'_>, pattern: impl Fn(&Onset) -> (i64, u8)) -> Tally {
    let played = heard.played().into_iter();
    let patterns: Vec<BTreeSet<_>> = played.map(|(_, bar)| bar.iter().map(&pattern).collect()).collect();
    let distinct: BTreeSet<_> = patterns.iter().collect();
    Tally::share(distinct.len() as f64, patterns.len() as u32)
}

/// Bars compare only with bars that ask the same of a bass: their chords, and where they lead, seen from the root. A
/// figure that each chord always gets is one line, however many chords there are.
pub(super) fn distinct_lines(heard: &Heard<'_>, changes: &Changes) -> Tally {
    let mut lines: BTreeMap<Task, Vec<Vec<Option<u8>>>> = BTreeMap::new();
    for (bar, _) in heard.played() {
        if let Some((root, task)) = task(heard, changes, bar) {
            lines.entry(task).or_default().push(line(heard, bar, root));
        }
    }
    let alike = lines.into_values().filter(|bars| bars.len() > 1);
    alike.fold(Tally::default(), |tally, bars| {
        let distinct: BTreeSet<_> = bars.iter().collect();
        tally.and(Tally::share(distinct.len() as f64, bars.len() as u32))
    })
}

/// Chords by place: root, notes and bass, from the root of the first.
type Task = Vec<(Ticks, u8, ClassSet, u8)>;

fn task(heard: &Heard<'_>, changes: &Changes, bar: usize) -> Option<(Class, Task)> {
    let bar = heard.song.bars()[bar].span();
    let root = changes.at(bar.start)?.root().class();
    let up = |class: Class| root.up_to(class);
    let here = changes.between(bar).iter().filter_map(|change| {
        let chord = change.chord?;
        let (at, notes) = (change.start.max(bar.start) - bar.start, chord.classes());
        let notes = notes.transposed(-i32::from(root.semitones()));
        Some((at, up(chord.root().class()), notes, up(chord.bass().class())))
    });
    let next =
        changes.at(bar.end).map(|chord| (bar.end - bar.start, 0, ClassSet::EMPTY, up(chord.bass().class())));
    Some((root, here.chain(next).collect()))
}

/// What is struck on the beats: a skip between them makes no other line.
fn line(heard: &Heard<'_>, bar: usize, root: Class) -> Vec<Option<u8>> {
    let struck = |beat: Ticks| heard.near(beat).iter().map(|onset| onset.pitch).min();
    let beats = beats(&heard.song.bars()[bar]).into_iter();
    beats.map(|beat| struck(beat).map(|pitch| root.up_to(pitch.class()))).collect()
}

pub(super) fn consistency(heard: &Heard<'_>) -> Tally {
    let (bars, places) = (heard.bars(), heard.song.bars());
    let pairs = (1..bars.len()).filter(|index| {
        let same_length = places[index - 1].length == places[*index].length;
        same_length && !bars[index - 1].is_empty() && !bars[*index].is_empty()
    });
    let agreement = |index: usize| {
        let rhythm = |bar: &[Onset]| bar.iter().map(|onset| onset.place).collect::<BTreeSet<_>>();
        let (before, now) = (rhythm(bars[index - 1]), rhythm(bars[index]));
        let differ = before.symmetric_difference(&now).count();
        1.0 - differ as f64 / (places[index].length.0 as f64 / heard.grid.0 as f64).max(1.0)
    };
    Tally::of_values(pairs.map(agreement))
}
