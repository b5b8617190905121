//! This machine's steady clock, the same for all threads and instances of the process. Reading it locks nothing.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::clock::HostTime;

static BEGUN: OnceLock<Instant> = OnceLock::new();

/// Called where an instance is made, so that the audio thread only reads it.
pub fn begin() -> Instant {
    *BEGUN.get_or_init(Instant::now)
}

pub fn now() -> HostTime {
    HostTime(i64::try_from(begin().elapsed().as_nanos()).unwrap_or(i64::MAX))
}

pub fn instant(at: HostTime) -> Instant {
    begin() + Duration::from_nanos(u64::try_from(at.0).unwrap_or(0))
}
