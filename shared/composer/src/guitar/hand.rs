//! The right hand: gestures become notes on strings, one after another, each ending what its string played before.

use music::lane::Lane;
use music::pitch::{Class, Pitch};
use music::time::{Micros, TICKS_PER_BEAT, Ticks};

use super::bar::{Event, Events, What};
use super::cell::{Boogie, Direction, Gesture};
use super::grips;
use super::neck::{FRET_MAX, RightHand, STRINGS, Shape, TUNING};
use super::questions;
use super::weight;
use crate::scene::Scene;
use crate::sketch::Stroke;

/// A stroke over all strings is still one sound within this time.
const STRUM_MICROS_MAX: i32 = 70_000;
/// Fingers that close together still roll a little.
const ROLL_MICROS: i32 = 3_000;
/// A scratch is over at once.
const DEAD_MICROS: i64 = 35_000;
/// A palm lets so much of a step ring.
const MUTED_PERCENT: i64 = 60;
/// Shorter, and a synthesiser clicks.
const SHORTEST: Ticks = Ticks(20);

/// A pick that goes through the strings loses force at each.
const FORCE_LOST_PER_STRING: i32 = 2;
/// A strum is told by its first and last string.
const INSIDE: i32 = 14;
/// So many strings an accent, a light stroke back, a closed palm get hold of.
const STRINGS_ACCENT: usize = 4;
const STRINGS_LIGHT: usize = 3;
const STRINGS_MUTED_ACCENT: usize = 3;
const STRINGS_MUTED: usize = 2;
/// Three fingers beside the thumb.
const FINGERS_MAX: usize = 3;
/// A light downstroke sometimes misses the bass of a full chord: how often in a hundred.
const MISSES_BASS_PERCENT: u32 = 40;

/// A string that is touched, and how.
#[derive(Clone, Copy, Debug)]
struct Touched {
    string: usize,
    pitch: Pitch,
    offset: Micros,
    velocity: i32,
    importance: i32,
}

pub(super) fn strokes(scene: &Scene<'_>, bar: usize, events: &Events) -> Vec<Stroke> {
    let mut hand = Hand { scene, bar, strokes: Vec::new(), ringing: [None; STRINGS], shape: Shape::SILENT };
    for (index, event) in events.all.iter().enumerate() {
        let next = events.all[index + 1..].iter().map(|event| event.at).find(|at| *at > event.at);
        hand.take(event, index, next.unwrap_or(events.end), events.step);
    }
    hand.damp(events.end);
    hand.strokes.sort_by_key(|stroke| (stroke.at, stroke.offset, stroke.pitch));
    hand.strokes
}

struct Hand<'s, 'a> {
    scene: &'s Scene<'a>,
    bar: usize,
    strokes: Vec<Stroke>,
    /// The stroke that each string is sounding.
    ringing: [Option<usize>; STRINGS],
    shape: Shape,
}

impl Hand<'_, '_> {
    /// Nothing it strikes outlasts the next event on another shape, so what sounds is never more than one grip; what has
    /// no room to sound before that is not struck.
    fn take(&mut self, event: &Event, index: usize, next: Ticks, step: Ticks) {
        let What::Play { gesture, shape, .. } = event.what else { return self.damp(event.at) };
        let is_scratch = matches!(gesture, Gesture::Dead { .. });
        if shape != self.shape || is_scratch {
            self.damp(event.at);
        }
        self.shape = shape;
        if next - event.at < SHORTEST {
            return;
        }
        let touched = self.touched(event, index, next);
        let length = self.length(gesture, event.at, next, step);
        if matches!(gesture, Gesture::Thumb | Gesture::ThumbOther | Gesture::Boogie(_)) {
            self.lift_thumb(event.at);
        }
        for touched in touched {
            self.end_string(touched.string, event.at, touched.offset);
            let mut stroke = Stroke::new(
                event.at,
                length.unwrap_or(Ticks::ZERO),
                touched.pitch,
                touched.velocity.clamp(1, 127) as u8,
                touched.importance.clamp(1, 127) as u8,
            );
            stroke.offset = touched.offset;
            stroke.touch = gesture.touch();
            if length.is_none() {
                self.ringing[touched.string] = Some(self.strokes.len());
            }
            self.strokes.push(stroke);
        }
    }

