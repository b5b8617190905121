//! Which pitches a note may have and what each costs: the chord, the beat, the register and a little chance.

use music::lane::Lane;
use music::pitch::Class;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::cell::Sign;
use super::ground::Ground;
use super::manner::{Line, Manner};
use super::search::{Arrives, Candidate, Step};
use super::slots::Slot;
use crate::scene::Scene;

/// Each place of a bar has twelve questions of its own, one for each pitch class.
const NOISE: u32 = 4096;
/// Chance decides between notes that a player would find about as good.
const WALK_NOISE: usize = 12;
const LINE_NOISE: usize = 14;
const NAMED_NOISE: usize = 3;

/// What other chord tones cost where the line may choose to stand on one instead of the root.
const NOT_THE_ROOT: i32 = 9;
/// And a seventh or another tone besides the third and the fifth.
const LESS_FIRM: i32 = 9;
/// What the root costs when the chord was there before.
const SAID_BEFORE: i32 = 10;
/// Semitones around where the line should be that cost nothing, and what each further one costs.
const AT_EASE: i32 = 5;
const OUT_OF_THE_WAY: i32 = 2;
/// Landing notes are low: each semitone above the lowest one.
pub(super) const LOW_AT_THE_END: i32 = 3;

/// Everything that the choice of a note's pitches depends on.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) slot: &'a Slot,
    pub(super) ground: Option<&'a Ground>,
    /// The bass note under the hand, for riffs.
    pub(super) hand: Option<u8>,
    /// Where the line should be.
    pub(super) height: u8,
    /// The chord's bass note is the last chord's too.
    pub(super) is_pedal: bool,
    /// If it is an octave, none over a root that was heard: the first note of a chord, or one that goes down from there.
    pub(super) is_top: bool,
    /// The root under the hand was heard a bar ago at most: what is played over it goes on from there.
    pub(super) is_told: bool,
    /// What follows is a step away from being anything else.
    pub(super) leads_on: bool,
}

pub(super) fn step(place: Place<'_>) -> Step {
    Step { candidates: candidates(place), arrives: arrives(place) }
}

fn arrives(place: Place<'_>) -> Arrives {
    let is_free = match place.slot.sign {
        Sign::Line | Sign::Walk | Sign::Tone | Sign::Approach | Sign::Fixed(_) => true,
        Sign::Bass
        | Sign::Degree(_)
        | Sign::Octave
        | Sign::Pop
        | Sign::FifthBelow
        | Sign::Ahead
        | Sign::Kick
        | Sign::Dead => false,
    };
    match (place.slot.is_new, is_free, place.slot.at == Ticks::ZERO) {
        (true, true, _) => Arrives::AtChange,
        (true, false, _) if !place.is_pedal => Arrives::AtChange,
        (true | false, false, _) => Arrives::Stated,
        (false, true, true) => Arrives::AtBarLine,
        (false, true, false) => Arrives::Inside,
    }
}

fn candidates(place: Place<'_>) -> Vec<Candidate> {
    if let Sign::Fixed(pitch) = place.slot.sign {
        return vec![Candidate::note(pitch.key(), 0)];
    }
    let Some(ground) = place.ground else { return Vec::new() };
    if let Some(keys) = in_hand(place, ground) {
        let root = place.hand.filter(|_| place.is_told);
        let candidate = |(key, cost)| Candidate { root, ..Candidate::note(key, cost) };
        return keys.into_iter().map(candidate).collect();
    }
    let (low, high) = reach(place);
    let class_costs = (0..12).map(|semitones| class_cost(place, ground, Class::new(semitones)));
    let class_costs: Vec<Option<(i32, bool)>> = class_costs.collect();
    let keys = (low..=high).filter_map(|key| {
        let (cost, is_outside) = class_costs[usize::from(key % 12)]?;
        Some(Candidate { is_outside, ..Candidate::note(key, cost + register(place, key)) })
    });
    keys.collect()
}

/// An octave to either side: from everywhere there every class is near.
const FAR: u8 = 12;

