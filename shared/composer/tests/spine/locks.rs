//! What somebody keeps is where the others of its phrase go to and come from.

use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, compose};
use music::chart::Chart;
use music::lane::Lane;
use music::time::Ticks;

use crate::random::part;

const SONG: &str = "{tempo: 120} {key: C}\n[Chorus]\n| Cmaj7 | Am7 | Dm7 | G7 |\n| Em7 | A7 | Dm7 | G7 |\n| Cmaj7 | Am7 | Dm7 | G7 |\n| Em7 | A7 | Dm7 | G7 |\n";
/// In the middle of the second phrase, whose first chord stands where no lock moves it.
const BAR: usize = 6;
const PHRASE: std::ops::Range<usize> = 4..8;
const STYLES: [&str; 3] = ["swing", "ballad", "bossa"];

fn take(lane: Lane, style: &str, seed: u64, lock: Option<&[Stroke]>) -> Sketch {
    taken(lane, Style::built_in(style).unwrap(), seed, lock)
}

fn taken(lane: Lane, style: Style, seed: u64, lock: Option<&[Stroke]>) -> Sketch {
    let chart = Chart::parse(SONG).unwrap();
    let mut brief = Brief::new(style, seed);
    brief.lanes = vec![lane];
    brief.style.general.enters[lane.index()] = 0;
    let id = chart.song().bars()[BAR].id;
    brief.locks.extend(lock.map(|strokes| ((lane, id), strokes.to_vec())));
    part(&compose(&chart, &brief).unwrap(), lane).sketch.clone()
}

#[derive(Clone, Copy, Debug)]
enum Side {
    Before,
    After,
}

impl Side {
    /// How high the hands are at this edge of the locked bar, in hundredths of a key.
    fn edge(self, lane: Lane, sketch: &Sketch) -> Option<i64> {
        match self {
            Side::Before => middle(lane, sketch.bar(BAR), first),
            Side::After => middle(lane, sketch.bar(BAR), last),
        }
    }

    /// And across the bar line.
    fn beyond(self, lane: Lane, sketch: &Sketch) -> Option<i64> {
        match self {
            Side::Before => middle(lane, sketch.bar(BAR - 1), last),
            Side::After => middle(lane, sketch.bar(BAR + 1), first),
        }
    }
}

fn first(strokes: &[Stroke]) -> Option<Ticks> {
    strokes.iter().map(|stroke| stroke.at).min()
}

fn last(strokes: &[Stroke]) -> Option<Ticks> {
    strokes.iter().map(|stroke| stroke.at).max()
}

/// Of a guitar the whole bar tells: one stroke may be a thumb's, and shapes are what its hand moves.
fn middle(lane: Lane, strokes: &[Stroke], edge: impl Fn(&[Stroke]) -> Option<Ticks>) -> Option<i64> {
    let at = edge(strokes)?;
    let struck = strokes.iter().filter(|stroke| stroke.at == at || lane == Lane::Guitar);
    let struck = struck.map(|stroke| i64::from(stroke.pitch.key()));
    let (sum, count) = struck.fold((0, 0), |(sum, count), key| (sum + key, count + 1));
    Some(sum * 100 / count)
}

/// The lowest and the highest that a lane plays the bar, at one of its edges; in other octaves too, as somebody may
/// have played it, and on a guitar elsewhere on the neck.
fn extremes(lane: Lane, style: &str, side: Side) -> [Vec<Stroke>; 2] {
    let of_hand = |fret: Option<u8>| {
        let mut style = Style::built_in(style).unwrap();
        style.guitar.centre = fret.map_or(style.guitar.centre, |fret| (fret, fret));
        (0..8).map(move |seed| taken(lane, style.clone(), seed, None))
    };
    let hands: &[Option<u8>] = if lane == Lane::Guitar { &[Some(0), Some(10)] } else { &[None] };
    let takes = hands.iter().flat_map(|fret| of_hand(*fret));
    let mut takes: Vec<Sketch> = takes.filter(|take| side.edge(lane, take).is_some()).collect();
    takes.sort_by_key(|take| side.edge(lane, take));
    let by = if lane == Lane::Guitar { 0 } else { 12 };
    [(0, -by), (takes.len() - 1, by)].map(|(index, by)| {
        let moved = |stroke: &Stroke| Stroke { pitch: stroke.pitch.transposed(by).unwrap(), ..*stroke };
        takes[index].bar(BAR).iter().map(moved).collect()
    })
}

/// How much higher a phrase is beside a lock that is higher, over a few seeds.
fn followed(lane: Lane, style: &str, side: Side) -> i64 {
    let locks = extremes(lane, style, side);
    let of_seed = |seed| {
        let [under, over] = locks.each_ref().map(|lock| take(lane, style, seed, Some(lock)));
        assert_eq!([under.bar(BAR), over.bar(BAR)], locks.each_ref().map(Vec::as_slice));
        for bar in (0..16).filter(|bar| !PHRASE.contains(bar) && bar + 1 != PHRASE.start) {
            assert_eq!(under.bar(bar), over.bar(bar), "{lane} in {style}, bar {}", bar + 1);
        }
        side.beyond(lane, &over).zip(side.beyond(lane, &under)).map_or(0, |(over, under)| over - under)
    };
    (100..104).map(of_seed).sum()
}

#[test]
fn a_phrase_goes_where_a_locked_bar_is_and_comes_from_there() {
    for lane in [Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad] {
        for side in [Side::Before, Side::After] {
            let higher: i64 = STYLES.iter().map(|style| followed(lane, style, side)).sum();
            assert!(higher > 0, "{lane} {side:?}: {higher}, where the lock is higher");
        }
    }
}
