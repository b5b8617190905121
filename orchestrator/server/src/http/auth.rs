//! Identity: tokens, a browser's way in, sockets' tickets, and the end of all of them.

pub mod assertion;
mod browser;
pub mod pairing;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use domain::actor::{Actor, Kind, Verb, Verbs};
use domain::ids::PrincipalId;
use domain::{Command, Scope, WallTime, house};
use wire::rest::auth::{self, Ask, Granted, Me, Revoke, Ticket};

use super::body::{Body, Json, Sent};
use super::caller::Caller;
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::auth::token::{ACCESS, Audience, Narrowed, Wanted};
use crate::view;

pub use browser::{
    __path_fragment, __path_logout, __path_open, __path_refresh, fragment, logout, open, refresh,
};

impl Sent for Ask {}
impl Sent for Revoke {}

/// A token for a client, never with more than the asker's own rights.
#[utoipa::path(post, path = "/api/auth/token", tag = "auth", request_body = Ask,
    responses((status = 200, body = Granted)))]
pub async fn token(State(app): State<Arc<App>>, caller: Caller, body: Body<Ask>) -> Answer<Json<Granted>> {
    let asked = body.value;
    let (actor, _) = caller.in_house(&app).await?;
    let lasts = lasts(&caller, &actor, &asked, app.wall())?;
    // Whoever proposes goes on proposing, whatever else its client calls itself.
    let own = caller.held.narrowed.kind;
    let asked_for = asked.kind.map(domain_kind).filter(|kind| *kind != Kind::Person);
    let kind = own.filter(|kind| kind.only_proposes()).or(asked_for).or(own);
    let wanted = Wanted {
        audience: Audience::Api,
        principal: caller.held.principal,
        lasts,
        narrowed: Narrowed {
            verbs: verbs(&actor, own, kind, asked.verbs.as_deref())?,
            sessions: sessions(&caller, asked.sessions.as_deref())?,
            instance: caller.held.narrowed.instance.clone(),
            name: Some(asked.name.into_string()),
            kind,
        },
    };
    let granted = granted(&app, &wanted);
    tracing::info!(token = granted.token_id, lasts_seconds = lasts.as_secs(), "a token was made out");
    Ok(Json(granted))
}

/// A token as whoever asked for it reads it.
fn granted(app: &App, wanted: &Wanted) -> Granted {
    let made = app.gate.make(wanted, app.wall(), app.number());
    Granted {
        token: made.text,
        token_type: "Bearer".to_owned(),
        expires: view::time(made.expires),
        expires_in: made.expires.since(app.wall()).as_secs(),
        token_id: made.id,
    }
}

/// Ten minutes; longer only for a reason that stands in the log. Without `admin` none outlives the one it came of.
fn lasts(caller: &Caller, actor: &Actor, asked: &Ask, now: WallTime) -> Answer<Duration> {
    let lasts = asked.minutes.map_or(ACCESS, |minutes| Duration::from_secs(minutes.get() * 60));
    let left = caller.held.expires.since(now);
    let lasts = if actor.verbs.has(Verb::Admin) { lasts } else { lasts.min(left) };
    let reason = asked.reason.as_ref().map(wire::text::Sentence::as_str).unwrap_or_default().trim();
    if lasts > ACCESS && reason.is_empty() {
        let detail = "a token that lasts longer than ten minutes needs a reason: say what it is for";
        return Err(Problem::invalid("INVALID_REQUEST", "/reason", detail));
    }
    if lasts > ACCESS {
        tracing::info!(reason, "a long-lived token was asked for");
    }
    Ok(lasts)
}