/// The keys a note may have: within an octave of the line, where a class has at least one.
fn reach(place: Place<'_>) -> (u8, u8) {
    let (low, high) = keys(&place.scene.style.bass);
    let is_landing = place.scene.bar_plan(place.slot.bar).is_landing();
    match place.slot.sign {
        _ if is_landing => (low, high),
        Sign::Walk | Sign::Tone | Sign::Line | Sign::Approach => (
            place.height.saturating_sub(FAR).clamp(low, high - 12),
            place.height.saturating_add(FAR).clamp(low + 12, high),
        ),
        Sign::Bass
        | Sign::Degree(_)
        | Sign::Octave
        | Sign::Pop
        | Sign::FifthBelow
        | Sign::Ahead
        | Sign::Kick
        | Sign::Dead
        | Sign::Fixed(_) => (low, high),
    }
}

pub(super) fn keys(manner: &Manner) -> (u8, u8) {
    (manner.range.0.key(), manner.range.1.key())
}

fn register(place: Place<'_>, key: u8) -> i32 {
    let plan = place.scene.bar_plan(place.slot.bar);
    let (low, _) = keys(&place.scene.style.bass);
    if plan.is_landing() {
        return i32::from(key - low) * LOW_AT_THE_END;
    }
    (i32::from(key.abs_diff(place.height)) - AT_EASE).max(0) * OUT_OF_THE_WAY
}

/// A degree under the hand instead of above it: for lines that go down into the next chord.
const UNDER_THE_HAND: i32 = 60;
/// The root an octave above the hand, which comes down after it: where no other way leads from a high figure to a low one.
const OUT_OF_HAND: i32 = 120;
/// An octave that stays down: what follows would be too far from it.
const OCTAVE_GIVEN_UP: i32 = 869;
/// As the top of a line, which is the same line further down, that is less of a loss.
const TOP_GIVEN_UP: i32 = 60;

/// The keys of a degree where the hand is, with what each costs; `None` for what the search finds.
fn in_hand(place: Place<'_>, ground: &Ground) -> Option<Vec<(u8, i32)>> {
    let hand = place.hand.filter(|_| place.scene.style.bass.line == Line::Riff)?;
    let (low, _) = keys(&place.scene.style.bass);
    let above = |class: Class| hand.saturating_add(ground.bass.up_to(class));
    let on_neck = |key: u8| on_neck(key, &place.scene.style.bass);
    let options = match place.slot.sign {
        Sign::Bass | Sign::Line | Sign::Kick | Sign::Ahead => {
            vec![(hand, 0), (on_neck(hand.saturating_add(12)), OUT_OF_HAND)]
        }
        Sign::Octave | Sign::Pop => {
            let given_up = if place.is_top { TOP_GIVEN_UP } else { OCTAVE_GIVEN_UP };
            vec![(on_neck(hand.saturating_add(12)), 0), (hand, given_up)]
        }
        Sign::Degree(number) => {
            let key = on_neck(above(ground.degree(number)));
            vec![(key, 0), (key.saturating_sub(12), UNDER_THE_HAND)]
        }
        Sign::FifthBelow => {
            let down = ground.fifth.up_to(ground.bass);
            let is_there = hand.saturating_sub(down) >= low;
            vec![(if is_there { hand - down } else { on_neck(above(ground.fifth)) }, 0)]
        }
        Sign::Tone | Sign::Walk | Sign::Approach | Sign::Dead | Sign::Fixed(_) => return None,
    };
    let mut options: Vec<(u8, i32)> = options.into_iter().filter(|(key, _)| *key >= low).collect();
    options.dedup_by_key(|(key, _)| *key);
    Some(options)
}

/// The root is played itself, where the hand is.
pub(super) fn tells(slot: &Slot) -> bool {
    match slot.sign {
        Sign::Bass | Sign::Line | Sign::Ahead | Sign::Kick => true,
        Sign::Degree(_)
        | Sign::Octave
        | Sign::Pop
        | Sign::FifthBelow
        | Sign::Tone
        | Sign::Walk
        | Sign::Approach
        | Sign::Dead
        | Sign::Fixed(_) => false,
    }
}

/// How far above the hand a figure ends; a search goes where it likes.
fn climb(slot: &Slot, ground: Option<&Ground>) -> u8 {
    match slot.sign {
        Sign::Degree(number) => ground.map_or(0, |ground| ground.bass.up_to(ground.degree(number))),
        Sign::Octave | Sign::Pop => 12,
        Sign::Bass
        | Sign::Line
        | Sign::FifthBelow
        | Sign::Tone
        | Sign::Walk
        | Sign::Approach
        | Sign::Ahead
        | Sign::Kick
        | Sign::Dead
        | Sign::Fixed(_) => 0,
    }
}

