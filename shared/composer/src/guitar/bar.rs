//! A bar's events: the cell's line, once the chords, the plan and the bar lines have had their say.

use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::cell::{Cell, Direction, Gesture, Symbol};
use super::choice::{Choice, Line};
use super::fit::Place;
use super::neck::Shape;
use super::path::{Fingering, Held};
use super::questions;
use crate::arrange::{Fill, Landing};
use crate::scene::Scene;

/// Drums fill alone more often than not.
const FILL_PERCENT: u32 = 35;
/// A hit that stops.
const HIT: Ticks = Ticks(TICKS_PER_BEAT / 2);
/// How early a chord may be taken where a cell does so.
const EARLY: Ticks = Ticks(TICKS_PER_BEAT / 2);

/// One movement of the right hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) at: Ticks,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Everything is damped.
    Damp,
    Play {
        gesture: Gesture,
        shape: Shape,
        /// Index into the analysis' changes.
        change: usize,
        /// It is the first to say this chord.
        is_new: bool,
        /// Struck at leisure, to ring.
        is_last: bool,
    },
}

/// What a bar does besides its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extra {
    /// As the plan has it.
    Planned,
    /// With a fill, whatever the plan says.
    Fill,
}

/// What a bar is made from.
pub(super) struct Bars<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    pub(super) choices: &'s [Choice<'a>],
    pub(super) fingering: &'s Fingering,
}

/// Events in order, and where what rings at the end stops ringing: the bar line, or beyond it after a push.
pub(super) struct Events {
    pub(super) all: Vec<Event>,
    pub(super) end: Ticks,
    pub(super) step: Ticks,
}

impl Bars<'_, '_> {
    pub(super) fn events(&self, bar: usize, extra: Extra) -> Option<Events> {
        let mut line = self.line(bar, extra)?;
        let sheet = self.scene.bar(bar);
        let held = self.fingering.in_span(sheet.span());
        for (index, held) in held.iter().enumerate() {
            self.say(&mut line, bar, held, index);
        }
        line.places.sort_by_key(|place| place.at);
        let plan = self.scene.bar_plan(bar);
        let mut said = None;
        let mut all: Vec<Event> = Vec::with_capacity(line.places.len());
        for place in &line.places {
            let sounds = self.fingering.at(self.heard_at(&line, bar, place.at));
            let what = match (place.symbol, sounds) {
                (Symbol::Ring, Some(_)) => continue,
                (Symbol::Rest, _) | (Symbol::Ring | Symbol::Play(_), None) => What::Damp,
                (Symbol::Play(gesture), Some(held)) => {
                    let is_new = said.replace(held.change) != Some(held.change);
                    let is_last = plan.ending == Some(Landing::Ring);
                    What::Play { gesture, shape: held.shape, change: held.change, is_new, is_last }
                }
            };
            all.push(Event { at: place.at, what });
        }
        let ends = held.iter().map(|held| held.span.end).filter(|end| *end < sheet.span().end);
        all.extend(ends.map(|end| Event { at: end - sheet.start, what: What::Damp }));
        all.sort_by_key(|event| (event.at, event.what != What::Damp));
        Some(Events { all, end: self.end(bar), step: line.step })
    }

    /// The line with what the plan asks for: stops, landings, arrivals, fills.
    fn line(&self, bar: usize, extra: Extra) -> Option<Line> {
        let scene = self.scene;
        let plan = scene.bar_plan(bar);
        let choice = self.choices.get(plan.window).filter(|_| scene.plays(Lane::Guitar, bar))?;
        let mut line = choice.line(scene, bar);
        let hit = hit(line.usual, Direction::Down);
        let length = scene.bar(bar).length;
        if plan.is_stop {
            line.places = vec![play(Ticks::ZERO, hit), rest(HIT.min(length))];
            return Some(line);
        }
        match plan.ending {
            Some(Landing::Button) => self.land(&mut line, bar, hit, true),
            Some(Landing::Ring) => self.land(&mut line, bar, hit, false),
            Some(Landing::Fade) | None => self.fill(&mut line, bar, extra),
        }
        if plan.is_arrival && plan.ending.is_none() {
            arrive(&mut line, hit);
        }
        if plan.ending.is_none() {
            self.keep_push(&mut line, bar);
        }
        Some(line)
    }

    /// With everybody: each chord of the last bar is struck once, and all stops at the last one.
    fn land(&self, line: &mut Line, bar: usize, hit: Gesture, is_short: bool) {
        let sheet = self.scene.bar(bar);
        let held = self.fingering.in_span(sheet.span()).iter();
        let starts: Vec<Ticks> = held.map(|held| held.span.start.max(sheet.start) - sheet.start).collect();
        let last = starts.last().copied().unwrap_or(Ticks::ZERO);
        line.places = starts.into_iter().map(|at| play(at, hit)).collect();
        if line.places.is_empty() {
            line.places.push(play(last, hit));
        }
        if is_short {
            line.places.push(rest((last + HIT).min(sheet.length)));
        }
        line.early = false;
    }

