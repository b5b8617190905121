//! Offsets out of pings, and how long to wait before the next try.

use std::time::Duration;

use ai_band_plugin::net::backoff::Backoff;
use ai_band_plugin::net::clock::{Clock, HostTime};
use ai_band_plugin::net::pings::Pings;
use proptest::prelude::*;
use wire::{Nanos, Pong};

const MS: i64 = 1_000_000;

/// A ping that was `there` and `back` on its way, to a clock that is `ahead`.
fn ping(clock: &mut Clock, sent: i64, there: i64, back: i64, ahead: i64) {
    let read = sent + there + ahead;
    let pong = Pong { id: 1, t0: Nanos(sent), t1: Nanos(read), t2: Nanos(read + 7) };
    clock.hear(&pong, HostTime(sent + there + 7 + back));
}

#[test]
fn of_the_last_eight_pings_the_quickest_counts() {
    let mut clock = Clock::default();
    clock.enter("a");
    assert_eq!(clock.to_host(Nanos(5)), None, "nothing was measured");
    ping(&mut clock, 0, 20_000, 20_000, 5_000 * MS);
    for sent in 1..8 {
        ping(&mut clock, sent * 50 * MS, 9 * MS, MS, 5_000 * MS);
    }
    assert_eq!(clock.to_host(Nanos(5_001 * MS)), Some(HostTime(MS)));
    assert_eq!(clock.to_server(HostTime(MS)), Some(Nanos(5_001 * MS)));
    ping(&mut clock, 900 * MS, 9 * MS, MS, 5_000 * MS);
    assert_eq!(clock.to_host(Nanos(5_001 * MS)), Some(HostTime(MS - 4 * MS)), "the quick one is too old");
}

#[test]
fn another_epoch_is_another_clock_and_nonsense_is_none() {
    let mut clock = Clock::default();
    assert!(clock.enter("a") && !clock.enter("a"));
    ping(&mut clock, 0, 10, 10, 77);
    assert!(clock.samples() == 1 && clock.enter("b") && clock.samples() == 0);
    for (t0, t1, t2, back) in [
        (10, 0, 0, 5),
        (0, 9, 8, 20),
        (0, i64::MIN, i64::MAX, 5),
        (i64::MAX, 0, 0, i64::MIN),
        (0, 0, 0, 3_000 * MS),
        (0, 0, 50, 10),
    ] {
        clock.hear(&Pong { id: 1, t0: Nanos(t0), t1: Nanos(t1), t2: Nanos(t2) }, HostTime(back));
        assert_eq!(clock.samples(), 0, "{t0} {t1} {t2} {back}");
    }
}

#[test]
fn a_machine_that_slept_and_a_clock_that_was_set_are_noticed_with_the_first_ping_that_shows_it() {
    for (there, back, ahead, kept) in [
        (1, 1, 5_000, 5),
        // Slow, and possible still.
        (400, 1, 5_000, 5),
        (1, 1, 5_004, 5),
        (1, 1, 5_006, 1),
        (1, 1, 4_994, 1),
        (300, 300, 5_100, 5),
        (300, 300, 65_000, 1),
    ] {
        let mut clock = Clock::default();
        for sent in 0..4 {
            ping(&mut clock, sent * 50 * MS, MS, MS, 5_000 * MS);
        }
        ping(&mut clock, 1_000 * MS, there * MS, back * MS, ahead * MS);
        assert_eq!(clock.samples(), kept, "{there} {back} {ahead}");
    }
    let mut clock = Clock::default();
    ping(&mut clock, 0, MS, MS, 0);
    clock.forget();
    assert_eq!((clock.samples(), clock.to_server(HostTime(0)), clock.error_max()), (0, None, None));
}

proptest! {
    /// However pings are delayed, the estimate is off by no more than half of the quickest one's delay, and by what two
    /// clocks may have run apart since.
    #[test]
    fn the_estimate_is_as_good_as_the_quickest_ping(
        ahead in -1_000_000 * MS..1_000_000 * MS,
        ways in prop::collection::vec((0..5 * MS, 0..5 * MS), 1..30),
    ) {
        let mut clock = Clock::default();
        for (index, (there, back)) in ways.iter().enumerate() {
            ping(&mut clock, index as i64 * 50 * MS, *there, *back, ahead);
        }
        let quickest = ways.iter().rev().take(8).map(|(there, back)| there + back).min().unwrap();
        let off = clock.to_server(HostTime(0)).unwrap().0 - ahead;
        let since = 7 * 60 * MS / 5_000;
        prop_assert!(off.abs() <= quickest / 2 + 1 + since, "{off} of {quickest}");
    }
}

#[test]
fn two_clocks_that_run_apart_are_compared_by_a_ping_of_today() {
    for ppm in [-200, 200] {
        let mut clock = Clock::default();
        let ahead = |sent: i64| 5_000 * MS + sent / 1_000_000 * ppm;
        // The first was the quickest by far; by the eighth it is wrong by more than a millisecond.
        for sent in (0..8).map(|second| second * 1_000 * MS) {
            let way = if sent == 0 { 10_000 } else { 150_000 };
            ping(&mut clock, sent, way, way, ahead(sent));
        }
        let now = 7_001 * MS;
        let off = clock.to_server(HostTime(now)).unwrap().0 - (now + ahead(now));
        assert!(off.abs() < MS / 10, "{off} ns");
    }
}

#[test]
fn waiting_grows_to_two_seconds_here_and_ten_over_the_network_and_never_in_step() {
    let waits = |mut backoff: Backoff, chance: f64| -> Vec<u64> {
        (0..7).map(|_| backoff.next(chance).as_millis() as u64).collect()
    };
    assert_eq!(waits(Backoff::near(), 0.0), [250, 500, 1_000, 1_000, 1_000, 1_000, 1_000]);
    assert_eq!(waits(Backoff::near(), 1.0), [500, 1_000, 2_000, 2_000, 2_000, 2_000, 2_000]);
    assert_eq!(waits(Backoff::far(), 1.0), [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    let mut backoff = Backoff::near();
    backoff.next(0.5);
    backoff.next(0.5);
    backoff.reset();
    assert_eq!(backoff.next(0.0), Duration::from_millis(250));
}

#[test]
fn five_pings_at_once_then_one_a_second_and_silence_is_noticed() {
    let mut pings = Pings::default();
    assert!(pings.next(HostTime(0), true).is_none(), "there is no socket");
    pings.begin(HostTime(0));
    let sent: Vec<i64> = (0..4_000).filter(|ms| pings.next(HostTime(ms * MS), true).is_some()).collect();
    assert_eq!(sent, [0, 50, 100, 150, 200, 1_200, 2_200, 3_200]);
    assert!(!pings.is_silent(HostTime(4_000 * MS)) && pings.is_silent(HostTime(4_001 * MS)));
    let now = HostTime(4_100 * MS);
    assert!(pings.answered(7, now) && !pings.answered(7, now) && !pings.answered(3, now), "each answer once");
    assert!(!pings.is_silent(HostTime(8_000 * MS)) && !pings.answered(99, now), "that was never asked");
    pings.begin(HostTime(0));
    let hurried = (0..10_000).filter(|ms| pings.next(HostTime(ms * MS), false).is_some()).count();
    assert_eq!(hurried, 40 + 8, "no clock is ever good enough on this line");
}
