//! Secrets that are good once and soon over: socket tickets, and the fragment that `ai-band open` gives a browser.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::WallTime;
use music::clip::Hash;

/// A socket is opened at once or a new ticket is asked for.
pub const TICKET: Duration = Duration::from_secs(10);
/// A browser may have to be started first.
pub const FRAGMENT: Duration = Duration::from_secs(60);
/// Twice what an assertion's clock may be off: after that its time alone refuses it.
pub const ASSERTION: Duration = Duration::from_secs(2 * ASSERTION_LEEWAY.as_secs());
/// Clocks of musicians' laptops that have not seen a network for a while.
pub const ASSERTION_LEEWAY: Duration = Duration::from_secs(60);
/// Asked for and never used; each is 100 bytes.
const PENDING_MAX: usize = 10_000;

/// What each secret stands for. The secrets themselves are not kept, only their hashes.
pub struct Once<T> {
    lasts: Duration,
    pending: Mutex<HashMap<Hash, (WallTime, T)>>,
}

impl<T> Once<T> {
    pub fn new(lasts: Duration) -> Once<T> {
        Once { lasts, pending: Mutex::new(HashMap::new()) }
    }

    /// Until when it is good; `None` when too many wait to be used.
    pub fn put(&self, secret: &str, what: T, now: WallTime) -> Option<WallTime> {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        if pending.len() >= PENDING_MAX {
            pending.retain(|_, (until, _)| now < *until);
        }
        let until = now + self.lasts;
        (pending.len() < PENDING_MAX).then(|| {
            pending.insert(Hash::of(secret.as_bytes()), (until, what));
            until
        })
    }

    /// Whether it has not been seen before; seen from now on.
    pub fn is_new(&self, secret: &str, now: WallTime) -> bool
    where
        T: Default,
    {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.retain(|_, (until, _)| now < *until);
        let is_room = pending.len() < PENDING_MAX;
        is_room && pending.insert(Hash::of(secret.as_bytes()), (now + self.lasts, T::default())).is_none()
    }

    /// What it stands for, the first time and in time.
    pub fn take(&self, secret: &str, now: WallTime) -> Option<T> {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        let (until, what) = pending.remove(&Hash::of(secret.as_bytes()))?;
        (now < until).then_some(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_good_once_and_in_time() {
        let once = Once::new(TICKET);
        let at = |seconds: i64| WallTime(seconds * 1_000_000_000);
        assert_eq!(once.put("a", 1, at(0)), Some(at(10)));
        once.put("b", 2, at(0)).unwrap();
        assert_eq!(once.take("c", at(1)), None, "nobody made it");
        assert_eq!((once.take("a", at(9)), once.take("a", at(9))), (Some(1), None));
        assert_eq!(once.take("b", at(10)), None, "its time is up");
    }

    #[test]
    fn what_was_seen_is_not_new_until_its_time_is_up() {
        let seen = Once::<()>::new(ASSERTION);
        for (seconds, secret, is_new) in
            [(0, "a", true), (1, "a", false), (1, "b", true), (119, "a", false), (240, "a", true)]
        {
            assert_eq!(
                seen.is_new(secret, WallTime(seconds * 1_000_000_000)),
                is_new,
                "{secret} at {seconds} s"
            );
        }
    }

    #[test]
    fn those_nobody_uses_make_room_when_they_are_over() {
        let once = Once::new(TICKET);
        assert!((0..PENDING_MAX).all(|number| once.put(&number.to_string(), (), WallTime(0)).is_some()));
        assert_eq!(once.put("one more", (), WallTime(1)), None);
        assert!(once.put("later", (), WallTime(0) + TICKET).is_some());
    }
}
