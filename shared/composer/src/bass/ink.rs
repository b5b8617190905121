//! From keys to strokes: how loud, how long, and what may be left out first.

use music::pitch::Pitch;
use music::time::Ticks;

use super::cell::Sign;
use super::manner::Manner;
use super::slots::Slot;
use crate::scene::Scene;
use crate::sketch::{Stroke, Touch};

const DEAD_VELOCITY: u8 = 50;
/// A dead note is stopped at once.
const DEAD_LENGTH: Ticks = Ticks(120);
/// Two strokes of one pitch need a breath between them to be two.
const BREATH: Ticks = Ticks(40);

/// Importances: what stays when the music is thinned.
const NEW_CHORD: u8 = 124;
const DOWNBEAT: u8 = 112;
const NAMED: u8 = 84;
const ON_THE_WAY: u8 = 72;
const OFF_BEAT: u8 = 56;
const ORNAMENT: u8 = 34;
const DEAD: u8 = 20;

/// A bar's strokes; `next` is what the bar after it begins with, if that begins right where this one ends.
pub(super) fn strokes(scene: &Scene<'_>, keyed: &[(Slot, u8)], next: Option<u8>) -> Vec<Stroke> {
    let manner = &scene.style.bass;
    let following = keyed.iter().skip(1).map(|(slot, key)| (Some(slot.at), *key));
    let following: Vec<(Option<Ticks>, u8)> = following.chain(next.map(|key| (None, key))).collect();
    let written = keyed.iter().enumerate().filter_map(|(index, (slot, key))| {
        let pitch = Pitch::new(*key)?;
        let mut stroke =
            Stroke::new(slot.at, length(slot), pitch, velocity(scene, manner, slot), importance(slot));
        let end = scene.bar(slot.bar).length;
        let touches = |(at, _): &&(Option<Ticks>, u8)| at.unwrap_or(end) == slot.at + slot.length;
        let is_again = following.get(index).filter(touches).is_some_and(|(_, next)| next == key);
        if is_again && stroke.length > BREATH * 2 {
            stroke.length -= BREATH;
        }
        stroke.touch = touch(scene, slot);
        Some(stroke)
    });
    written.collect()
}

fn length(slot: &Slot) -> Ticks {
    if slot.sign == Sign::Dead { slot.length.min(DEAD_LENGTH) } else { slot.length }
}

fn velocity(scene: &Scene<'_>, manner: &Manner, slot: &Slot) -> u8 {
    if slot.sign == Sign::Dead {
        return DEAD_VELOCITY;
    }
    let beat = 960;
    let is_off = slot.at.0 % beat != 0;
    let is_backbeat = !is_off && (slot.at.0 / beat) % 2 == 1;
    let is_walking = matches!(slot.sign, Sign::Walk | Sign::Approach | Sign::Tone | Sign::Line);
    let placed = match (is_off, is_backbeat, is_walking) {
        // Off-beats lean forward unless they push a chord.
        (true, _, _) if slot.is_new => 6,
        (true, _, _) => -6,
        // A walking bass leans on two and four, everybody else on one and three.
        (false, true, true) => 3,
        (false, true, false) => -3,
        (false, false, true) => 0,
        (false, false, false) => 3,
    };
    let meant = match slot.sign {
        Sign::Pop => 6,
        Sign::Approach => -4,
        Sign::Bass
        | Sign::Line
        | Sign::Degree(_)
        | Sign::Octave
        | Sign::FifthBelow
        | Sign::Tone
        | Sign::Walk
        | Sign::Ahead
        | Sign::Kick
        | Sign::Dead
        | Sign::Fixed(_) => 0,
    };
    let arrival = if scene.bar_plan(slot.bar).is_arrival && slot.at == Ticks::ZERO { 8 } else { 0 };
    let ornament = if slot.is_maybe { -10 } else { 0 };
    (i32::from(manner.velocity) + placed + meant + arrival + ornament).clamp(1, 127) as u8
}

fn importance(slot: &Slot) -> u8 {
    match slot.sign {
        Sign::Dead => DEAD,
        _ if slot.is_maybe => ORNAMENT,
        _ if slot.is_new => NEW_CHORD,
        _ if slot.at == Ticks::ZERO => DOWNBEAT,
        _ if slot.at.0 % 480 != 0 => OFF_BEAT - 8,
        _ if slot.at.0 % 960 != 0 => OFF_BEAT,
        Sign::Bass | Sign::Line | Sign::Octave | Sign::Kick => NAMED + 8,
        Sign::Degree(_) | Sign::FifthBelow | Sign::Pop | Sign::Ahead | Sign::Fixed(_) => NAMED,
        Sign::Tone | Sign::Walk | Sign::Approach => ON_THE_WAY,
    }
}

fn touch(scene: &Scene<'_>, slot: &Slot) -> Touch {
    let plan = scene.bar_plan(slot.bar);
    let is_hit = plan.is_landing() || (slot.at == Ticks::ZERO && (plan.is_arrival || plan.is_stop));
    match slot.sign {
        Sign::Dead => Touch::Ghost,
        Sign::Pop => Touch::Accent,
        _ if is_hit || slot.is_tied => Touch::Accent,
        Sign::Bass
        | Sign::Line
        | Sign::Degree(_)
        | Sign::Octave
        | Sign::FifthBelow
        | Sign::Tone
        | Sign::Walk
        | Sign::Approach
        | Sign::Ahead
        | Sign::Kick
        | Sign::Fixed(_) => Touch::Plain,
    }
}