fn verbs(
    actor: &Actor,
    own: Option<Kind>,
    kind: Option<Kind>,
    asked: Option<&[auth::Verb]>,
) -> Answer<Option<Verbs>> {
    let is_person = actor.kind == Kind::Person && own.is_none();
    let Some(asked) = asked else {
        let left = Narrowed { kind, ..Narrowed::default() }.left_of(actor.verbs);
        return Ok(Some(left));
    };
    let asked = Verbs::of(&asked.iter().map(|verb| domain_verb(*verb)).collect::<Vec<_>>());
    if kind.is_some_and(Kind::only_proposes) && asked.has(Verb::Approve) && !is_person {
        let detail = "only a person lets a script or an agent approve";
        return Err(Problem::forbidden(detail));
    }
    let too_much = asked.without(actor.verbs);
    if too_much.is_empty() {
        return Ok(Some(asked));
    }
    Err(Problem::forbidden(format!("nobody hands on what they may not do themselves: {too_much}")))
}

fn sessions(
    caller: &Caller,
    asked: Option<&[wire::text::Id]>,
) -> Answer<Option<std::collections::BTreeSet<domain::ids::SessionId>>> {
    let Some(asked) = asked else { return Ok(caller.held.narrowed.sessions.clone()) };
    let mut sessions = std::collections::BTreeSet::new();
    for name in asked {
        let id: domain::ids::SessionId = name.as_str().parse().map_err(|error: domain::ids::NameError| {
            Problem::invalid("INVALID_NAME", "/sessions", error.to_string())
        })?;
        if !caller.held.narrowed.includes(&id) {
            return Err(Problem::forbidden(format!(
                "this token is not for session {id}, and hands on no right to it"
            )));
        }
        sessions.insert(id);
    }
    Ok(Some(sessions))
}

/// Take back a token, or all that a principal has, or itself. Streams and sockets that were opened with it end at once.
#[utoipa::path(post, path = "/api/auth/revoke", tag = "auth", request_body = Revoke, responses((status = 204)))]
pub async fn revoke(State(app): State<Arc<App>>, caller: Caller, body: Body<Revoke>) -> Answer<StatusCode> {
    let (actor, _) = caller.in_house(&app).await?;
    if body.value.for_good && body.value.principal.is_none() {
        let detail = "only a principal is shut out for good; a token is over as it is";
        return Err(Problem::invalid("INVALID_REQUEST", "/for_good", detail));
    }
    match (body.value.token, body.value.token_id, body.value.principal) {
        (Some(text), None, None) => {
            let held = app.gate.check(text.as_str(), Audience::Api, app.wall());
            let held =
                held.map_err(|error| Problem::invalid("INVALID_REQUEST", "/token", error.to_string()))?;
            if held.principal != actor.principal {
                super::caller::allow(&actor, Verb::Admin)?;
            }
            take_back(&app, &actor, held.id, held.expires).await?;
        }
        (None, Some(id), None) => {
            if id.as_str() != caller.held.id {
                super::caller::allow(&actor, Verb::Admin)?;
            }
            // Of a token that is not at hand only the longest it may last is known.
            let longest = app.wall() + Duration::from_secs(wire::number::Minutes::MAX * 60);
            take_back(&app, &actor, id.as_str().to_owned(), longest).await?;
        }
        (None, None, Some(id)) => {
            // A token that was handed out with less cannot shut out whoever handed it out.
            if caller.held.narrowed.verbs.is_some() {
                super::caller::allow(&actor, Verb::Admin)?;
            }
            let principal: PrincipalId = id.as_str().parse().map_err(|error: domain::ids::NameError| {
                Problem::not_found("PRINCIPAL_NOT_FOUND", error.to_string())
            })?;
            let command = if body.value.for_good {
                house::Command::Revoke { principal }
            } else {
                house::Command::RevokeTokens { principal }
            };
            app.ask(Scope::House, actor, Command::House(command), None).await?;
        }
        (_, _, _) => {
            let detail = "name exactly one of token, token_id and principal";
            return Err(Problem::invalid("INVALID_REQUEST", "", detail));
        }
    }
    app.somebody_was_revoked();
    Ok(StatusCode::NO_CONTENT)
}

