//! The order in which the bars of a chart are played: repeats, endings, D.C., D.S., Coda and Fine followed.
//!
//! A jump is followed the last time its bar comes, once. On the way back every repeat is played once with its last
//! ending, until the music reaches the bar it jumped from or leaves for the coda: what comes then is new, and repeats.
//! A `To Coda` or `Fine` that stands behind the jump is found on the way on.

use crate::chart::Section;
use crate::chart::bar::Bar;
use crate::chart::error::Problem;
use crate::chart::form::{Mistake, Node, Repeat};
use crate::chart::limits::BARS_PLAYED_MAX;
use crate::chart::sign::{Jump, Target, Until};

/// One bar, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    /// Among the sections as written.
    pub(crate) section: usize,
    /// Which time the section's bars are played, from 1.
    pub(crate) section_pass: u32,
    /// How often the player had come to the section's bars before, from elsewhere or by a jump.
    pub(crate) call: u32,
    /// Among all bars as written.
    pub(crate) bar: usize,
}

/// The section whose bars section `index` plays: its own, or those of the last one before it with its name.
pub(crate) fn source(sections: &[Section], index: usize) -> Option<usize> {
    let section = sections.get(index)?;
    if !section.bars.is_empty() {
        return Some(index);
    }
    sections[..index].iter().rposition(|earlier| earlier.name == section.name && !earlier.bars.is_empty())
}

pub(crate) fn played(sections: &[Section], trees: &[Vec<Node>]) -> Result<Vec<Visit>, Vec<Mistake>> {
    let bars: Vec<&Bar> = sections.iter().flat_map(|section| &section.bars).collect();
    let last = bars.len().saturating_sub(1);
    let paper = Paper::new(sections, trees, &bars);
    let signs = Signs::find(&bars, &paper)?;
    if paper.count() > BARS_PLAYED_MAX as u64 {
        return Err(vec![(last, Problem::ManyPlayed)]);
    }
    let walk = Walk { bars: &bars, signs, full: paper.steps(false), once: paper.steps(true) };
    walk.run(&paper).map_err(|mistake| vec![mistake])
}

struct Paper<'a> {
    sections: &'a [Section],
    trees: &'a [Vec<Node>],
    /// The place of each section's first bar among all bars.
    first_bars: Vec<usize>,
    sources: Vec<usize>,
    pickups: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    section: usize,
    /// Which of the section's `x2`.
    round: u32,
    bar: usize,
}

impl<'a> Paper<'a> {
    fn new(sections: &'a [Section], trees: &'a [Vec<Node>], bars: &[&Bar]) -> Paper<'a> {
        let mut first = 0;
        let first_bars = sections.iter().map(|section| {
            first += section.bars.len();
            first - section.bars.len()
        });
        let first_bars = first_bars.collect();
        let sources = (0..sections.len()).map(|index| source(sections, index).unwrap_or(index)).collect();
        let pickups = bars.iter().take_while(|bar| bar.pickup.is_some()).count();
        Paper { sections, trees, first_bars, sources, pickups }
    }

    fn count(&self) -> u64 {
        let counts = self
            .sections
            .iter()
            .zip(&self.sources)
            .map(|(section, source)| count(&self.trees[*source]).saturating_mul(section.times.into()));
        counts.fold(0, u64::saturating_add)
    }

    /// Every bar in order without jumps and pickups; `once` plays each repeat once, with its last ending.
    fn steps(&self, once: bool) -> Vec<Step> {
        let mut steps = Vec::new();
        for (section, source) in self.sources.iter().copied().enumerate() {
            let rounds = if once { 1 } else { self.sections[section].times };
            for round in 0..rounds {
                let mut bars = Vec::new();
                unroll(&self.trees[source], once, &mut bars);
                let bars = bars.into_iter().map(|bar| self.first_bars[source] + bar);
                let full = bars.filter(|bar| *bar >= self.pickups);
                steps.extend(full.map(|bar| Step { section, round, bar }));
            }
        }
        steps
    }
}

fn count(nodes: &[Node]) -> u64 {
    let one = |node: &Node| match node {
        Node::Bar(_) => 1,
        Node::Repeat(repeat) => {
            let endings = repeat
                .endings
                .iter()
                .map(|ending| count(&ending.body).saturating_mul(ending.passes.len() as u64));
            let body = count(&repeat.body).saturating_mul(repeat.times.into());
            endings.fold(body, u64::saturating_add)
        }
    };
    nodes.iter().map(one).fold(0, u64::saturating_add)
}

