//! The search of the neck: every shape of a family that a hand can hold and that says the chord, the best first.

use music::pitch::{Class, ClassSet, Pitch};

use super::family::{Family, Lowest, Rules};
use super::neck::{FRET_MAX, OPEN_FRET_MAX, REACH_FRETS, STRINGS, Shape, TUNING};
use super::need::Need;

/// Enough for a hand to move little; each doubles what a change of chords costs to decide.
pub const KEPT_MAX: usize = 12;

/// What the left hand minds. Each fret away from where it likes to be: as much as a finger and a half.
const PER_FRET_AWAY: i32 = 3;
const PER_FINGER: i32 = 2;
/// A barre tires as two fingers more would; over two strings it is a finger laid flat.
const BARRE: i32 = 4;
const BARRE_STRINGS: usize = 3;
/// Open strings ring by themselves.
const OPEN_STRING: i32 = -2;
/// A string inside the shape that must be muted.
const PER_GAP: i32 = 2;
/// A silent string in a chord that is meant to be full, and in one of a few strings.
const THIN: i32 = 4;
const THIN_TOP: i32 = 2;

/// What the ear minds. Below is what the chart asks for, or at least the root; the fifth makes another chord of it, and
/// anything else one that nobody recognises.
const ROOT_BELOW: i32 = 14;
const FIFTH_BELOW: i32 = 18;
const OTHER_BELOW: i32 = 30;
/// Thirds and sevenths are told once: each time more stands out of the chord, a seventh most.
const THIRD_AGAIN: i32 = 5;
const SEVENTH_AGAIN: i32 = 6;
/// Where the bass is the guitar's own, a chord without its root floats.
const ROOTLESS: i32 = 8;
/// A fifth is hardly missed.
const HOLLOW: i32 = 2;
/// A colour that fits is worth a way of two frets.
const COLOURED: i32 = -6;

/// What blurs. A semitone between neighbours growls, a tone does below `CLEAR_KEY`, thirds do deeper still.
const GROWL: i32 = 8;
const BLUR: i32 = 5;
/// E3: below it intervals under a fourth blur.
const CLEAR_KEY: i32 = 52;
/// B2: below it thirds do.
const THIRDS_CLEAR_KEY: i32 = 47;
/// Semitones between the top and where the style wants it, for a cost of one.
const FROM_TOP_PER_COST: i32 = 2;
/// A shape that is to be deep, for each semitone above.
const NOT_DEEP: i32 = 2;

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
    let barred = if shape.barre().is_some_and(|strings| strings >= BARRE_STRINGS) { BARRE } else { 0 };
    let quiet = (STRINGS - shape.notes().count()) as i32;
    let thin = match wish.family {
        Family::Open | Family::Barre => quiet * THIN,
        Family::Top => quiet * THIN_TOP,
        Family::Shell | Family::Drop2 | Family::Plucked | Family::Triad | Family::Power | Family::Boogie => 0,
    };
    away.abs() * PER_FRET_AWAY
        + shape.fingers() as i32 * PER_FINGER
        + barred
        + opens * OPEN_STRING
        + shape.gaps().count() as i32 * PER_GAP
        + thin
}

/// The lowest string, what is missing, and what is there twice that should not be.
fn tone_cost(wish: &Wish, rules: &Rules, shape: Shape, sounding: ClassSet) -> i32 {
    let need = &wish.need;
    let lowest = shape.lowest().map(Pitch::class);
    let bass = match rules.lowest {
        Lowest::Root | Lowest::Anything => 0,
        Lowest::Bass if lowest == Some(need.bass) => 0,
        Lowest::Bass if lowest == Some(need.root) => ROOT_BELOW,
        Lowest::Bass if lowest == need.fifth => FIFTH_BELOW,
        Lowest::Bass => OTHER_BELOW,
    };
    let times =
        |class: Option<Class>| shape.notes().filter(|(_, pitch)| Some(pitch.class()) == class).count();
    let doubled = |class: Option<Class>, each: i32| (times(class) as i32 - 1).max(0) * each;
    let has_root = sounding.contains(need.root);
    let rootless = if has_root || rules.lowest == Lowest::Anything { 0 } else { ROOTLESS };
    let hollow = if need.fifth.is_some_and(|fifth| sounding.contains(fifth)) { 0 } else { HOLLOW };
    let coloured = if sounding.intersection(need.colours).is_empty() { 0 } else { COLOURED };
    bass + doubled(need.third, THIRD_AGAIN)
        + doubled(need.seventh, SEVENTH_AGAIN)
        + rootless
        + hollow
        + coloured
}

/// Mud below, squeaks above, and semitones that growl.
fn register_cost(rules: &Rules, shape: Shape) -> i32 {
    let keys: Vec<i32> = shape.notes().map(|(_, pitch)| i32::from(pitch.key())).collect();
    let top = keys.iter().max().copied().unwrap_or_default();
    let deep = match rules.low_key {
        Some(low) => (keys.iter().min().copied().unwrap_or_default() - i32::from(low)).max(0),
        None => 0,
    };
    let pairs = keys.iter().zip(keys.iter().skip(1));
    let rough = pairs.map(|(lower, upper)| match upper - lower {
        ..=1 => GROWL,
        2 if *lower < CLEAR_KEY => GROWL,
        3..=4 if *lower < THIRDS_CLEAR_KEY => BLUR,
        _ => 0,
    });
    (top - i32::from(rules.top_key)).abs() / FROM_TOP_PER_COST + deep * NOT_DEEP + rough.sum::<i32>()
}
