//! A phrase's notes find their pitches: chord tones on the beat, thirds and sevenths first, along the phrase's shape.

use music::chord::{Chord, Family};
use music::lane::Lane;
use music::pitch::{Class, ClassSet, Pitch};
use music::time::{TICKS_PER_BEAT, Ticks};

use super::listen::Heard;
use super::phrase::Phrase;
use crate::analyse::Change;
use crate::bass::cell::{Note, Sign};
use crate::bass::search::{self, Arrives, Candidate, Ends, Step};
use crate::scene::Scene;
use crate::sketch::{Stroke, Touch};

/// Where the line is in a window, asked about its first bar.
const HEIGHT: u32 = 32;
const WANDER: i32 = 4;
/// Twelve questions for each place in a bar.
const NOISE: u32 = 4096;
const NOISE_MOST: usize = 7;
/// Each semitone off the shape.
const OFF_SHAPE: i32 = 2;
/// A root says little that the bass does not say.
const ROOT: i32 = 4;
const COLOUR: i32 = 5;
const BETWEEN: i32 = 3;
const BLUE: i32 = 1;
/// Beside a key that somebody holds, where it would be heard: nearly any other way is better.
const RUB: i32 = 60;
/// Every second beat.
const STRONG: i64 = 2 * TICKS_PER_BEAT;
/// One question for each place in a bar.
const APPROACH: u32 = 64;
/// Chords change and a tone may be held over: this near to the change it belongs to the new one.
const EARLY: Ticks = Ticks(480);

pub(super) fn of(scene: &Scene<'_>, heard: &Heard, bar: usize, phrase: &Phrase) -> Vec<Stroke> {
    let sung: Vec<(Note, &Change)> =
        phrase.notes.iter().filter_map(|note| Some((*note, chord_of(scene, bar, note)?))).collect();
    let is_led = |index: &usize| !is_approach(&sung, *index);
    let place = |index: usize| Place {
        scene,
        heard,
        bar,
        note: &sung[index].0,
        is_last: index + 1 == sung.len(),
        height: height(scene, bar) + along(phrase, &sung, index),
        is_landing: phrase.is_landing,
    };
    let led: Vec<usize> = (0..sung.len()).filter(is_led).collect();
    let steps = led.iter().filter_map(|index| {
        let change = sung[*index].1;
        let chord = change.chord.as_ref()?;
        let scale = change.scale_at(scene.bar(bar).start + sung[*index].0.at);
        Some(Step { candidates: candidates(place(*index), chord, scale), arrives: Arrives::Inside })
    });
    let mut keys = vec![None; sung.len()];
    for (index, key) in led.iter().zip(search::cheapest(&steps.collect::<Vec<Step>>(), Ends::default())) {
        keys[*index] = key;
    }
    for index in (0..sung.len()).rev().filter(|index| is_approach(&sung, *index)) {
        keys[index] = approach(place(index), &sung, &keys, index);
    }
    let strokes = sung.iter().zip(keys).filter_map(|((note, change), key)| {
        let until = (change.end - scene.bar(bar).start).max(note.at + EARLY);
        let length = note.length.min(until - note.at).min(scene.bar(bar).length - note.at);
        Some(stroke(scene, note, length, Pitch::new(key?)?))
    });
    strokes.collect()
}

/// On strong beats, and where nothing follows, stands a note of its own.
fn is_approach(sung: &[(Note, &Change)], index: usize) -> bool {
    let note = &sung[index].0;
    note.sign == Sign::Approach && note.at.0 % STRONG != 0 && index + 1 < sung.len()
}

/// From a semitone below, now and then from the scale's step above; of two the first comes from above.
fn approach(place: Place<'_>, sung: &[(Note, &Change)], keys: &[Option<u8>], index: usize) -> Option<u8> {
    /// Of a hundred single ones.
    const FROM_ABOVE_PERCENT: u32 = 35;
    let is_first_of_two = is_approach(sung, index + 1);
    let target = keys[index + if is_first_of_two { 2 } else { 1 }]?;
    let is_second_of_two = index.checked_sub(1).is_some_and(|before| is_approach(sung, before));
    let slot = APPROACH + (place.note.at.0 / 40).clamp(0, 1 << 10) as u32;
    let drawn = place.scene.draw(Lane::Lead, place.bar, slot).percent(FROM_ABOVE_PERCENT);
    let is_from_above = is_first_of_two || (drawn && !is_second_of_two);
    let scale = sung[index].1.scale_at(place.scene.bar(place.bar).start + place.note.at);
    let step_above = [1, 2].into_iter().map(|by| target + by).find(|key| {
        let class = Class::new(i32::from(*key));
        scale.contains(class)
    });
    let key = if is_from_above { step_above.unwrap_or(target + 1) } else { target - 1 };
    let (low, high) = place.scene.style.lead.range;
    Some(key.clamp(low.key(), high.key()))
}

