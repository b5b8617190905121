//! One end of a bridge: how dense, how high, how loud and on which harmony a clip ends or begins.

use music::clip::{Clip, Note};
use music::pitch::{ClassSet, Pitch};
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::analyse::Change;

/// What a listener has in the ear: two bars of common time.
const HEARD: Ticks = Ticks(8 * TICKS_PER_BEAT);
/// Thirty-seconds: nobody plays denser, and a bridge need not either.
pub(super) const DENSITY_MAX: i64 = 8 * SCALE;
/// Two hands' worth.
pub(super) const VOICES_MAX: i64 = 8;
/// Parts of one in which averages are counted.
pub(super) const SCALE: i64 = 256;

pub(super) struct Side<'a> {
    /// What is heard of the clip, in order.
    pub(super) notes: &'a [Note],
    /// Where in the clip the bridge stands: its end, or its start.
    pub(super) seam: Ticks,
    /// Onsets in a beat.
    pub(super) density: i64,
    /// Notes of an onset.
    pub(super) voices: i64,
    /// Keys of the highest and the lowest note of an onset.
    pub(super) high: i64,
    pub(super) low: i64,
    pub(super) velocity: i64,
    pub(super) harmony: ClassSet,
}

impl<'a> Side<'a> {
    pub(super) fn ending(clip: &'a Clip, change: Option<&Change>) -> Side<'a> {
        let heard = clip.length().min(HEARD);
        let first = clip.notes().partition_point(|note| note.start < clip.length() - heard);
        Side::new(&clip.notes()[first..], clip.length(), heard, change)
    }

    pub(super) fn beginning(clip: &'a Clip, change: Option<&Change>) -> Side<'a> {
        let heard = clip.length().min(HEARD);
        let after = clip.notes().partition_point(|note| note.start < heard);
        Side::new(&clip.notes()[..after], Ticks::ZERO, heard, change)
    }

    fn new(notes: &'a [Note], seam: Ticks, heard: Ticks, change: Option<&Change>) -> Side<'a> {
        let onsets: Vec<&[Note]> = notes.chunk_by(|one, next| one.start == next.start).collect();
        let count = (onsets.len() as i64).max(1);
        let mean =
            |of: &dyn Fn(&[Note]) -> i64| onsets.iter().map(|onset| of(onset)).sum::<i64>() * SCALE / count;
        let key = |note: Option<&Note>| note.map_or(0, |note| i64::from(note.pitch.key()));
        let velocities: i64 = notes.iter().map(|note| i64::from(note.velocity)).sum();
        // A clip shorter than a beat says little about beats.
        let span = heard.0.max(TICKS_PER_BEAT);
        Side {
            notes,
            seam,
            density: (onsets.len() as i64 * TICKS_PER_BEAT * SCALE / span).min(DENSITY_MAX),
            voices: mean(&|onset| onset.len() as i64).min(VOICES_MAX * SCALE),
            high: mean(&|onset| key(onset.last())),
            low: mean(&|onset| key(onset.first())),
            velocity: velocities * SCALE / (notes.len() as i64).max(1),
            harmony: harmony(notes, change),
        }
    }

    pub(super) fn is_silent(&self) -> bool {
        self.notes.is_empty()
    }

    /// The keys of the first onset, from low to high.
    pub(super) fn first_keys(&self) -> Vec<Pitch> {
        let first = self.notes.first().map(|note| note.start);
        let together = self.notes.iter().take_while(|note| Some(note.start) == first);
        let mut keys: Vec<Pitch> = together.map(|note| note.pitch).collect();
        keys.dedup();
        keys
    }
}

/// The chord's notes; without one, what sounds longest in the notes themselves.
fn harmony(notes: &[Note], change: Option<&Change>) -> ClassSet {
    /// A chord with its seventh.
    const CLASSES: usize = 4;
    if let Some(change) = change {
        return change.chord.map_or(change.scale, |chord| chord.classes());
    }
    let mut weights = [(0i64, 0u8); 12];
    for note in notes {
        let weight = &mut weights[usize::from(note.pitch.class().semitones())];
        // The shortest note is heard too, and one that rings on for the whole song is not heard more than a bar.
        weight.0 += note.length.0.clamp(1, 4 * TICKS_PER_BEAT);
    }
    for (class, weight) in weights.iter_mut().enumerate() {
        weight.1 = class as u8;
    }
    weights.sort_by_key(|(weight, class)| (std::cmp::Reverse(*weight), *class));
    let heard = weights.iter().take(CLASSES).filter(|(weight, _)| *weight > 0);
    heard.map(|(_, class)| music::pitch::Class::new(i32::from(*class))).collect()
}
