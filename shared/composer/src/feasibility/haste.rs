//! How fast a hand gets from one drum to the next: what comes too soon is not played.
//!
//! Read from the end of the song, so that what gives way is what leads into a beat, never the beat it leads into.

use music::time::Ticks;

use super::limbs::is_by_foot;
use crate::perform;
use crate::scene::Scene;
use crate::sketch::Stroke;

/// Two strokes of one hand on one drum: the best manage a little over ten a second, and a few more as sticks bounce.
const SAME_DRUM_US: i64 = 72_000;
/// From one drum to another.
const OTHER_DRUM_US: i64 = 92_000;

/// What a hand plays next: when, counted from the bar's start, and on which drum.
type Hand = Option<(i64, u8)>;
/// How two hands can play what comes.
type Hands = [Hand; 2];

pub(super) fn mended(scene: &Scene<'_>, bars: &mut [Vec<Stroke>]) {
    let mut after: Vec<Hands> = vec![[None, None]];
    for (bar, strokes) in bars.iter_mut().enumerate().rev() {
        let clock = perform::clock(scene, bar);
        let length = perform::bar_us(scene, bar);
        after.iter_mut().flatten().flatten().for_each(|(at, _)| *at += length);
        // Each round takes a stroke out, so there are no more rounds than strokes.
        after = loop {
            match before(strokes, &clock, &after) {
                Ok(ways) => break ways,
                Err(least) => drop(strokes.remove(least)),
            }
        };
    }
}

/// Every way to begin a bar, given every way to go on after it; or the stroke that has to go, by index.
fn before(strokes: &[Stroke], clock: &impl Fn(Ticks) -> i64, after: &[Hands]) -> Result<Vec<Hands>, usize> {
    let mut ways = after.to_vec();
    let mut next: Vec<Hands> = Vec::new();
    let mut end = strokes.len();
    while end > 0 {
        let start = strokes.partition_point(|stroke| stroke.at < strokes[end - 1].at);
        let now = clock(strokes[start].at);
        let by_hand = |stroke: &&Stroke| !is_by_foot(stroke.pitch);
        let mut drums = strokes[start..end].iter().filter(by_hand).map(|stroke| drum(stroke.pitch.key()));
        let both = [drums.next(), drums.next()];
        for way in &ways {
            // What is far away is no different from nothing.
            let way = way.map(|hand| hand.filter(|(then, _)| then - now < OTHER_DRUM_US));
            let crossed = [both[1], both[0]];
            next.extend([both, crossed].into_iter().filter_map(|drums| struck(way, now, drums)));
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            return Err(least(strokes, start, |stroke| clock(stroke.at) - now < OTHER_DRUM_US));
        }
        std::mem::swap(&mut ways, &mut next);
        next.clear();
        end = start;
    }
    Ok(ways)
}

/// Each hand on its drum, if from there it is in time for what it plays next.
fn struck(way: Hands, now: i64, drums: [Option<u8>; 2]) -> Option<Hands> {
    let mut hands = way;
    for (hand, drum) in hands.iter_mut().zip(drums) {
        let Some(drum) = drum else { continue };
        let takes = |next: u8| if next == drum { SAME_DRUM_US } else { OTHER_DRUM_US };
        if hand.is_some_and(|(then, next)| then - now < takes(next)) {
            return None;
        }
        *hand = Some((now, drum));
    }
    Some(hands)
}

/// Of the hands' strokes from `start` on that are close enough to matter, what is missed least; of equals the first.
fn least(strokes: &[Stroke], start: usize, is_close: impl Fn(&Stroke) -> bool) -> usize {
    let close = (start..strokes.len()).take_while(|index| is_close(&strokes[*index]));
    let by_hand = close.filter(|index| !is_by_foot(strokes[*index].pitch));
    by_hand.min_by_key(|index| (strokes[*index].importance, strokes[*index].velocity)).unwrap_or(start)
}

/// A hat open or closed, a snare's rim and a ride's bell are where the hand is already.
fn drum(key: u8) -> u8 {
    match key {
        37 | 40 => 38,
        46 => 42,
        53 | 59 => 51,
        other => other,
    }
}
