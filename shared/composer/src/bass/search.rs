//! The cheapest line through candidate pitches: exact, by dynamic programming over pitch and last move.

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

    fn reach(self, to: u8) -> Reach {
        reach(self.top, self.root, to)
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

/// How a note was reached, as far as it matters to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    LeapDown,
    ThirdDown,
    ToneDown,
    HalfDown,
    Still,
    HalfUp,
    ToneUp,
    ThirdUp,
    LeapUp,
}

const MOVES: usize = 9;
const ALL_MOVES: [Move; MOVES] = [
    Move::LeapDown,
    Move::ThirdDown,
    Move::ToneDown,
    Move::HalfDown,
    Move::Still,
    Move::HalfUp,
    Move::ToneUp,
    Move::ThirdUp,
    Move::LeapUp,
];

/// By semitones: steps are free, fifths and octaves are what basses leap.
const INSIDE: [i32; 13] = [34, 2, 0, 0, 1, 2, 18, 3, 5, 6, 22, 24, 1];
/// Into a new chord by step, or from its fifth.
const AT_CHANGE: [i32; 13] = [90, 0, 1, 9, 11, 4, 30, 4, 26, 28, 45, 45, 30];
/// No note is repeated over a bar line.
const AT_BAR_LINE: [i32; 13] = [110, 1, 0, 5, 7, 7, 30, 9, 20, 24, 40, 40, 16];
/// A named note may repeat; roots and fifths stand where the hand is.
const STATED: [i32; 13] = [0, 2, 1, 3, 4, 5, 16, 6, 14, 16, 24, 26, 15];
/// What is held is what was struck.
const HELD: [i32; 13] = [0, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300];
const OCTAVE: u8 = 12;
/// The top of a figure whose root was heard falls by a ninth at most, as a boogie's sixth does to the root a fifth
/// below; an octave over its root falls as far as its hand goes.
const NINTH: u8 = 14;
/// Out of a figure the hand goes on from its root, a fifth at most.
const FIFTH: u8 = 7;
const SHIFT: i32 = 70;
/// Beyond that nobody goes unless there is no other way: what that costs, and each semitone more.
pub(super) const BEYOND: i32 = 264;
const FURTHER: i32 = 120;
/// A hand that goes where the end of its figure cannot follow: dearer than a fourth up instead of a fifth down.
const LEFT_BEHIND: i32 = 16;
/// Dearer than to land an octave higher.
const FIGURE_LEFT_BEHIND: i32 = 40;
/// From an octave without its root there is no way down.
const TOP_LEFT_BEHIND: i32 = 120;
/// A note outside the scale that does not go on by step.
const STRANDED: i32 = 60;
const NEVER: i32 = i32::MAX / 4;

impl Move {
    fn between(from: u8, to: u8) -> Move {
        match i32::from(to) - i32::from(from) {
            0 => Move::Still,
            1 => Move::HalfUp,
            2 => Move::ToneUp,
            3 | 4 => Move::ThirdUp,
            -1 => Move::HalfDown,
            -2 => Move::ToneDown,
            -4 | -3 => Move::ThirdDown,
            up if up > 0 => Move::LeapUp,
            _ => Move::LeapDown,
        }
    }

    /// Up is positive: 3 for a leap, 2 for a third, 1 for a step.
    fn reach(self) -> i32 {
        match self {
            Move::LeapDown => -3,
            Move::ThirdDown => -2,
            Move::ToneDown | Move::HalfDown => -1,
            Move::Still => 0,
            Move::HalfUp | Move::ToneUp => 1,
            Move::ThirdUp => 2,
            Move::LeapUp => 3,
        }
    }
}

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

/// What it costs to go on from a note or a hand, wherever it came from.
fn onward(from: Candidate, to: u8, arrives: Arrives) -> i32 {
    // A hand moves from where it is, and what it played last must get there too.
    let is_hand = from.top != from.key;
    let reach = if is_hand { reach(from.key, None, to) } else { from.reach(to) };
    leap(from.key, to, reach, arrives) + stranded(from, to) + left_behind(from, to)
}

fn leap(from: u8, to: u8, reach: Reach, arrives: Arrives) -> i32 {
    let semitones = from.abs_diff(to);
    let table = match arrives {
        Arrives::AtChange => &AT_CHANGE,
        Arrives::AtBarLine => &AT_BAR_LINE,
        Arrives::Inside => &INSIDE,
        Arrives::Stated => &STATED,
        Arrives::Held => &HELD,
    };
    match (reach, table.get(usize::from(semitones))) {
        (_, Some(cost)) => *cost,
        (Reach::Easy | Reach::Shift, None) => SHIFT,
        (Reach::Beyond, None) => BEYOND + i32::from(semitones.saturating_sub(NINTH)) * FURTHER,
    }
}

fn stranded(from: Candidate, to: u8) -> i32 {
    if from.is_outside && !(1..=2).contains(&from.key.abs_diff(to)) { STRANDED } else { 0 }
}

fn left_behind(from: Candidate, to: u8) -> i32 {
    let is_octave = from.top.checked_sub(from.key).is_some_and(|climbs| climbs >= OCTAVE);
    match from.reach(to) {
        _ if from.top == from.key => 0,
        Reach::Easy => 0,
        Reach::Shift if is_octave => 0,
        Reach::Shift => LEFT_BEHIND,
        Reach::Beyond if is_octave && from.root.is_none() => TOP_LEFT_BEHIND,
        Reach::Beyond => FIGURE_LEFT_BEHIND,
    }
}

/// How a line gets from its last note to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// An octave at most.
    Easy,
    /// Further, but the hand goes on from the root of its figure, a fifth at most.
    Shift,
    Beyond,
}

pub(super) fn reach(last: u8, root: Option<u8>, to: u8) -> Reach {
    let is_shift = |root: u8| {
        let falls = last.saturating_sub(to);
        let is_octave = last == root.saturating_add(OCTAVE);
        root.abs_diff(to) <= FIFTH && last >= root && (is_octave || falls <= NINTH)
    };
    match (last.abs_diff(to) <= OCTAVE, root.is_some_and(is_shift)) {
        (true, _) => Reach::Easy,
        (false, true) => Reach::Shift,
        (false, false) => Reach::Beyond,
    }
}

/// Lines run on by step, turn after a leap, and do not rock between two notes.
fn turn(last: Move, now: Move, arrives: Arrives) -> i32 {
    let is_back = last as usize + now as usize == MOVES - 1 && last != Move::Still;
    match (last.reach(), now.reach()) {
        (1, 1) | (-1, -1) => -2,
        (1, -1) | (-1, 1) if is_back => {
            if arrives == Arrives::AtChange {
                5
            } else {
                11
            }
        }
        (1, -1) | (-1, 1) => 3,
        (2, -2) | (-2, 2) => 8,
        (3, 3) | (-3, -3) if arrives == Arrives::AtChange => 12,
        (3, 3) | (-3, -3) => 22,
        (3, 2) | (2, 3) | (-3, -2) | (-2, -3) => 12,
        (3, 1) | (-3, -1) => 5,
        (3, -3) | (-3, 3) => 6,
        _ => 0,
    }
}

fn landing(last: Candidate, last_move: Move, ends: Ends) -> i32 {
    let Some((to, arrives)) = ends.to else { return 0 };
    onward(last, to, arrives) + turn(last_move, Move::between(last.key, to), arrives)
}

#[cfg(test)]
mod tests;