fn unroll(nodes: &[Node], once: bool, bars: &mut Vec<usize>) {
    for node in nodes {
        match node {
            Node::Bar(bar) => bars.push(*bar),
            Node::Repeat(repeat) => {
                let passes = if once { repeat.times..=repeat.times } else { 1..=repeat.times };
                passes.for_each(|pass| unroll_pass(repeat, pass, once, bars));
            }
        }
    }
}

fn unroll_pass(repeat: &Repeat, pass: u32, once: bool, bars: &mut Vec<usize>) {
    unroll(&repeat.body, once, bars);
    let ending = repeat
        .endings
        .iter()
        .find(|ending| ending.passes.iter().any(|for_pass| u32::from(*for_pass) == pass));
    if let Some(ending) = ending {
        unroll(&ending.body, once, bars);
    }
}

/// Where the jumps of a chart may lead.
#[derive(Default)]
struct Signs {
    segno: Option<usize>,
    coda: Option<usize>,
    to_coda: Option<usize>,
    fine: Option<usize>,
}

impl Signs {
    fn find(bars: &[&Bar], paper: &Paper<'_>) -> Result<Signs, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut only = |sign, has: fn(&Bar) -> bool| {
            let mut found = bars.iter().enumerate().filter(|(_, bar)| has(bar)).map(|(index, _)| index);
            let first = found.next();
            mistakes.extend(found.map(|second| (second, Problem::SecondSign { sign })));
            first
        };
        let mut signs = Signs {
            segno: only("segno", |bar| bar.signs.segno),
            coda: only("coda", |bar| bar.signs.coda),
            to_coda: only("to coda", |bar| bar.signs.to_coda),
            fine: only("fine", |bar| bar.signs.fine),
        };
        let jumps = bars.iter().enumerate().filter_map(|(index, bar)| Some((index, bar.signs.jump?)));
        let jumps: Vec<(usize, Jump)> = jumps.collect();
        mistakes.extend(signs.unused(&jumps));
        signs.coda = signs.coda.or_else(|| paper.coda_section());
        mistakes.extend(jumps.iter().filter_map(|(index, jump)| Some((*index, signs.missing(*jump)?))));
        if mistakes.is_empty() { Ok(signs) } else { Err(mistakes) }
    }

    fn unused(&self, jumps: &[(usize, Jump)]) -> Vec<Mistake> {
        let segno_used = jumps.iter().any(|(_, jump)| jump.to == Target::Segno);
        let coda_used = jumps.iter().any(|(_, jump)| jump.until == Until::Coda);
        let fine_used = jumps.iter().any(|(_, jump)| jump.until != Until::Coda);
        let all = [
            (self.segno, segno_used, "segno", "D.S. where the player goes back"),
            (self.coda, coda_used, "coda", "D.S. al Coda or D.C. al Coda"),
            (self.to_coda, coda_used, "to coda", "D.S. al Coda or D.C. al Coda"),
            (self.fine, fine_used, "fine", "D.C. al Fine or D.S. al Fine"),
        ];
        let unused = all.into_iter().filter(|(_, used, ..)| !used);
        unused
            .filter_map(|(bar, _, sign, way_out)| Some((bar?, Problem::UnusedSign { sign, way_out })))
            .collect()
    }

    fn missing(&self, jump: Jump) -> Option<Problem> {
        let missing = match (jump.to, jump.until) {
            (Target::Segno, _) if self.segno.is_none() => "segno",
            (_, Until::Coda) if self.to_coda.is_none() => "to coda",
            (_, Until::Coda) if self.coda.is_none() => "coda",
            (_, Until::Fine) if self.fine.is_none() => "fine",
            (Target::Start | Target::Segno, Until::End | Until::Coda | Until::Fine) => return None,
        };
        Some(Problem::MissingSign { jump: jump.to_string(), missing })
    }
}

impl Paper<'_> {
    /// A section called Coda needs no sign at its beginning.
    fn coda_section(&self) -> Option<usize> {
        let named = |section: &Section| section.name.eq_ignore_ascii_case("coda") && !section.bars.is_empty();
        self.sections.iter().position(named).map(|section| self.first_bars[section])
    }
}

struct Walk<'a> {
    bars: &'a [&'a Bar],
    signs: Signs,
    full: Vec<Step>,
    once: Vec<Step>,
}

/// Where the player is.
#[derive(Clone, Copy)]
enum Way {
    /// In the music as written, repeats and all.
    Full { at: usize },
    /// On the way back from a jump at bar `from`.
    Back { at: usize, from: usize },
}