    /// The thumb leaves the string it played: the lowest of the shape, or one beside it.
    fn lift_thumb(&mut self, at: Ticks) {
        let lowest = self.shape.notes().next().map(|(string, _)| string);
        for string in 0..STRINGS {
            if self.shape.frets[string].is_none() || Some(string) == lowest {
                self.end_string(string, at, Micros(0));
            }
        }
    }

    /// What is short by its nature; `None` rings until something ends it.
    fn length(&self, gesture: Gesture, at: Ticks, next: Ticks, step: Ticks) -> Option<Ticks> {
        let room = next - at;
        match gesture {
            Gesture::Dead { .. } => {
                Some(grips::ticks(self.scene, self.bar, DEAD_MICROS).max(SHORTEST).min(room))
            }
            Gesture::Muted { .. } => Some(Ticks(step.0 * MUTED_PERCENT / 100).max(SHORTEST).min(room)),
            Gesture::Strum { .. }
            | Gesture::Thumb
            | Gesture::ThumbOther
            | Gesture::Fingers
            | Gesture::Grip
            | Gesture::Pinch
            | Gesture::String(_)
            | Gesture::Boogie(_) => None,
        }
    }

    fn damp(&mut self, at: Ticks) {
        for string in 0..STRINGS {
            self.end_string(string, at, Micros(0));
        }
    }

    /// Hands are late by their offsets: a note that began late ends so much sooner, so that no two meet on a string.
    fn end_string(&mut self, string: usize, at: Ticks, offset: Micros) {
        let Some(index) = self.ringing[string].take() else { return };
        let older = &mut self.strokes[index];
        let late = i64::from(older.offset.0) - i64::from(offset.0);
        let less = grips::ticks(self.scene, self.bar, late.max(0));
        older.length = (at - older.at - less).max(SHORTEST.min(at - older.at)).max(Ticks(1));
    }

    fn touched(&self, event: &Event, index: usize, next: Ticks) -> Vec<Touched> {
        let What::Play { gesture, shape, change, is_new, is_last } = event.what else { return Vec::new() };
        let notes = self.strings(gesture, shape, change, index);
        let count = notes.len();
        let gap = match is_last {
            true => self.gap(gesture, count, Ticks(TICKS_PER_BEAT), true),
            false => self.gap(gesture, count, next - event.at, false),
        };
        let force = weight::force(self.scene, self.bar, gesture, event.at, index);
        let importance = weight::importance(gesture, event.at, is_new);
        let touch = |(order, (string, pitch)): (usize, (usize, Pitch))| {
            let is_outer = order == 0 || order + 1 == count;
            Touched {
                string,
                pitch,
                offset: Micros((order as i32 - 1).max(if gap > ROLL_MICROS { -1 } else { 0 }) * gap),
                velocity: force - FORCE_LOST_PER_STRING * order as i32,
                importance: importance - if is_outer { 0 } else { INSIDE },
            }
        };
        notes.into_iter().enumerate().map(touch).collect()
    }

    /// Which strings in which order.
    fn strings(&self, gesture: Gesture, shape: Shape, change: usize, index: usize) -> Vec<(usize, Pitch)> {
        let all: Vec<(usize, Pitch)> = shape.notes().collect();
        let top = |count: usize| all[all.len().saturating_sub(count)..].to_vec();
        let lowest = || all.iter().take(1).copied().collect::<Vec<_>>();
        match gesture {
            Gesture::Strum { direction: Direction::Down, accent } => {
                let draw = self.scene.draw(Lane::Guitar, self.bar, questions::LIGHT.of(index));
                let skips_bass = !accent && all.len() > STRINGS_ACCENT && draw.percent(MISSES_BASS_PERCENT);
                all[usize::from(skips_bass)..].to_vec()
            }
            Gesture::Strum { direction: Direction::Up, accent } => {
                top(if accent { STRINGS_ACCENT } else { STRINGS_LIGHT }).into_iter().rev().collect()
            }
            Gesture::Dead { accent } => top(if accent { STRINGS_ACCENT } else { STRINGS_LIGHT }),
            Gesture::Muted { accent } => {
                all.iter().take(if accent { STRINGS_MUTED_ACCENT } else { STRINGS_MUTED }).copied().collect()
            }
            Gesture::Thumb => lowest(),
            Gesture::ThumbOther => self.other_bass(shape, change).map_or_else(lowest, |note| vec![note]),
            Gesture::Fingers => top(FINGERS_MAX),
            Gesture::Grip => {
                lowest().into_iter().chain(top(all.len().saturating_sub(1).min(FINGERS_MAX))).collect()
            }
            Gesture::Pinch => lowest().into_iter().chain(all.iter().skip(1).last().copied()).collect(),
            Gesture::String(number) => {
                let place =
                    all.len().saturating_sub(usize::from(number)).max(usize::from(all.len() > FINGERS_MAX));
                all.get(place).into_iter().copied().collect()
            }
            Gesture::Boogie(boogie) => self.boogie(&all, boogie, change),
        }
    }

