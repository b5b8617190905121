//! When to look around in the whole folder: at first, when somebody says that something was missed, and every so often.

use std::time::Duration;

use super::At;

/// What nobody saw happen is found after this at the latest.
pub const SCAN_EVERY: Duration = Duration::from_secs(5);
/// Where nobody sees anything happen: on shares in a network, and when the system gives no more watches.
pub const POLL_EVERY: Duration = Duration::from_secs(1);
/// Between two of them, however many are asked for.
const PAUSE_MIN: Duration = Duration::from_millis(100);

pub(super) struct Scans {
    /// Somebody says that something was missed.
    pub(super) is_wanted: bool,
    pub(super) is_running: bool,
    /// Nothing has been looked at since the folder is there: what is old now is not news.
    pub(super) is_first: bool,
    /// Without events from the system.
    pub(super) is_polling: bool,
    /// Counts, so that what a scan did not meet can be told.
    pub(super) generation: u32,
    /// With them: for what they did not tell.
    pub(super) every: Duration,
    /// By the clock of files: what is older is old.
    pub(super) age_limit_ns: i64,
    began: At,
    earliest: At,
    due: At,
}

impl Scans {
    pub(super) fn new() -> Scans {
        let (began, earliest, due) = (At::ZERO, At::ZERO, At::ZERO);
        Scans {
            is_wanted: true,
            is_running: false,
            is_first: true,
            is_polling: false,
            every: SCAN_EVERY,
            generation: 0,
            age_limit_ns: i64::MIN,
            began,
            earliest,
            due,
        }
    }

    pub(super) fn is_due(&self, now: At) -> bool {
        !self.is_running && self.next_due() <= now
    }

    pub(super) fn next_due(&self) -> At {
        if self.is_wanted { self.earliest } else { self.due }
    }

    pub(super) fn begin(&mut self, now: At) {
        self.is_wanted = false;
        self.is_running = true;
        self.generation = self.generation.wrapping_add(1);
        self.began = now;
    }

    /// Rests at least as long as it worked.
    pub(super) fn end(&mut self, now: At) {
        self.is_running = false;
        self.earliest = now + now.saturating_sub(self.began).max(PAUSE_MIN);
        self.due = now + if self.is_polling { POLL_EVERY } else { self.every };
    }

    /// The folder is not there: look for it now and then, and then as if for the first time.
    pub(super) fn fail(&mut self, now: At) {
        self.is_running = false;
        self.is_wanted = false;
        self.is_first = true;
        self.earliest = now + POLL_EVERY;
        self.due = now + POLL_EVERY;
    }
}
