//! Who has been heard of lately: soft, in memory, gone with the process.
//!
//! Only what follows from it is a fact: an instance that was silent for too long is lost, and that is a command.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::ids::{Incarnation, InstanceId, SessionId};
use domain::session::Session;
use domain::time::WallTime;
use wire::limits::LEASE_SECONDS;
use wire::rest::plugin::Status;

/// Three heartbeats of five seconds.
pub const LEASE: Duration = Duration::from_secs(LEASE_SECONDS as u64);
/// Instances of all sessions, and some that are gone; each is 200 bytes.
const HEARD_MAX: usize = 20_000;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    pub at: WallTime,
    /// What it says of itself.
    pub status: Option<Status>,
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
            heard.retain(|_, heard| now.since(heard.at) < LEASE);
        }
        if heard.len() < HEARD_MAX {
            heard.insert((session.clone(), instance.clone()), Heard { at: now, status });
        }
    }

    pub fn last(&self, session: &SessionId, instance: &InstanceId) -> Option<Heard> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.get(&(session.clone(), instance.clone())).copied()
    }

    pub fn is_alive(&self, session: &SessionId, instance: &InstanceId, now: WallTime) -> bool {
        now.since(self.last(session, instance).map_or(self.since, |heard| heard.at)) < LEASE
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

    #[test]
    fn whoever_is_silent_for_a_lease_is_not_alive() {
        let at = |seconds: i64| WallTime(seconds * 1_000_000_000);
        let presence = Presence::new(at(100));
        let (session, a, b) = (SessionId::default_session(), "a".parse().unwrap(), "b".parse().unwrap());
        presence.hear(&session, &a, Some(Status::Playing), at(110));
        for (seconds, a_lives, b_lives) in
            [(110, true, true), (115, true, false), (124, true, false), (125, false, false)]
        {
            let alive =
                (presence.is_alive(&session, &a, at(seconds)), presence.is_alive(&session, &b, at(seconds)));
            assert_eq!(alive, (a_lives, b_lives), "at {seconds} s; b was known before the start");
        }
        assert_eq!(presence.last(&session, &a).and_then(|heard| heard.status), Some(Status::Playing));
        assert_eq!(presence.last(&session, &b), None);
    }
}
