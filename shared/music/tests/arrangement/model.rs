//! A plain picture of an arrangement: for every tick of a few bars, what is heard, painted tick by tick.
//!
//! It shares no arithmetic with the code: no sorting, no searching, no cutting of spans.

use ai_band_music::arrangement::{Arrangement, Edit, Region, Source};
use ai_band_music::clip::Hash;
use ai_band_music::lane::Lane;
use ai_band_music::time::{Span, Ticks};

pub(crate) const LANES: [Lane; 3] = [Lane::Drums, Lane::Keys, Lane::Pad];
/// All random spans lie inside.
pub(crate) const FIRST: i64 = -40;
pub(crate) const LAST: i64 = 120;
/// Every clip is this long.
pub(crate) const CLIP_TICKS: i64 = 7;

/// A clip and the place in it, or a region's silence after its clip has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    clip: Hash,
    position: Option<i64>,
}

type Cell = Option<Heard>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    cells: Vec<(Lane, i64, Cell)>,
}

impl Picture {
    /// As the arrangement itself answers, place by place.
    pub(crate) fn asked(arrangement: &Arrangement) -> Picture {
        let places = LANES.into_iter().flat_map(|lane| (FIRST..LAST).map(move |tick| (lane, tick)));
        let cells = places.map(|(lane, tick)| {
            let region = arrangement.region_at(lane, Ticks(tick));
            let cell = region.map(|region| Heard {
                clip: region.clips.main,
                position: region.clip_position(Ticks(tick), Ticks(CLIP_TICKS)).map(|position| position.0),
            });
            (lane, tick, cell)
        });
        Picture { cells: cells.collect() }
    }

    pub(crate) fn of(arrangement: &Arrangement) -> Picture {
        let places = LANES.into_iter().flat_map(|lane| (FIRST..LAST).map(move |tick| (lane, tick)));
        let cells = places.map(|(lane, tick)| {
            let here = |region: &&Region| region.lane == lane && covers(region.span, tick);
            let mut regions = arrangement.regions().iter().filter(here);
            let cell = regions.next().map(|region| heard(&region.source(), tick - region.span.start.0));
            assert!(regions.next().is_none(), "two regions on {lane} at {tick}");
            (lane, tick, cell)
        });
        Picture { cells: cells.collect() }
    }

    /// Paints what `edit` means; `before` is what it was asked of. Undo is no music of its own: not painted.
    pub(crate) fn paint(&mut self, before: &Arrangement, edit: &Edit) {
        let find = |id| *before.region(id).unwrap();
        match edit {
            Edit::Insert { lane, span, source } | Edit::Replace { lane, span, source } => {
                self.fill(*lane, *span, |tick| Some(heard(source, tick - span.start.0)));
            }
            Edit::Split { .. } | Edit::Undo(_) => {}
            Edit::Move { region, lane, start } => {
                let region = find(*region);
                let end = *start + region.span.length();
                self.erase(&region);
                self.fill(*lane, Span { start: *start, end }, |tick| {
                    Some(heard(&region.source(), tick - start.0))
                });
            }
            Edit::Resize { region, span } => {
                let region = find(*region);
                self.erase(&region);
                self.fill(region.lane, *span, |tick| {
                    Some(heard(&region.source(), tick - region.span.start.0))
                });
            }
            Edit::Loop { region } => {
                let region = find(*region);
                self.again(&region, Source { looped: true, ..region.source() });
            }
            Edit::PlayOnce { region, clip_length: _ } => {
                let region = find(*region);
                let first = heard(&region.source(), 0).position;
                let into = first.map_or(region.into, Ticks);
                self.again(&region, Source { looped: false, into, ..region.source() });
            }
            Edit::Delete { region } => self.erase(&find(*region)),
        }
    }

    pub(crate) fn is_free(&self, lane: Lane, span: Span, but_for: Option<&Region>) -> bool {
        let own = |tick| but_for.is_some_and(|region| region.lane == lane && covers(region.span, tick));
        self.cells
            .iter()
            .all(|(other, tick, cell)| *other != lane || !covers(span, *tick) || cell.is_none() || own(*tick))
    }

    fn again(&mut self, region: &Region, source: Source) {
        self.fill(region.lane, region.span, |tick| Some(heard(&source, tick - region.span.start.0)));
    }

    fn erase(&mut self, region: &Region) {
        self.fill(region.lane, region.span, |_| None);
    }

    fn fill(&mut self, lane: Lane, span: Span, cell_at: impl Fn(i64) -> Cell) {
        for (_, tick, cell) in
            self.cells.iter_mut().filter(|(other, tick, _)| *other == lane && covers(span, *tick))
        {
            *cell = cell_at(*tick);
        }
    }
}

fn covers(span: Span, tick: i64) -> bool {
    (span.start.0..span.end.0).contains(&tick)
}

/// Counts passes off one by one, as a listener would.
fn heard(source: &Source, ticks_in: i64) -> Heard {
    let mut position = source.into.0 + ticks_in;
    while source.looped && position < 0 {
        position += CLIP_TICKS;
    }
    while source.looped && position >= CLIP_TICKS {
        position -= CLIP_TICKS;
    }
    let sounds = (0..CLIP_TICKS).contains(&position);
    Heard { clip: source.clips.main, position: sounds.then_some(position) }
}
