//! What the link does of its own accord, and what the worker wishes: clips, chairs, transport, another music.

use music::lane::Lane;
use serde_json::json;
use wire::rest::session::Seat;

use super::super::clock::HostTime;
use super::super::mailbox::{Move, Push, Wish};
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

    /// While nobody listens, nothing is asked for: a seat or a start of long ago would surprise.
    pub(super) fn wish(&mut self, wish: Wish) {
        if !self.is_open() {
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
        }
    }

    fn seat(&mut self, lane: Lane, mine: bool) {
        let path = format!("/api/sessions/{}/lanes/{}", self.session.as_str(), lane.name());
        let seat = Seat { plugin_id: mine.then(|| self.instance.clone()) };
        self.errand(Request::json("PUT", &path, &seat));
    }

    /// Bytes first, then the chart, then region by region: what plays elsewhere is never without its clips.
    fn push(&mut self, push: Push) {
        let session = self.session.as_str().to_owned();
        for (hash, bytes) in push.clips {
            self.errand(Request::bytes("PUT", &format!("/api/blobs/{hash}"), bytes));
        }
        if !push.chart.trim().is_empty() {
            let path = format!("/api/sessions/{session}/chart");
            self.errand(Request::json("PUT", &path, &json!({ "text": push.chart })));
        }
        for region in self.mirror.region_numbers() {
            self.errand(Request::delete(&format!("/api/sessions/{session}/regions/{region}")));
        }
        for region in push.regions {
            let body = json!({
                "lane": region.lane.name(), "start": region.span.start.0,
                "length": region.span.end.0 - region.span.start.0,
                "clip": region.clips.main.to_string(), "looped": region.looped, "replace": true,
            });
            self.errand(Request::json("POST", &format!("/api/sessions/{session}/regions"), &body));
        }
    }

    fn errand(&mut self, request: Request) {
        let request = self.request(Purpose::Errand, request);
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
