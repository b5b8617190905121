//! The cheapest line through candidate pitches: exact, by dynamic programming over pitch and last move.

mod leaps;
mod turns;

use leaps::{leap, onward};
use turns::{ALL_MOVES, MOVES, Move, turn};

pub(super) use leaps::{BEYOND, Reach, reach};

/// One note to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) arrives: Arrives,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) key: u8,
    pub(crate) cost: i32,
    /// Outside the scale: must go on by step.
    pub(crate) is_outside: bool,
    /// Where this is a hand and not a note: the last note of what it plays there. A note ends on itself.
    pub(crate) top: u8,
    /// The root that was heard under it: the hand goes on from there.
    pub(crate) root: Option<u8>,
}

impl Candidate {
    pub(crate) fn note(key: u8, cost: i32) -> Candidate {
        Candidate { key, cost, is_outside: false, top: key, root: None }
    }
}

/// What moving onto a note means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrives {
    /// On a new chord.
    AtChange,
    /// On a bar line over the same chord.
    AtBarLine,
    Inside,
    /// On a note that the grid names: it may be the same again, as in a pedal.
    Stated,
    /// On a chord that came early and is held: the note is there already.
    Held,
}

/// What stands before and after the notes to be found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) from: Option<u8>,
    /// The root that was heard under what stands before.
    pub(crate) root: Option<u8>,
    pub(crate) to: Option<(u8, Arrives)>,
}

const NEVER: i32 = i32::MAX / 4;

/// The keys of the cheapest line, one for each step; a step without candidates has none and breaks the line.
pub(crate) fn cheapest(steps: &[Step], ends: Ends) -> Vec<Option<u8>> {
    let mut found: Vec<Option<u8>> = Vec::with_capacity(steps.len());
    let mut from = ends.from;
    let mut rest = steps;
    while !rest.is_empty() {
        let length = rest.iter().position(|step| step.candidates.is_empty()).unwrap_or(rest.len());
        let (line, after) = rest.split_at(length);
        let is_last = after.is_empty();
        let root = ends.root.filter(|_| from == ends.from);
        let here = if is_last { Ends { from, root, ..ends } } else { Ends { from, root, to: None } };
        let keys = unbroken(line, here);
        from = keys.last().copied().or(from);
        found.extend(keys.into_iter().map(Some));
        if let [_, after @ ..] = after {
            found.push(None);
            rest = after;
        } else {
            rest = after;
        }
    }
    found
}

/// A way to a candidate: what it costs, and where it came from.
#[derive(Clone, Copy)]
struct Way {
    cost: i32,
    candidate: u8,
    by: u8,
}

const NO_WAY: Way = Way { cost: NEVER, candidate: 0, by: 0 };

fn unbroken(steps: &[Step], ends: Ends) -> Vec<u8> {
    let Some((first, _)) = steps.split_first() else { return Vec::new() };
    let mut table: Vec<Vec<[Way; MOVES]>> = Vec::with_capacity(steps.len());
    table.push(first.candidates.iter().map(|candidate| opening(*candidate, ends, first.arrives)).collect());
    for pair in steps.windows(2) {
        let next = extended(&pair[0], &table[table.len() - 1], &pair[1]);
        table.push(next);
    }
    let last = &steps[steps.len() - 1];
    let closing = table[table.len() - 1].iter().zip(&last.candidates).enumerate().flat_map(
        |(index, (ways, candidate))| {
            let closed = ways.iter().zip(ALL_MOVES).enumerate().filter(|(_, (way, _))| way.cost < NEVER);
            closed.map(move |(by, (way, last_move))| {
                (way.cost + landing(*candidate, last_move, ends), index, by)
            })
        },
    );
    let best = closing.min().map_or((0, 0), |(_, index, by)| (index, by));
    traced(steps, &table, best)
}

fn opening(candidate: Candidate, ends: Ends, arrives: Arrives) -> [Way; MOVES] {
    let mut ways = [NO_WAY; MOVES];
    let (by, cost) = match ends.from {
        Some(from) => {
            let by = Move::between(from, candidate.key);
            (by, leap(from, candidate.key, reach(from, ends.root, candidate.key), arrives))
        }
        None => (Move::Still, 0),
    };
    ways[by as usize] = Way { cost: cost + candidate.cost, candidate: 0, by: 0 };
    ways
}

fn extended(before: &Step, ways: &[[Way; MOVES]], step: &Step) -> Vec<[Way; MOVES]> {
    let mut table = vec![[NO_WAY; MOVES]; step.candidates.len()];
    for (index, (from, ways)) in before.candidates.iter().zip(ways).enumerate() {
        let turned = ALL_MOVES.map(|by| turned(ways, index as u8, by, step.arrives));
        for (to, cell) in step.candidates.iter().zip(&mut table) {
            let by = Move::between(from.key, to.key) as usize;
            let cost = turned[by].cost + to.cost + onward(*from, to.key, step.arrives);
            if cost < cell[by].cost {
                cell[by] = Way { cost, ..turned[by] };
            }
        }
    }
    table
}

/// The best way through a candidate to a next move, whatever it leads to; of equals the first.
fn turned(ways: &[Way; MOVES], candidate: u8, by: Move, arrives: Arrives) -> Way {
    let mut best = NO_WAY;
    for (last, way) in ways.iter().enumerate().filter(|(_, way)| way.cost < NEVER) {
        let cost = way.cost + turn(ALL_MOVES[last], by, arrives);
        if cost < best.cost {
            best = Way { cost, candidate, by: last as u8 };
        }
    }
    best
}

fn traced(steps: &[Step], table: &[Vec<[Way; MOVES]>], (mut index, mut by): (usize, usize)) -> Vec<u8> {
    let mut keys: Vec<u8> = Vec::with_capacity(steps.len());
    for (step, ways) in steps.iter().zip(table).rev() {
        keys.push(step.candidates[index].key);
        let way = ways[index][by];
        (index, by) = (usize::from(way.candidate), usize::from(way.by));
    }
    keys.reverse();
    keys
}

fn landing(last: Candidate, last_move: Move, ends: Ends) -> i32 {
    let Some((to, arrives)) = ends.to else { return 0 };
    onward(last, to, arrives) + turn(last_move, Move::between(last.key, to), arrives)
}

#[cfg(test)]
mod tests;
