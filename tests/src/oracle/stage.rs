//! Which program plays, which waits, which fades, and what has become of each note in this pass (laws 4 and 7).

use std::collections::VecDeque;

use super::loudness::Fade;
use super::measure::{Near, PARTS_IN_A_SAMPLE, Ruler, Stretch, TIE_PARTS};
use super::paper::{Note, Paper};
use crate::scenario::{Moment, Strategy};

/// What has become of a note in this pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Past,
    Waiting,
    /// It was decided whether it sounds.
    Begun,
}

/// A program with its notes' fates.
#[derive(Debug)]
pub(super) struct Playing<'a> {
    pub(super) paper: &'a Paper,
    pub(super) fates: Vec<Fate>,
    pub(super) begins: Vec<Near>,
}

/// A note that may begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    pub(super) note: Note,
    index: usize,
    pub(super) outgoing: bool,
    pub(super) tight: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Posted {
    pub(super) program: usize,
    pub(super) moment: Moment,
    pub(super) strategy: Strategy,
}

/// A crossfade under way.
#[derive(Debug)]
pub(super) struct Fading<'a> {
    pub(super) outgoing: Playing<'a>,
    start: i64,
    length: i64,
    pub(super) end: Near,
}

#[derive(Debug)]
pub(super) struct Stage<'a> {
    ruler: Ruler,
    papers: &'a [Paper],
    pub(super) current: Playing<'a>,
    pub(super) fading: Option<Fading<'a>>,
    pub(super) waiting: Option<Posted>,
    pub(super) posted: VecDeque<Posted>,
}

impl<'a> Playing<'a> {
    fn new(paper: &'a Paper) -> Playing<'a> {
        let begins = vec![Near { sample: i64::MAX, tight: false }; paper.notes.len()];
        Playing { paper, fates: vec![Fate::Past; paper.notes.len()], begins }
    }

    fn measure(&mut self, stretch: &Stretch, ruler: Ruler) {
        for (begins, note) in self.begins.iter_mut().zip(&self.paper.notes) {
            *begins = stretch.nearest(ruler.ticks(note.start), note.offset_us);
        }
    }

    fn has(&self, wanted: &Note, fate: Fate) -> bool {
        self.paper.notes.iter().zip(&self.fates).any(|(note, has)| *has == fate && note.is_same(wanted))
    }
}

impl<'a> Stage<'a> {
    /// The first paper is the silence a player starts with.
    pub(super) fn new(ruler: Ruler, papers: &'a [Paper]) -> Stage<'a> {
        let current = Playing::new(&papers[0]);
        Stage { ruler, papers, current, fading: None, waiting: None, posted: VecDeque::new() }
    }

    /// Law 7.1.
    pub(super) fn begin_block(&mut self) {
        if self.fading.is_none() {
            self.waiting = self.posted.drain(..).next_back().or(self.waiting);
        }
    }

    pub(super) fn waiting_paper(&self) -> Option<&'a Paper> {
        self.waiting.map(|posted| self.paper_of(posted))
    }

    fn paper_of(&self, posted: Posted) -> &'a Paper {
        &self.papers[posted.program + 1]
    }

    pub(super) fn measure(&mut self, stretch: &Stretch) {
        self.current.measure(stretch, self.ruler);
        if let Some(fading) = &mut self.fading {
            fading.outgoing.measure(stretch, self.ruler);
            fading.end = stretch.nearest(self.ruler.ticks(fading.start + fading.length), 0);
        }
    }

    /// Ends a fade, and lets what waits enter without looking back. Returns the program that entered.
    pub(super) fn take_over(&mut self) -> Option<usize> {
        self.fading = None;
        let posted = self.waiting.take()?;
        self.current = Playing::new(self.paper_of(posted));
        Some(posted.program)
    }

    /// Laws 4.1 and 4.4: a new pass. Returns the notes that are chased.
    pub(super) fn land(&mut self, sample: i64, stretch: &Stretch) -> Vec<Note> {
        self.measure(stretch);
        let Playing { paper, fates, .. } = &mut self.current;
        let mut chased = Vec::new();
        for (note, fate) in paper.notes.iter().zip(fates) {
            *fate = if stretch.scale.belongs(self.ruler.ticks(note.start), stretch.at) {
                Fate::Waiting
            } else if paper.sustains(note.lane) && reaches(note, sample, stretch, self.ruler) {
                chased.push(*note);
                Fate::Begun
            } else {
                Fate::Past
            };
        }
        chased
    }