/// The last note of a figure that ends with this slot, for a hand on this key.
pub(super) fn top(slot: &Slot, ground: Option<&Ground>, hand: u8, manner: &Manner) -> u8 {
    on_neck(hand.saturating_add(climb(slot, ground)), manner)
}

/// What would be above the neck is an octave below.
fn on_neck(key: u8, manner: &Manner) -> u8 {
    let (_, high) = keys(manner);
    if key > high { key.saturating_sub(12) } else { key }
}

/// What a class costs here, and whether it is outside the scale; `None` for what is not played.
fn class_cost(place: Place<'_>, ground: &Ground, class: Class) -> Option<(i32, bool)> {
    let is_tone = ground.tones.contains(class);
    let is_outside = !ground.scale.contains(class);
    let named = |wanted: Class| (class == wanted).then(|| noise(place, class, NAMED_NOISE));
    let cost = match place.slot.sign {
        Sign::Bass | Sign::Octave | Sign::Pop | Sign::Ahead | Sign::Kick | Sign::Dead => named(ground.bass)?,
        Sign::Degree(number) => named(ground.degree(number))?,
        Sign::FifthBelow => named(ground.fifth)?,
        Sign::Line if class == ground.bass => {
            noise(place, class, LINE_NOISE) + if place.slot.is_new { 0 } else { SAID_BEFORE }
        }
        Sign::Line if is_tone && !ground.is_slash => {
            let stands = class == ground.fifth || class == ground.third;
            NOT_THE_ROOT + if stands { 0 } else { LESS_FIRM } + noise(place, class, LINE_NOISE)
        }
        Sign::Line => return None,
        Sign::Tone => is_tone.then(|| noise(place, class, WALK_NOISE))?,
        Sign::Walk => walking(place, ground, class)? + noise(place, class, WALK_NOISE),
        Sign::Approach => i32::from(is_outside) + noise(place, class, WALK_NOISE),
        Sign::Fixed(_) => return None,
    };
    // An approach may be anything, as long as it arrives.
    Some((cost, is_outside && place.slot.sign != Sign::Approach))
}

/// On a strong beat a walking line stands on root, third or fifth; the seventh stands less firmly, and what is between
/// chord tones leans on one.
const STRONG_SEVENTH: i32 = 4;
const STRONG_BETWEEN: i32 = 9;
/// On a weak one it is on its way: the root was said, another chord tone is fine, a note of the scale leads on as well as
/// the root would, and one outside it must be worth it.
const WEAK_ROOT: i32 = 5;
const WEAK_TONE: i32 = 2;
const WEAK_BETWEEN: i32 = 5;
const WEAK_OUTSIDE: i32 = 12;

/// Chord tones stand on the strong beats; between them everything that leads somewhere.
fn walking(place: Place<'_>, ground: &Ground, class: Class) -> Option<i32> {
    let is_strong = place.slot.at.0 % STRONG.0 == 0;
    let is_tone = ground.tones.contains(class);
    let is_outside = !ground.scale.contains(class);
    match (is_strong, is_tone, is_outside) {
        (true, true, _) if class == ground.bass || class == ground.fifth || class == ground.third => Some(0),
        (true, true, _) => Some(STRONG_SEVENTH),
        (true, false, false) => Some(STRONG_BETWEEN),
        (true, false, true) => None,
        (false, true, _) if class == ground.bass => Some(WEAK_ROOT),
        (false, true, _) => Some(WEAK_TONE),
        (false, false, false) => Some(WEAK_BETWEEN),
        (false, false, true) => place.leads_on.then_some(WEAK_OUTSIDE),
    }
}

/// Every second beat.
const STRONG: Ticks = Ticks(2 * TICKS_PER_BEAT);

fn noise(place: Place<'_>, class: Class, most: usize) -> i32 {
    let place_in_bar = (place.slot.at.0 / 40).clamp(0, 1 << 16) as u32;
    let slot = NOISE + place_in_bar * 12 + u32::from(class.semitones());
    place.scene.draw(Lane::Bass, place.slot.bar, slot).below(most) as i32
}
