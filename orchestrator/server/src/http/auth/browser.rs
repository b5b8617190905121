//! A browser: let in once by what `ai-band open` put into its address, then kept by a cookie that changes with every use.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use domain::actor::{Actor, Verb};
use domain::house::family::{LASTS, TokenHash};
use domain::house::{Event, family};
use domain::ids::FamilyId;
use domain::{Command, Scope, house};
use music::clip::Hash;
use wire::rest::auth::{Fragment, Granted, Open};

use super::super::body::{Body, Json, Sent};
use super::super::called::Called;
use super::super::caller::{Caller, allow};
use super::super::problem::{Answer, Problem};
use crate::app::App;
use crate::auth::once;
use crate::auth::token::{ACCESS, Audience, Held, Wanted};
use crate::view;

impl Sent for Open {}

const COOKIE: &str = "ai-band-refresh";
/// Sent only where it is used.
const PATH: &str = "/api/auth";

type LoggedIn = ([(HeaderName, String); 1], Json<Granted>);

/// What a browser is opened with: good once, and for a minute.
#[utoipa::path(post, path = "/api/auth/fragment", tag = "auth", responses((status = 200, body = Fragment)))]
pub async fn fragment(State(app): State<Arc<App>>, caller: Caller, called: Called) -> Answer<Json<Fragment>> {
    let (actor, _) = caller.in_house(&app).await?;
    allow(&actor, Verb::Admin)?;
    let fragment = app.secret();
    let until = app.gate.fragments.put(&fragment, caller.held.clone(), app.now());
    let until = until.ok_or_else(|| Problem::too_often(once::FRAGMENT))?;
    let url = |server: &str| format!("{server}/#open={fragment}");
    let elsewhere = app.outside.iter().map(|server| url(server)).collect();
    Ok(Json(Fragment { url: url(&called.url), elsewhere, fragment, expires: view::time(until) }))
}

/// A browser comes in.
#[utoipa::path(post, path = "/api/auth/open", tag = "auth", security(()), request_body = Open,
    responses((status = 200, body = Granted, headers(("Set-Cookie" = String)))))]
pub async fn open(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    called: Called,
    body: Body<Open>,
) -> Answer<LoggedIn> {
    app.knock(peer)?;
    let held = app.gate.fragments.take(body.value.fragment.as_str(), app.now());
    let held =
        held.ok_or_else(|| Problem::unauthorized("this was used or is too old; type: ai-band open"))?;
    // Whoever asked for it may have been shut out since.
    let caller = Caller { held };
    if caller.is_over(&app) {
        return Err(Problem::unauthorized("what this came of is over or was revoked; type: ai-band open"));
    }
    caller.in_house(&app).await?;
    let held = caller.held;
    let secret = refresh_token(&app, &held);
    let command = house::Command::BeginFamily { principal: held.principal, token: hashed(&secret) };
    let committed = app.ask(Scope::House, Actor::system(), Command::House(command), None).await?;
    let family = committed.events.iter().find_map(|event| match event {
        domain::Event::House(Event::FamilyBegan(family)) => Some(family.id),
        domain::Event::House(_) | domain::Event::Session(_) => None,
    });
    let family = family.ok_or_else(|| Problem::internal("a browser was let in without a family"))?;
    Ok(logged_in(&app, &called, &held, family, &secret))
}

/// The cookie for the next one, and a token for ten minutes. A cookie that comes twice ends all that came of it.
#[utoipa::path(post, path = "/api/auth/refresh", tag = "auth", security(()),
    responses((status = 200, body = Granted, headers(("Set-Cookie" = String)))))]
pub async fn refresh(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    called: Called,
    headers: HeaderMap,
) -> Answer<LoggedIn> {
    let (family, shown) =
        cookie(&headers).ok_or_else(|| Problem::unauthorized("there is no cookie; type: ai-band open"))?;
    let held = app.gate.check(shown, Audience::Refresh, app.wall());
    let held = held.map_err(|error| {
        app.knock(peer)
            .err()
            .unwrap_or_else(|| Problem::unauthorized(format!("this cookie is not taken: {error}")))
    })?;
    let next = refresh_token(&app, &held);
    let command = house::Command::Refresh { family, presented: hashed(shown), next: hashed(&next) };
    let committed = app.ask(Scope::House, Actor::system(), Command::House(command), None).await?;
    let is_ended = committed.events.iter().any(|event| {
        matches!(event, domain::Event::House(Event::FamilyEnded { how: family::End::Reused, .. }))
    });
    if is_ended {
        tracing::warn!(%family, "a cookie came a second time: somebody else may have it; its family is over");
        app.somebody_was_revoked();
        return Err(Problem::unauthorized(
            "this cookie was used before, so all that came of it is over; type: ai-band open",
        ));
    }
    Ok(logged_in(&app, &called, &held, family, &next))
}

/// The browser is out.
#[utoipa::path(post, path = "/api/auth/logout", tag = "auth", security(()),
    responses((status = 204, headers(("Set-Cookie" = String)))))]
pub async fn logout(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Answer<(StatusCode, [(HeaderName, String); 1])> {
    if let Some((family, shown)) = cookie(&headers)
        && app.gate.check(shown, Audience::Refresh, app.wall()).is_ok()
    {
        let command = house::Command::EndFamily { family };
        app.ask(Scope::House, Actor::system(), Command::House(command), None).await?;
    }
    let gone = format!("{COOKIE}=; Path={PATH}; Max-Age=0; HttpOnly; SameSite=Strict");
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]))
}

/// Never more than whoever opened the browser might do.
fn logged_in(app: &App, called: &Called, held: &Held, family: FamilyId, secret: &str) -> LoggedIn {
    let narrowed = held.narrowed.clone();
    let wanted = Wanted { audience: Audience::Api, principal: held.principal, lasts: ACCESS, narrowed };
    let secure = if called.is_secure { "; Secure" } else { "" };
    let seconds = LASTS.as_secs();
    let cookie = format!(
        "{COOKIE}={family}~{secret}; Path={PATH}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    );
    ([(header::SET_COOKIE, cookie)], Json(super::granted(app, &wanted)))
}

fn refresh_token(app: &App, held: &Held) -> String {
    let narrowed = held.narrowed.clone();
    let wanted = Wanted { audience: Audience::Refresh, principal: held.principal, lasts: LASTS, narrowed };
    app.gate.make(&wanted, app.wall(), app.number()).text
}

fn hashed(token: &str) -> TokenHash {
    TokenHash(Hash::of(token.as_bytes()).0)
}

fn cookie(headers: &HeaderMap) -> Option<(FamilyId, &str)> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut each = all.flat_map(|text| text.split(';'));
    let value = each.find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))?;
    let (family, token) = value.split_once('~')?;
    Some((family.parse().ok()?, token))
}
