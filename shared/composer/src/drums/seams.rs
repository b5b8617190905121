//! What happens where music begins, stops and ends: arrivals, stops, the last hit, the swell, the fade.

use music::time::{TICKS_PER_BEAT, Ticks};

use super::kit::{Duty, Limb, Piece};
use super::manner::Manner;
use super::pattern_book::Hits;
use super::spot::{Question, Spot};
use super::strokes;
use crate::arrange::Landing;
use crate::perform;
use crate::sketch::Stroke;

/// Marks the first beat of a section that was led into; the hand that counts time is on the crash.
pub(crate) fn arrival(spot: &Spot<'_>, strokes: Vec<Stroke>, manner: &Manner) -> Vec<Stroke> {
    /// Of a hundred arrivals, on the other side of the kit.
    const SECOND_CRASH_PERCENT: u32 = 35;
    let other_side = spot.own(Question::Crash, 0).percent(SECOND_CRASH_PERCENT);
    let mut hits = manner.arrival.clone();
    for (piece, _) in &mut hits {
        if *piece == Piece::Crash && other_side {
            *piece = Piece::SecondCrash;
        }
    }
    together(strokes, &hits, Ticks::ZERO, manner.touch_percent)
}

/// Hits on one place of a bar; what they strike is struck once, and where hands hit the one that counts time does.
pub(crate) fn together(mut strokes: Vec<Stroke>, hits: &Hits, at: Ticks, touch_percent: u8) -> Vec<Stroke> {
    let by_hand = hits.iter().any(|(piece, _)| piece.limb() == Limb::Hand);
    strokes.retain(|stroke| {
        let gives_way = Piece::of_pitch(stroke.pitch).is_some_and(|piece| {
            let counts = by_hand && piece.duty() == Duty::Time && piece.limb() == Limb::Hand;
            counts || hits.iter().any(|(hit, _)| *hit == piece)
        });
        stroke.at != at || !gives_way
    });
    strokes.extend(strokes::of_hits(hits, at.0, touch_percent));
    strokes
}

/// The chords of the last bar before the one at `until`, where each has time to be heard: everybody strikes them together.
pub(crate) fn with_the_band(
    spot: &Spot<'_>,
    mut strokes: Vec<Stroke>,
    manner: &Manner,
    until: Ticks,
) -> Vec<Stroke> {
    let start = spot.scene.bar(spot.bar).start;
    let changes = spot.scene.analysis.in_bar(spot.bar).iter();
    let struck = changes.filter(|change| change.chord.is_some() && !change.pushed && change.start >= start);
    for at in struck.filter(|change| change.end - change.start >= HEARD).map(|change| change.start - start) {
        if at == Ticks::ZERO {
            strokes = arrival(spot, strokes, manner);
        } else if at < until {
            strokes = together(strokes, &manner.stop, at, manner.touch_percent);
        }
    }
    strokes
}

/// Shorter chords go by: a hit on each of them would be a roll.
const HEARD: Ticks = Ticks(TICKS_PER_BEAT);

/// One beat, then nothing.
pub(crate) fn stop(manner: &Manner) -> Vec<Stroke> {
    strokes::of_hits(&manner.stop, 0, manner.touch_percent)
}

pub(crate) fn button(manner: &Manner) -> Vec<Stroke> {
    /// Choked: short on paper too.
    const CHOKED: Ticks = Ticks(TICKS_PER_BEAT / 4);
    let mut strokes = strokes::of_hits(&manner.button, 0, manner.touch_percent);
    for stroke in &mut strokes {
        stroke.length = stroke.length.min(CHOKED);
        stroke.importance = 127;
    }
    strokes
}

/// The last hit rings; under it a cymbal swells and dies with the chord.
pub(crate) fn ring(spot: &Spot<'_>, manner: &Manner) -> Vec<Stroke> {
    let length = spot.scene.bar(spot.bar).length - spot.scene.landing_place(spot.bar);
    let mut strokes = strokes::of_hits(&manner.ring, 0, manner.touch_percent);
    for stroke in &mut strokes {
        stroke.length = stroke.length.max(length);
        stroke.importance = 127;
    }
    if manner.swells {
        strokes.extend(swell(length.0, swell_step(spot), manner.touch_percent));
    }
    strokes
}

/// Two sticks in turn on the second crash: louder to the middle of what is left of the bar, then away.
fn swell(length: i64, step: i64, touch_percent: u8) -> Vec<Stroke> {
    const SOFTEST: i64 = 18;
    const LOUDEST: i64 = 76;
    const IMPORTANCE: u8 = 44;
    let (first, last) = (TICKS_PER_BEAT, length - TICKS_PER_BEAT / 2);
    let top = first + (last - first) * 2 / 3;
    let velocity = |at: i64| {
        let (done, whole) = if at <= top { (at - first, top - first) } else { (last - at, last - top) };
        let louder = (LOUDEST - SOFTEST) * done / whole.max(1);
        ((SOFTEST + louder) * i64::from(touch_percent) / 100).clamp(1, 127) as u8
    };
    let mut strokes = Vec::new();
    let mut at = first;
    while at < last {
        let pitch = Piece::SecondCrash.pitch();
        strokes.push(Stroke::new(Ticks(at), Ticks(step), pitch, velocity(at), IMPORTANCE));
        at += step;
    }
    strokes
}

/// The closest strokes that two sticks play without haste: a roll at any tempo, and still one where the song slows down and
/// the last bar has half its time left.
fn swell_step(spot: &Spot<'_>) -> i64 {
    const PARTS: [i64; 5] = [8, 6, 4, 3, 2];
    const STEP_US_MIN: i64 = 110_000;
    let beat_us = i64::from(perform::tempo(spot.scene, spot.bar).micros_per_beat());
    let parts = PARTS.into_iter().find(|parts| beat_us / parts >= STEP_US_MIN);
    TICKS_PER_BEAT / parts.unwrap_or(1)
}

/// Ever softer from the first bar that fades to the last.
pub(crate) fn faded(spot: &Spot<'_>, mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    /// Of a hundred, what is left at the very end.
    const LEFT_PERCENT: i64 = 15;
    let bars = &spot.scene.plan.bars;
    let fades = |bar: &usize| bars[*bar].ending == Some(Landing::Fade);
    let before = (0..spot.bar).rev().take_while(fades).count() as i64;
    let after = (spot.bar + 1..bars.len()).take_while(fades).count() as i64;
    let bar_ticks = spot.scene.bar(spot.bar).length.0.max(1);
    let whole = bar_ticks * (before + after + 1);
    for stroke in &mut strokes {
        let done = bar_ticks * before + stroke.at.0.clamp(0, bar_ticks);
        let percent = 100 - (100 - LEFT_PERCENT) * done / whole;
        stroke.velocity = (i64::from(stroke.velocity) * percent / 100).clamp(1, 127) as u8;
    }
    strokes
}
