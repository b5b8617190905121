//! Beats of any meter, and which beat of a pattern's own meter each of them plays.

use music::meter::Meter;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::grid::Mark;
use super::kit::{Duty, Piece};

/// A beat of the bar at hand and the pattern's beat it is filled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beat {
    /// From the bar's start; negative before a pickup that begins late.
    pub start: i64,
    pub length: i64,
    pub source: usize,
    /// The middle of three, which stands for two beats: a kick here is one that the pattern's second beat has too.
    pub is_light: bool,
}

const EIGHTH: i64 = TICKS_PER_BEAT / 2;
const DOTTED: i64 = EIGHTH * 3;

/// Three units to a beat: 6/8, 9/8, 12/8, and 3/8 as one beat.
pub fn is_compound(meter: Meter) -> bool {
    meter.denominator() >= 8 && meter.numerator().is_multiple_of(3)
}

/// The lengths of a meter's beats: quarters, dotted quarters, or eighths by twos with a last three.
pub fn lengths(meter: Meter) -> Vec<i64> {
    let bar = meter.bar_ticks().0;
    let unit = meter.unit_ticks().0;
    if is_compound(meter) {
        return vec![unit * 3; usize::from(meter.numerator() / 3)];
    }
    let mut lengths = vec![TICKS_PER_BEAT; usize::try_from(bar / TICKS_PER_BEAT).unwrap_or(0)];
    match (bar % TICKS_PER_BEAT, lengths.last_mut()) {
        (0, _) => {}
        (EIGHTH, Some(last)) => *last = DOTTED,
        (rest, _) => lengths.push(rest),
    }
    lengths
}

/// As the band counts a meter that its patterns were not written for: seven eighths and more odd ones are a bar whose
/// last beat is cut short, with all of its back beats; of five a last long one is left.
pub(crate) fn counted(meter: Meter) -> Vec<i64> {
    let mut lengths = lengths(meter);
    if let Some(last) = lengths.last_mut().filter(|last| **last == DOTTED && !is_compound(meter))
        && meter.bar_ticks().0 > 3 * TICKS_PER_BEAT
    {
        *last = TICKS_PER_BEAT;
        lengths.push(EIGHTH);
    }
    lengths
}

/// The beats of a bar in `target`, filled from a pattern in `source`. A pickup takes the end of its bar.
pub fn mapped(target: Meter, length: Ticks, source: Meter) -> Vec<Beat> {
    let lengths_here = if target == source { lengths(target) } else { counted(target) };
    let sources: Vec<(usize, bool)> = if target == source {
        (0..lengths_here.len()).map(|beat| (beat, false)).collect()
    } else {
        sources(lengths_here.len(), lengths(source).len())
    };
    let mut start = length.0 - target.bar_ticks().0;
    let beats = lengths_here.into_iter().zip(sources).map(|(length, (source, is_light))| {
        let beat = Beat { start, length, source, is_light };
        start += length;
        beat
    });
    beats.collect()
}

/// Which of `of` beats each of `count` beats plays: groups of as many as the pattern has, then shorter ones, each
/// beginning with a strong beat and ending with a back beat.
fn sources(count: usize, of: usize) -> Vec<(usize, bool)> {
    let mut sources = Vec::with_capacity(count);
    while sources.len() < count {
        let (left, is_first) = (count - sources.len(), sources.is_empty());
        // Four and one would leave a lonely beat: three and two walk better.
        let size = if left == of + 1 && of > 3 { of - 1 } else { left.min(of.max(1)) };
        let group = group(size, of, is_first);
        let is_light = |place: usize| (size, of) == (3, 4) && place == 1;
        sources.extend(group.into_iter().enumerate().map(|(place, source)| (source, is_light(place))));
    }
    sources
}

fn group(size: usize, of: usize, is_first: bool) -> Vec<usize> {
    match (size, of) {
        (size, of) if size == of => (0..of).collect(),
        (3, 4) => vec![0, 2, 3],
        (2, 4) if !is_first => vec![2, 3],
        (2, 3) if is_first => vec![0, 2],
        (1, 2 | 3) if !is_first => vec![1],
        (size, _) => (0..size).collect(),
    }
}

