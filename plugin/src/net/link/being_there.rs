//! Being there for the server: heartbeats, and coming back when it has taken this instance for lost.

use serde_json::json;
use wire::rest::changes::{Change, Entity};

use super::super::clock::HostTime;
use super::super::rest::{Purpose, Refused, Request};
use super::{Do, HEARTBEAT_NANOS, Link, Phase};

impl Link {
    pub(super) fn beat_heart(&mut self, now: HostTime, done: &mut Vec<Do>) {
        if now.0 < self.heartbeat.0.saturating_add(HEARTBEAT_NANOS) {
            return;
        }
        self.heartbeat = now;
        let body = json!({ "plugin_id": self.instance.as_str(), "session": self.session.as_str() });
        let request = Request::json("POST", "/api/plugin/heartbeat", &body);
        done.push(Do::Ask(self.request(Purpose::Heartbeat, request)));
    }

    /// One that is missed is followed by another; a socket that is dead is noticed by its pings.
    pub(super) fn heart_was_heard(
        &mut self,
        now: HostTime,
        answer: Result<Vec<u8>, Refused>,
        done: &mut Vec<Do>,
    ) {
        match answer {
            Ok(_) => self.is_lost = false,
            Err(refused) if refused.code == "PLUGIN_NOT_FOUND" && self.phase == Phase::Open => {
                self.come_back(now, done);
            }
            Err(_) => {}
        }
    }

    /// The same instance in another life: what is said of the one before is late from now on.
    fn come_back(&mut self, now: HostTime, done: &mut Vec<Do>) {
        self.incarnation = self.incarnation.wrapping_add(1);
        done.push(Do::Close);
        self.forget_what_is_underway();
        self.register(now, done);
    }

    /// Whether the server is just letting it in: only then can it leave.
    pub fn is_coming_in(&self) -> bool {
        self.phase == Phase::Registering
    }

    /// What to ask so that its chairs are free at once; nothing where nobody would hear it.
    pub fn goodbye(&self) -> Option<Request> {
        let is_in = matches!(self.phase, Phase::Opening | Phase::Open);
        let body = json!({ "plugin_id": self.instance.as_str(), "session": self.session.as_str() });
        is_in.then(|| {
            self.request(Purpose::Unregister, Request::json("POST", "/api/plugin/unregister", &body))
        })
    }

    /// News of this very instance. Whoever is told that it has gone asks at once whether that still holds.
    pub(super) fn look_for_myself(&mut self, change: &Change) {
        match change {
            Change::Removed { entity, id, .. } if entity == "instance" && id == self.instance.as_str() => {
                (self.is_lost, self.heartbeat) = (true, HostTime(i64::MIN));
            }
            Change::Changed { entity: Entity::Instance(_), id, .. } if id == self.instance.as_str() => {
                self.is_lost = false;
            }
            Change::Changed { .. } | Change::Removed { .. } => {}
        }
    }
}
