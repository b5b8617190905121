//! What the link does of its own accord, and what the worker wishes: clips, chairs, transport.

use music::lane::Lane;
use serde_json::json;
use wire::rest::session::Seat;

use super::super::clock::HostTime;
use super::super::mailbox::{Move, Wish};
use super::super::rest::{Purpose, Request};
use super::{Do, FETCHED_AT_ONCE, Link};

impl Link {
    pub(super) fn request(&self, purpose: Purpose, request: Request) -> Request {
        let authority = self.found.as_ref().map(|found| found.authority.clone()).unwrap_or_default();
        Request { authority, token: self.token.clone(), purpose, ..request }
    }

    /// Clips that are not here, a few at a time.
    pub(super) fn fetch(&mut self, now: HostTime, done: &mut Vec<Do>) {
        if self.fetching.len() >= FETCHED_AT_ONCE {
            return;
        }
        for hash in self.mirror.missing() {
            let is_late = self.failed.get(&hash).is_some_and(|again| now < *again);
            if self.fetching.len() < FETCHED_AT_ONCE && !is_late && self.fetching.insert(hash) {
                let request = Request::get(&format!("/api/blobs/{hash}"));
                done.push(Do::Ask(self.request(Purpose::Clip(hash), request)));
            }
        }
    }

    /// One job after the other: nothing that sounds waits for it.
    pub(super) fn ask_what_was_made(&mut self, done: &mut Vec<Do>) {
        if let Some(job) = self.works.ask() {
            let request = Request::get(&format!("/api/jobs/{job}"));
            done.push(Do::Ask(self.request(Purpose::Made, request)));
        }
    }

    /// While nobody listens, nothing is asked for: a seat or a start of long ago would surprise.
    pub(super) fn wish(&mut self, wish: Wish, done: &mut Vec<Do>) {
        if !self.is_open() {
            if let Wish::Push(_) = wish {
                self.unpushed = Some("no server listens; push again when one does".to_owned());
            }
            return;
        }
        match wish {
            Wish::Seat { lane, mine } => self.seat(lane, mine),
            Wish::Move(wish) => {
                let session = self.session.as_str();
                let (verb, body) = match wish {
                    Move::Start => ("start", json!({})),
                    // Stopped and left where it is, as a host does it.
                    Move::Stop => ("pause", json!({})),
                    Move::Seek(beat) => ("seek", json!({ "beat": beat.max(0.0) })),
                };
                let path = format!("/api/transport/{verb}?session={session}");
                self.errand(Request::json("POST", &path, &body));
            }
            Wish::Push(push) => self.push(*push),
            Wish::Heard { revision, beat } => self.tell_heard(revision, beat, done),
        }
    }

    fn seat(&mut self, lane: Lane, mine: bool) {
        let path = format!("/api/sessions/{}/lanes/{}", self.session.as_str(), lane.name());
        let seat = Seat { plugin_id: mine.then(|| self.instance.clone()) };
        self.errand(Request::json("PUT", &path, &seat));
    }

    fn errand(&mut self, request: Request) {
        self.errand_for(Purpose::Errand, request);
    }

    pub(super) fn errand_for(&mut self, purpose: Purpose, request: Request) {
        let request = self.request(purpose, request);
        self.errands.push_back(request);
    }

    /// One after the other, in the order they were wished for.
    pub(super) fn run_errand(&mut self, done: &mut Vec<Do>) {
        if !self.is_errand_underway
            && let Some(request) = self.errands.pop_front()
        {
            self.is_errand_underway = true;
            done.push(Do::Ask(request));
        }
    }
}
