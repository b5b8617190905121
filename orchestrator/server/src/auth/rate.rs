//! How often somebody may knock: a bucket of tries that fills up again, one for each who knocks.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::WallTime;

/// Whoever knocks from more addresses than this shares the oldest's bucket: memory is bounded, patience too.
const WHO_MAX: usize = 4_096;

/// Tries for each of many.
pub struct Rate<K> {
    tries: u32,
    one_more_after: Duration,
    /// When each bucket will be full again, as GCRA counts.
    full_at: Mutex<HashMap<K, WallTime>>,
}

impl<K: Eq + Hash + Clone> Rate<K> {
    /// `tries` at once, then one more each time `one_more_after` has passed.
    pub fn new(tries: u32, one_more_after: Duration) -> Rate<K> {
        Rate { tries, one_more_after, full_at: Mutex::new(HashMap::new()) }
    }

    /// Takes one try, or says how long to wait.
    pub fn take(&self, who: &K, now: WallTime) -> Result<(), Duration> {
        let mut all = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = all.get(who).copied().unwrap_or(now).max(now);
        let after = full_at + self.one_more_after;
        let empty_at = now + self.one_more_after * self.tries;
        if after > empty_at {
            return Err(after.since(empty_at));
        }
        if all.len() >= WHO_MAX && !all.contains_key(who) {
            all.retain(|_, full_at| *full_at > now);
            if all.len() >= WHO_MAX {
                return Err(self.one_more_after);
            }
        }
        all.insert(who.clone(), after);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_gives_its_tries_and_then_one_at_a_time() {
        let rate = Rate::new(3, Duration::from_secs(10));
        let at = |seconds: i64| WallTime(seconds * 1_000_000_000);
        for (seconds, who, wait) in [
            (0, "a", None),
            (0, "a", None),
            (0, "a", None),
            (0, "a", Some(10)),
            (1, "a", Some(9)),
            (1, "b", None),
            (10, "a", None),
            (10, "a", Some(10)),
            (100, "a", None),
            (100, "a", None),
            (100, "a", None),
            (100, "a", Some(10)),
            // A clock that was set back makes nobody wait for longer than a full bucket takes.
            (50, "c", None),
        ] {
            let said = rate.take(&who, at(seconds)).err().map(|wait| wait.as_secs());
            assert_eq!(said, wait, "{who} at {seconds} s");
        }
    }

    #[test]
    fn more_knockers_than_there_are_buckets_wait() {
        let rate = Rate::new(1, Duration::from_secs(10));
        let now = WallTime(0);
        assert!((0..WHO_MAX).all(|who| rate.take(&who, now).is_ok()));
        assert!(rate.take(&WHO_MAX, now).is_err());
        assert!(rate.take(&WHO_MAX, now + Duration::from_secs(10)).is_ok(), "full buckets are forgotten");
    }
}
