//! What two hands can play, on any chart in any style.

use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::style::Style;
use music::lane::Lane;
use music::time::Ticks;
use proptest::prelude::*;

use crate::charts;
use crate::roll::{Heard, brief, heard};

/// Keys struck together, lowest first.
fn chords(strokes: &[Stroke]) -> Vec<Vec<u8>> {
    let mut groups: Vec<(Ticks, Vec<u8>)> = Vec::new();
    for stroke in strokes {
        match groups.last_mut() {
            Some((at, keys)) if *at == stroke.at => keys.push(stroke.pitch.key()),
            _ => groups.push((stroke.at, vec![stroke.pitch.key()])),
        }
    }
    groups.into_iter().map(|(_, keys)| keys).collect()
}

fn two_hands_reach(keys: &[u8]) -> bool {
    let reach = |hand: &[u8]| hand.last().zip(hand.first()).is_none_or(|(high, low)| high - low <= 10);
    (0..=keys.len()).any(|left| reach(&keys[..left]) && reach(&keys[left..]))
}

fn check_hands(heard: &Heard, sketch: &Sketch) {
    for (bar, strokes) in sketch.bars.iter().enumerate() {
        let length = heard.song.bars()[bar].length;
        assert!(strokes.is_sorted_by_key(|stroke| (stroke.at, stroke.pitch)), "bar {} is in order", bar + 1);
        for keys in chords(strokes) {
            assert!(two_hands_reach(&keys), "bar {}: nobody reaches {keys:?}", bar + 1);
            assert!(
                keys.windows(2).all(|pair| pair[0] < pair[1]),
                "bar {}: {keys:?} has a key twice",
                bar + 1
            );
        }
        for stroke in strokes {
            assert!(
                Ticks::ZERO <= stroke.at && stroke.at < length,
                "bar {}: {stroke:?} is elsewhere",
                bar + 1
            );
            assert!(stroke.length > Ticks::ZERO && (48..=84).contains(&stroke.pitch.key()), "{stroke:?}");
        }
    }
}

/// No key is struck while it sounds.
fn check_releases(heard: &Heard, sketch: &Sketch) {
    let start = |bar: usize| heard.song.bars()[bar].start;
    let mut all: Vec<(u8, Ticks, Ticks)> = Vec::new();
    for (bar, strokes) in sketch.bars.iter().enumerate() {
        all.extend(strokes.iter().map(|s| (s.pitch.key(), start(bar) + s.at, start(bar) + s.at + s.length)));
    }
    all.sort_unstable();
    for pair in all.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        assert!(
            pair[0].2 <= pair[1].1,
            "key {} sounds from {} to {} and is struck at {}",
            pair[0].0,
            pair[0].1,
            pair[0].2,
            pair[1].1
        );
    }
}

/// Nothing sounds that neither the chord nor its scale has; nothing where there is no chord.
fn check_harmony(heard: &Heard) {
    for (bar, strokes) in heard.main.bars.iter().enumerate() {
        for stroke in strokes {
            let at = heard.song.bars()[bar].start + stroke.at;
            let change = heard.analysis.at(at).unwrap();
            let chord =
                change.chord.unwrap_or_else(|| panic!("bar {}: {stroke:?} where nobody plays", bar + 1));
            let is_early = stroke.at + Ticks(480) >= heard.song.bars()[bar].length;
            let own = chord.classes().union(change.scale);
            assert!(
                is_early || own.contains(stroke.pitch.class()),
                "bar {}: {} over {chord}",
                bar + 1,
                stroke.pitch
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn two_hands_play_any_chart(chart in charts::any(), style in 0..Style::BUILT_IN.len(), seed: u64) {
        let heard = heard(&chart, &brief(Style::BUILT_IN[style], seed));
        check_hands(&heard, &heard.main);
        check_hands(&heard, &heard.fill);
        check_releases(&heard, &heard.main);
        check_harmony(&heard);
        for bar in 0..heard.song.bars().len() {
            let plays = heard.plan.bars[bar].plays[Lane::Keys.index()];
            prop_assert!(plays || heard.main.bar(bar).is_empty(), "bar {} should be silent", bar + 1);
        }
    }
}

#[test]
fn a_push_comes_an_eighth_early_and_its_written_place_is_held() {
    let heard = heard("{key: C}\n| Cmaj7 | >Am7 | Dm7 >G7 | Cmaj7 |", &brief("pop", 3));
    for (bar, at) in [(0, 3360), (2, 1440)] {
        assert!(heard.main.bar(bar).iter().any(|stroke| stroke.at == Ticks(at)), "bar {}", bar + 1);
    }
    assert!(heard.main.bar(1).iter().all(|stroke| stroke.at > Ticks::ZERO), "the downbeat is tied");
    assert!(heard.main.bar(2).iter().all(|stroke| stroke.at != Ticks(1920)), "beat 3 is tied");
}

#[test]
fn nobody_plays_where_there_is_no_chord() {
    for style in Style::BUILT_IN {
        let heard = heard("{key: C}\n| Cmaj7 | N.C. | Dm7 N.C. | G7 |", &brief(style, 5));
        assert!(heard.main.bar(1).is_empty(), "{style}");
        assert!(heard.main.bar(2).iter().all(|stroke| stroke.at < Ticks(1920)), "{style}");
    }
}

#[test]
fn every_chord_is_heard_however_many_there_are() {
    let chart = "{key: C}\n| C Dm Em F | C C/E F G Am G/B C G | Cmaj7 | Am7 D7 |";
    for style in ["pop", "ballad", "swing"] {
        let heard = heard(chart, &brief(style, 7));
        for (bar, count) in [(0, 4), (1, 8), (2, 1), (3, 2)] {
            let length = heard.song.bars()[bar].length.0 / count;
            for chord in 0..count {
                let span = chord * length..(chord + 1) * length;
                let is_struck = heard.main.bar(bar).iter().any(|stroke| span.contains(&stroke.at.0));
                // Or an eighth before the bar, and held into it.
                let is_held_over = chord == 0 && bar > 0 && {
                    let before = heard.song.bars()[bar - 1].length.0;
                    let mut last = heard.main.bar(bar - 1).iter();
                    last.any(|stroke| stroke.at.0 >= before - 480 && (stroke.at + stroke.length).0 > before)
                };
                let is_heard = is_struck || is_held_over;
                assert!(is_heard, "{style}, bar {}: chord {} is not struck", bar + 1, chord + 1);
            }
        }
    }
}

#[test]
fn endings_land() {
    for style in Style::BUILT_IN {
        for (ending, shortest, longest) in [("button", 1, 480), ("ring", 3840, 3840)] {
            let chart =
                format!("{{key: C}} {{ending: {ending}}}\n[Chorus]\n{}| C6 |", "| C6 | G7 ".repeat(5));
            let heard = heard(&chart, &brief(style, 11));
            let last = heard.main.bars.last().unwrap();
            assert!(last.len() >= 3, "{style} {ending}: everyone has a chord to land on");
            for stroke in last {
                assert_eq!(stroke.at, Ticks::ZERO, "{style} {ending}");
                assert!((shortest..=longest).contains(&stroke.length.0), "{style} {ending}: {stroke:?}");
            }
        }
    }
}
