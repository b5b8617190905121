//! The arrangement against a grid of beats: which clip plays in each, and how far into it.

use domain::session::Command;
use music::arrangement::Edit;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};
use proptest::prelude::*;

use crate::cast::{beats, clip, edit, insert, person, source, take};
use crate::stage::Stage;

const LANES: [Lane; 2] = [Lane::Drums, Lane::Keys];
const BEATS: usize = 24;
const CLIPS: [&str; 3] = ["x", "y", "z"];

/// For each beat of each lane the clip and the beat of it that plays.
type Grid = [[Option<(usize, i64)>; BEATS]; LANES.len()];

#[derive(Clone, Debug)]
enum Wish {
    Insert(Place),
    Replace(Place),
    /// Two at once, as one step.
    Both(Place, Place),
    Push(Vec<Place>),
    Undo,
    Redo,
}

/// Lane, start, length, clip.
type Place = (usize, usize, usize, usize);

fn place() -> impl Strategy<Value = Place> {
    (0..LANES.len(), 0..16usize, 1..8usize, 0..CLIPS.len())
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        4 => place().prop_map(Wish::Insert),
        4 => place().prop_map(Wish::Replace),
        2 => (place(), place()).prop_map(|(first, second)| Wish::Both(first, second)),
        1 => prop::collection::vec(place(), 0..4).prop_map(Wish::Push),
        4 => Just(Wish::Undo),
        3 => Just(Wish::Redo),
    ]
}

fn is_free(grid: &Grid, (lane, start, length, _): Place) -> bool {
    grid[lane][start..start + length].iter().all(Option::is_none)
}

fn lay(grid: &mut Grid, (lane, start, length, clip): Place) {
    for into in 0..length {
        grid[lane][start + into] = Some((clip, into as i64));
    }
}

/// The grid afterwards, or `None` for a refusal.
fn made(grid: &Grid, wish: &Wish) -> Option<Grid> {
    let mut next = *grid;
    let mut insert = |place: Place| {
        let is_possible = is_free(&next, place);
        lay(&mut next, place);
        is_possible
    };
    let is_possible = match wish {
        Wish::Insert(place) => insert(*place),
        Wish::Both(first, second) => insert(*first) && insert(*second),
        Wish::Replace(place) => {
            lay(&mut next, *place);
            true
        }
        Wish::Push(places) => {
            next = Grid::default();
            let mut is_possible = true;
            for place in places {
                is_possible &= is_free(&next, *place);
                lay(&mut next, *place);
            }
            // Nothing instead of nothing is no step.
            is_possible && !(places.is_empty() && *grid == Grid::default())
        }
        Wish::Undo | Wish::Redo => false,
    };
    is_possible.then_some(next)
}

fn command(wish: &Wish) -> Command {
    let span = |start: usize, length: usize| beats(start as i64, (start + length) as i64);
    let insert = |&(lane, start, length, clip): &Place| {
        insert(LANES[lane], start as i64, (start + length) as i64, CLIPS[clip])
    };
    match wish {
        Wish::Insert(place) => edit(vec![insert(place)]),
        Wish::Both(first, second) => edit(vec![insert(first), insert(second)]),
        Wish::Replace((lane, start, length, clip)) => {
            let source = source(CLIPS[*clip]);
            edit(vec![Edit::Replace { lane: LANES[*lane], span: span(*start, *length), source }])
        }
        Wish::Push(places) => {
            let regions = places.iter().map(|&(lane, start, length, clip)| {
                take(LANES[lane], start as i64, (start + length) as i64, CLIPS[clip])
            });
            Command::ReplaceArrangement { chart: None, regions: regions.collect(), expected: None }
        }
        Wish::Undo => Command::Undo,
        Wish::Redo => Command::Redo,
    }
}

fn found(stage: &Stage) -> Grid {
    let mut grid = Grid::default();
    for (lane, row) in LANES.iter().zip(&mut grid) {
        for (beat, cell) in row.iter_mut().enumerate() {
            let at = Ticks::from_beats(beat as i64);
            *cell = stage.song().arrangement().region_at(*lane, at).and_then(|region| {
                let number = CLIPS.iter().position(|name| clip(name) == region.clips.main)?;
                Some((number, (region.into + (at - region.span.start)).0 / TICKS_PER_BEAT))
            });
        }
    }
    grid
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_plays_is_what_the_grid_says(wishes in prop::collection::vec(wish(), 1..40)) {
        let mut stage = Stage::session();
        let (mut now, mut behind, mut ahead) = (Grid::default(), Vec::new(), Vec::new());
        for wish in &wishes {
            let next = match wish {
                Wish::Undo => behind.pop().inspect(|_| ahead.push(now)),
                Wish::Redo => ahead.pop().inspect(|_| behind.push(now)),
                Wish::Insert(_) | Wish::Replace(_) | Wish::Both(..) | Wish::Push(_) => {
                    made(&now, wish).inspect(|_| {
                        behind.push(now);
                        ahead.clear();
                    })
                }
            };
            prop_assert_eq!(stage.ask(&person(1), command(wish)).is_ok(), next.is_some(), "{:?}", wish);
            now = next.unwrap_or(now);
            prop_assert_eq!(found(&stage), now, "after {:?}", wish);
        }
    }
}
