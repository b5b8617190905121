//! The search of the neck: every shape of a family that a hand can hold and that says the chord, the best first.

use music::pitch::{Class, ClassSet, Pitch};

use super::family::{Family, Lowest, Rules};
use super::neck::{FRET_MAX, OPEN_FRET_MAX, REACH_FRETS, STRINGS, Shape, TUNING};
use super::need::Need;

/// Enough for a hand to move little; each doubles what a change of chords costs to decide.
pub const KEPT_MAX: usize = 12;

/// A shape with what it costs by itself; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub cost: i32,
    pub shape: Shape,
}

/// What is asked of the neck.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wish {
    pub need: Need,
    pub family: Family,
    /// The fret around which the hand likes to be.
    pub centre: u8,
    /// Whether a ninth may take the place of a plain tone.
    pub colour: bool,
}

/// Never empty: where the family has nothing, fewer telling tones are asked for, then other families, then the root alone.
pub fn candidates(wish: &Wish) -> Vec<Candidate> {
    let rules = wish.family.rules();
    for must in (0..=rules.must_max.min(wish.need.must.len())).rev() {
        let found = found(wish, rules, must);
        if !found.is_empty() {
            return found;
        }
    }
    match wish.family {
        Family::Open | Family::Barre | Family::Boogie => in_place(wish, Family::Power),
        Family::Shell | Family::Drop2 | Family::Plucked | Family::Top => in_place(wish, Family::Triad),
        Family::Triad | Family::Power => vec![Candidate { cost: 0, shape: single(wish.need.root) }],
    }
}

fn in_place(wish: &Wish, family: Family) -> Vec<Candidate> {
    candidates(&Wish { family, ..wish.clone() })
}

/// The root on the fourth string: playable whatever the chord.
fn single(root: Class) -> Shape {
    const STRING: usize = 3;
    let open = Class::new(i32::from(TUNING[STRING]));
    let mut shape = Shape::SILENT;
    shape.frets[STRING] = Some(open.up_to(root));
    shape
}

fn found(wish: &Wish, rules: &Rules, must: usize) -> Vec<Candidate> {
    let mut search = Search { wish, rules, must: &wish.need.must[..must], base: 1, found: Vec::new() };
    for strings in rules.string_sets {
        for base in 1..=FRET_MAX - REACH_FRETS - 1 {
            search.base = base;
            search.descend(strings, Shape::SILENT);
        }
    }
    let mut all = search.found;
    all.sort_unstable();
    all.dedup();
    all.truncate(KEPT_MAX);
    all
}

struct Search<'a> {
    wish: &'a Wish,
    rules: &'a Rules,
    must: &'a [Class],
    base: u8,
    found: Vec<Candidate>,
}

impl Search<'_> {
    fn descend(&mut self, left: &[usize], so_far: Shape) {
        let Some((string, rest)) = left.split_first() else {
            return self.judge(so_far);
        };
        let is_first = so_far == Shape::SILENT;
        let wanted = self.wanted(is_first, so_far);
        let is_near_nut = self.base + REACH_FRETS <= OPEN_FRET_MAX + 1;
        let open = (self.rules.open_strings && is_near_nut).then_some(0);
        for fret in open.into_iter().chain(self.base..=self.base + REACH_FRETS) {
            if wanted.contains(sounds(*string, fret)) {
                let mut next = so_far;
                next.frets[*string] = Some(fret);
                self.descend(rest, next);
            }
        }
    }

    /// What the next string may play.
    fn wanted(&self, is_first: bool, so_far: Shape) -> ClassSet {
        let need = &self.wish.need;
        let fifth = need.fifth.map_or(ClassSet::EMPTY, |fifth| ClassSet::EMPTY.with(fifth));
        match (self.rules.lowest, is_first) {
            (Lowest::Root, true) => ClassSet::EMPTY.with(need.root),
            (Lowest::Root, false) if so_far.notes().count() == 1 => fifth,
            (Lowest::Root, false) => ClassSet::EMPTY.with(need.root),
            (Lowest::Bass, true) => need.may.with(need.bass),
            (Lowest::Bass | Lowest::Anything, _) => need.allowed(self.wish.colour),
        }
    }

    fn judge(&mut self, shape: Shape) {
        let sounding: ClassSet = shape.notes().map(|(_, pitch)| pitch.class()).collect();
        let says_it = self.must.iter().all(|class| sounding.contains(*class));
        let repeats = sounding.len() < shape.notes().count();
        let is_double = (!self.rules.doubles && repeats) || is_unison(shape);
        if says_it && !is_double && shape.fault(self.rules.right_hand).is_none() {
            let cost = cost(self.wish, self.rules, shape, sounding);
            self.found.push(Candidate { cost, shape });
        }
    }
}