impl Walk<'_> {
    fn run(&self, paper: &Paper<'_>) -> Result<Vec<Visit>, Mistake> {
        let mut last_steps = vec![0; self.bars.len()];
        self.full.iter().enumerate().for_each(|(at, step)| last_steps[step.bar] = at);
        let mut taken = vec![false; self.bars.len()];
        let mut log = Log::new(paper);
        (0..paper.pickups).for_each(|bar| log.pickup(bar));
        let mut way = Way::Full { at: 0 };
        // The jump whose goal the player still looks for, and its bar.
        let mut pending: Option<(usize, Jump)> = None;
        while let Some(step) = self.step(way) {
            log.add(step);
            if log.visits.len() > BARS_PLAYED_MAX {
                return Err((self.bars.len() - 1, Problem::ManyPlayed));
            }
            let is_due = match way {
                Way::Full { at } => at == last_steps[step.bar],
                Way::Back { .. } => true,
            };
            let jump = self.bars[step.bar].signs.jump.filter(|_| is_due && !taken[step.bar]);
            way = match (jump, self.leaves(pending, step.bar)) {
                (_, Some(Exit::Fine)) => return Ok(log.visits),
                (_, Some(Exit::Coda(at))) => {
                    pending = None;
                    Way::Full { at }
                }
                (Some(jump), None) => {
                    taken[step.bar] = true;
                    log.is_back = true;
                    pending = Some((step.bar, jump));
                    Way::Back { at: self.target(jump.to), from: step.bar }
                }
                (None, None) => self.onward(way, step.bar, &last_steps),
            };
        }
        pending.and_then(unreached).map_or(Ok(log.visits), Err)
    }

    fn step(&self, way: Way) -> Option<Step> {
        match way {
            Way::Full { at } => self.full.get(at).copied(),
            Way::Back { at, .. } => self.once.get(at).copied(),
        }
    }

    /// A sign behind the jump counts too: the player passes the jump the second time.
    fn leaves(&self, pending: Option<(usize, Jump)>, bar: usize) -> Option<Exit> {
        let signs = &self.bars[bar].signs;
        match pending?.1.until {
            Until::Coda if signs.to_coda => {
                let coda = self.signs.coda?;
                self.full.iter().position(|step| step.bar == coda).map(Exit::Coda)
            }
            Until::Fine | Until::End if signs.fine => Some(Exit::Fine),
            Until::Coda | Until::Fine | Until::End => None,
        }
    }

    fn target(&self, to: Target) -> usize {
        let bar = match to {
            Target::Start => 0,
            Target::Segno => self.signs.segno.unwrap_or(0),
        };
        self.once.iter().position(|step| step.bar >= bar).unwrap_or(0)
    }

    fn onward(&self, way: Way, bar: usize, last_steps: &[usize]) -> Way {
        match way {
            Way::Full { at } => Way::Full { at: at + 1 },
            Way::Back { from, .. } if bar == from => Way::Full { at: last_steps[from] + 1 },
            Way::Back { at, from } => Way::Back { at: at + 1, from },
        }
    }
}

/// The song ended before its player found what the jump sent for.
fn unreached((bar, jump): (usize, Jump)) -> Option<Mistake> {
    let sign = match jump.until {
        Until::End => return None,
        Until::Fine => "fine",
        Until::Coda => "to coda",
    };
    Some((bar, Problem::UnreachedSign { jump: jump.to_string(), sign }))
}

enum Exit {
    Fine,
    Coda(usize),
}

/// The visits so far, and how often each section was begun.
struct Log<'a> {
    paper: &'a Paper<'a>,
    visits: Vec<Visit>,
    passes: Vec<u32>,
    /// How often each section was come to.
    calls: Vec<u32>,
    before: Option<Step>,
    /// The player has just gone back.
    is_back: bool,
}

impl<'a> Log<'a> {
    fn new(paper: &'a Paper<'a>) -> Log<'a> {
        let none = vec![0; paper.sections.len()];
        Log { paper, visits: Vec::new(), passes: none.clone(), calls: none, before: None, is_back: false }
    }

    fn pickup(&mut self, bar: usize) {
        let starts = &self.paper.first_bars;
        let section = starts.partition_point(|first| *first <= bar).saturating_sub(1);
        self.visits.push(Visit { section, section_pass: 1, call: 0, bar });
    }

    fn add(&mut self, step: Step) {
        let before = self.before.filter(|_| !self.is_back);
        let is_called = before.is_none_or(|before| before.section != step.section);
        let is_begun = is_called || before.is_some_and(|before| before.round != step.round);
        let source = self.paper.sources[step.section];
        self.calls[source] += u32::from(is_called);
        self.passes[source] += u32::from(is_begun);
        let (section_pass, call) = (self.passes[source], self.calls[source] - 1);
        self.visits.push(Visit { section: step.section, section_pass, call, bar: step.bar });
        self.before = Some(step);
        self.is_back = false;
    }
}

#[cfg(test)]
mod tests;
