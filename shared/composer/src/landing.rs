//! The song comes to rest: whoever plays strikes the last chord with everybody else, and lets it go as the ending asks.
//!
//! Roles write their endings as their styles have them; this holds for all of them, whatever chords, pushes and meters
//! were in their way. It looks at the last bar and hears its window, so that edits elsewhere are not heard here.

mod made;

use music::chord::Chord;
use music::lane::Lane;
use music::pitch::{ClassSet, Pitch};
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::analyse::Change;
use crate::arrange::{self, Landing};
use crate::drums::kit::Piece;
use crate::scene::Scene;
use crate::sketch::{Sketch, Stroke};

/// What a button leaves of a chord, at most.
const STAB_MAX: Ticks = Ticks(TICKS_PER_BEAT / 2);
/// Who had nothing for the last chord has his hands free for it this long before.
const READY: Ticks = Ticks(TICKS_PER_BEAT / 2);

/// The last chord, where everybody arrives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival<'a> {
    pub(crate) bar: usize,
    /// From the bar's start.
    pub(crate) at: Ticks,
    /// How long the chord lasts on paper.
    pub(crate) length: Ticks,
    pub(crate) change: &'a Change,
    pub(crate) chord: &'a Chord,
    is_short: bool,
}

impl<'a> Arrival<'a> {
    /// `None` where the song fades or goes round, or its last bar has no chord to arrive on.
    pub(crate) fn of(scene: &Scene<'a>) -> Option<Arrival<'a>> {
        let bar = scene.plan.bars.len().checked_sub(1)?;
        let is_short = match scene.bar_plan(bar).ending? {
            Landing::Button => true,
            Landing::Ring => false,
            Landing::Fade => return None,
        };
        let change = scene.analysis.in_bar(bar).iter().rfind(|change| change.chord.is_some())?;
        Arrival::on(scene, bar, change, is_short)
    }

    /// The last chord of a fade, which nobody arrives on; nobody looks for it farther than a window.
    fn fading(scene: &Scene<'a>) -> Option<Arrival<'a>> {
        let window = scene.plan.windows.last().filter(|_| !scene.plan.fading().is_empty())?;
        let last = |bar| scene.analysis.in_bar(bar).iter().rfind(|change| change.chord.is_some());
        let (bar, change) = window.clone().rev().find_map(|bar| Some((bar, last(bar)?)))?;
        Arrival::on(scene, bar, change, false)
    }

    fn on(scene: &Scene<'a>, bar: usize, change: &'a Change, is_short: bool) -> Option<Arrival<'a>> {
        let here = scene.bar(bar);
        let at = (change.start - here.start).max(Ticks::ZERO);
        let length = change.end.min(here.span().end) - here.start - at;
        Some(Arrival { bar, at, length, change, chord: change.chord.as_ref()?, is_short })
    }

    /// What may be struck on it without being wrong.
    fn classes(&self) -> ClassSet {
        let tensions = self.chord.tensions().into_iter().map(|tone| tone.class);
        self.chord.classes().iter().chain(tensions).collect()
    }

    fn held(&self, own: Ticks) -> Ticks {
        match self.is_short {
            true => own.min(STAB_MAX).min(self.length),
            // A hand that comes off early has held it all the same.
            false if own.0 * 4 >= self.length.0 * 3 => own.min(self.length),
            false => self.length,
        }
    }
}

/// The lane with its ending; lanes that do not play the last bar stay silent in it.
pub(crate) fn landed(scene: &Scene<'_>, lane: Lane, mut sketch: Sketch) -> Sketch {
    let Some(arrival) = Arrival::of(scene).filter(|arrival| scene.plays(lane, arrival.bar)) else {
        return faded(scene, lane, sketch);
    };
    sketch.bars.resize(scene.song.bars().len(), Vec::new());
    let is_kit = lane.character().is_kit;
    if !is_kit {
        cut(scene, &mut sketch, &arrival);
    }
    let last = std::mem::take(&mut sketch.bars[arrival.bar]);
    let (mut before, mut after): (Vec<Stroke>, Vec<Stroke>) =
        last.into_iter().partition(|stroke| stroke.at < arrival.at);
    let mut struck: Vec<Stroke> = after.extract_if(.., |stroke| stroke.at == arrival.at).collect();
    let is_said = if is_kit { !struck.is_empty() } else { says(scene, &arrival, lane, &struck) };
    if !is_said {
        before.retain(|stroke| stroke.at + READY <= arrival.at);
        sketch.bars[arrival.bar].clone_from(&before);
        struck = made::strokes(scene, lane, &arrival, &sketch);
    }
    if !is_kit {
        struck.iter_mut().for_each(|stroke| stroke.length = arrival.held(stroke.length));
    }
    after.retain(|stroke| lane == Lane::Drums && !arrival.is_short && is_cymbal(stroke));
    sketch.bars[arrival.bar] = before.into_iter().chain(struck).chain(after).collect();
    sketch
}

/// A fade lasts as long as the song: whoever says the chords, or plays alone, and is silent under the last one holds it.
fn faded(scene: &Scene<'_>, lane: Lane, mut sketch: Sketch) -> Sketch {
    let says_chords = matches!(lane, Lane::Bass | Lane::Keys | Lane::Guitar | Lane::Pad);
    let lasts = |arrival: &Arrival<'_>| says_chords || scene.fades_alone(arrival.bar);
    let arrival = Arrival::fading(scene).filter(|arrival| lasts(arrival) && scene.plays(lane, arrival.bar));
    if let Some(arrival) = arrival.filter(|arrival| sketch.bar(arrival.bar).is_empty()) {
        sketch.bars.resize(scene.song.bars().len(), Vec::new());
        cut(scene, &mut sketch, &arrival);
        sketch.bars[arrival.bar] = made::strokes(scene, lane, &arrival, &sketch);
    }
    sketch
}

/// What would ring over the last chord stops there.
fn cut(scene: &Scene<'_>, sketch: &mut Sketch, arrival: &Arrival<'_>) {
    let end = scene.bar(arrival.bar).start + arrival.at;
    for (bar, strokes) in sketch.bars.iter_mut().enumerate() {
        let end = end - scene.bar(bar).start;
        for stroke in strokes.iter_mut().filter(|stroke| stroke.at < end) {
            stroke.length = stroke.length.min(end - stroke.at);
        }
    }
}

/// Whether this is the last chord, as far as one instrument says it.
fn says(scene: &Scene<'_>, arrival: &Arrival<'_>, lane: Lane, struck: &[Stroke]) -> bool {
    let classes = arrival.classes();
    let lowest = struck.iter().map(|stroke| stroke.pitch).min();
    let is_below = match lane {
        Lane::Bass => true,
        Lane::Keys | Lane::Guitar => !arrange::has(scene.brief, Lane::Bass),
        Lane::Drums | Lane::Pad | Lane::Lead | Lane::Percussion | Lane::Extra => false,
    };
    let is_right = !is_below || lowest.map(Pitch::class) == Some(arrival.chord.bass().class());
    let is_line = matches!(lane, Lane::Bass | Lane::Lead);
    let fits = |stroke: &Stroke| classes.contains(stroke.pitch.class());
    !struck.is_empty() && struck.iter().all(fits) && is_right && (!is_line || struck.len() == 1)
}

/// Under a chord that rings a cymbal may swell and die away.
fn is_cymbal(stroke: &Stroke) -> bool {
    Piece::of_pitch(stroke.pitch).is_some_and(|piece| matches!(piece, Piece::Crash | Piece::SecondCrash))
}
