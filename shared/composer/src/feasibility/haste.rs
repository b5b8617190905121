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
    let heard = by_hand(strokes, clock);
    let mut end = heard.len();
    while end > 0 {
        let now = heard[end - 1].0;
        let start = heard.partition_point(|(at, _)| *at < now);
        let mut drums = heard[start..end].iter().map(|(_, index)| drum(strokes[*index].pitch.key()));
        let both = [drums.next(), drums.next()];
        if drums.next().is_some() {
            return Err(least(strokes, &heard[start..end]));
        }
        for way in &ways {
            // What is far away is no different from nothing.
            let way = way.map(|hand| hand.filter(|(then, _)| then - now < OTHER_DRUM_US));
            let crossed = [both[1], both[0]];
            next.extend([both, crossed].into_iter().filter_map(|drums| struck(way, now, drums)));
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            let close = heard.partition_point(|(at, _)| *at < now + OTHER_DRUM_US);
            return Err(least(strokes, &heard[start..close]));
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

/// The hands' strokes in the order in which they are heard, each with when that is: swing moves eighths past triplets.
fn by_hand(strokes: &[Stroke], clock: &impl Fn(Ticks) -> i64) -> Vec<(i64, usize)> {
    let by_hand = strokes.iter().enumerate().filter(|(_, stroke)| !is_by_foot(stroke.pitch));
    let mut heard: Vec<(i64, usize)> = by_hand.map(|(index, stroke)| (clock(stroke.at), index)).collect();
    heard.sort_unstable();
    heard
}

/// Of strokes that come too soon after one another, what is missed least; of equals the first.
fn least(strokes: &[Stroke], close: &[(i64, usize)]) -> usize {
    let indices = close.iter().map(|(_, index)| *index);
    let found = indices.min_by_key(|index| (strokes[*index].importance, strokes[*index].velocity));
    found.expect("somebody came too soon")
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

#[cfg(test)]
mod tests {
    use music::pitch::Pitch;
    use music::time::Micros;

    use super::*;
    use crate::sketch::Touch;

    /// Strokes on paper, a tick apart, each with when it is heard in milliseconds.
    fn fits(heard_ms: &[(i64, u8)]) -> bool {
        let place =
            |index: usize| heard_ms[..index].iter().filter(|(ms, _)| *ms != heard_ms[index].0).count();
        let stroke = |index: usize| Stroke {
            at: Ticks(place(index) as i64),
            length: Ticks(1),
            pitch: Pitch::new(heard_ms[index].1).unwrap(),
            velocity: 80,
            importance: index as u8,
            offset: Micros(0),
            touch: Touch::default(),
        };
        let strokes: Vec<Stroke> = (0..heard_ms.len()).map(stroke).collect();
        let clock = |at: Ticks| {
            let index = strokes.iter().position(|stroke| stroke.at == at).unwrap();
            heard_ms[index].0 * 1_000
        };
        before(&strokes, &clock, &[[None, None]]).is_ok()
    }

    #[test]
    fn hands_are_where_they_are_heard_even_if_swing_has_changed_the_order() {
        for (heard_ms, is_possible) in [
            (&[(0, 38), (100, 42)][..], true),
            (&[(0, 38), (60, 47), (100, 42), (100, 50)], false),
            // On paper the tom is before the snare; swung it comes after it, and no hand is free for both cymbals.
            (&[(60, 47), (0, 38), (100, 42), (100, 50)], false),
            (&[(60, 47), (0, 38), (160, 42), (160, 50)], true),
            (&[(0, 38), (0, 42), (0, 50)], false),
        ] {
            assert_eq!(fits(heard_ms), is_possible, "{heard_ms:?}");
        }
    }
}
