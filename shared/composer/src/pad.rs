//! The pad: long chords that breathe: it enters when the song wants width, moves little, and rests.
//!
//! `pad.toml` has a `[voicing]` table as the comping's, and `[touch]`: `velocity = [soft, loud]`, `rest-percent` (how
//! many of a hundred quiet sections it lets pass), `swell-from` (the energy from which a phrase begins with its upper notes
//! entering a little later, one after the other), `gap` (`true`: it lifts an eighth before each change).

mod manner;
mod rests;

use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{TICKS_PER_BEAT, Ticks};

pub use manner::Manner;

use crate::arrange::Landing;
use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Stroke, Written};
use crate::voicing::{Voiced, Voicing, searched};

const TOUCH: u32 = 2;
const EIGHTH: Ticks = Ticks(TICKS_PER_BEAT / 2);
/// What a stop or a button leaves.
const STAB: Ticks = Ticks(TICKS_PER_BEAT / 3);
const UNEVEN: i32 = 3;

/// Writes the lane for the whole song; bars in which it does not play stay empty.
pub fn write(scene: &Scene<'_>, _: &Earlier) -> Written {
    let mut sketch = Sketch::silent(scene.song.bars().len());
    if scene.plan.bars.len() < sketch.bars.len() {
        return Written { main: sketch, fill: None };
    }
    let voiced = searched(scene, Lane::Pad, &scene.style.pad.policy, |_| false);
    let rests = rests::by_section(scene);
    for window in scene.plan.windows.iter().filter(|window| !rests[scene.bar_plan(window.start).section]) {
        let chords = chords(scene, &voiced, window.clone());
        for (place, chord) in chords.iter().enumerate() {
            let later = place == 0 && swells(scene, chord.bar);
            let before = place.checked_sub(1).map(|before| &chords[before]);
            let own = chord.length.min(scene.bar(chord.bar).length - chord.at);
            for (index, pitch) in chord.voicing.pitches().enumerate() {
                if before.is_some_and(|before| is_held_over(scene, before, chord, pitch)) {
                    continue;
                }
                let delay = if later { entrance(own, index) } else { Ticks::ZERO };
                let length = chord.length + held_over(scene, &chords[place..], pitch);
                sketch.bars[chord.bar].push(stroke(scene, chord, pitch, delay, length));
            }
        }
    }
    for strokes in &mut sketch.bars {
        strokes.sort_by_key(|stroke| (stroke.at, stroke.pitch));
    }
    Written { main: sketch, fill: None }
}

/// A chord from where it enters to where the next one does, within its window.
struct Chord<'a> {
    bar: usize,
    at: Ticks,
    length: Ticks,
    voicing: &'a Voicing,
}

/// A tone that both chords have is not struck again: what moves inside is heard because the rest stays.
fn is_held_over(scene: &Scene<'_>, from: &Chord<'_>, to: &Chord<'_>, pitch: Pitch) -> bool {
    let has = |chord: &Chord<'_>| chord.voicing.pitches().any(|other| other == pitch);
    let ends = scene.bar(from.bar).start + from.at + from.length;
    let goes_on = ends == scene.bar(to.bar).start + to.at && !begins_anew(scene, to.bar);
    goes_on && lift(scene, from.length) == Ticks::ZERO && has(from) && has(to)
}

/// How long the first chord's `pitch` goes on through those after it.
fn held_over(scene: &Scene<'_>, chords: &[Chord<'_>], pitch: Pitch) -> Ticks {
    let on = chords.windows(2).take_while(|pair| is_held_over(scene, &pair[0], &pair[1], pitch));
    on.map(|pair| pair[1].length).fold(Ticks::ZERO, |sum, length| sum + length)
}

/// Everybody strikes here, whatever sounded before.
fn begins_anew(scene: &Scene<'_>, bar: usize) -> bool {
    let plan = scene.bar_plan(bar);
    plan.is_stop || plan.is_arrival || plan.ending.is_some()
}

