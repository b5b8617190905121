//! The session's transport.

use std::sync::Arc;

use axum::extract::State;
use domain::actor::Verb;
use domain::session::{self, transport};
use domain::{Beat, Command};
use music::tempo::Tempo;
use wire::number;
use wire::rest::transport::{Moved, Position, Seek, SessionQuery, SetLoop, SetTempo};

use super::body::{Body, Json, NoBody, Query, Sent};
use super::caller::{Caller, allow};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::view;

impl Sent for Seek {
    const INVALID: &'static str = "INVALID_POSITION";
}
impl Sent for SetTempo {}
impl Sent for SetLoop {
    const INVALID: &'static str = "INVALID_POSITION";
}

type Result = Answer<Json<Moved>>;

/// Play from where it stands.
#[utoipa::path(post, path = "/api/transport/start", tag = "transport", params(SessionQuery),
    responses((status = 200, body = Moved)))]
pub async fn start(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
    _: NoBody,
) -> Result {
    moved(&app, &caller, &query, transport::Command::Start { from: None }).await
}

/// Stop, and go back to the beginning.
#[utoipa::path(post, path = "/api/transport/stop", tag = "transport", params(SessionQuery),
    responses((status = 200, body = Moved)))]
pub async fn stop(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
    _: NoBody,
) -> Result {
    moved(&app, &caller, &query, transport::Command::Stop).await
}

/// Stop and stay.
#[utoipa::path(post, path = "/api/transport/pause", tag = "transport", params(SessionQuery),
    responses((status = 200, body = Moved)))]
pub async fn pause(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
    _: NoBody,
) -> Result {
    moved(&app, &caller, &query, transport::Command::Pause).await
}

/// Go to the beginning; what plays, plays on.
#[utoipa::path(post, path = "/api/transport/reset", tag = "transport", params(SessionQuery),
    responses((status = 200, body = Moved)))]
pub async fn reset(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
    _: NoBody,
) -> Result {
    moved(&app, &caller, &query, transport::Command::Reset).await
}

/// Go to a beat.
#[utoipa::path(post, path = "/api/transport/seek", tag = "transport", params(SessionQuery), request_body = Seek,
    responses((status = 200, body = Moved)))]
pub async fn seek(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
    body: Body<Seek>,
) -> Result {
    let to = beat(body.value.beat)?;
    moved(&app, &caller, &query, transport::Command::Seek { to }).await
}

/// The same tempo from beginning to end.
#[utoipa::path(post, path = "/api/transport/tempo", tag = "transport", params(SessionQuery), request_body = SetTempo,
    responses((status = 200, body = Moved)))]
pub async fn tempo(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
    body: Body<SetTempo>,
) -> Result {
    let tempo = bpm(body.value.tempo)?;
    moved(&app, &caller, &query, transport::Command::Tempo(tempo)).await
}

/// Go round between two beats, or on.
#[utoipa::path(post, path = "/api/transport/loop", tag = "transport", params(SessionQuery), request_body = SetLoop,
    responses((status = 200, body = Moved)))]
pub async fn set_loop(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
    body: Body<SetLoop>,
) -> Result {
    let looped = match (body.value.enabled, body.value.start_beat, body.value.end_beat) {
        (false, _, _) => None,
        (true, Some(start), Some(end)) => Some(transport::Loop { start: beat(start)?, end: beat(end)? }),
        (true, _, _) => {
            let detail = "a loop has two ends: start_beat and end_beat";
            return Err(Problem::invalid("INVALID_LOOP", "/start_beat", detail));
        }
    };
    moved(&app, &caller, &query, transport::Command::Loop(looped)).await
}

/// Where it is now.
#[utoipa::path(get, path = "/api/transport/position", tag = "transport", params(SessionQuery),
    responses((status = 200, body = Position)))]
pub async fn position(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
) -> Answer<Json<Position>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::View)?;
    Ok(Json(position_now(&app, here.session())))
}

async fn moved(app: &App, caller: &Caller, query: &SessionQuery, command: transport::Command) -> Result {
    let here = caller.in_session(app, query.session.as_ref()).await?;
    let command = Command::Session(session::Command::Transport(command));
    let committed = app.ask(here.scope(), here.actor, command, None).await?;
    let state =
        committed.state.session().ok_or_else(|| Problem::internal("a session became something else"))?;
    let applied = view::applied(state, |name| app.live.heed(state.id(), name), &app.presence, app.now());
    Ok(Json(Moved { position: position_now(app, state), applied }))
}

/// Whoever leads: the session by itself, or a host.
fn position_now(app: &App, session: &session::Session) -> Position {
    let now = app.now();
    view::position(session, app.live.led(session, now).as_ref(), now)
}

fn beat(beat: number::Beat) -> Answer<Beat> {
    let detail = "there is no such place in a song";
    Beat::from_f64(beat.get()).ok_or_else(|| Problem::invalid("INVALID_POSITION", "/beat", detail))
}

pub(super) fn bpm(bpm: number::Bpm) -> Answer<Tempo> {
    let tempo = Tempo::from_milli_bpm((bpm.get() * 1_000.0).round() as u32);
    tempo.ok_or_else(|| Problem::invalid("INVALID_REQUEST", "/tempo", "there is no such tempo"))
}
