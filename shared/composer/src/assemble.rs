//! Sketches become parts: a region for each run of bars that a lane plays within a section, with its clips.

use music::clip::Clip;
use music::lane::Lane;
use music::time::Span;

use crate::compose::Part;
use crate::perform;
use crate::scene::Scene;
use crate::sketch::{Sketch, Written};

/// A region to be: where it stands and what it plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub span: Span,
    pub main: Clip,
    pub fill: Option<Clip>,
}

pub(crate) fn part(scene: &Scene<'_>, lane: Lane, written: Written) -> Part {
    let regions = runs(scene, lane).into_iter().filter_map(|bars| {
        let (first, last) = (scene.bar(bars.start), scene.bar(bars.end - 1));
        let span = Span::new(first.start, last.start + last.length)?;
        let clip = |sketch: &Sketch| {
            let notes = perform::performed(scene, lane, sketch, bars.clone(), span);
            Clip::new(span.length(), notes, Vec::new()).ok()
        };
        Some(Region { span, main: clip(&written.main)?, fill: written.fill.as_ref().and_then(clip) })
    });
    Part { lane, regions: regions.collect(), sketch: written.main }
}

/// Bars that a lane plays in one go, cut at sections.
fn runs(scene: &Scene<'_>, lane: Lane) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for bar in (0..scene.plan.bars.len()).filter(|bar| scene.plays(lane, *bar)) {
        let section = |bar: usize| scene.bar_plan(bar).section;
        match runs.last_mut() {
            Some(run) if run.end == bar && section(run.start) == section(bar) => run.end = bar + 1,
            Some(_) | None => runs.push(bar..bar + 1),
        }
    }
    runs
}
