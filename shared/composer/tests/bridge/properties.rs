//! What holds between any two clips.

use music::clip::Clip;
use music::lane::Lane;
use music::time::Ticks;
use proptest::prelude::*;

use crate::stage::{bridged, clips, density};

fn ways() -> impl Strategy<Value = (Lane, Clip, Clip, u8, u64)> {
    (0..Lane::COUNT).prop_flat_map(|lane| {
        let lane = Lane::ALL[lane];
        (Just(lane), clips(lane), clips(lane), 1u8..=16, any::<u64>())
    })
}

/// Onsets in a beat, of two bars.
fn mean_density(clip: &Clip) -> f64 {
    density(clip).iter().sum::<usize>() as f64 / 8.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_same_way_is_the_same_bridge_of_as_many_beats((lane, before, after, beats, seed) in ways()) {
        let bridge = bridged(&before, &after, lane, beats, seed);
        prop_assert_eq!(&bridge, &bridged(&before, &after, lane, beats, seed));
        prop_assert_eq!(bridge.length(), Ticks::from_beats(beats.into()));
    }

    #[test]
    fn notes_are_the_instruments_own_and_end_with_the_bridge((lane, before, after, beats, seed) in ways()) {
        let bridge = bridged(&before, &after, lane, beats, seed);
        let (low, high) = lane.character().range;
        for note in bridge.notes() {
            prop_assert!((low..=high).contains(&note.pitch.key()));
            prop_assert!(note.length >= Ticks(1) && note.start + note.length <= bridge.length());
        }
        for (index, note) in bridge.notes().iter().enumerate() {
            let next = bridge.notes()[index + 1..].iter().find(|next| next.pitch == note.pitch);
            prop_assert!(next.is_none_or(|next| note.start + note.length <= next.start));
        }
    }

    #[test]
    fn density_goes_straight_from_one_side_to_the_other((lane, before, after, beats, seed) in ways()) {
        let counts = density(&bridged(&before, &after, lane, beats, seed));
        let (from, to) = (mean_density(&before), mean_density(&after));
        for (beat, count) in counts.iter().enumerate() {
            let ideal = from + (to - from) * (beat as f64 + 0.5) / f64::from(beats);
            // Whole onsets, and one more that leads in.
            let is_last = beat + 1 == counts.len();
            let above = if is_last { 1.01 } else { 1.0 };
            let is_near = (*count as f64) < ideal + above && *count as f64 > ideal - 1.0;
            prop_assert!(is_near || (*count == 1 && is_last), "beat {}: {} for {}", beat, count, ideal);
        }
        let up = if to > from { 1 } else { -1 };
        for pair in counts[..counts.len() - 1].windows(2) {
            // Below one in a beat, some beats have it and some have not.
            let is_steady = (pair[1] as i64 - pair[0] as i64) * up >= 0;
            prop_assert!(is_steady || pair.iter().sum::<usize>() == 1, "{:?}", counts);
        }
    }

    #[test]
    fn the_last_note_leads_by_step_into_the_first_of_what_comes((lane, before, after, beats, seed) in ways()) {
        prop_assume!(!lane.character().is_kit && !after.notes().is_empty());
        let bridge = bridged(&before, &after, lane, beats, seed);
        let last = bridge.notes().last().unwrap().start;
        prop_assert!(last >= bridge.length() - Ticks::from_beats(1));
        let keys = |clip: &Clip, at: Ticks| -> Vec<u8> {
            clip.notes().iter().filter(|note| note.start == at).map(|note| note.pitch.key()).collect()
        };
        let (leading, goal) = (keys(&bridge, last), keys(&after, after.notes()[0].start));
        let voice = if lane == Lane::Bass { goal[0] } else { goal[goal.len() - 1] };
        prop_assert!(leading.iter().any(|key| (1..=2).contains(&key.abs_diff(voice))), "{:?} to {:?}", leading, goal);
        for key in leading {
            prop_assert!(goal.iter().any(|goal| (1..=2).contains(&key.abs_diff(*goal))));
        }
    }

    #[test]
    fn a_kit_plays_what_either_side_has((before, after, beats, seed) in (clips(Lane::Drums), clips(Lane::Drums), 1u8..=16, any::<u64>())) {
        let bridge = bridged(&before, &after, Lane::Drums, beats, seed);
        for note in bridge.notes() {
            prop_assert!(before.notes().iter().chain(after.notes()).any(|other| other.pitch == note.pitch));
        }
    }
}
