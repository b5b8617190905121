//! Pairing: a code is shown to somebody who may let others in, and typed in by whoever comes.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use domain::actor::{Actor, Verb, Verbs};
use domain::house::pairing::{CodeHash, Offer, TRIES, Try};
use domain::house::principal::{Rights, Sessions};
use domain::house::{self, Event};
use domain::{Command, Scope};
use wire::hex;
use wire::rest::auth::{Code, Offer as Asked, Pair, PairFinish, PairReply, Paired};

use super::super::body::{Body, Json, Sent};
use super::super::caller::Caller;
use super::super::problem::{Answer, Problem};
use crate::app::App;
use crate::auth::pairing::{Shown, code_of, hash};
use crate::auth::token::{ACCESS, Audience, Narrowed, Wanted};
use crate::view;

impl Sent for Asked {
    fn when_empty() -> Option<Asked> {
        Some(Asked::default())
    }
}
impl Sent for Pair {}
impl Sent for PairFinish {}

/// What a plugin on another machine may do unless less is offered.
const VERBS: &[Verb] =
    &[Verb::View, Verb::Edit, Verb::Transport, Verb::Generate, Verb::Approve, Verb::Library];

/// Open the door for two minutes: the code is for somebody's eyes, and five tries.
#[utoipa::path(post, path = "/api/auth/pairing", tag = "auth", request_body = Asked,
    responses((status = 200, body = Code)))]
pub async fn begin(State(app): State<Arc<App>>, caller: Caller, body: Body<Asked>) -> Answer<Json<Code>> {
    let (actor, _) = caller.in_house(&app).await?;
    let kind = body.value.kind.map_or(domain::actor::Kind::Plugin, super::domain_kind);
    let sessions = caller.held.narrowed.sessions.clone().map_or(Sessions::All, Sessions::Only);
    let rights = Rights { verbs: Verbs::of(VERBS).and(actor.verbs), sessions };
    let (code, salt) = (code_of(app.number()), app.seed().0);
    let offer = Offer { code: hash(&code, &salt), kind, rights };
    let command = Command::House(house::Command::BeginPairing(offer));
    let committed = app.ask(Scope::House, actor, command, None).await?;
    let began = committed.events.iter().find_map(|event| match event {
        domain::Event::House(Event::PairingBegan(pairing)) => Some((pairing.id, pairing.until)),
        domain::Event::House(_) | domain::Event::Session(_) => None,
    });
    let (pairing, until) = began.ok_or_else(|| Problem::internal("a pairing did not begin"))?;
    app.gate.pairings.show(Shown { pairing, code: code.clone(), salt, until });
    Ok(Json(Code { code, expires: view::time(until), tries: TRIES }))
}

/// Begin with the client's message, made with the code.
#[utoipa::path(post, path = "/api/auth/pair", tag = "auth", security(()), request_body = Pair,
    responses((status = 200, body = PairReply)))]
pub async fn pair(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    body: Body<Pair>,
) -> Answer<Json<PairReply>> {
    app.knock(peer)?;
    let shown = app.gate.pairings.shown(app.now()).ok_or_else(closed)?;
    let wrong = || Problem::invalid("INVALID_REQUEST", "/message", "this is no message of SPAKE2");
    let theirs = hex::decode(body.value.message.as_str()).ok_or_else(wrong)?;
    let name = body.value.name.as_str();
    let begun = app.gate.pairings.begin(&shown, name, &app.certificate, &theirs, app.now());
    let (pairing, ours) = begun.ok_or_else(wrong)?;
    Ok(Json(PairReply { pairing, message: hex::encode(&ours) }))
}

fn closed() -> Problem {
    Problem::not_found(
        "PAIRING_NOT_FOUND",
        "no code is shown now; ask for one where the server runs: ai-band pair",
    )
}

/// Finish with the client's proof; the answer has the server's, and a token.
#[utoipa::path(post, path = "/api/auth/pair/finish", tag = "auth", security(()), request_body = PairFinish,
    responses((status = 200, body = Paired)))]
pub async fn finish(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    body: Body<PairFinish>,
) -> Answer<Json<Paired>> {
    app.knock(peer)?;
    let asked = body.value;
    let begun = app.gate.pairings.take(asked.pairing.as_str(), app.now()).ok_or_else(closed)?;
    let shown = app
        .gate
        .pairings
        .shown(app.now())
        .filter(|shown| shown.pairing == begun.pairing)
        .ok_or_else(closed)?;
    let is_proved = hex::decode(asked.proof.as_str()).is_some_and(|proof| begun.is_proved_by(&proof));
    // What could not be confirmed is shown to the house as the hash of something else, and counted there.
    let code = if is_proved { shown.hash() } else { CodeHash([0; 32]) };
    let key = asked.key.as_ref().and_then(|key| hex::decode(key.as_str())?.try_into().ok());
    let attempt = Try { pairing: begun.pairing, code, name: begun.name.clone(), key };
    let command = Command::House(house::Command::TryPairing(attempt));
    let committed = app.ask(Scope::House, Actor::system(), command, None).await?;
    let paired = committed.events.iter().find_map(|event| match event {
        domain::Event::House(Event::PrincipalIntroduced(who)) => Some(who.id),
        domain::Event::House(_) | domain::Event::Session(_) => None,
    });
    let Some(principal) = paired else {
        let detail =
            "the code is another one; look again, and type it before its two minutes and five tries are over";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "PAIRING_REFUSED", detail));
    };
    let wanted = Wanted { audience: Audience::Api, principal, lasts: ACCESS, narrowed: Narrowed::default() };
    let made = app.gate.make(&wanted, app.wall(), app.number());
    Ok(Json(Paired {
        principal: principal.to_string(),
        proof: hex::encode(&begun.proof()),
        token: made.text,
        expires: view::time(made.expires),
        expires_in: made.expires.since(app.wall()).as_secs(),
    }))
}
