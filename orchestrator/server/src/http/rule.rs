//! Rules: decisions made beforehand.

use std::sync::Arc;

use axum::extract::State;
use domain::actor::Verb;
use domain::ids::SessionId;
use domain::session;
use domain::session::rule::Rule as Which;
use wire::rest::rule::{Kind, Rule, Rules, Set};

use super::body::{Body, Json, Named, NamedTwice, Sent};
use super::caller::{Caller, allow};
use super::matching::NoTag;
use super::problem::Answer;
use crate::app::App;
use crate::view;

impl Sent for Set {}

/// A rule's name in an address.
pub struct RuleName(Which);

impl std::str::FromStr for RuleName {
    type Err = String;
    fn from_str(text: &str) -> Result<RuleName, String> {
        let all = || Which::ALL.map(Which::name).join(", ");
        Which::named(text).map(RuleName).ok_or_else(|| format!("there is no such rule; there are {}", all()))
    }
}

/// What is decided beforehand in this session.
#[utoipa::path(get, path = "/api/sessions/{session}/rules", tag = "session",
    params(("session" = wire::text::Id, Path)), responses((status = 200, body = Rules)))]
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
) -> Answer<Json<Rules>> {
    let here = caller.in_session_called(&app, session).await?;
    allow(&here.actor, Verb::View)?;
    let rules = Which::ALL.map(|which| view::rule(here.session(), which)).to_vec();
    Ok(Json(Rules { rules }))
}

/// Switch a rule on or off.
#[utoipa::path(put, path = "/api/sessions/{session}/rules/{rule}", tag = "session",
    params(("session" = wire::text::Id, Path), ("rule" = Kind, Path)), request_body = Set,
    responses((status = 200, body = Rule)))]
pub async fn set(
    State(app): State<Arc<App>>,
    caller: Caller,
    NamedTwice(session, RuleName(rule)): NamedTwice<SessionId, RuleName>,
    _: NoTag,
    body: Body<Set>,
) -> Answer<Json<Rule>> {
    let here = caller.in_session_called(&app, session).await?;
    let command = session::Command::SetRule { rule, is_on: body.value.enabled };
    let done = super::session::ask(&app, here, command).await?;
    Ok(Json(view::rule(done.session(), rule)))
}