/// The same for who plays chords and lines: groups as the drums have them, each beginning with the pattern's first
/// beat, and the bar's last beat, which leads on, being the pattern's last.
pub fn pitched_sources(count: usize, of: usize) -> Vec<usize> {
    let of = of.max(1);
    let mut sources = Vec::with_capacity(count);
    while sources.len() < count {
        let left = count - sources.len();
        let size = if left == of + 1 && of > 2 { of - 1 } else { left.min(of) };
        sources.extend(0..size);
    }
    if let Some(last) = sources.last_mut().filter(|_| count > 1) {
        *last = of - 1;
    }
    sources
}

/// Puts a pattern's marks on the beats of a bar: `(from the bar's start, mark)`.
pub fn placed(marks: &[Mark], beats: &[Beat], source_beat: i64) -> Vec<(i64, Mark)> {
    let mut placed = Vec::with_capacity(marks.len());
    let kicks = |at: i64| marks.iter().any(|mark| mark.at == at && mark.piece == Piece::Kick);
    for beat in beats {
        let from = beat.source as i64 * source_beat;
        let leaves_out = |mark: &Mark| {
            beat.is_light && mark.piece == Piece::Kick && mark.at == from && !kicks(source_beat)
        };
        let is_here = |mark: &&Mark| (from..from + source_beat).contains(&mark.at) && !leaves_out(mark);
        for mark in marks.iter().filter(is_here) {
            let into = mark.at - from;
            let is_stretched = beat.length > source_beat && into >= EIGHTH;
            let first = into + if is_stretched && mark.piece.duty() == Duty::Bones { EIGHTH } else { 0 };
            let again = (is_stretched && mark.piece.duty() != Duty::Bones).then_some(into + EIGHTH);
            let places = [Some(first), again].into_iter().flatten();
            let inside = places.filter(|place| *place < beat.length && beat.start + place >= 0);
            placed.extend(inside.map(|place| (beat.start + place, *mark)));
        }
    }
    placed
}

