//! Stable names for bars: kept while a chart is edited, saved beside its text, never in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::chart::bar::{Bar, Content};
use crate::chart::limits::{BAR_ID_MAX, BARS_WRITTEN_MAX};
use crate::meter::Meter;

/// Names a written bar for as long as its chart lives; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BarId(pub u64);

/// Names one time a written bar is played.
///
/// Passes count anew at every call, so that a verse that is played three times instead of twice keeps the names of its
/// first two, and of those when it comes back after the chorus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassId {
    pub bar: BarId,
    /// How often the bar's section was come to before, by its name or by a jump, once something else had been played.
    pub call: u32,
    /// Within the call, from 1.
    pub pass: u32,
}

impl fmt::Display for PassId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.bar.0, self.call + 1, self.pass)
    }
}

/// The ids of a chart's bars in the order of the paper, and the counter for new ones: what is saved beside the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ids {
    pub bars: Vec<BarId>,
    pub next: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdsError {
    #[error("{saved} bar ids were saved for a chart of {bars} bars; read the chart without them")]
    Count { saved: usize, bars: usize },
    #[error("bar id {} was saved twice; read the chart without its ids", id.0)]
    Twice { id: BarId },
    #[error("bar id {} is not below the counter, {next}; read the chart without its ids", id.0)]
    NotCounted { id: BarId, next: u64 },
    #[error(
        "the counter of bar ids is {next}, and may be {BAR_ID_MAX} at most; read the chart without its ids"
    )]
    Counter { next: u64 },
}

impl Ids {
    /// Those of a chart that was never edited.
    pub(crate) fn counted(bars: usize) -> Ids {
        let next = bars as u64;
        Ids { bars: (0..next).map(BarId).collect(), next }
    }

    pub(crate) fn check(&self, bars: usize) -> Result<(), IdsError> {
        let next = self.next;
        if self.bars.len() != bars {
            return Err(IdsError::Count { saved: self.bars.len(), bars });
        }
        if next > BAR_ID_MAX {
            return Err(IdsError::Counter { next });
        }
        let mut seen = BTreeSet::new();
        for id in &self.bars {
            if id.0 >= next {
                return Err(IdsError::NotCounted { id: *id, next });
            }
            if !seen.insert(id) {
                return Err(IdsError::Twice { id: *id });
            }
        }
        Ok(())
    }

    /// Ids for the bars `new` of an edited chart whose bars were `old`.
    ///
    /// A bar is the same bar when its slots are; signs, sections and directives around it may change. As many bars as
    /// can be keep their ids, in order; where that leaves a choice, as between an intro and a verse of the same chords,
    /// they keep them inside the section of the same name.
    pub(crate) fn carried_over(&self, old: &[Place<'_>], new: &[Place<'_>]) -> Ids {
        let mut words = Words::default();
        let (old, new) = (words.spell(old), words.spell(new));
        let mut kept = vec![None; new.len()];
        for (from, to) in common(&old, &new) {
            kept[to] = Some(self.bars[from]);
        }
        let mut next = self.next;
        let mut draw = || {
            next += 1;
            BarId(next - 1)
        };
        let bars = kept.into_iter().map(|id| id.unwrap_or_else(&mut draw)).collect();
        Ids { bars, next }
    }
}

/// A written bar and the name of its section.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) section: &'a str,
    pub(crate) bar: &'a Bar,
}

/// What makes a bar the same bar.
type Word<'a> = (&'a Content, Option<Meter>);

/// A bar as small numbers: equal for equal bars, and for equal names of sections.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Spelled {
    word: usize,
    section: usize,
}

#[derive(Default)]
struct Words<'a> {
    known: BTreeMap<u64, Vec<(Word<'a>, usize)>>,
    count: usize,
    sections: BTreeMap<&'a str, usize>,
}

impl<'a> Words<'a> {
    fn spell(&mut self, places: &[Place<'a>]) -> Vec<Spelled> {
        places.iter().map(|place| self.spelled(*place)).collect()
    }

    fn spelled(&mut self, Place { section, bar }: Place<'a>) -> Spelled {
        let word = self.number((&bar.content, bar.pickup));
        let new_section = self.sections.len();
        Spelled { word, section: *self.sections.entry(section).or_insert(new_section) }
    }

    fn number(&mut self, word: Word<'a>) -> usize {
        // A hasher without a seed: chords have no order to sort by, and every run must number alike.
        let mut hasher = DefaultHasher::new();
        word.hash(&mut hasher);
        let alike = self.known.entry(hasher.finish()).or_default();
        if let Some((_, number)) = alike.iter().find(|(known, _)| *known == word) {
            return *number;
        }
        alike.push((word, self.count));
        self.count += 1;
        self.count - 1
    }
}

/// Pairs of equal places, ascending on both sides: as many as can be, of those the most in sections of one name.
///
/// What is equal at both ends, section and all, is paired first; no better pairing leaves it out.
fn common(old: &[Spelled], new: &[Spelled]) -> Vec<(usize, usize)> {
    let ahead = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[ahead..], &new[ahead..]);
    let behind = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - behind, new.len() - behind);
    let mut pairs: Vec<_> = (0..ahead).map(|at| (at, at)).collect();
    let middle = best_common_subsequence(&old[ahead..old_end], &new[ahead..new_end]);
    pairs.extend(middle.into_iter().map(|(from, to)| (from + ahead, to + ahead)));
    pairs.extend((0..behind).map(|at| (old_end + at, new_end + at)));
    pairs
}

/// A pair outweighs every section a chart can have in common.
const PAIR_WORTH: u32 = BARS_WRITTEN_MAX as u32 + 1;

fn best_common_subsequence(old: &[Spelled], new: &[Spelled]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    // worth[from * width + to]: of the best pairs among old[from..] and new[to..].
    let mut worth = vec![0_u32; (old.len() + 1) * width];
    let paired = |worth: &[u32], from: usize, to: usize| {
        let same_section = u32::from(old[from].section == new[to].section);
        let here = (old[from].word == new[to].word).then_some(PAIR_WORTH + same_section);
        here.map_or(0, |here| here + worth[(from + 1) * width + to + 1])
    };
    for from in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            let skipped = worth[(from + 1) * width + to].max(worth[from * width + to + 1]);
            worth[from * width + to] = skipped.max(paired(&worth, from, to));
        }
    }
    let (mut from, mut to, mut pairs) = (0, 0, Vec::new());
    while from < old.len() && to < new.len() {
        let best = worth[from * width + to];
        if best > 0 && best == paired(&worth, from, to) {
            pairs.push((from, to));
            (from, to) = (from + 1, to + 1);
        } else if best == worth[(from + 1) * width + to] {
            from += 1;
        } else {
            to += 1;
        }
    }
    pairs
}