    fn fill(&self, line: &mut Line, bar: usize, extra: Extra) {
        let scene = self.scene;
        let sheet = scene.bar(bar);
        let room = match (extra, scene.bar_plan(bar).fill) {
            (Extra::Fill, _) => sheet.length,
            (Extra::Planned, Fill::None) => return,
            (Extra::Planned, Fill::Short) => Ticks(TICKS_PER_BEAT),
            (Extra::Planned, Fill::Half) => Ticks(TICKS_PER_BEAT * 2),
            (Extra::Planned, Fill::Whole) => sheet.length,
        };
        let draw = scene.draw(Lane::Guitar, bar, questions::FILL.of(0));
        let length = |fill: &Cell| fill.step * fill.bars[0].len() as i64;
        let fits = |fill: &&Cell| length(fill) <= room.min(sheet.length) && fill.meter.denominator() <= 8;
        let fills: Vec<&Cell> = scene.style.guitar.fills.iter().filter(fits).collect();
        let wanted = extra == Extra::Fill || draw.percent(FILL_PERCENT);
        let Some(fill) = draw.pick(&fills).filter(|_| wanted) else { return };
        let from = sheet.length - length(fill);
        line.places.retain(|place| place.at < from);
        let symbols = fill.bars[0].iter().zip(0..);
        line.places.extend(symbols.map(|(symbol, at)| Place { at: from + fill.step * at, symbol: *symbol }));
        line.early = false;
    }

    /// A chord that came early rings on over the bar line.
    fn keep_push(&self, line: &mut Line, bar: usize) {
        let pushed = self.pushed_into(bar).is_some();
        if let Some(first) = line.places.first_mut().filter(|first| pushed && first.at == Ticks::ZERO) {
            first.symbol = Symbol::Ring;
        }
    }

    /// The chord that is the bar's first on paper, and was struck in the bar before.
    fn pushed_into(&self, bar: usize) -> Option<&Held> {
        let start = self.scene.song.bars().get(bar)?.start;
        let held = self.fingering.at(start)?;
        let is_first = self.scene.analysis.changes[held.change].written == start;
        (is_first && held.span.start < start).then_some(held)
    }

    /// A chord that begins inside the bar is heard there, unless the line rests and comes to it later. One that comes
    /// early is the whole band's: everybody strikes it then, and nobody again where it stands on paper.
    fn say(&self, line: &mut Line, bar: usize, held: &Held, index: usize) {
        let sheet = self.scene.bar(bar);
        let (start, end) = (held.span.start - sheet.start, (held.span.end - sheet.start).min(sheet.length));
        if start < Ticks::ZERO || (start == Ticks::ZERO && index == 0) {
            return;
        }
        let change = &self.scene.analysis.changes[held.change];
        let is_push = held.span.start < change.written;
        let plays = |place: &&Place| place.symbol.gesture().is_some();
        let comes = line.places.iter().filter(plays).any(|place| start < place.at && place.at < end);
        let before = line.places.iter().rfind(|place| place.at < start && place.symbol != Symbol::Ring);
        let rings = before.is_some_and(|place| place.symbol.gesture().is_some());
        let here = line.places.iter_mut().find(|place| place.at == start);
        let is_struck = here.as_ref().is_some_and(|place| place.symbol.gesture().is_some());
        if !is_push && (is_struck || (comes && !rings)) {
            if let Some(place) = here {
                place.symbol = place.symbol.with_bass();
            }
            return;
        }
        let direction = if start.0 / line.step.0 % 2 == 0 { Direction::Down } else { Direction::Up };
        let symbol =
            Symbol::Play(if is_push { hit(line.usual, direction) } else { line.usual.restated(direction) });
        match here {
            Some(place) => place.symbol = symbol,
            None => line.places.push(Place { at: start, symbol }),
        }
        if is_push {
            let written = change.written - sheet.start;
            line.places.retain(|place| place.at <= start || place.at > written);
        }
    }

    /// The place in the song whose chord sounds at a place of the bar. The next bar's is taken early only where nothing
    /// else comes before it.
    fn heard_at(&self, line: &Line, bar: usize, at: Ticks) -> Ticks {
        let sheet = self.scene.bar(bar);
        let here = sheet.start + at;
        let next = sheet.span().end;
        let holds = self.fingering.at(here).is_some_and(|held| held.span.end >= next);
        let goes_on = holds && self.fingering.at(next).is_some();
        if line.early && at + EARLY >= sheet.length && at > Ticks::ZERO && goes_on { next } else { here }
    }

    /// Where the last strokes of a bar end: after a push, where the next bar's first stroke or rest is.
    fn end(&self, bar: usize) -> Ticks {
        let sheet = self.scene.bar(bar);
        let next = sheet.span().end;
        let Some(held) = self.fingering.at(next).filter(|held| held.span.start < next) else {
            return sheet.length;
        };
        let following = self.line(bar + 1, Extra::Planned);
        let places = following.iter().flat_map(|line| &line.places);
        let mut told = places.filter(|place| place.symbol != Symbol::Ring).map(|place| next + place.at);
        let until = told.next().unwrap_or(held.span.end).min(held.span.end);
        until - sheet.start
    }
}

fn play(at: Ticks, gesture: Gesture) -> Place {
    Place { at, symbol: Symbol::Play(gesture) }
}

fn rest(at: Ticks) -> Place {
    Place { at, symbol: Symbol::Rest }
}

/// The whole chord at once.
fn hit(usual: Gesture, direction: Direction) -> Gesture {
    match usual.restated(direction) {
        Gesture::Pinch | Gesture::Grip => Gesture::Grip,
        Gesture::Strum { .. }
        | Gesture::Dead { .. }
        | Gesture::Muted { .. }
        | Gesture::Boogie(_)
        | Gesture::Thumb
        | Gesture::ThumbOther
        | Gesture::Fingers
        | Gesture::String(_) => Gesture::Strum { direction, accent: true },
    }
}

/// The first beat belongs to one full stroke.
fn arrive(line: &mut Line, hit: Gesture) {
    for place in line.places.iter_mut().filter(|place| place.at < Ticks(TICKS_PER_BEAT)) {
        place.symbol = if place.at == Ticks::ZERO { Symbol::Play(hit) } else { Symbol::Ring };
    }
}
