//! Who has been heard of lately: soft, in memory, gone with the process.
//!
//! Only what follows from it is a fact: an instance that was silent for too long is lost, and that is a command.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::ids::{Incarnation, InstanceId, SessionId};
use domain::session::Session;
use domain::time::WallTime;
use wire::limits::{LEASE_SECONDS, LEASES_MISSED_MAX};
use wire::rest::plugin::Status;

/// Whoever was not heard of for so long has missed all the leases that may be missed.
pub const SILENT_MAX: Duration = Duration::from_secs((LEASE_SECONDS * LEASES_MISSED_MAX) as u64);
/// Instances of all sessions, and some that are gone; each is 200 bytes.
const HEARD_MAX: usize = 20_000;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    pub at: WallTime,
    /// What it says of itself.
    pub status: Option<Status>,
    /// Its socket has closed since.
    pub has_parted: bool,
}

pub struct Presence {
    /// Instances that are known of from before count as heard of then.
    since: WallTime,
    heard: Mutex<HashMap<(SessionId, InstanceId), Heard>>,
}

impl Presence {
    pub fn new(now: WallTime) -> Presence {
        Presence { since: now, heard: Mutex::new(HashMap::new()) }
    }

    pub fn hear(&self, session: &SessionId, instance: &InstanceId, status: Option<Status>, now: WallTime) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.len() >= HEARD_MAX {
            heard.retain(|_, heard| now.since(heard.at) < SILENT_MAX);
        }
        if heard.len() < HEARD_MAX {
            heard.insert((session.clone(), instance.clone()), Heard { at: now, status, has_parted: false });
        }
    }

    /// Its socket is closed: it may come back, and so may another life of it.
    pub fn part(&self, session: &SessionId, instance: &InstanceId) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(heard) = heard.get_mut(&(session.clone(), instance.clone())) {
            heard.has_parted = true;
        }
    }

    pub fn last(&self, session: &SessionId, instance: &InstanceId) -> Option<Heard> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.get(&(session.clone(), instance.clone())).copied()
    }

    pub fn is_alive(&self, session: &SessionId, instance: &InstanceId, now: WallTime) -> bool {
        now.since(self.last(session, instance).map_or(self.since, |heard| heard.at)) < SILENT_MAX
    }

    /// Whether another one may take its name: nobody has been heard under it since the start, or since its socket closed.
    pub fn is_free(&self, session: &SessionId, instance: &InstanceId, now: WallTime) -> bool {
        self.last(session, instance).is_none_or(|heard| heard.has_parted || now.since(heard.at) >= SILENT_MAX)
    }

    /// Those of a session that are to be lost now.
    pub fn silent(&self, session: &Session, now: WallTime) -> Vec<(InstanceId, Incarnation)> {
        let all = session.instances().values();
        let silent = all.filter(|instance| !self.is_alive(session.id(), &instance.id, now));
        silent.map(|instance| (instance.id.clone(), instance.incarnation)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: i64) -> WallTime {
        WallTime(seconds * 1_000_000_000)
    }

    #[test]
    fn whoever_misses_three_leases_is_not_alive() {
        let presence = Presence::new(at(100));
        let (session, a, b) = (SessionId::default_session(), "a".parse().unwrap(), "b".parse().unwrap());
        presence.hear(&session, &a, Some(Status::Playing), at(110));
        for (seconds, a_lives, b_lives) in [
            (110, true, true),
            // One lease is over, and then two.
            (125, true, true),
            (140, true, true),
            (144, true, true),
            (145, true, false),
            (154, true, false),
            (155, false, false),
        ] {
            let alive =
                (presence.is_alive(&session, &a, at(seconds)), presence.is_alive(&session, &b, at(seconds)));
            assert_eq!(alive, (a_lives, b_lives), "at {seconds} s; b was known before the start");
        }
        assert_eq!(presence.last(&session, &a).and_then(|heard| heard.status), Some(Status::Playing));
        assert_eq!(presence.last(&session, &b), None);
    }

    #[test]
    fn a_name_is_free_when_nobody_speaks_under_it() {
        let (session, a) = (SessionId::default_session(), "a".parse().unwrap());
        let presence = Presence::new(at(100));
        let is_free = |seconds| presence.is_free(&session, &a, at(seconds));
        assert!(is_free(100), "what was before the start was another life");
        presence.hear(&session, &a, None, at(110));
        assert_eq!([is_free(110), is_free(154), is_free(155)], [false, false, true]);
        presence.part(&session, &a);
        assert!(is_free(110), "its socket has closed");
        assert!(presence.is_alive(&session, &a, at(154)), "it keeps its chairs for when it comes back");
        presence.hear(&session, &a, None, at(111));
        assert!(!is_free(111), "it is heard by other ways");
    }
}
