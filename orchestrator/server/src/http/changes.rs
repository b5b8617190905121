//! Everything a client may see: as it is, and as it changes, from a cursor on and without a gap.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Sse;
use axum::response::sse::{Event as Message, KeepAlive};
use domain::actor::Verb;
use domain::{Event, Scope};
use futures_util::Stream;
use wire::limits;
use wire::rest::changes::{Changes, ChangesQuery, Snapshot, Streamed};
use wire::rest::transport::SessionQuery;

use super::body::{Json, Query};
use super::caller::{Caller, InSession, allow};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::live::log;
use crate::published::Shown;

/// A proxy closes what is silent for half a minute; also how soon a token that is over ends its stream.
const ALIVE: Duration = Duration::from_secs(10);
/// Read at once of what was missed.
const PAGE: u32 = 256;

/// Everything in a session, and from where to follow it.
#[utoipa::path(get, path = "/api/snapshot", tag = "changes", params(SessionQuery),
    responses((status = 200, body = Snapshot)))]
pub async fn snapshot(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
) -> Answer<Json<Snapshot>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::View)?;
    let state = shown(&app, &here).all();
    let journal_id = app.live.journal_id().to_owned();
    Ok(Json(Snapshot { scope: here.scope().to_string(), journal_id, seq: here.seq, state }))
}

fn shown<'a>(app: &'a App, here: &'a InSession) -> Shown<'a> {
    let (session, name) = (here.session(), &*here.name);
    let now = app.now();
    let led = app.live.led(session, now);
    Shown { session, name, seq: here.seq, presence: &app.presence, led, now }
}

/// What changes in a session, as server-sent events `changes`: each goes on where the one before it ended.
#[utoipa::path(get, path = "/api/changes", tag = "changes", params(ChangesQuery),
    responses((status = 200, content_type = "text/event-stream", body = Streamed)))]
pub async fn changes(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<ChangesQuery>,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Message, Infallible>>>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::View)?;
    let after = Place::of(&query, &headers).after(&here, app.live.journal_id())?;
    let (news, revocations) = (app.writer.subscribe(), app.revocations.subscribe());
    let open = Open::count(&app)?;
    let follower = Follower { news, revocations, scope: here.scope(), app, caller, after, _open: open };
    let stream = futures_util::stream::unfold(follower, |mut follower| async move {
        let changes = follower.next().await?;
        let journal_id = follower.app.live.journal_id().to_owned();
        let message = Message::default().event("changes").id(format!("{journal_id}/{}", changes.to));
        let message = message.json_data(&Streamed { journal_id, changes }).ok()?;
        Some((Ok(message), follower))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(ALIVE)))
}

/// What a client has, as it says: a number, and the journal it is of.
#[derive(Debug, Default, PartialEq)]
struct Place {
    journal: Option<String>,
    after: Option<u64>,
}

impl Place {
    /// The last event it was sent is later than what its address says, which a browser keeps.
    fn of(query: &ChangesQuery, headers: &HeaderMap) -> Place {
        let Some(last) = headers.get("last-event-id") else {
            let journal = query.journal_id.as_ref().map(ToString::to_string);
            return Place { journal, after: query.after.map(wire::number::Sequence::get) };
        };
        let last = last.to_str().unwrap_or_default();
        let both = last.rsplit_once('/').and_then(|(journal, after)| Some((journal, after.parse().ok()?)));
        // What was not given out here is of no journal of ours.
        let (journal, after) = both.map_or((last, None), |(journal, after)| (journal, Some(after)));
        Place { journal: Some(journal.to_owned()), after }
    }

    /// The number it goes on from, if that is one of this journal.
    fn after(self, here: &InSession, journal: &str) -> Answer<u64> {
        let lost = |why: String| {
            let detail = format!("{why}; fetch /api/snapshot?session={} and go on from there", here.id());
            Problem::new(StatusCode::CONFLICT, "TRANSPORT_SYNC_LOST", detail)
        };
        if let Some(other) = self.journal.filter(|known| known != journal) {
            return Err(lost(format!("data was restored: this journal is {journal}, not {other}")));
        }
        let after = self.after.unwrap_or(here.seq);
        if after > here.seq {
            return Err(lost(format!("session {} is at {}, not at {after}", here.id(), here.seq)));
        }
        Ok(after)
    }
}

/// One of the streams that are open, until it is dropped.
struct Open {
    app: Arc<App>,
}

impl Open {
    fn count(app: &Arc<App>) -> Answer<Open> {
        let before = app.metrics.streams.inc();
        // Dropped at once where there was no room, it gives back what was counted.
        let open = Open { app: app.clone() };
        if before < limits::STREAMS_MAX as i64 {
            return Ok(open);
        }
        let detail = format!(
            "{} clients follow changes already; close some, or follow over /ws/sync, which has room for more",
            limits::STREAMS_MAX
        );
        Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "LIMIT_REACHED", detail))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.app.metrics.streams.dec();
    }
}

/// Somebody who reads on.
struct Follower {
    app: Arc<App>,
    caller: Caller,
    scope: Scope,
    after: u64,
    news: tokio::sync::broadcast::Receiver<Arc<crate::writer::Committed>>,
    revocations: tokio::sync::watch::Receiver<u64>,
    _open: Open,
}

impl Follower {
    /// What comes next; `None` when the server closes, or the token counts no more.
    async fn next(&mut self) -> Option<Changes> {
        loop {
            if let Some(changes) = self.missed().await? {
                return Some(changes);
            }
            let app = self.app.clone();
            tokio::select! {
                () = app.closing.cancelled() => return None,
                // Whatever the news is, and if some were lost: the journal has them all.
                news = self.news.recv() => {
                    if matches!(news, Err(tokio::sync::broadcast::error::RecvError::Closed)) {
                        return None;
                    }
                }
                _ = self.revocations.changed() => {}
                () = tokio::time::sleep(ALIVE) => {}
            }
        }
    }

    /// From the journal: as much as is there and fits.
    async fn missed(&mut self) -> Option<Option<Changes>> {
        let here = self.here().await?;
        if here.seq <= self.after {
            return Some(None);
        }
        let events = self.app.events(&self.scope, self.after, PAGE).await.ok()?;
        let shown = shown(&self.app, &here);
        let (mut items, mut bytes) = (Vec::new(), 0);
        let from = self.after;
        for (seq, event) in events.into_iter().filter(|(seq, _)| *seq <= here.seq) {
            if let Event::Session(event) = &event {
                let changes = shown.changes(seq, event);
                bytes += log::bytes(&changes);
                // The rest is the next message; a fact is never cut, however long it is.
                if bytes > limits::MESSAGE_BYTES_MAX && self.after > from {
                    break;
                }
                items.extend(changes);
            }
            self.after = seq;
        }
        Some((self.after > from).then_some(Changes { from, to: self.after, items }))
    }

    /// The session as it is, while the token still opens it.
    async fn here(&self) -> Option<InSession> {
        let Scope::Session(id) = &self.scope else { return None };
        if self.caller.is_over(&self.app) {
            return None;
        }
        let here = self.caller.in_session_called(&self.app, id.clone()).await.ok()?;
        here.actor.verbs.has(Verb::View).then_some(here)
    }
}