/// How long a beat of patterns in this meter is.
pub fn source_beat(meter: Meter) -> i64 {
    if is_compound(meter) { meter.unit_ticks().0 * 3 } else { TICKS_PER_BEAT }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(text: &str) -> Meter {
        text.parse().unwrap()
    }

    #[test]
    fn every_meter_has_beats_that_fill_its_bar() {
        for numerator in 1..=32 {
            for denominator in [1, 2, 4, 8, 16, 32, 64] {
                let meter = Meter::new(numerator, denominator).unwrap();
                assert_eq!(lengths(meter).iter().sum::<i64>(), meter.bar_ticks().0, "{meter}");
            }
        }
    }

    #[test]
    fn beats_of_other_meters_borrow_from_four() {
        for (name, sources) in [
            ("2/4", &[0, 1][..]),
            ("3/4", &[0, 2, 3]),
            ("4/4", &[0, 1, 2, 3]),
            ("5/4", &[0, 2, 3, 2, 3]),
            ("6/4", &[0, 1, 2, 3, 2, 3]),
            ("7/4", &[0, 1, 2, 3, 0, 2, 3]),
            ("6/8", &[0, 1]),
            ("7/8", &[0, 1, 2, 3]),
            ("11/8", &[0, 1, 2, 3, 2, 3]),
            ("5/8", &[0, 1]),
            ("12/8", &[0, 1, 2, 3]),
            ("3/8", &[0]),
        ] {
            let beats = mapped(meter(name), meter(name).bar_ticks(), Meter::COMMON);
            assert_eq!(beats.iter().map(|beat| beat.source).collect::<Vec<_>>(), sources, "{name}");
        }
    }

    #[test]
    fn three_have_one_strong_beat_unless_every_beat_is_kicked() {
        use crate::drums::grid::Level;
        let kick = |at| Mark { at, piece: Piece::Kick, level: Level::Normal, slot: 0 };
        let (rock, house) = ([0, 1_920, 2_400].map(kick), [0, 960, 1_920, 2_880].map(kick));
        let kicks = |name: &str, marks: &[Mark]| -> Vec<i64> {
            let beats = mapped(meter(name), meter(name).bar_ticks(), Meter::COMMON);
            placed(marks, &beats, TICKS_PER_BEAT).into_iter().map(|(at, _)| at).collect()
        };
        for (name, expected) in [
            ("3/4", &[0, 1_440][..]),
            ("5/4", &[0, 1_440, 2_880, 3_360]),
            ("7/4", &[0, 1_920, 2_400, 3_840, 5_280]),
            ("7/8", &[0, 1_920, 2_400]),
            ("9/8", &[0, 2_400]),
            ("4/4", &[0, 1_920, 2_400]),
        ] {
            assert_eq!(kicks(name, &rock), expected, "{name}");
        }
        assert_eq!(kicks("3/4", &house), [0, 960, 1_920]);
    }

    #[test]
    fn chords_and_lines_begin_groups_where_the_drums_do() {
        for (count, of, sources) in [
            (1, 4, &[0][..]),
            (2, 4, &[0, 3]),
            (3, 4, &[0, 1, 3]),
            (4, 4, &[0, 1, 2, 3]),
            (5, 4, &[0, 1, 2, 0, 3]),
            (6, 4, &[0, 1, 2, 3, 0, 3]),
            (7, 4, &[0, 1, 2, 3, 0, 1, 3]),
            (8, 4, &[0, 1, 2, 3, 0, 1, 2, 3]),
            (4, 3, &[0, 1, 0, 2]),
            (5, 3, &[0, 1, 2, 0, 2]),
            (3, 2, &[0, 1, 1]),
            (4, 2, &[0, 1, 0, 1]),
            (3, 1, &[0, 0, 0]),
            (0, 4, &[]),
        ] {
            assert_eq!(pitched_sources(count, of), sources, "{count} beats of {of}");
        }
    }

    #[test]
    fn a_waltz_in_four_comes_round_to_its_second_beat() {
        let beats = mapped(Meter::COMMON, Meter::COMMON.bar_ticks(), meter("3/4"));
        assert_eq!(beats.iter().map(|beat| beat.source).collect::<Vec<_>>(), [0, 1, 2, 1]);
    }

    #[test]
    fn a_pickup_is_the_end_of_its_bar() {
        let beats = mapped(Meter::COMMON, Ticks(960), Meter::COMMON);
        assert_eq!(beats.iter().map(|beat| beat.start).collect::<Vec<_>>(), [-2_880, -1_920, -960, 0]);
    }

    #[test]
    fn in_a_beat_of_three_time_goes_on_and_bones_move_to_its_end() {
        use crate::drums::grid::Level;
        let mark = |at, piece| Mark { at, piece, level: Level::Normal, slot: 0 };
        let marks = [
            mark(0, Piece::Kick),
            mark(480, Piece::Kick),
            mark(0, Piece::ClosedHat),
            mark(480, Piece::ClosedHat),
        ];
        let places = |name: &str, piece: Piece| -> Vec<i64> {
            let beats = mapped(meter(name), meter(name).bar_ticks(), Meter::COMMON);
            let placed = placed(&marks, &beats[..1], TICKS_PER_BEAT);
            placed.into_iter().filter(|(_, mark)| mark.piece == piece).map(|(at, _)| at).collect()
        };
        assert_eq!(
            (places("6/8", Piece::Kick), places("6/8", Piece::ClosedHat)),
            (vec![0, 960], vec![0, 480, 960])
        );
        assert_eq!(
            (places("4/4", Piece::Kick), places("4/4", Piece::ClosedHat)),
            (vec![0, 480], vec![0, 480])
        );
        // Half a beat has room for half of it.
        assert_eq!((places("1/8", Piece::Kick), places("1/8", Piece::ClosedHat)), (vec![0], vec![0]));
    }
}