/// One pitch on two strings: two notes that no keyboard can tell apart.
fn is_unison(shape: Shape) -> bool {
    shape.notes().any(|(string, pitch)| shape.notes().any(|(other, same)| other > string && same == pitch))
}

fn sounds(string: usize, fret: u8) -> Class {
    Class::new(i32::from(TUNING[string]) + i32::from(fret))
}

fn cost(wish: &Wish, rules: &Rules, shape: Shape, sounding: ClassSet) -> i32 {
    hand_cost(wish, shape) + tone_cost(wish, rules, shape, sounding) + register_cost(rules, shape)
}

/// Fingers, a barre, open strings that ring, and how far from where the hand likes to be.
fn hand_cost(wish: &Wish, shape: Shape) -> i32 {
    let away = i32::from(shape.position().unwrap_or(wish.centre)) - i32::from(wish.centre);
    let opens = shape.frets.iter().filter(|fret| **fret == Some(0)).count() as i32;
    let barred = if shape.barre().is_some_and(|strings| strings > 2) { 4 } else { 0 };
    let quiet = (STRINGS - shape.notes().count()) as i32;
    let thin = match wish.family {
        Family::Open | Family::Barre => quiet * 4,
        Family::Top => quiet * 2,
        Family::Shell | Family::Drop2 | Family::Plucked | Family::Triad | Family::Power | Family::Boogie => 0,
    };
    away.abs() * 3 + shape.fingers() as i32 * 2 + barred - opens * 2 + shape.gaps().count() as i32 * 2 + thin
}

/// The lowest string, what is missing, and what is there twice that should not be.
fn tone_cost(wish: &Wish, rules: &Rules, shape: Shape, sounding: ClassSet) -> i32 {
    let need = &wish.need;
    let lowest = shape.lowest().map(Pitch::class);
    let bass = match rules.lowest {
        Lowest::Root | Lowest::Anything => 0,
        Lowest::Bass if lowest == Some(need.bass) => 0,
        Lowest::Bass if lowest == Some(need.root) => 14,
        Lowest::Bass if lowest == need.fifth => 18,
        Lowest::Bass => 30,
    };
    let times =
        |class: Option<Class>| shape.notes().filter(|(_, pitch)| Some(pitch.class()) == class).count();
    let doubled = |class: Option<Class>, each: i32| (times(class) as i32 - 1).max(0) * each;
    let has_root = sounding.contains(need.root);
    let rootless = if has_root || rules.lowest == Lowest::Anything { 0 } else { 8 };
    let hollow = if need.fifth.is_some_and(|fifth| sounding.contains(fifth)) { 0 } else { 2 };
    let coloured = !sounding.intersection(need.colours).is_empty();
    bass + doubled(need.third, 5) + doubled(need.seventh, 6) + rootless + hollow
        - if coloured { 6 } else { 0 }
}

/// Mud below, squeaks above, and semitones that growl.
fn register_cost(rules: &Rules, shape: Shape) -> i32 {
    /// E3: below it intervals under a fourth blur.
    const CLEAR_KEY: i32 = 52;
    let keys: Vec<i32> = shape.notes().map(|(_, pitch)| i32::from(pitch.key())).collect();
    let top = keys.iter().max().copied().unwrap_or_default();
    let deep = match rules.low_key {
        Some(low) => (keys.iter().min().copied().unwrap_or_default() - i32::from(low)).max(0),
        None => 0,
    };
    let pairs = keys.iter().zip(keys.iter().skip(1));
    let rough = pairs.map(|(lower, upper)| match upper - lower {
        ..=1 => 8,
        2 if *lower < CLEAR_KEY => 8,
        3..=4 if *lower < CLEAR_KEY - 5 => 5,
        _ => 0,
    });
    (top - i32::from(rules.top_key)).abs() / 2 + deep * 2 + rough.sum::<i32>()
}
