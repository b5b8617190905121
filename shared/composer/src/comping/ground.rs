//! What the left hand plays where nobody else is below: the note that the chord stands on, a fifth or more under the rest.

use music::chord::Chord;
use music::lane::Lane;
use music::pitch::{Class, Pitch};

use crate::arrange;
use crate::scene::Scene;
use crate::voicing::{Form, HAND_SPAN_MAX, Policy, Voicing, is_muddy};

/// So far under the register of chords the bass lies at least: nothing close is clear down there.
const BELOW: i32 = 7;
const OCTAVE: i32 = 12;
/// The lowest key that sounds like a note.
const LOWEST: i32 = 24;
/// What one hand takes beside a bass that the other has.
const RIGHT_HAND: (usize, usize) = (3, 4);
/// How gladly a hand takes a plain triad, where a style has no shape for one hand.
const PLAIN_LIKING: u8 = 3;

/// Neither a bass nor a guitar is in the band: whoever plays keys is heard from the bottom up.
pub(super) fn is_needed(scene: &Scene<'_>) -> bool {
    ![Lane::Bass, Lane::Guitar].into_iter().any(|lane| arrange::has(scene.brief, lane))
}

/// The shapes that one hand holds.
pub(super) fn for_one_hand(policy: Policy) -> Policy {
    let mut forms = policy.forms;
    for plain in [Form::Triad, Form::Close] {
        if !forms.iter().any(|(form, _)| *form == plain) {
            forms.push((plain, PLAIN_LIKING));
        }
    }
    let (fewest, most) = policy.voices;
    let voices = (fewest.min(RIGHT_HAND.0), most.min(RIGHT_HAND.1));
    Policy { forms, voices, span_max: HAND_SPAN_MAX, ..policy }
}

/// As near under the register of chords as is clear beside what the right hand holds.
pub(crate) fn under(chord: &Chord, voicing: &Voicing, low: u8) -> Option<Pitch> {
    let high = i32::from(low) - BELOW;
    let class = chord.bass().class();
    let nearest = high - i32::from(class.up_to(Class::new(high)));
    let is_clear = |key: &i32| {
        let mut keys = vec![u8::try_from(*key).unwrap_or_default()];
        keys.extend(voicing.keys());
        !is_muddy(&keys)
    };
    let key = [nearest, nearest - OCTAVE].into_iter().filter(|key| *key >= LOWEST).find(is_clear)?;
    Pitch::new(u8::try_from(key).ok()?)
}