    /// The fifth on a thick string that the shape leaves free and a finger can reach.
    fn other_bass(&self, shape: Shape, change: usize) -> Option<(usize, Pitch)> {
        let chord = self.scene.analysis.changes[change].chord?;
        let fifth = chord.tones().into_iter().find(|tone| tone.degree.number == 5)?.class;
        let free = (0..3).filter(|string| shape.frets[*string].is_none());
        let reached = free.filter_map(|string| with_class(shape, string, fifth).map(|fret| (string, fret)));
        let (string, fret) = reached.min_by_key(|(_, fret)| *fret)?;
        let pitch = Pitch::new(TUNING[string] + fret)?;
        shape.lowest().filter(|lowest| pitch.key().abs_diff(lowest.key()) < 12).map(|_| (string, pitch))
    }

    /// The root, and above it what the little finger does where the chord allows.
    fn boogie(&self, all: &[(usize, Pitch)], boogie: Boogie, change: usize) -> Vec<(usize, Pitch)> {
        let pair: Vec<(usize, Pitch)> = all.iter().take(2).copied().collect();
        let [(low, root), (string, fifth)] = pair[..] else { return pair };
        let wanted: &[i32] = match boogie {
            Boogie::Fifth => &[],
            Boogie::Sixth => &[2],
            Boogie::Seventh => &[3, 2],
        };
        let raised = wanted.iter().filter_map(|semitones| fifth.transposed(*semitones));
        let can =
            |pitch: &Pitch| self.suits(change, pitch.class()) && holds(&[(low, root), (string, *pitch)]);
        let upper = raised.filter(|_| string == low + 1).find(can).unwrap_or(fifth);
        vec![(low, root), (string, upper)]
    }

    fn suits(&self, change: usize, class: Class) -> bool {
        let change = &self.scene.analysis.changes[change];
        change.chord.is_some_and(|chord| {
            chord.classes().contains(class) || chord.tensions().iter().any(|tone| tone.class == class)
        })
    }

    /// Microseconds from string to string.
    fn gap(&self, gesture: Gesture, count: usize, room: Ticks, is_last: bool) -> i32 {
        let (fast, slow) = self.scene.style.guitar.strum_millis;
        let millis = match gesture {
            Gesture::Strum { .. } | Gesture::Grip | Gesture::Pinch if is_last => slow,
            Gesture::Strum { accent: true, .. } | Gesture::Dead { .. } | Gesture::Muted { .. } => fast,
            Gesture::Strum { accent: false, .. } => fast.midpoint(slow),
            Gesture::Boogie(_) => fast,
            Gesture::Thumb
            | Gesture::ThumbOther
            | Gesture::Fingers
            | Gesture::Grip
            | Gesture::Pinch
            | Gesture::String(_) => return ROLL_MICROS,
        };
        let gaps = count.saturating_sub(1).max(1) as i32;
        let half_room =
            (grips::micros(self.scene, self.bar, room) / 2).clamp(0, i64::from(STRUM_MICROS_MAX)) as i32;
        (millis as i32 * 1_000).min(half_room / gaps)
    }
}

/// A fret on a free string that sounds the class and that the hand can add to the shape.
fn with_class(shape: Shape, string: usize, class: Class) -> Option<u8> {
    let open = Class::new(i32::from(TUNING[string]));
    let frets = [open.up_to(class), open.up_to(class) + 12];
    frets.into_iter().find(|fret| {
        let mut more = shape;
        more.frets[string] = Some(*fret);
        *fret <= FRET_MAX && more.fault(RightHand::Plucks).is_none()
    })
}

fn holds(notes: &[(usize, Pitch)]) -> bool {
    let mut shape = Shape::SILENT;
    for (string, pitch) in notes {
        shape.frets[*string] = pitch.key().checked_sub(TUNING[*string]);
    }
    shape.fault(RightHand::Plucks).is_none()
}
