//! The top line: a slow melody within a phrase, and another place to sing from in the next.

use ai_band_composer::sketch::Stroke;
use ai_band_composer::style::Style;

use crate::charts;
use crate::roll::{Heard, brief, heard_throughout};

const CHARTS: [(&str, &str); 5] = [
    ("autumn", charts::AUTUMN),
    ("radio", charts::RADIO),
    ("blues", charts::BLUES),
    ("vamp", charts::VAMP),
    ("loop", charts::LOOP),
];
const SEEDS: std::ops::Range<u64> = 0..8;
/// A phrase and a half.
const SAME_TOP_BARS_MAX: usize = 6;

fn top(strokes: &[Stroke]) -> Option<u8> {
    strokes.iter().map(|stroke| stroke.pitch.key()).max()
}

/// The highest key of each bar that sounds.
fn tops(heard: &Heard) -> Vec<u8> {
    heard.main.bars.iter().filter_map(|strokes| top(strokes)).collect()
}

fn longest_run(tops: &[u8]) -> usize {
    tops.chunk_by(|a, b| a == b).map(<[u8]>::len).max().unwrap_or(0)
}

/// In no more than one song of five, in the stillest style: where all chords of a loop share a note, it may stay.
#[test]
fn no_top_note_stays_for_two_phrases() {
    for style in Style::BUILT_IN {
        let mut still = Vec::new();
        for (name, chart) in CHARTS {
            for seed in SEEDS {
                let bars = longest_run(&tops(&heard_throughout(chart, &brief(style, seed))));
                if bars > SAME_TOP_BARS_MAX {
                    still.push((name, seed, bars));
                }
            }
        }
        let songs = CHARTS.len() * SEEDS.end as usize;
        assert!(still.len() * 5 <= songs, "{style}: {} of {songs}: {still:?}", still.len());
    }
}

/// Where one chord goes on for a phrase, hands find another place on it.
#[test]
fn hands_move_over_a_vamp() {
    for style in Style::BUILT_IN {
        let moves = |seed: u64| {
            let heard = heard_throughout(
                "{key: E dorian}\n[Vamp]\n| E9 | E9 | E9 | E9 |\n| E9 |",
                &brief(style, seed),
            );
            let keys = heard.main.bars[..4].iter().flatten().map(|stroke| stroke.pitch.key());
            keys.collect::<std::collections::BTreeSet<u8>>().len() > MOST_HELD
        };
        let moving = SEEDS.filter(|seed| moves(*seed)).count();
        assert!(moving * 2 >= SEEDS.count(), "{style}: hands move over {moving} vamps");
    }
}

/// What four fingers hold without moving.
const MOST_HELD: usize = 4;
