//! Which fill: none that ears still have, nor one that ends as it did.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::fills;
use super::grid::Mark;
use super::kit::Limb;
use super::pattern_book::Fill;
use super::spot::{Question, Spot};
use super::strokes;
use crate::arrange;
use crate::scene::Scene;

/// Which of a style's fills each bar of a song has.
pub(crate) type Choices = Vec<Option<usize>>;

/// A fill as hands play it where it stands, ghosts left out.
struct Figure {
    fill: usize,
    /// Where hands leave the groove, from where the fill is over.
    begins: i64,
    /// Places from there too, and keys.
    strokes: BTreeSet<(i64, u8)>,
}

impl Figure {
    fn of(spot: &Spot<'_>, fills: &[Fill], fill: usize, end: Ticks, room: usize) -> Figure {
        let (begins, marks) = fills::marks(spot, &fills[fill], end, room);
        let is_heard = |mark: &Mark| {
            let is_ghost = mark.level.is_soft() && strokes::is_ghost(mark.piece);
            mark.piece.limb() == Limb::Hand && !mark.level.is_perhaps() && !is_ghost
        };
        let heard = marks.into_iter().filter(|(_, mark)| is_heard(mark));
        let strokes = heard.map(|(at, mark)| (at - end.0, mark.piece.pitch().key())).collect();
        Figure { fill, begins: begins - end.0, strokes }
    }

    /// The same for as long as both of them last: a shorter one is the end of a longer.
    fn is_like(&self, other: &Figure) -> bool {
        let from = (self.begins.max(other.begins), 0);
        self.fill == other.fill || self.strokes.range(from..).eq(other.strokes.range(from..))
    }

    /// Of one beat ears have little more than its end, where phrases of the section began as it does.
    fn ends_like(&self, other: &Figure) -> bool {
        self.begins.min(other.begins) >= -TICKS_PER_BEAT && self.last() == other.last()
    }

    fn last(&self) -> Vec<(i64, u8)> {
        let at = self.strokes.last().map(|(at, _)| *at);
        self.strokes.iter().rev().take_while(|stroke| Some(stroke.0) == at).copied().collect()
    }
}

/// Chooses for every bar that the plan wants filled, and what leads on to a last chord inside its bar.
pub(crate) fn chosen(scene: &Scene<'_>, lane: Lane, fills: &[Fill]) -> Choices {
    let wants = |bar: &usize| {
        scene.plays(lane, *bar) && fills::wanted(&Spot::new(scene, lane, *bar)) != arrange::Fill::None
    };
    let bars: Vec<usize> = (0..scene.plan.bars.len()).filter(wants).collect();
    let offered = bars.iter().map(|bar| offered(&Spot::new(scene, lane, *bar), fills)).collect();
    let last = scene.plan.bars.len().checked_sub(1).filter(|last| scene.plays(lane, *last));
    let leading = last.map(|last| leading_on(&Spot::new(scene, lane, last), fills)).unwrap_or_default();
    let choice = Choice { scene, lane, remembered: remembered(scene, &bars), bars, offered, leading };
    let first = choice.first();
    let chosen = choice.rolled_anew(&first);
    let mut choices = vec![None; scene.plan.bars.len()];
    for (bar, figure) in choice.bars.iter().zip(&chosen) {
        choices[*bar] = figure.map(|figure| figure.fill);
    }
    if let Some(last) = last.filter(|last| choices[*last].is_none()) {
        choices[last] = choice.landing(last, &chosen).map(|figure| figure.fill);
    }
    choices
}

/// What there is to choose from, and where.
struct Choice<'a> {
    scene: &'a Scene<'a>,
    lane: Lane,
    /// Those that are filled.
    bars: Vec<usize>,
    /// For each of them.
    remembered: Vec<Remembered>,
    offered: Vec<Vec<Figure>>,
    leading: Vec<Figure>,
}

