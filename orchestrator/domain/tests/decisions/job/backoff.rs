//! How long what failed waits.

use domain::ids::JobId;
use domain::job::backoff::{FIRST, LONGEST, after};
use proptest::prelude::*;

#[test]
fn twice_as_long_each_time_up_to_the_longest() {
    for (attempt, seconds) in
        [(1, 1), (2, 2), (3, 4), (5, 16), (9, 256), (10, 300), (40, 300), (u32::MAX, 300)]
    {
        let wait = after(JobId(1), attempt).as_secs_f64();
        let longest = f64::from(seconds);
        assert!(longest * 0.75 <= wait && wait <= longest, "attempt {attempt} waits {wait} s");
    }
    assert!(after(JobId(1), 0) <= FIRST);
}

proptest! {
    #[test]
    fn the_same_attempt_waits_the_same_and_never_too_long(job: u128, attempt: u32) {
        let wait = after(JobId(job), attempt);
        prop_assert_eq!(wait, after(JobId(job), attempt));
        prop_assert!(FIRST * 3 / 4 <= wait && wait <= LONGEST);
    }
}

#[test]
fn jobs_that_failed_together_come_back_one_by_one() {
    let mut waits: Vec<u128> = (0..100).map(|job| after(JobId(job), 8).as_millis() / 100).collect();
    waits.sort_unstable();
    waits.dedup();
    assert!(waits.len() > 50, "{} different tenths of a second", waits.len());
}
