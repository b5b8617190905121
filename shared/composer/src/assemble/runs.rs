//! Where a lane's regions are: bars that it plays in one go, cut at sections.

use std::ops::Range;

use music::clip::Note;
use music::lane::Lane;
use music::time::{Span, TICKS_PER_BEAT, Ticks};

use crate::perform;
use crate::scene::Scene;

/// What is struck no earlier than this before a section and rings into it belongs to it: a push, an upbeat.
const PUSH_MAX: Ticks = Ticks(TICKS_PER_BEAT);
/// What rings over the seam by less than this does not mind being cut.
const RING_MIN: Ticks = Ticks(TICKS_PER_BEAT / 8);

/// `rows` are the lane's notes in the song, one row for each clip its regions will have.
pub(super) fn spans(scene: &Scene<'_>, lane: Lane, rows: &[&[Note]]) -> Vec<Span> {
    let runs = runs(scene, lane, rows);
    let mut spans: Vec<Span> = Vec::with_capacity(runs.len());
    for run in runs {
        let (start, end) = (scene.bar(run.start).start, scene.bar(run.end - 1).span().end);
        let mut span = Span { start, end };
        if let Some(before) = spans.last_mut().filter(|before| before.end == start) {
            let seam = rows.iter().filter_map(|notes| pushed(notes, lane, before, start)).min();
            (before.end, span.start) = (seam.unwrap_or(start), seam.unwrap_or(start));
        }
        spans.push(span);
    }
    spans
}

/// The first note that is struck just before the seam and belongs behind it.
fn pushed(notes: &[Note], lane: Lane, before: &Span, seam: Ticks) -> Option<Ticks> {
    let earliest = (seam - PUSH_MAX).max(before.start + Ticks(1));
    let first = notes.partition_point(|note| note.start < earliest);
    let mut late = notes[first..].iter().take_while(|note| note.start < seam);
    let belongs_behind = |note: &&Note| note.start + note.length > seam + RING_MIN;
    late.find(belongs_behind).map(|note| note.start).filter(|_| !lane.character().is_kit)
}

fn runs(scene: &Scene<'_>, lane: Lane, rows: &[&[Note]]) -> Vec<Range<usize>> {
    let sounds = |bar: usize| {
        let span = scene.bar(bar).span();
        let begins_in = |notes: &&[Note]| {
            let first = notes.partition_point(|note| note.start < span.start);
            notes.get(first).is_some_and(|note| note.start < span.end)
        };
        rows.iter().any(begins_in)
    };
    // What was kept rings on through bars in which nothing begins, whoever plays them now.
    let kept = rung(scene, lane, rows);
    let is_asked = |bar: usize| scene.brief.bars.as_ref().is_none_or(|bars| bars.contains(&bar));
    let is_played = |bar: usize| (scene.plays(lane, bar) && is_asked(bar)) || sounds(bar) || kept[bar];
    let section = |bar: usize| scene.bar_plan(bar).section;
    let mut runs: Vec<Range<usize>> = Vec::new();
    for bar in (0..scene.plan.bars.len()).filter(|bar| is_played(*bar)) {
        match runs.last_mut() {
            Some(run) if run.end == bar && section(run.start) == section(bar) => run.end = bar + 1,
            Some(_) | None => runs.push(bar..bar + 1),
        }
    }
    runs
}

/// Bars into which a note of a bar that stays as it was rings.
fn rung(scene: &Scene<'_>, lane: Lane, rows: &[&[Note]]) -> Vec<bool> {
    let bars = scene.song.bars();
    let mut rung = vec![false; bars.len()];
    for notes in rows {
        let (mut next, mut ends) = (0, Ticks(i64::MIN));
        for (index, bar) in bars.iter().enumerate() {
            rung[index] |= ends > bar.start + RING_MIN;
            let count = notes[next..].partition_point(|note| note.start < bar.span().end);
            if perform::is_held(scene, lane, index) {
                let here = notes[next..next + count].iter().map(|note| note.start + note.length);
                ends = here.fold(ends, Ticks::max);
            }
            next += count;
        }
    }
    rung
}
