//! Hits become strokes: which fingers, how hard, how long, and which notes one would miss most.

use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, TICKS_PER_BEAT, Ticks};

use super::grid::{Force, Part};
use super::rhythm::Hit;
use crate::arrange::Landing;
use crate::scene::Scene;
use crate::sketch::{Stroke, Touch};
use crate::voicing::{Voiced, Voicing};

const HAND: u32 = 200;
/// Fingers of a rolled chord follow each other by this.
const ROLL: i32 = 17_000;
/// A hand's own unevenness of touch, in either direction.
const UNEVEN: i32 = 3;
/// How many hits of a bar are uneven each in its own way.
const UNEVEN_HITS: u32 = 64;

/// How hard, beside what the style and the energy ask for. A ghost is felt rather than heard, an accent stands out
/// without breaking the chord.
const GHOSTED: i32 = -18;
const ACCENTED: i32 = 11;
/// Fingers fall a little heavier with the foot.
const ON_BEAT: i32 = 2;
const OFF_BEAT: i32 = -1;
/// Who fades out is no louder than the hall.
const FADED: i32 = -20;
/// The top line sings, the middle stays under it.
const TOP_VOICE: i32 = 4;
const INNER_VOICE: i32 = -4;

/// Importances: what stays when the music is thinned. What the rhythm cannot do without, then accents, strokes on the
/// beat, off it, single notes of a broken chord, which the pedal holds anyway, ghosts.
const BONE: u8 = 120;
const ACCENT: u8 = 96;
const PLAIN_ON_BEAT: u8 = 88;
const PLAIN_OFF_BEAT: u8 = 72;
const BROKEN: u8 = 60;
const GHOST: u8 = 28;
/// What is inside a chord is missed less than its top line and what it stands on.
const INSIDE: u8 = 8;

pub(super) fn strokes(scene: &Scene<'_>, voiced: &Voiced, bar: usize, hits: &[Hit]) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> = Vec::new();
    let is_alone_below = super::ground::is_needed(scene);
    for (index, hit) in hits.iter().enumerate() {
        let Some(voicing) = voiced.of(bar, hit.change) else { continue };
        let uneven = scene.draw(Lane::Keys, bar, HAND + index as u32 % UNEVEN_HITS).around_zero(UNEVEN);
        let chord = scene.analysis.changes[hit.change].chord.filter(|_| is_alone_below);
        let bass = chord.and_then(|chord| super::bass_under(scene, &chord, voicing));
        for (finger, pitch) in struck(voicing, bass, hit).into_iter().enumerate() {
            if hit.is_pedalled {
                release(&mut strokes, pitch, hit.at);
            }
            let velocity = velocity(scene, bar, hit, uneven) + voice_weight(voicing, pitch);
            let length = if Some(pitch) == bass { held_below(&hits[index..]) } else { hit.length };
            let mut stroke = Stroke::new(hit.at, length, pitch, velocity.clamp(1, 127) as u8, 0);
            stroke.importance = importance(hit, voicing, pitch);
            stroke.offset = if hit.is_rolled { Micros(ROLL * finger as i32) } else { Micros(0) };
            stroke.touch = touch(hit);
            strokes.push(stroke);
        }
    }
    strokes
}

fn struck(voicing: &Voicing, bass: Option<Pitch>, hit: &Hit) -> Vec<Pitch> {
    let pitches: Vec<Pitch> = voicing.pitches().collect();
    let Some(bass) = bass else {
        return match hit.part {
            Part::Whole => pitches,
            Part::Left => pitches[..left(voicing)].to_vec(),
            Part::Right => pitches[left(voicing)..].to_vec(),
            Part::Note(number) => vec![pitches[usize::from(number) % pitches.len()]],
        };
    };
    let right = match hit.part {
        Part::Whole | Part::Right => pitches,
        Part::Left | Part::Note(0) => Vec::new(),
        Part::Note(number) => vec![pitches[usize::from(number - 1) % pitches.len()]],
    };
    Some(bass).filter(|_| strikes_bass(hit)).into_iter().chain(right).collect()
}

/// A left hand that is the bass plays where the chord begins and where somebody leans on it; the right one goes on alone.
fn strikes_bass(hit: &Hit) -> bool {
    match hit.part {
        Part::Left | Part::Note(0) => true,
        Part::Whole => hit.is_bone || hit.force == Force::Accent || hit.at == Ticks::ZERO,
        Part::Right | Part::Note(_) => hit.is_bone,
    }
}

/// Held while the right hand goes on without a break, until it is struck again or the chord changes.
fn held_below(hits: &[Hit]) -> Ticks {
    let Some(first) = hits.first() else { return Ticks::ZERO };
    let mut end = first.at + first.length;
    for hit in &hits[1..] {
        if hit.at > end || hit.change != first.change || strikes_bass(hit) {
            break;
        }
        end = end.max(hit.at + hit.length);
    }
    end - first.at
}

/// Of a single note both hands have it.
fn left(voicing: &Voicing) -> usize {
    voicing.left_hand().len()
}

/// A key that rings is let go before it is struck again.
fn release(strokes: &mut [Stroke], pitch: Pitch, at: Ticks) {
    let ringing = strokes.iter_mut().filter(|stroke| stroke.pitch == pitch && stroke.at < at);
    for stroke in ringing {
        stroke.length = stroke.length.min(at - stroke.at);
    }
}

fn velocity(scene: &Scene<'_>, bar: usize, hit: &Hit, uneven: i32) -> i32 {
    let (soft, loud) = scene.style.comping.velocity;
    let plan = scene.bar_plan(bar);
    let energy = i32::from(plan.energy.min(127));
    let base = i32::from(soft) + (i32::from(loud) - i32::from(soft)) * energy / 127;
    let force = match hit.force {
        Force::Light => GHOSTED,
        Force::Plain => 0,
        Force::Accent => ACCENTED,
    };
    let beat = if hit.at.0.rem_euclid(TICKS_PER_BEAT) == 0 { ON_BEAT } else { OFF_BEAT };
    let faded = if plan.ending == Some(Landing::Fade) { FADED } else { 0 };
    base + force + beat + uneven + faded
}

fn voice_weight(voicing: &Voicing, pitch: Pitch) -> i32 {
    if pitch.key() == voicing.top() {
        TOP_VOICE
    } else if pitch.key() <= voicing.bottom() {
        0
    } else {
        INNER_VOICE
    }
}

fn importance(hit: &Hit, voicing: &Voicing, pitch: Pitch) -> u8 {
    let of_hit: u8 =
        match (hit.is_bone, hit.force, hit.part) {
            (true, _, _) => BONE,
            (false, Force::Light, _) => GHOST,
            (false, Force::Accent, _) => ACCENT,
            (false, Force::Plain, Part::Note(_)) => BROKEN,
            (false, Force::Plain, Part::Whole | Part::Left | Part::Right) => {
                if hit.at.0 % TICKS_PER_BEAT == 0 { PLAIN_ON_BEAT } else { PLAIN_OFF_BEAT }
            }
        };
    let is_outer = pitch.key() == voicing.top() || pitch.key() <= voicing.bottom();
    if is_outer { of_hit } else { of_hit - INSIDE }
}

fn touch(hit: &Hit) -> Touch {
    match hit.force {
        Force::Light => Touch::Ghost,
        Force::Plain => Touch::Plain,
        Force::Accent => Touch::Accent,
    }
}
