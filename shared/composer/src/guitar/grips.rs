//! Which chords the left hand takes: those of the bars it plays, less what goes by too fast to be held.

use std::ops::Range;

use music::lane::Lane;
use music::tempo::Tempo;
use music::time::{Span, TICKS_PER_BEAT, Ticks};

use crate::scene::Scene;

/// A left hand changes chords four times a second at most, and then not for long.
const CHANGE_MICROS_MIN: i64 = 250_000;

/// A chord as long as it sounds in one window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grip {
    /// Index into the analysis' changes.
    pub(super) change: usize,
    pub(super) span: Span,
    /// The bar whose chance it is.
    pub(super) bar: usize,
}

pub(super) fn in_window(scene: &Scene<'_>, window: Range<usize>) -> Vec<Grip> {
    let mut grips: Vec<Grip> = Vec::new();
    for bar in window.clone().filter(|bar| scene.plays(Lane::Guitar, *bar)) {
        for change in changes_in(scene, bar) {
            let Some(span) = sounding(scene, change, bar) else { continue };
            let grip = Grip { change, span, bar };
            match grips.last_mut() {
                Some(last) if last.change == change => last.span.end = span.end,
                Some(last) if last.bar == bar && is_too_soon(scene, bar, span.start - last.span.start) => {
                    // Of two that come too fast the hand takes the one that stays.
                    if !is_too_soon(scene, bar, span.end - span.start) {
                        *last = grip;
                    }
                }
                Some(_) | None => grips.push(grip),
            }
        }
    }
    grips
}

/// Changes that hold in the bar on paper.
fn changes_in(scene: &Scene<'_>, bar: usize) -> Range<usize> {
    let range = scene.analysis.by_bar.get(bar).cloned().unwrap_or_default();
    let end = scene.bar(bar).span().end;
    let later = scene.analysis.changes[range.clone()].iter().filter(|change| change.written >= end).count();
    range.start..range.end - later
}

/// Where a change is heard in a bar; a pushed one begins in the bar before, if the guitar plays there.
fn sounding(scene: &Scene<'_>, change: usize, bar: usize) -> Option<Span> {
    let found = &scene.analysis.changes[change];
    found.chord?;
    let bar_span = scene.bar(bar).span();
    let is_before = found.start < bar_span.start;
    let plays_before = bar > 0 && scene.plays(Lane::Guitar, bar - 1);
    let early = is_before && found.pushed && found.written == bar_span.start && plays_before;
    let start = if early { found.start } else { found.start.max(bar_span.start) };
    Span::new(start, found.end.min(bar_span.end))
}

/// No hand changes chords within this time, nor for so short.
fn is_too_soon(scene: &Scene<'_>, bar: usize, time: Ticks) -> bool {
    micros(scene, bar, time) < CHANGE_MICROS_MIN
}

/// How long a stretch of a bar lasts.
pub(super) fn micros(scene: &Scene<'_>, bar: usize, length: Ticks) -> i64 {
    length.0.saturating_mul(micros_per_beat(scene, bar)) / TICKS_PER_BEAT
}

/// How much paper passes in a time, in a bar.
pub(super) fn ticks(scene: &Scene<'_>, bar: usize, micros: i64) -> Ticks {
    Ticks(micros.saturating_mul(TICKS_PER_BEAT) / micros_per_beat(scene, bar).max(1))
}

fn micros_per_beat(scene: &Scene<'_>, bar: usize) -> i64 {
    let usual = || Tempo::from_bpm(scene.style.general.tempo_default_bpm).unwrap_or(Tempo::DEFAULT);
    i64::from(scene.bar(bar).tempo.unwrap_or_else(usual).micros_per_beat())
}
