//! Every way two hands may hold a chord, with what each costs by itself.

use music::chord::Chord;
use music::pitch::{Class, ClassSet};

use super::form::Slot;
use super::palette::Palette;
use super::{Colour, Form, NOTES_MAX, Policy, Voicing, rules};

/// A voicing and what it costs whatever comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub cost: i32,
    pub voicing: Voicing,
}

/// As many as the search looks at: beyond them nothing is ever chosen.
const KEPT_MAX: usize = 28;
const PER_LESS_LIKED: i32 = 2;
const PER_SEMITONE_FROM_HOME: i32 = 2;
const SEMITONE_INSIDE: i32 = 4;
/// A colour that nobody wrote beside its neighbour muddies more than it paints.
const SEMITONE_UNWRITTEN: i32 = 40;
const HOLE: i32 = 8;
/// A rich player wants to hear a colour.
const ADDED_COLOUR: i32 = -5;
const ADDED_COUNTED_MAX: i32 = 2;
/// The leading note and the seventh move somewhere: two of them would move in parallel.
const DOUBLED_GUIDE: i32 = 20;
const DOUBLED: i32 = 3;

/// The cheapest first. Never empty: where no form fits, the chord's own notes are stacked as they are.
pub fn candidates(chord: &Chord, scale: ClassSet, policy: &Policy) -> Vec<Candidate> {
    let palette = Palette::of(chord, scale, policy.colour);
    let mut found: Vec<Candidate> = Vec::new();
    for (form, liking) in &policy.forms {
        form_candidates(*form, (9 - i32::from(*liking)) * PER_LESS_LIKED, &palette, policy, &mut found);
    }
    if found.is_empty() {
        for form in [Form::Triad, Form::Upper, Form::Power] {
            form_candidates(form, 0, &palette, policy, &mut found);
        }
    }
    if found.is_empty() {
        found = bare(chord, policy);
    }
    found.sort_unstable();
    found.dedup_by_key(|candidate| candidate.voicing);
    found.truncate(KEPT_MAX);
    found
}

fn form_candidates(form: Form, liking: i32, palette: &Palette, policy: &Policy, found: &mut Vec<Candidate>) {
    for stack in form.stacks() {
        if stack.len() <= policy.voices.1 && (stack.len() >= policy.voices.0 || form == Form::Power) {
            let mut classes = Vec::with_capacity(NOTES_MAX);
            each_filling(stack, palette, &mut classes, &mut |classes| {
                place(classes, palette, policy, liking, found);
            });
        }
    }
}

/// Calls with every way to fill the slots; one class may come twice only where its slot does.
fn each_filling(stack: &[Slot], palette: &Palette, chosen: &mut Vec<Class>, then: &mut impl FnMut(&[Class])) {
    fn step(
        stack: &[Slot],
        at: usize,
        palette: &Palette,
        chosen: &mut Vec<Class>,
        then: &mut dyn FnMut(&[Class]),
    ) {
        let Some(slot) = stack.get(at) else { return then(chosen) };
        if let Some(earlier) = stack[..at].iter().position(|other| other == slot) {
            chosen.push(chosen[earlier]);
            step(stack, at + 1, palette, chosen, then);
            chosen.pop();
            return;
        }
        for class in palette.choices(*slot) {
            if !chosen.contains(&class) {
                chosen.push(class);
                step(stack, at + 1, palette, chosen, then);
                chosen.pop();
            }
        }
    }
    step(stack, 0, palette, chosen, then);
}

/// In every octave where it is playable and clear.
fn place(classes: &[Class], palette: &Palette, policy: &Policy, liking: i32, found: &mut Vec<Candidate>) {
    let held: ClassSet = classes.iter().copied().collect();
    let missing = palette.missing_cost(held);
    let lowest = i32::from(policy.low) + i32::from(Class::new(policy.low.into()).up_to(classes[0]));
    for bottom in (lowest..=i32::from(policy.high)).step_by(12) {
        let Some(keys) = stacked(classes, bottom, policy.high) else { return };
        let keys = &keys[..classes.len()];
        if keys[keys.len() - 1] - keys[0] > policy.span_max
            || rules::is_muddy(keys)
            || rules::is_clash(keys, palette.bass, palette.written)
        {
            continue;
        }
        if let Some(voicing) = Voicing::new(keys) {
            let cost = liking + missing + shape_cost(keys, palette, policy);
            found.push(Candidate { cost, voicing });
        }
    }
}

/// `None` when it would leave the register.
fn stacked(classes: &[Class], bottom: i32, high: u8) -> Option<[u8; NOTES_MAX]> {
    let mut keys = [0; NOTES_MAX];
    let mut key = bottom;
    for (index, class) in classes.iter().enumerate() {
        if index > 0 {
            let up = i32::from(Class::new(key).up_to(*class));
            key += if up == 0 { 12 } else { up };
        }
        keys[index] = u8::try_from(key).ok().filter(|key| *key <= high)?;
    }
    Some(keys)
}

fn shape_cost(keys: &[u8], palette: &Palette, policy: &Policy) -> i32 {
    let class = |key: &u8| Class::new(i32::from(*key));
    let top = keys[keys.len() - 1];
    let from_home = i32::from(top.abs_diff(policy.top)) * PER_SEMITONE_FROM_HOME;
    let is_written = |key: &u8| palette.written.contains(class(key));
    let gaps = keys.windows(2).map(|pair| match pair[1] - pair[0] {
        1 if pair.iter().all(is_written) => SEMITONE_INSIDE,
        1 => SEMITONE_UNWRITTEN,
        0..=10 => 0,
        _ => HOLE,
    });
    let added = keys.iter().filter(|key| !is_written(key)).count() as i32;
    let wanted = if policy.colour == Colour::Plain { 0 } else { ADDED_COLOUR };
    let doubled = (1..keys.len()).filter(|at| keys[..*at].iter().any(|key| class(key) == class(&keys[*at])));
    let doubled_cost =
        doubled.map(|at| if palette.is_tender(class(&keys[at])) { DOUBLED_GUIDE } else { DOUBLED });
    from_home + gaps.sum::<i32>() + added.min(ADDED_COUNTED_MAX) * wanted + doubled_cost.sum::<i32>()
}

/// The chord's notes above each other from a note in the middle of the register, as far as one may.
fn bare(chord: &Chord, policy: &Policy) -> Vec<Candidate> {
    let classes: Vec<Class> = chord.classes().iter().collect();
    let middle = i32::from(policy.low) + i32::from(policy.high.saturating_sub(policy.low)) / 3;
    let from = |class: &Class| middle + i32::from(Class::new(middle).up_to(*class));
    let single = |class: &Class| u8::try_from(from(class)).ok().and_then(|key| Voicing::new(&[key.min(127)]));
    let pairs = classes.iter().flat_map(|low| {
        let above = classes.iter().filter(|high| (3..=9).contains(&low.up_to(**high)));
        above.filter_map(|high| {
            let (low, up) = (from(low), i32::from(low.up_to(*high)));
            Voicing::new(&[u8::try_from(low).ok()?, u8::try_from(low + up).ok()?])
        })
    });
    let all: Vec<Voicing> = pairs.collect();
    let all = if all.is_empty() { classes.iter().filter_map(single).collect() } else { all };
    all.into_iter().map(|voicing| Candidate { cost: 0, voicing }).collect()
}
