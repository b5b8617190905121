//! What the server answers to what it was asked.

use music::clip::Hash;
use wire::rest::changes::Snapshot;
use wire::rest::plugin::Registered;

use super::super::clock::HostTime;
use super::super::mailbox::News;
use super::super::rest::{Purpose, Refused, Request};
use super::{AGAIN_NANOS, Do, Link, Phase, name};

impl Link {
    pub(super) fn answered(
        &mut self,
        now: HostTime,
        chance: f64,
        purpose: Purpose,
        answer: Result<Vec<u8>, Refused>,
        done: &mut Vec<Do>,
    ) {
        match purpose {
            Purpose::Register => self.registered(now, chance, answer, done),
            Purpose::CreateSession => match answer {
                Ok(_) => self.register(now, done),
                Err(refused) => self.fail(now, chance, refused.detail),
            },
            Purpose::Snapshot => self.snapshot(now, chance, answer, done),
            Purpose::Made => self.works.hear(answer.and_then(|bytes| read(&bytes)).ok()),
            Purpose::Clip(hash) => self.clip(now, hash, answer, done),
            Purpose::Errand | Purpose::Push => self.errand_was_run(purpose, answer, done),
            // Whoever took leave hears nothing any more.
            Purpose::Unregister => {}
            Purpose::Heartbeat => self.heart_was_heard(now, answer, done),
        }
    }

    fn registered(
        &mut self,
        now: HostTime,
        chance: f64,
        answer: Result<Vec<u8>, Refused>,
        done: &mut Vec<Do>,
    ) {
        let read = answer.and_then(|bytes| read::<Registered>(&bytes));
        if self.phase == Phase::Open {
            return self.renewed(read, done);
        }
        if self.phase != Phase::Registering {
            return;
        }
        match (read, &self.found) {
            (Ok(registered), Some(found)) => {
                self.token = registered.token;
                (self.told_seats, self.is_lost, self.joined_at) = (None, false, registered.cursor);
                let (authority, token) = (found.authority.clone(), self.token.clone());
                self.enter(now, Phase::Opening);
                done.push(Do::Open { authority, token });
            }
            (Err(refused), Some(found)) if refused.code == "SESSION_NOT_FOUND" => {
                let body = serde_json::json!({ "session": self.session.as_str() });
                done.push(Do::Ask(Request::post(found, Purpose::CreateSession, "/api/sessions", &body)));
            }
            (Err(refused), Some(_)) if refused.code == "DUPLICATE_INSTANCE" => {
                // A copied track brings its name along: the one that lives keeps it.
                self.instance = name(chance.to_bits() ^ self.settings.incarnation);
                self.register(now, done);
            }
            (Err(refused), _) => self.fail(now, chance, refused.detail),
            (Ok(_), None) => self.fail(now, chance, String::new()),
        }
    }

    /// While it is open. What could not be renewed is over when the server says so.
    fn renewed(&mut self, registered: Result<Registered, Refused>, done: &mut Vec<Do>) {
        if let (Ok(registered), Some(found)) = (registered, &self.found) {
            self.token = registered.token;
            done.push(Do::Open { authority: found.authority.clone(), token: self.token.clone() });
        }
    }

    fn snapshot(&mut self, now: HostTime, chance: f64, answer: Result<Vec<u8>, Refused>, done: &mut Vec<Do>) {
        if !std::mem::take(&mut self.is_snapshot_underway) {
            return;
        }
        match answer.and_then(|bytes| read::<Snapshot>(&bytes)) {
            Ok(snapshot) => {
                self.mirror.replace(&snapshot);
                self.works.replace(&snapshot);
                self.cursors.set(&snapshot.scope, snapshot.seq);
                self.catch_up(done);
            }
            Err(refused) => {
                done.push(Do::Close);
                self.fail(now, chance, refused.detail);
            }
        }
    }

    fn clip(&mut self, now: HostTime, hash: Hash, answer: Result<Vec<u8>, Refused>, done: &mut Vec<Do>) {
        self.fetching.remove(&hash);
        let kept = answer
            .map_err(|refused| refused.detail)
            .and_then(|bytes| self.mirror.keep(hash, &bytes).map_err(|damage| damage.to_string()));
        match kept {
            Ok(()) => {
                self.failed.remove(&hash);
                self.look_at_song();
            }
            Err(why) => {
                self.mirror.give_up(hash);
                let is_first = self.failed.insert(hash, HostTime(now.0 + AGAIN_NANOS)).is_none();
                if is_first {
                    let text = format!("A clip of the session could not be fetched: {why}");
                    done.push(Do::Tell(News::Said { text, is_fault: true }));
                }
            }
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(bytes)
        .map_err(|error| Refused::nobody(format!("The server's answer cannot be read: {error}")))
}
