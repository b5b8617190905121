//! Sessions: which there are, who leads, who sits where.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use domain::actor::Verb;
use domain::ids::{NameError, SessionId};
use domain::session::lane::{Route, Settings};
use domain::session::{self, leader};
use domain::{Command, Scope, house};
use wire::lane::Lane;
use wire::rest::page::PageQuery;
use wire::rest::session::{Chair, Chairs, Create, Leader, Policy, Seat, Session, Sessions, SetLane};
use wire::text::Cursor;

use super::body::{Body, Json, Named, NamedTwice, Query, Sent};
use super::caller::{Caller, InSession, Keyed, allow};
use super::matching::NoTag;
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::view;

impl Sent for Create {}
impl Sent for Leader {}
impl Sent for Seat {}
impl Sent for SetLane {}

/// 201, and where it is.
pub(super) type Created<T> = (StatusCode, [(HeaderName, String); 1], Json<T>);

pub(super) fn created<T>(location: String, answer: T) -> Created<T> {
    (StatusCode::CREATED, [(header::LOCATION, location)], Json(answer))
}

/// All sessions the token may see.
#[utoipa::path(get, path = "/api/sessions", tag = "session", params(PageQuery),
    responses((status = 200, body = Sessions)))]
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(page): Query<PageQuery>,
) -> Answer<Json<Sessions>> {
    let (actor, house) = caller.in_house(&app).await?;
    allow(&actor, Verb::View)?;
    let house = house.house().ok_or_else(|| Problem::internal("the house became something else"))?;
    let (after, limit) = (page.cursor.as_ref().map(Cursor::as_str), super::limit(page.limit));
    let is_after = |id: &&SessionId| after.is_none_or(|after| id.as_str() > after);
    let ids = house.sessions().keys().filter(is_after).filter(|id| caller.held.narrowed.includes(id));
    let mut ids: Vec<SessionId> = ids.take(limit + 1).cloned().collect();
    let next =
        (ids.len() > limit).then(|| ids.truncate(limit)).and_then(|()| super::cursor(ids.last()?.as_str()));
    let mut sessions = Vec::new();
    for id in ids {
        if let Ok(here) = caller.in_session_called(&app, id).await {
            sessions.push(shown(&here));
        }
    }
    Ok(Json(Sessions { sessions, next }))
}

fn shown(here: &InSession) -> Session {
    view::session(here.session(), &here.name, here.seq)
}

/// Open another session: another band, another song.
#[utoipa::path(post, path = "/api/sessions", tag = "session", request_body = Create,
    params(("Idempotency-Key" = Option<wire::text::Id>, Header, description = "Sent again, it is done once.")),
    responses((status = 201, body = Session, headers(("Location" = String)))))]
pub async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    keyed: Keyed,
    body: Body<Create>,
) -> Answer<Created<Session>> {
    let (actor, _) = caller.in_house(&app).await?;
    let session: SessionId = body
        .value
        .session
        .as_str()
        .parse()
        .map_err(|error: NameError| Problem::invalid("INVALID_NAME", "/session", error.to_string()))?;
    if !caller.held.narrowed.includes(&session) {
        return Err(Problem::forbidden(format!("this token is not for session {session}")));
    }
    let name = body.value.name.as_ref().map_or_else(|| session.to_string(), ToString::to_string);
    let command = house::Command::OpenSession { session: session.clone(), name };
    app.ask(Scope::House, actor, Command::House(command), caller.key(&keyed, &body.bytes)).await?;
    let here = caller.in_session_called(&app, session).await?;
    Ok(created(format!("/api/sessions/{}", here.id()), shown(&here)))
}

/// One session.
#[utoipa::path(get, path = "/api/sessions/{session}", tag = "session", params(("session" = wire::text::Id, Path)),
    responses((status = 200, body = Session)))]
pub async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
) -> Answer<Json<Session>> {
    let here = caller.in_session_called(&app, session).await?;
    allow(&here.actor, Verb::View)?;
    Ok(Json(shown(&here)))
}