impl Choice<'_> {
    /// Were nothing ever rolled anew.
    fn first(&self) -> Vec<Option<&Figure>> {
        let mut first: Vec<Option<&Figure>> = Vec::with_capacity(self.bars.len());
        for (place, bar) in self.bars.iter().enumerate() {
            let of = |before: &[usize]| before.iter().filter_map(|before| first[*before]).collect::<Vec<_>>();
            let Remembered { fills, ends } = &self.remembered[place];
            let figures = of(fills).into_iter().chain(self.landing_after(*bar)).collect();
            let avoided = Avoided { figures, ends: of(ends) };
            first.push(best(&self.offered[place], &avoided, self.steady(*bar)));
        }
        first
    }

    /// A bar that was rolled anew avoids what is heard before and after it, so that nobody else has to change theirs.
    fn rolled_anew<'f>(&'f self, first: &[Option<&'f Figure>]) -> Vec<Option<&'f Figure>> {
        let mut chosen: Vec<Option<&Figure>> = Vec::with_capacity(self.bars.len());
        for (place, bar) in self.bars.iter().enumerate() {
            let spot = Spot::new(self.scene, self.lane, *bar);
            if spot.rerolls() == 0 {
                chosen.push(first[place]);
                continue;
            }
            let of =
                |before: &[usize]| before.iter().filter_map(|before| chosen[*before]).collect::<Vec<_>>();
            let Remembered { fills, ends } = &self.remembered[place];
            let remember_it = |after: &usize| self.remembered[*after].fills.contains(&place);
            let after = (place + 1..self.bars.len()).filter(remember_it).filter_map(|after| first[after]);
            let around = of(fills).into_iter().chain(after).chain(self.landing_after(*bar));
            let avoided = Avoided { figures: around.chain(first[place]).collect(), ends: of(ends) };
            chosen.push(best(&self.offered[place], &avoided, own(&spot)));
        }
        chosen
    }

    /// By the last bar's own chance alone, so that no edit before it is heard in it: the bar before is who avoids it. Who
    /// rolls it anew hears the bar before.
    fn landing(&self, last: usize, chosen: &[Option<&Figure>]) -> Option<&Figure> {
        let spot = Spot::new(self.scene, self.lane, last);
        if spot.rerolls() == 0 {
            return best(&self.leading, &Avoided::default(), self.steady(last));
        }
        let is_before = |(bar, _): &(&usize, &Option<&Figure>)| **bar + 1 == last;
        let before = self.bars.iter().zip(chosen).find(is_before).and_then(|(_, figure)| *figure);
        let avoided = Avoided { figures: before.into_iter().collect(), ends: Vec::new() };
        best(&self.leading, &avoided, own(&spot))
    }

    /// What leads on to the last chord in the bar after, before anybody rolls it anew.
    fn landing_after(&self, bar: usize) -> Option<&Figure> {
        let last = Some(bar + 1).filter(|next| *next + 1 == self.scene.plan.bars.len())?;
        best(&self.leading, &Avoided::default(), self.steady(last))
    }

    fn steady(&self, bar: usize) -> impl Fn(usize) -> usize {
        move |fill| {
            let slot = Question::WhichFill as u32 + fill as u32;
            self.scene.steady_draw(self.lane, bar, slot).below(RANKS)
        }
    }
}

fn own(spot: &Spot<'_>) -> impl Fn(usize) -> usize {
    move |fill| spot.own(Question::WhichFill, fill as u32).below(RANKS)
}

/// Enough that two fills hardly ever rank the same.
pub(super) const RANKS: usize = 1 << 30;

/// What a fill is not to be, what matters more first.
#[derive(Default)]
struct Avoided<'f> {
    figures: Vec<&'f Figure>,
    ends: Vec<&'f Figure>,
}

/// The best-ranked that is nothing of what is avoided; where there is no such, the last wishes are given up first.
fn best<'f>(
    offered: &'f [Figure],
    avoided: &Avoided<'_>,
    rank: impl Fn(usize) -> usize,
) -> Option<&'f Figure> {
    let wishes = |figure: &Figure| {
        let likes = avoided.figures.iter().map(|other| figure.is_like(other));
        let ends = avoided.ends.iter().map(|other| figure.ends_like(other));
        likes.chain(ends).take_while(|is_avoided| !is_avoided).count()
    };
    offered.iter().min_by_key(|figure| (Reverse(wishes(figure)), rank(figure.fill), figure.fill))
}

/// Which of the filled bars before one ears still have when it comes.
struct Remembered {
    /// The last one, and all of `ends`.
    fills: Vec<usize>,
    /// At the end of a section the two that ended sections before, the later one first, whatever phrases did since: one
    /// that hardly stands out does not make ears forget the other. Elsewhere the last one.
    ends: Vec<usize>,
}

fn remembered(scene: &Scene<'_>, bars: &[usize]) -> Vec<Remembered> {
    let places = scene.song.bars();
    // As written: the plan hears a long section as several.
    let ends_section =
        |bar: usize| places.get(bar + 1).is_some_and(|next| next.section != places[bar].section);
    let mut ended: Vec<usize> = Vec::new();
    let of = |(place, bar): (usize, &usize)| {
        let last = place.checked_sub(1);
        let mut ends: Vec<usize> = last.into_iter().collect();
        if ends_section(*bar) {
            ends = ended.iter().rev().take(2).copied().collect();
            ended.push(place);
        }
        let fills = last.into_iter().chain(ends.iter().copied().filter(|end| Some(*end) != last)).collect();
        Remembered { fills, ends }
    };
    bars.iter().enumerate().map(of).collect()
}

fn offered(spot: &Spot<'_>, fills: &[Fill]) -> Vec<Figure> {
    let end = spot.scene.bar(spot.bar).length;
    let wanted = fills::wanted(spot);
    let room = fills::room(spot, wanted);
    fills::of_length(spot, fills, wanted)
        .into_iter()
        .map(|fill| Figure::of(spot, fills, fill, end, room))
        .collect()
}

/// What may lead on to a last chord that stands inside its bar, on a beat.
fn leading_on(spot: &Spot<'_>, fills: &[Fill]) -> Vec<Figure> {
    let place = spot.scene.landing_place(spot.bar);
    let beats = strokes::last_beats(spot, place, 1);
    let leads = beats.iter().any(|beat| beat.start + beat.length == place.0);
    if !spot.plan().is_landing() || !leads {
        return Vec::new();
    }
    let fitting = fills::of_length(spot, fills, arrange::Fill::Short).into_iter();
    fitting.map(|fill| Figure::of(spot, fills, fill, place, 1)).collect()
}
