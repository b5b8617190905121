//! When blocks are due, out of when they were asked for.

use ai_band_plugin::net::block_times::BlockTimes;
use ai_band_plugin::net::clock::HostTime;
use proptest::prelude::*;

const RATE: f64 = 48_000.0;

/// Errors in nanoseconds of what each block is said to be due at, for a sound card that is `ppm` too slow.
fn errors(frames: u32, ppm: f64, blocks: usize, late: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut times = BlockTimes::default();
    let begun = 123_456_789.0;
    (0..blocks)
        .map(|block| {
            let due = begun + block as f64 * f64::from(frames) * 1e9 / RATE * (1.0 + ppm * 1e-6);
            let said = times.block(HostTime((due + late(block)) as i64), frames, RATE);
            said.0 as f64 - due
        })
        .collect()
}

/// From 0 to 1, the same every time.
fn chance(block: usize) -> f64 {
    (block as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) as f64 / u64::MAX as f64
}

#[test]
fn blocks_that_are_asked_for_late_are_due_when_they_are_due() {
    // Half of them by up to 3 ms.
    let late = |block: usize| if block.is_multiple_of(2) { 0.0 } else { 3e6 * chance(block) };
    for frames in [64, 480, 1_024] {
        let errors = errors(frames, 0.0, 2_000, late);
        let worst = errors.iter().fold(0.0_f64, |worst, error| worst.max(error.abs()));
        assert!(worst < 1_000.0, "{frames} frames: {worst} ns");
    }
}

#[test]
fn a_sound_card_that_is_too_fast_or_too_slow_is_followed() {
    for ppm in [-100.0, 100.0] {
        let late = |block: usize| 2e6 * chance(block).powi(3);
        let errors = errors(480, ppm, 6_000, late);
        let worst = errors[600..].iter().fold(0.0_f64, |worst, error| worst.max(error.abs()));
        // A stretch of blocks is two thirds of a second: 64 µs of such a drift.
        assert!(worst < 150_000.0, "{ppm} ppm: {worst} ns");
    }
}

#[test]
fn what_a_sound_card_lost_is_noticed_and_a_busy_moment_is_not() {
    // A tenth of a second in which every block was late, and then on time.
    let busy = |block: usize| if (700..710).contains(&block) { 80e6 } else { 0.0 };
    assert!(errors(480, 0.0, 1_500, busy).iter().all(|error| error.abs() < 1_000.0));
    // From one block on everything is 80 ms later: the card has not played for as long.
    let lost = |block: usize| if block < 700 { 0.0 } else { 80e6 };
    let errors = errors(480, 0.0, 1_500, lost);
    assert!(errors[900..].iter().all(|error| (error - 80e6).abs() < 1_000.0), "{:?}", errors.last());
}

#[test]
fn a_host_that_was_away_begins_another_line() {
    let mut times = BlockTimes::default();
    let mut at = 0;
    for _ in 0..1_000 {
        times.block(HostTime(at), 480, RATE);
        at += 10_000_000;
    }
    at += 3_000_000_000;
    assert_eq!(times.block(HostTime(at), 480, RATE), HostTime(at));
    assert_eq!(times.block(HostTime(at + 10_000_000), 480, RATE), HostTime(at + 10_000_000));
    assert_eq!(
        times.block(HostTime(at + 20_000_000), 480, 44_100.0),
        HostTime(at + 20_000_000),
        "another rate"
    );
}

proptest! {
    #[test]
    fn whatever_a_host_does_time_is_said(
        blocks in prop::collection::vec((-1_000_000_000_i64..3_000_000_000, 0_u32..8_192), 1..300),
    ) {
        let (mut times, mut at) = (BlockTimes::default(), 0_i64);
        for (passed, frames) in blocks {
            at += passed;
            let said = times.block(HostTime(at), frames, RATE);
            prop_assert!((said.0 - at).abs() <= 1_100_000_000, "{} at {at}", said.0);
        }
    }
}
