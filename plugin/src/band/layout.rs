//! Where a song's bars are: what tells, after the chart was edited, to which bar arranged music belongs.

use std::collections::BTreeMap;
use std::ops::Range;

use music::arrangement::{Arrangement, Edit, Refusal, Region, Source};
use music::chart::{PassId, Song};
use music::lane::Lane;
use music::time::{MAX_TICKS, Span, Ticks};

use crate::model::Bars;

/// A bar as it was when music was laid on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaidBar {
    pub id: PassId,
    pub start: Ticks,
    pub length: Ticks,
}

impl LaidBar {
    pub(super) fn span(&self) -> Span {
        Span { start: self.start, end: Ticks(self.start.0.saturating_add(self.length.0)) }
    }
}

/// Bars in playing order; each begins where the one before it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    bars: Vec<LaidBar>,
}

impl Layout {
    pub(super) fn of(song: &Song) -> Layout {
        let place =
            |bar: &music::chart::song::Bar| LaidBar { id: bar.id, start: bar.start, length: bar.length };
        Layout { bars: song.bars().iter().map(place).collect() }
    }

    /// `None` when the bars do not follow one another.
    pub(super) fn from_bars(bars: Vec<LaidBar>) -> Option<Layout> {
        let is_in_place = |place: &LaidBar| {
            place.length > Ticks::ZERO && place.start.0 >= -MAX_TICKS && place.span().end.0 <= MAX_TICKS
        };
        let follow = bars.iter().zip(bars.iter().skip(1)).all(|(one, next)| one.span().end == next.start);
        (follow && bars.iter().all(is_in_place)).then_some(Layout { bars })
    }

    pub(super) fn bars(&self) -> &[LaidBar] {
        &self.bars
    }

    pub(super) fn start(&self) -> Ticks {
        self.bars.first().map_or(Ticks::ZERO, |place| place.start)
    }

    pub(super) fn end(&self) -> Ticks {
        self.bars.last().map_or(Ticks::ZERO, |place| place.span().end)
    }

    /// From each bar's name to its index; of a name that is there twice, the first.
    pub(super) fn by_id(&self) -> BTreeMap<PassId, usize> {
        let mut indices = BTreeMap::new();
        for (index, place) in self.bars.iter().enumerate() {
            indices.entry(place.id).or_insert(index);
        }
        indices
    }

    /// What stays together when the music on this layout moves to `next`: stretches here, and how far each goes.
    fn moves(&self, next: &Layout) -> Vec<(Span, Ticks)> {
        let mut moves: Vec<(Span, Ticks)> = Vec::new();
        let mut add = |span: Span, by: Ticks| match moves.last_mut() {
            Some((last, shift)) if last.end == span.start && *shift == by => last.end = span.end,
            Some(_) | None => moves.push((span, by)),
        };
        let (earliest, latest) = (Ticks(-2 * MAX_TICKS), Ticks(2 * MAX_TICKS));
        add(Span { start: earliest, end: self.start() }, next.start() - self.start());
        let by_id = self.by_id();
        for place in &next.bars {
            let before = by_id.get(&place.id).map(|index| self.bars[*index]);
            if let Some(before) = before.filter(|before| before.length == place.length) {
                add(before.span(), place.start - before.start);
            }
        }
        add(Span { start: self.end(), end: latest }, next.end() - self.end());
        moves
    }
}

/// Moves all music with its bars; that of bars which are gone, or are longer or shorter than they were, goes.
pub(super) fn relay(arrangement: &mut Arrangement, from: &Layout, to: &Layout) -> Result<(), Refusal> {
    if from == to || from.bars.is_empty() {
        return Ok(());
    }
    let moves = from.moves(to);
    for lane in Lane::ALL {
        let everything = Span { start: Ticks(-MAX_TICKS), end: Ticks(MAX_TICKS) };
        let regions = arrangement.regions_in(lane, everything).to_vec();
        let mut moved: Vec<(Span, Source)> = Vec::new();
        for region in regions {
            let pieces = pieces(&region, &moves);
            if pieces[..] != [(region.span, region.source())] {
                arrangement.apply(&Edit::Delete { region: region.id })?;
                moved.extend(pieces);
            }
        }
        for (span, source) in moved {
            arrangement.insert(lane, span, source)?;
        }
    }
    Ok(())
}

fn pieces(region: &Region, moves: &[(Span, Ticks)]) -> Vec<(Span, Source)> {
    let piece = |(span, by): &(Span, Ticks)| {
        let part = region.span.intersection(*span)?;
        let into = region.into + (part.start - region.span.start);
        let within = Span { start: Ticks(-MAX_TICKS), end: Ticks(MAX_TICKS) };
        let span = part.shifted(*by).intersection(within)?;
        Some((span, Source { into, ..region.source() }))
    };
    moves.iter().filter_map(piece).collect()
}

/// Bars as they are shown: counted from 1 in playing order, pickups up to 0.
pub(super) fn pickups(song: &Song) -> usize {
    song.bars().iter().take_while(|bar| bar.start.is_negative()).count()
}

pub(super) fn bar_number(song: &Song, index: usize) -> i32 {
    index as i32 + 1 - pickups(song) as i32
}

/// All of it, from 1, or from 0 where a pickup comes first.
pub(super) fn shown(song: &Song, indices: &Range<usize>) -> Bars {
    let number = |index: usize| bar_number(song, index).max(0) as u32;
    Bars { first: number(indices.start), last: number(indices.end.saturating_sub(1)) }
}

/// `None` where the song has no such bars.
pub(super) fn indices(song: &Song, bars: Bars) -> Option<Range<usize>> {
    let pickups = pickups(song);
    let index = |number: u32| (number as usize).checked_add(pickups)?.checked_sub(1);
    let first = if bars.first == 0 && pickups > 0 { 0 } else { index(bars.first)? };
    let last = index(bars.last)?;
    (bars.first <= bars.last && last < song.bars().len()).then_some(first..last + 1)
}
