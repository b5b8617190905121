//! Beats and nanoseconds cross as they are.

use music::time::Ticks;
use proptest::prelude::*;
use wire::exact::PARTS_PER_BEAT;
use wire::{ExactBeat, Nanos};

#[test]
fn beats_are_what_they_say() {
    let table = [
        (0.0, Some(0)),
        (1.0, Some(PARTS_PER_BEAT)),
        (-0.5, Some(-PARTS_PER_BEAT / 2)),
        (1.0 / 3.0, Some(715_827_883)),
        (4_294_967_295.0, Some(4_294_967_295 * PARTS_PER_BEAT)),
        (4_294_967_296.0, None),
        (f64::NAN, None),
        (f64::INFINITY, None),
    ];
    for (beats, parts) in table {
        assert_eq!(ExactBeat::from_beats_f64(beats), parts.map(ExactBeat), "{beats}");
    }
}

#[test]
fn no_tick_is_too_far() {
    for ticks in [i64::MIN, i64::MAX] {
        assert_eq!(ExactBeat::from_ticks(Ticks(ticks)), None);
    }
    assert_eq!(ExactBeat(i64::MAX).to_ticks(), Ticks(4_123_168_604_160));
    assert_eq!(ExactBeat(i64::MIN).to_ticks(), Ticks(-4_123_168_604_160));
}

proptest! {
    #[test]
    fn every_number_crosses(number: i64) {
        let text = wire::codec::encode(&(ExactBeat(number), Nanos(number))).unwrap();
        prop_assert_eq!(&text, &format!("[\"{number}\",\"{number}\"]"));
        prop_assert_eq!(wire::codec::decode::<(ExactBeat, Nanos)>(&text).unwrap(), (ExactBeat(number), Nanos(number)));
    }

    #[test]
    fn every_tick_of_a_song_crosses(ticks in -music::time::MAX_TICKS..=music::time::MAX_TICKS) {
        prop_assert_eq!(ExactBeat::from_ticks(Ticks(ticks)).unwrap().to_ticks(), Ticks(ticks));
    }

    #[test]
    fn no_text_is_a_panic(text in "\\PC{0,80}") {
        let _ = wire::codec::decode::<wire::ToOrchestrator>(&text);
        let _ = wire::codec::decode::<ExactBeat>(&format!("{text:?}"));
    }
}
