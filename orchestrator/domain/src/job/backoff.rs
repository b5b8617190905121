//! How long a job that failed waits: twice as long each time, with a jitter that is its own.

use std::time::Duration;

use crate::ids::JobId;

/// After the first failure.
pub const FIRST: Duration = Duration::from_secs(1);
/// A worker that comes back is used again within this.
pub const LONGEST: Duration = Duration::from_secs(5 * 60);

/// After the `attempt`th failure, counted from 1. Up to a quarter is jitter, so that jobs that failed together do not come
/// back together; the same job and attempt wait the same.
pub fn after(job: JobId, attempt: u32) -> Duration {
    let doubled = FIRST.saturating_mul(2u32.saturating_pow(attempt.saturating_sub(1)));
    let longest = doubled.min(LONGEST);
    let quarter = longest / 4;
    longest - quarter + quarter.mul_f64(fraction(job, attempt))
}

/// In `[0, 1]`.
fn fraction(job: JobId, attempt: u32) -> f64 {
    let folded = (job.0 >> 64) as u64 ^ job.0 as u64;
    f64::from(scattered(folded.wrapping_add(u64::from(attempt))) as u32) / f64::from(u32::MAX)
}

/// Every bit of the result depends on every bit of `number`: two rounds of multiply and shift.
fn scattered(number: u64) -> u64 {
    let mixed = (number ^ (number >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ (mixed >> 32)
}