    /// Laws 7.3 and 7.4, within a pass. Returns the program that entered and the notes that are chased.
    pub(super) fn enter(
        &mut self,
        sample: i64,
        stretch: &Stretch,
        front: i128,
    ) -> Option<(usize, Vec<Note>)> {
        let posted = self.waiting.take()?;
        let incoming = Playing::new(self.paper_of(posted));
        let outgoing = std::mem::replace(&mut self.current, incoming);
        let here = stretch.place_at(sample);
        let crossfade = match posted.strategy {
            Strategy::HardCut | Strategy::Crossfade { beats: 0 } => None,
            Strategy::Crossfade { beats } => Some(i64::from(beats) * 960),
        };
        let Playing { paper, fates, .. } = &mut self.current;
        let mut chased = Vec::new();
        for (note, fate) in paper.notes.iter().zip(fates) {
            let belongs = self.ruler.ticks(note.start) >= front;
            *fate = if belongs && outgoing.has(note, Fate::Begun) {
                Fate::Begun
            } else if belongs || outgoing.has(note, Fate::Waiting) {
                Fate::Waiting
            } else if crossfade.is_none()
                && paper.sustains(note.lane)
                && !outgoing.paper.contains(note)
                && reaches(note, sample, stretch, self.ruler)
            {
                chased.push(*note);
                Fate::Begun
            } else {
                Fate::Past
            };
        }
        let nowhere = Near { sample: i64::MAX, tight: false };
        let start = nearest_tick(here, self.ruler);
        self.fading = crossfade.map(|length| Fading { outgoing, start, length, end: nowhere });
        self.measure(stretch);
        Some((posted.program, chased))
    }

    /// Notes that wait and whose sample has come, first those of the program that fades out.
    pub(super) fn due(&self, sample: i64) -> Vec<Due> {
        let mut due = Vec::new();
        let outgoing = self.fading.iter().map(|fading| (true, &fading.outgoing));
        for (outgoing, playing) in outgoing.chain([(false, &self.current)]) {
            for (index, begins) in playing.begins.iter().enumerate() {
                if begins.sample <= sample && playing.fates[index] == Fate::Waiting {
                    due.push(Due { note: playing.paper.notes[index], index, outgoing, tight: begins.tight });
                }
            }
        }
        due
    }

    pub(super) fn begun(&mut self, due: Due) {
        let outgoing = self.fading.as_mut().map(|fading| &mut fading.outgoing).filter(|_| due.outgoing);
        outgoing.unwrap_or(&mut self.current).fates[due.index] = Fate::Begun;
    }

    /// Whether a note that sounds goes on when the program that entered last has entered.
    pub(super) fn goes_on(&self, note: &Note) -> bool {
        let faded = self.fading.is_some() && self.current.paper.sustains(note.lane);
        faded || self.current.paper.contains(note)
    }

    /// Where a note that begins stands in a fade.
    pub(super) fn fade_of(&self, note: &Note, outgoing: bool) -> Option<Fade> {
        let fading = self.fading.as_ref()?;
        let in_both = fading.outgoing.paper.contains(note) && self.current.paper.contains(note);
        if in_both || !self.current.paper.sustains(note.lane) {
            return None;
        }
        let into = (note.start - fading.start).clamp(0, fading.length);
        let share = if outgoing { fading.length - into } else { into };
        Some(Fade { share, whole: fading.length })
    }

    /// Whether a note of the outgoing program still plays.
    pub(super) fn fades_out(&self, note: &Note) -> bool {
        self.current.paper.sustains(note.lane) && !self.current.paper.contains(note)
    }
}

/// Law 4.4: still sounds a sample from here.
fn reaches(note: &Note, sample: i64, stretch: &Stretch, ruler: Ruler) -> bool {
    stretch.nearest(ruler.ticks(note.end), note.offset_us).sample > sample
}

/// Ties, within a thousandth of a tick, go to the later one.
fn nearest_tick(place: i128, ruler: Ruler) -> i64 {
    let half_a_part = 2 * PARTS_IN_A_SAMPLE;
    let shifted = place * half_a_part + ruler.units_per_tick * (PARTS_IN_A_SAMPLE + 2 * TIE_PARTS);
    let tick = shifted.div_euclid(ruler.units_per_tick * half_a_part);
    i64::try_from(tick).expect("positions are within a billion beats")
}