/// The chord that sounds, or the one about to for a long note just before it.
fn chord_of<'a>(scene: &Scene<'a>, bar: usize, note: &Note) -> Option<&'a Change> {
    let at = scene.bar(bar).start + note.at;
    let analysis = scene.analysis;
    let now = analysis.at(at).filter(|change| change.chord.is_some())?;
    let is_about_to_end = now.end - at < EARLY && note.length > EARLY;
    let next = analysis.at(now.end).filter(|next| is_about_to_end && next.chord.is_some());
    Some(next.unwrap_or(now))
}

fn height(scene: &Scene<'_>, bar: usize) -> i32 {
    let plan = scene.bar_plan(bar);
    let first = scene.plan.windows.get(plan.window).map_or(bar, |window| window.start);
    let lift = (i32::from(plan.energy) - 64) / 12;
    i32::from(scene.style.lead.home.key())
        + scene.steady_draw(Lane::Lead, first, HEIGHT).around_zero(WANDER)
        + lift
}

/// The phrase's shape at a note, the shape's four points spread over its notes.
fn along(phrase: &Phrase, sung: &[(Note, &Change)], index: usize) -> i32 {
    let last = sung.len().saturating_sub(1).max(1);
    let point = index * (phrase.shape.len() - 1);
    let (left, part) = (point / last, point % last);
    let right = (left + 1).min(phrase.shape.len() - 1);
    let (from, to) = (phrase.shape[left], phrase.shape[right]);
    from + (to - from) * part as i32 / last as i32
}

#[derive(Clone, Copy)]
struct Place<'a> {
    scene: &'a Scene<'a>,
    heard: &'a Heard,
    bar: usize,
    note: &'a Note,
    is_last: bool,
    height: i32,
    is_landing: bool,
}

impl Place<'_> {
    /// Between the beats a short note may brush past another.
    fn rubs(&self, key: u8) -> bool {
        let is_heard = self.note.at.0 % TICKS_PER_BEAT == 0 || self.note.length.0 >= TICKS_PER_BEAT;
        is_heard && self.heard.rubs(key, &(self.note.at..self.note.at + self.note.length))
    }
}

fn candidates(place: Place<'_>, chord: &Chord, scale: ClassSet) -> Vec<Candidate> {
    let (low, high) = place.scene.style.lead.range;
    let guides: ClassSet = chord.guide_tones().iter().map(|tone| tone.class).collect();
    let tones = chord.classes();
    let cost_of = |class: Class| {
        let is_strong = place.note.at.0 % STRONG == 0;
        let is_free = place.note.sign == Sign::Walk && !is_strong && !place.is_last;
        let root = chord.root().class();
        let cost = match (tones.contains(class), scale.contains(class)) {
            _ if place.is_landing => (class == root || guides.contains(class)).then_some(0)?,
            (true, _) if guides.contains(class) => 0,
            (true, _) if class == root => ROOT,
            (true, _) => COLOUR - 2,
            _ if is_free && place.scene.style.lead.is_blue && is_blue(chord, class) => BLUE,
            (false, true) if is_free => BETWEEN,
            (false, true | false) => return None,
        };
        Some(cost + noise(place, class))
    };
    let costs: Vec<Option<i32>> = (0..12).map(|class| cost_of(Class::new(class))).collect();
    let keys = (low.key()..=high.key()).filter_map(|key| {
        let away = (i32::from(key) - place.height).abs();
        let rub = if place.rubs(key) { RUB } else { 0 };
        Some(Candidate::note(key, costs[usize::from(key % 12)]? + away * OFF_SHAPE + rub))
    });
    keys.collect()
}

/// The minor third and the flat fifth of a dominant chord.
fn is_blue(chord: &Chord, class: Class) -> bool {
    chord.family() == Family::Dominant && matches!(chord.root().class().up_to(class), 3 | 6)
}

fn noise(place: Place<'_>, class: Class) -> i32 {
    let place_in_bar = (place.note.at.0 / 40).clamp(0, 1 << 16) as u32;
    let slot = NOISE + place_in_bar * 12 + u32::from(class.semitones());
    place.scene.draw(Lane::Lead, place.bar, slot).below(NOISE_MOST) as i32
}

fn stroke(scene: &Scene<'_>, note: &Note, length: Ticks, pitch: Pitch) -> Stroke {
    let is_strong = note.at.0 % TICKS_PER_BEAT == 0;
    let is_long = length >= Ticks(TICKS_PER_BEAT);
    let lean = if is_long {
        6
    } else if is_strong {
        2
    } else {
        -5
    };
    let velocity = (i32::from(scene.style.lead.velocity) + lean).clamp(1, 127) as u8;
    let importance = if is_long {
        96
    } else if is_strong {
        76
    } else {
        56
    };
    let mut stroke = Stroke::new(note.at, length, pitch, velocity, importance);
    stroke.touch = Touch::Plain;
    stroke
}
