//! Clips within every limit that no musician made.

use music::clip::{Clip, NOTES_MAX, Note, OFFSET_MAX};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{MAX_TICKS, Micros, Ticks};
use proptest::prelude::*;

use crate::stage::{bridged, note, silence};

fn any_clip() -> impl Strategy<Value = Clip> {
    let length = prop_oneof![1i64..2_000, Just(1), Just(MAX_TICKS)];
    let note = (0i64..MAX_TICKS, 0i64..=MAX_TICKS, 0u8..=127, 1u8..=127, 0u8..=127, -100_000i32..=100_000);
    (length, proptest::collection::vec(note, 0..40)).prop_map(|(length, notes)| {
        let note = |(start, ticks, key, velocity, importance, offset)| Note {
            start: Ticks(start % length),
            length: Ticks(ticks),
            offset: Micros(offset),
            pitch: Pitch::new(key).unwrap(),
            velocity,
            importance,
        };
        Clip::new(Ticks(length), notes.into_iter().map(note).collect(), Vec::new()).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_two_clips_have_a_bridge(
        before in any_clip(), after in any_clip(), lane in 0..Lane::COUNT, beats in 1u8..=16, seed in any::<u64>(),
    ) {
        let lane = Lane::ALL[lane];
        let (low, high) = lane.character().range;
        for (one, other) in [(&before, &after), (&before, &silence()), (&silence(), &after)] {
            let bridge = bridged(one, other, lane, beats, seed);
            prop_assert!(bridge.notes().iter().all(|note| (low..=high).contains(&note.pitch.key())));
            prop_assert!(bridge.notes().iter().all(|note| note.offset.0.abs() <= OFFSET_MAX.0));
        }
    }
}

#[test]
fn the_fullest_clip_makes_a_bridge_of_a_few_notes() {
    let all = (0..NOTES_MAX as i64).map(|index| note(index / 4_096, 10, (index % 128) as u8)).collect();
    let full = Clip::new(Ticks(16), all, Vec::new()).unwrap();
    for lane in [Lane::Drums, Lane::Keys] {
        let bridge = bridged(&full, &full, lane, 16, 0);
        assert!((1..=16 * 8 * 8).contains(&bridge.notes().len()), "{lane}: {}", bridge.notes().len());
    }
}
