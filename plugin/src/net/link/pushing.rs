//! Another music for the session: its clips first, which change nothing, then all of it at once or not at all.

use serde_json::{Value, json};

use super::super::mailbox::{News, Push};
use super::super::rest::{Purpose, Refused, Request};
use super::{Do, Link};
use music::arrangement::Region;

impl Link {
    /// Only over what this instance has seen of the session: what somebody else did meanwhile is not lost.
    pub(super) fn push(&mut self, push: Push) {
        for (hash, bytes) in push.clips {
            self.errand_for(Purpose::Push, Request::bytes("PUT", &format!("/api/blobs/{hash}"), bytes));
        }
        let mut body = json!({ "regions": push.regions.iter().map(arranged).collect::<Vec<Value>>() });
        if !push.chart.trim().is_empty() {
            body["chart"] = Value::String(push.chart);
        }
        let path = format!("/api/sessions/{}/regions", self.session.as_str());
        let whole = Request { if_match: self.mirror.revision(), ..Request::json("PUT", &path, &body) };
        self.errand_for(Purpose::Push, whole);
        self.is_pushing = true;
    }

    pub(super) fn errand_was_run(
        &mut self,
        purpose: Purpose,
        answer: Result<Vec<u8>, Refused>,
        done: &mut Vec<Do>,
    ) {
        self.is_errand_underway = false;
        let Err(refused) = answer else {
            self.is_pushing &= self.errands.iter().any(|request| request.purpose == Purpose::Push);
            return;
        };
        if purpose == Purpose::Push {
            self.errands.retain(|request| request.purpose != Purpose::Push);
            (self.is_pushing, self.unpushed) = (false, Some(refused.detail));
            return;
        }
        self.errands.retain(|request| request.purpose == Purpose::Push);
        done.push(Do::Tell(News::Said { text: refused.detail, is_fault: true }));
    }

    /// The link was cut: nobody knows whether the server got it all.
    pub(super) fn forget_errands(&mut self) {
        self.is_errand_underway = false;
        self.errands.clear();
        if std::mem::take(&mut self.is_pushing) {
            self.unpushed = Some("the server was lost on the way".to_owned());
        }
    }

    pub(super) fn tell_unpushed(&mut self, done: &mut Vec<Do>) {
        done.extend(self.unpushed.take().map(|why| Do::Tell(News::NotPushed(why))));
    }
}

fn arranged(region: &Region) -> Value {
    let mut body = json!({
        "lane": region.lane.name(), "start": region.span.start.0,
        "length": region.span.end.0 - region.span.start.0,
        "clip": region.clips.main.to_string(), "into": region.into.0, "looped": region.looped,
    });
    for (name, clip) in [("clip_b", region.clips.b), ("fill", region.clips.fill)] {
        if let Some(hash) = clip {
            body[name] = Value::String(hash.to_string());
        }
    }
    body
}