/// Who decides where the song is.
#[utoipa::path(put, path = "/api/sessions/{session}/leader", tag = "session",
    params(("session" = wire::text::Id, Path)), request_body = Leader,
    responses((status = 200, body = Session)))]
pub async fn lead(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
    _: NoTag,
    body: Body<Leader>,
) -> Answer<Json<Session>> {
    let mode = match (body.value.policy, body.value.plugin_id) {
        (Policy::Auto, _) => leader::Mode::Auto,
        (Policy::Session, _) => leader::Mode::Session,
        (Policy::Instance, Some(id)) => leader::Mode::Instance(super::instance(&id).map_err(named)?),
        (Policy::Instance, None) => {
            let detail = "which instance? name it in plugin_id";
            return Err(Problem::invalid("INVALID_REQUEST", "/plugin_id", detail));
        }
    };
    let here = caller.in_session_called(&app, session).await?;
    let done = ask(&app, here, session::Command::SetLeadMode(mode)).await.map_err(named)?;
    Ok(Json(shown(&done)))
}

/// The chairs, and who sits on them.
#[utoipa::path(get, path = "/api/sessions/{session}/lanes", tag = "session",
    params(("session" = wire::text::Id, Path)), responses((status = 200, body = Chairs)))]
pub async fn lanes(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
) -> Answer<Json<Chairs>> {
    let here = caller.in_session_called(&app, session).await?;
    allow(&here.actor, Verb::View)?;
    let lanes = music::lane::Lane::ALL.map(|lane| view::chair(here.session(), lane)).to_vec();
    Ok(Json(Chairs { lanes }))
}

/// Move a chair to an instance, or to nobody.
#[utoipa::path(put, path = "/api/sessions/{session}/lanes/{lane}", tag = "session",
    params(("session" = wire::text::Id, Path), ("lane" = Lane, Path)), request_body = Seat,
    responses((status = 200, body = Chair)))]
pub async fn seat(
    State(app): State<Arc<App>>,
    caller: Caller,
    NamedTwice(session, lane): NamedTwice<SessionId, Lane>,
    _: NoTag,
    body: Body<Seat>,
) -> Answer<Json<Chair>> {
    let to = body.value.plugin_id.as_ref().map(super::instance).transpose().map_err(named)?;
    let here = caller.in_session_called(&app, session).await?;
    let done = ask(&app, here, session::Command::MoveChair { lane: lane.0, to }).await.map_err(named)?;
    Ok(Json(view::chair(done.session(), lane.0)))
}

/// A lane's channel and route.
#[utoipa::path(put, path = "/api/sessions/{session}/lanes/{lane}/settings", tag = "session",
    params(("session" = wire::text::Id, Path), ("lane" = Lane, Path)), request_body = SetLane,
    responses((status = 200, body = Chair)))]
pub async fn set_lane(
    State(app): State<Arc<App>>,
    caller: Caller,
    NamedTwice(session, lane): NamedTwice<SessionId, Lane>,
    _: NoTag,
    body: Body<SetLane>,
) -> Answer<Json<Chair>> {
    let route = match body.value.route {
        wire::rest::session::Route::Sound => Route::Sound,
        wire::rest::session::Route::Midi => Route::Midi,
        wire::rest::session::Route::Both => Route::Both,
    };
    let settings = Settings { channel: body.value.channel.get() as u8, route };
    let here = caller.in_session_called(&app, session).await?;
    let done = ask(&app, here, session::Command::SetLane { lane: lane.0, settings }).await?;
    Ok(Json(view::chair(done.session(), lane.0)))
}

fn named(problem: Problem) -> Problem {
    problem.in_body("/plugin_id")
}

/// The session as it is after a command.
pub(super) async fn ask(app: &App, here: InSession, command: session::Command) -> Answer<InSession> {
    let committed = app.ask(here.scope(), here.actor.clone(), Command::Session(command), None).await?;
    Ok(InSession { state: committed.state.clone(), seq: committed.last_seq(), ..here })
}
