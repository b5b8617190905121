//! The session's chart.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, header};
use domain::actor::Verb;
use domain::ids::SessionId;
use domain::session;
use wire::limits;
use wire::rest::chart::{Chart, Write};

use super::body::{Body, Json, Named, Sent};
use super::caller::{Caller, InSession, allow};
use super::matching::IfMatch;
use super::problem::Answer;
use crate::app::App;
use crate::view;

impl Sent for Write {
    const INVALID: &'static str = "INVALID_CHART";
    const BYTES_MAX: usize = limits::CHART_BYTES_MAX;
}

type Tagged = ([(HeaderName, String); 1], Json<Chart>);

/// The chart as it was typed, and what it says.
#[utoipa::path(get, path = "/api/sessions/{session}/chart", tag = "session",
    params(("session" = wire::text::Id, Path)),
    responses((status = 200, body = Chart, headers(("ETag" = String)))))]
pub async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
) -> Answer<Tagged> {
    let here = caller.in_session_called(&app, session).await?;
    allow(&here.actor, Verb::View)?;
    Ok(shown(&here))
}

/// Another chart, or this one edited: bars that are still there keep their identity.
#[utoipa::path(put, path = "/api/sessions/{session}/chart", tag = "session",
    params(("session" = wire::text::Id, Path),
        ("If-Match" = Option<String>, Header, description = "Only if it is still this one: the ETag.")),
    request_body = Write,
    responses((status = 200, body = Chart, headers(("ETag" = String)))))]
pub async fn put(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
    IfMatch(expected): IfMatch,
    body: Body<Write>,
) -> Answer<Tagged> {
    let here = caller.in_session_called(&app, session).await?;
    let text = body.value.text.as_str().into();
    let done = super::session::ask(&app, here, session::Command::SetChart { text, expected }).await?;
    Ok(shown(&done))
}

fn shown(here: &InSession) -> Tagged {
    let tag = super::matching::tag(here.session().chart().revision());
    ([(header::ETAG, tag)], Json(view::chart(here.session())))
}
