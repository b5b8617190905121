//! A motif that is only repeated is a signal; one that is developed is a tune.

use std::collections::BTreeSet;

use ai_band_composer::style::Style;
use music::lane::Lane;

use crate::stage::{Take, brief};

const SEEDS: u64 = 16;
/// Bars that begin a solo's first and second phrase, with its calls.
const CALLS: [usize; 2] = [8, 12];

fn solo(style: &str, seed: u64) -> Take {
    let meter = Style::built_in(style).unwrap().general.meters[0];
    let bars = "| C | Am | F | G |\n".repeat(2);
    let chart = format!("{{meter: {meter}}}\n[Verse]\n{bars}[Solo]\n{bars}[Verse]\n{bars}");
    Take::with(&chart, &brief(Lane::Lead, style, seed, &chart))
}

/// Where the lead strikes in a bar.
fn rhythm(take: &Take, bar: usize) -> Vec<i64> {
    take.line.bars[bar].iter().map(|stroke| stroke.at.0).collect()
}

/// The first and the second call of solos in which the lead rests in neither phrase.
fn calls(style: &str) -> Vec<[Vec<i64>; 2]> {
    let both = |seed| CALLS.map(|bar| rhythm(&solo(style, seed), bar));
    let calls: Vec<_> =
        (0..SEEDS).map(both).filter(|[first, second]| !(first.is_empty() || second.is_empty())).collect();
    assert!(calls.len() as u64 * 2 > SEEDS, "{style} hardly plays: {calls:?}");
    calls
}

/// From each stroke to the next: what is known again wherever in the bar it stands.
fn gaps(rhythm: &[i64]) -> Vec<i64> {
    rhythm.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn the_second_phrase_calls_otherwise_and_is_known_again() {
    for style in Style::BUILT_IN {
        for [first, second] in calls(style) {
            assert_ne!(first, second, "{style} says the same again");
            let (whole, part) = (gaps(&first), gaps(&second));
            let is_known = !part.is_empty() && whole.windows(part.len()).any(|stretch| stretch == part);
            assert!(is_known, "{style}: {second:?} is not made of {first:?}");
        }
    }
}

#[test]
fn motifs_are_developed_in_more_than_one_way() {
    for style in Style::BUILT_IN {
        let way = |[first, second]: &[Vec<i64>; 2]| (first.len() == second.len(), first[0] == second[0]);
        let ways: BTreeSet<(bool, bool)> = calls(style).iter().map(way).collect();
        assert!(ways.len() > 1, "{style}: {ways:?}");
    }
}

#[test]
fn an_answer_is_no_echo_of_its_calls_rhythm() {
    for style in Style::BUILT_IN {
        for seed in 0..SEEDS * 2 {
            let take = solo(style, seed);
            let call = rhythm(&take, CALLS[0]);
            let mut others =
                (CALLS[0] + 1..CALLS[1]).map(|bar| rhythm(&take, bar)).filter(|bar| !bar.is_empty());
            assert!(others.all(|answer| answer != call), "{style} {seed} answers {call:?} with itself");
        }
    }
}