/// At the beginning of a phrase that no fill led into.
fn swells(scene: &Scene<'_>, bar: usize) -> bool {
    let plan = scene.bar_plan(bar);
    plan.energy >= scene.style.pad.swell_from && !plan.is_arrival && plan.ending.is_none()
}

/// Each higher note half a beat after the one below, as long as most of the chord is still to come. Only the bar in
/// which it begins counts: how long it stays after that hangs on what comes.
fn entrance(length: Ticks, index: usize) -> Ticks {
    let step = Ticks((length.0 / 8 / (TICKS_PER_BEAT / 4) * (TICKS_PER_BEAT / 4)).min(TICKS_PER_BEAT / 2));
    step * index as i64
}

fn chords<'a>(scene: &Scene<'_>, voiced: &'a Voiced, window: std::ops::Range<usize>) -> Vec<Chord<'a>> {
    let mut chords: Vec<Chord<'a>> = Vec::new();
    for bar in window.filter(|bar| scene.plays(Lane::Pad, *bar)) {
        let this = scene.bar(bar);
        for (index, voicing) in voiced.in_bar(bar) {
            let change = &scene.analysis.changes[*index];
            let at = change.start.max(this.start) - this.start;
            let end = change.end.min(this.span().end) - this.start;
            let length = shortened(scene, bar, at, end);
            if length > Ticks::ZERO
                && !extends(scene, chords.last_mut(), bar, voicing, this.start + at, length)
            {
                chords.push(Chord { bar, at, length, voicing });
            }
        }
    }
    chords
}

/// Stops and buttons are short for everybody.
fn shortened(scene: &Scene<'_>, bar: usize, at: Ticks, end: Ticks) -> Ticks {
    let plan = scene.bar_plan(bar);
    let is_button = plan.ending == Some(Landing::Button) && end >= scene.bar(bar).length;
    match (plan.is_stop, is_button) {
        (true, _) if at > Ticks::ZERO => Ticks::ZERO,
        (true, _) | (_, true) => (end - at).min(STAB),
        (false, false) => end - at,
    }
}

/// The same chord goes on: it is held, not struck again.
fn extends(
    scene: &Scene<'_>,
    last: Option<&mut Chord<'_>>,
    bar: usize,
    voicing: &Voicing,
    at: Ticks,
    length: Ticks,
) -> bool {
    let Some(last) = last.filter(|last| last.voicing == voicing) else { return false };
    let ends = scene.bar(last.bar).start + last.at + last.length;
    let holds_on = ends == at && !begins_anew(scene, bar);
    if holds_on {
        last.length += length;
    }
    holds_on
}

fn stroke(scene: &Scene<'_>, chord: &Chord<'_>, pitch: Pitch, delay: Ticks, held: Ticks) -> Stroke {
    let manner = &scene.style.pad;
    let (soft, loud) = (i32::from(manner.velocity.0), i32::from(manner.velocity.1));
    let energy = i32::from(scene.bar_plan(chord.bar).energy.min(127));
    let uneven = scene.draw(Lane::Pad, chord.bar, TOUCH).around_zero(UNEVEN);
    let is_top = pitch.key() == chord.voicing.top();
    let velocity = soft + (loud - soft) * energy / 127 + uneven + if is_top { 3 } else { 0 };
    let length = (held - delay - lift(scene, held)).max(Ticks(1));
    let is_outer = is_top || pitch.key() == chord.voicing.bottom();
    let importance = if is_outer { 110 } else { 84 };
    Stroke::new(chord.at + delay, length, pitch, velocity.clamp(1, 127) as u8, importance)
}

/// What a pad that breathes leaves free at the end of what is long enough for it.
fn lift(scene: &Scene<'_>, held: Ticks) -> Ticks {
    if scene.style.pad.has_gap && held > EIGHTH * 4 { EIGHTH } else { Ticks::ZERO }
}
