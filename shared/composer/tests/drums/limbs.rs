//! Two hands, two feet: whatever the chart, the seed and the style of a human.

use std::collections::BTreeMap;

use ai_band_composer::brief::Knobs;
use ai_band_composer::drums::kit::Piece;
use ai_band_composer::drums::limbs;
use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::style::Drummer;
use music::pitch::Pitch;
use music::time::Ticks;
use proptest::prelude::*;

use crate::band::{self, Take};
use crate::random;

/// Counted here once more, from General MIDI's keys alone.
fn impossible(strokes: &[Stroke]) -> Option<String> {
    let mut onsets: BTreeMap<i64, Vec<u8>> = BTreeMap::new();
    for stroke in strokes {
        onsets.entry(stroke.at.0).or_default().push(stroke.pitch.key());
    }
    onsets.into_iter().find_map(|(at, mut keys)| {
        let kicks = keys.iter().filter(|key| matches!(key, 35 | 36)).count();
        let feet = keys.iter().filter(|key| **key == 44).count();
        let hands = keys.len() - kicks - feet;
        let hats = keys.iter().filter(|key| matches!(key, 42 | 44 | 46)).count();
        keys.sort_unstable();
        let twice = keys.windows(2).any(|pair| pair[0] == pair[1]);
        (hands > 2 || kicks > 1 || feet > 1 || hats > 1 || twice).then(|| format!("at {at}: {keys:?}"))
    })
}

fn in_sketch(sketch: &Sketch) -> Option<String> {
    sketch
        .bars
        .iter()
        .enumerate()
        .find_map(|(bar, strokes)| Some(format!("bar {bar} {}", impossible(strokes)?)))
}

fn check(take: &Take) -> Result<(), TestCaseError> {
    if take.brief.style.general.drummer == Drummer::Human {
        prop_assert_eq!(in_sketch(&take.written.main), None);
        prop_assert_eq!(in_sketch(take.written.fill.as_ref().unwrap()), None);
    }
    for (bar, song_bar) in take.song.bars().iter().enumerate() {
        for strokes in [take.bar(bar), take.fill(bar)] {
            prop_assert!(take.plays(bar) || strokes.is_empty(), "bar {bar} plays though it should not");
            prop_assert!(
                strokes.is_sorted_by_key(|stroke| (stroke.at, stroke.pitch)),
                "bar {bar} is not in order"
            );
            for stroke in strokes {
                prop_assert!((0..song_bar.length.0).contains(&stroke.at.0), "bar {bar} has {stroke:?}");
                prop_assert!((1..=127).contains(&stroke.velocity) && stroke.importance <= 127, "{stroke:?}");
                prop_assert!(
                    stroke.length > Ticks::ZERO && Piece::of_pitch(stroke.pitch).is_some(),
                    "{stroke:?}"
                );
            }
        }
    }
    Ok(())
}

fn knobs() -> impl Strategy<Value = Knobs> {
    (any::<[u8; 5]>(), any::<[u8; 8]>()).prop_map(
        |([intensity, complexity, syncopation, fills, swing], density)| Knobs {
            intensity,
            complexity,
            syncopation,
            fills,
            swing,
            density,
            ..Knobs::default()
        },
    )
}

proptest! {
    #![proptest_config(random::cases(60))]

    #[test]
    fn nobody_needs_a_third_hand(
        chart in random::chart(),
        style in random::style(),
        seed in any::<u64>(),
        knobs in knobs(),
    ) {
        let mut brief = band::brief(style, seed);
        brief.knobs = knobs;
        check(&band::take(&chart, brief))?;
    }
}

fn at_once(names: &[&str]) -> Vec<Stroke> {
    let pitch = |name: &&str| Piece::named(name).unwrap().pitch();
    names.iter().map(|name| Stroke::new(Ticks(0), Ticks(120), pitch(name), 90, 90)).collect()
}

#[test]
fn what_cannot_be_played_is_counted() {
    for (names, violations) in [
        (&["kick", "snare", "hat"][..], 0),
        (&["kick", "pedal", "snare", "ride"], 0),
        (&["snare", "hat", "crash"], 1),
        (&["snare", "hat", "crash", "floor-tom"], 2),
        (&["hat", "open"], 1),
        (&["open", "pedal"], 1),
        (&["kick", "kick"], 1),
        (&[], 0),
    ] {
        assert_eq!(limbs::violations(&at_once(names)), violations, "{names:?}");
    }
}

#[test]
fn hands_are_free_again_at_the_next_onset_and_strange_keys_need_one() {
    let mut strokes = at_once(&["snare", "ride"]);
    strokes.extend(at_once(&["snare", "crash"]).into_iter().map(|stroke| Stroke { at: Ticks(1), ..stroke }));
    assert_eq!(limbs::violations(&strokes), 0);
    let strange = |key| Stroke::new(Ticks(0), Ticks(1), Pitch::new(key).unwrap(), 1, 1);
    assert_eq!(limbs::violations(&[strange(0), strange(1), strange(2)]), 1);
}
