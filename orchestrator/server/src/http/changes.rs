//! Everything a client may see: as it is, and as it changes, from a cursor on and without a gap.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event as Message, KeepAlive};
use domain::actor::Verb;
use domain::{Event, Scope};
use futures_util::Stream;
use wire::rest::changes::{Changes, ChangesQuery, Snapshot};
use wire::rest::transport::SessionQuery;

use super::body::{Json, Query};
use super::caller::{Caller, InSession, allow};
use super::problem::{Answer, Problem};
use crate::app::App;
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
    Ok(Json(Snapshot { scope: here.scope().to_string(), seq: here.seq, state }))
}

fn shown<'a>(app: &'a App, here: &'a InSession) -> Shown<'a> {
    let (session, name) = (here.session(), &*here.name);
    let now = app.now();
    let led = app.live.led(session, now);
    Shown { session, name, seq: here.seq, presence: &app.presence, led, now }
}

/// What changes in a session, as server-sent events `changes`: each goes on where the one before it ended.
#[utoipa::path(get, path = "/api/changes", tag = "changes", params(ChangesQuery),
    responses((status = 200, content_type = "text/event-stream", body = Changes)))]
pub async fn changes(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<ChangesQuery>,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Message, Infallible>>>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::View)?;
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let after = resumed.or(query.after.map(wire::number::Sequence::get)).unwrap_or(here.seq);
    if after > here.seq {
        let detail = format!(
            "session {} is at {}, not at {after}; fetch /api/snapshot and go on from there",
            here.id(),
            here.seq
        );
        return Err(Problem::new(axum::http::StatusCode::CONFLICT, "TRANSPORT_SYNC_LOST", detail));
    }
    let (news, revocations) = (app.writer.subscribe(), app.revocations.subscribe());
    app.metrics.streams.inc();
    let follower = Follower { news, revocations, scope: here.scope(), app, caller, after };
    let stream = futures_util::stream::unfold(follower, |mut follower| async move {
        let changes = follower.next().await?;
        let message = Message::default().event("changes").id(changes.to.to_string());
        let message = message.json_data(&changes).ok()?;
        Some((Ok(message), follower))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(ALIVE)))
}

/// Somebody who reads on.
struct Follower {
    app: Arc<App>,
    caller: Caller,
    scope: Scope,
    after: u64,
    news: tokio::sync::broadcast::Receiver<Arc<crate::writer::Committed>>,
    revocations: tokio::sync::watch::Receiver<u64>,
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.app.metrics.streams.dec();
    }
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
        let mut items = Vec::new();
        let from = self.after;
        for (seq, event) in events.into_iter().filter(|(seq, _)| *seq <= here.seq) {
            if let Event::Session(event) = &event {
                items.extend(shown.changes(seq, event));
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