async fn take_back(app: &Arc<App>, actor: &Actor, token: String, until: WallTime) -> Answer<()> {
    app.gate.take_backs.take(&actor.principal, app.wall()).map_err(Problem::too_often)?;
    let (gate, now) = (app.clone(), app.wall());
    let taken = tokio::task::spawn_blocking(move || gate.gate.revoked.add(&token, until, now));
    taken.await.map_err(Problem::internal)?.map_err(|error| match error {
        crate::auth::revoked::Error::TooMany => {
            Problem::new(StatusCode::CONFLICT, "LIMIT_REACHED", error.to_string())
        }
        crate::auth::revoked::Error::Damaged { .. } | crate::auth::revoked::Error::Unwritable { .. } => {
            Problem::internal(error)
        }
    })
}

/// Whose this token is, and what it may do.
#[utoipa::path(get, path = "/api/auth/me", tag = "auth", responses((status = 200, body = Me)))]
pub async fn me(State(app): State<Arc<App>>, caller: Caller) -> Answer<Json<Me>> {
    let (actor, _) = caller.in_house(&app).await?;
    let narrowed = &caller.held.narrowed;
    Ok(Json(Me {
        principal: actor.principal.to_string(),
        kind: wire_kind(actor.kind),
        verbs: actor.verbs.iter().map(wire_verb).collect(),
        sessions: narrowed.sessions.as_ref().map(|all| all.iter().map(view::id).collect()),
        plugin_id: narrowed.instance.as_ref().map(view::id),
        expires: view::time(caller.held.expires),
    }))
}

/// For one socket, within ten seconds: a browser cannot send a header when it opens one.
#[utoipa::path(post, path = "/api/ws-ticket", tag = "auth", responses((status = 200, body = Ticket)))]
pub async fn ticket(State(app): State<Arc<App>>, caller: Caller) -> Answer<Json<Ticket>> {
    caller.in_house(&app).await?;
    let ticket = app.secret();
    let until = app.gate.tickets.put(&ticket, caller.held.clone(), app.now());
    let until = until.ok_or_else(|| Problem::too_often(Duration::from_secs(10)))?;
    Ok(Json(Ticket { ticket, expires: view::time(until) }))
}

fn domain_verb(verb: auth::Verb) -> Verb {
    match verb {
        auth::Verb::View => Verb::View,
        auth::Verb::Edit => Verb::Edit,
        auth::Verb::Transport => Verb::Transport,
        auth::Verb::Generate => Verb::Generate,
        auth::Verb::Approve => Verb::Approve,
        auth::Verb::Library => Verb::Library,
        auth::Verb::Admin => Verb::Admin,
        auth::Verb::Work => Verb::Work,
    }
}

fn wire_verb(verb: Verb) -> auth::Verb {
    match verb {
        Verb::View => auth::Verb::View,
        Verb::Edit => auth::Verb::Edit,
        Verb::Transport => auth::Verb::Transport,
        Verb::Generate => auth::Verb::Generate,
        Verb::Approve => auth::Verb::Approve,
        Verb::Library => auth::Verb::Library,
        Verb::Admin => auth::Verb::Admin,
        Verb::Work => auth::Verb::Work,
    }
}

pub(super) fn domain_kind(kind: auth::Kind) -> Kind {
    match kind {
        auth::Kind::Person => Kind::Person,
        auth::Kind::Plugin => Kind::Plugin,
        auth::Kind::Worker => Kind::Worker,
        auth::Kind::Script => Kind::Script,
        auth::Kind::Agent => Kind::Agent,
    }
}

fn wire_kind(kind: Kind) -> auth::Kind {
    match kind {
        // The house itself has no tokens: what acts in its name is a worker to everybody else.
        Kind::Worker | Kind::System => auth::Kind::Worker,
        Kind::Person => auth::Kind::Person,
        Kind::Plugin => auth::Kind::Plugin,
        Kind::Script => auth::Kind::Script,
        Kind::Agent => auth::Kind::Agent,
    }
}
