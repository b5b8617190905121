//! A human drummer has two hands and two feet.

use music::pitch::Pitch;
use music::time::Ticks;

use crate::sketch::Stroke;

const HANDS: usize = 2;
const FEET: usize = 2;
/// In General MIDI: the two bass drums and the hi-hat's pedal.
const BY_FOOT: [u8; 3] = [35, 36, 44];

pub(crate) fn is_by_foot(pitch: Pitch) -> bool {
    BY_FOOT.contains(&pitch.key())
}

/// Of what sounds at once the most important stays.
pub(super) fn mended(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    let first_to_stay = |stroke: &Stroke| {
        let weight = (stroke.importance, stroke.velocity, stroke.pitch);
        (stroke.at, std::cmp::Reverse(weight))
    };
    strokes.sort_by_key(first_to_stay);
    let (mut at, mut hands, mut feet) = (None::<Ticks>, 0, 0);
    strokes.retain(|stroke| {
        if at != Some(stroke.at) {
            (at, hands, feet) = (Some(stroke.at), 0, 0);
        }
        let (used, most) = if is_by_foot(stroke.pitch) { (&mut feet, FEET) } else { (&mut hands, HANDS) };
        *used += 1;
        *used <= most
    });
    strokes
}
