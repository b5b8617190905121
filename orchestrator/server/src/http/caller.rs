//! Who asks: a token in a header becomes somebody who may do some things in some places.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use domain::actor::{Actor, Verb, Verbs};
use domain::house::House;
use domain::ids::SessionId;
use domain::session::Session;
use domain::{Scope, State};
use music::clip::Hash;
use wire::text::Id;

use super::problem::{Answer, Problem};
use crate::app::App;
use crate::auth::token::{Audience, Held};
use crate::store::ArtifactQuery;
use crate::writer::IdempotencyKey;

/// Somebody with a token that holds.
#[derive(Clone, Debug)]
pub struct Caller {
    pub held: Held,
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Answer<Caller> {
        Caller::with(app, bearer(parts)?)
    }
}

impl Caller {
    pub fn with(app: &App, token: &str) -> Answer<Caller> {
        let held = app.gate.check(token, Audience::Api, app.wall()).map_err(|error| {
            tracing::info!(%error, "a token was refused");
            Problem::unauthorized(format!("this token is not taken: {error}"))
        })?;
        Ok(Caller { held })
    }
}

fn bearer(parts: &Parts) -> Answer<&str> {
    let way_out = "send a token: Authorization: Bearer …; `ai-band token` prints one";
    let said = parts.headers.get(header::AUTHORIZATION).ok_or_else(|| Problem::unauthorized(way_out))?;
    let said = said.to_str().map_err(|_| Problem::unauthorized(way_out))?;
    let (scheme, token) = said.split_once(' ').ok_or_else(|| Problem::unauthorized(way_out))?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Problem::unauthorized(way_out));
    }
    Ok(token.trim())
}

/// A session that exists, as it is now, and what the caller may do in it.
pub struct InSession {
    pub actor: Actor,
    pub state: Arc<State>,
    pub seq: u64,
    pub name: Arc<str>,
}

impl InSession {
    pub fn session(&self) -> &Session {
        self.state.session().expect("a session's scope has a session's state")
    }

    pub fn id(&self) -> &SessionId {
        self.session().id()
    }

    pub fn scope(&self) -> Scope {
        Scope::Session(self.id().clone())
    }
}

impl Caller {
    pub async fn in_house(&self, app: &App) -> Answer<(Actor, Arc<State>)> {
        let state = app.state(&Scope::House).await?;
        let house = house(&state);
        let actor = house.actor(self.held.principal, self.held.issued).ok_or_else(gone)?;
        Ok((self.narrowed(actor), state))
    }

    /// The session that is named, or `default`.
    pub async fn in_session(&self, app: &App, name: Option<&Id>) -> Answer<InSession> {
        let id = match name {
            Some(name) => name.as_str().parse().map_err(|error: domain::ids::NameError| {
                Problem::not_found("SESSION_NOT_FOUND", error.to_string())
            })?,
            None => SessionId::default_session(),
        };
        self.in_session_called(app, id).await
    }

    pub async fn in_session_called(&self, app: &App, id: SessionId) -> Answer<InSession> {
        let house_state = app.state(&Scope::House).await?;
        let house = house(&house_state);
        let (principal, issued) = (self.held.principal, self.held.issued);
        let instance = self.held.narrowed.instance.clone();
        let actor = house.actor_in(&id, principal, issued, instance).ok_or_else(gone)?;
        let opened = house.session(&id)?;
        let actor = self.narrowed(actor);
        if !self.held.narrowed.includes(&id) || actor.verbs.is_empty() {
            return Err(Problem::forbidden(format!("this token is not for session {id}")));
        }
        let (state, seq) = app.state_and_seq(&Scope::Session(id)).await?;
        Ok(InSession { actor, state, seq, name: opened.name.clone() })
    }

    /// The sessions it may look into, and whether those are all there are.
    fn views(&self, house: &House) -> (Vec<SessionId>, bool) {
        let (principal, issued) = (self.held.principal, self.held.issued);
        let may = |id: &&SessionId| {
            let actor = house.actor_in(id, principal, issued, None);
            let verbs = actor.map_or(Verbs::NONE, |actor| self.held.narrowed.left_of(actor.verbs));
            self.held.narrowed.includes(id) && verbs.has(Verb::View)
        };
        let some: Vec<SessionId> = house.sessions().keys().filter(may).cloned().collect();
        let is_all = some.len() == house.sessions().len();
        (some, is_all)
    }

    /// Whether something it may see has these bytes in it. Who may see everything may see what is in nothing yet.
    pub async fn reaches(&self, app: &App, blob: &Hash) -> Answer<bool> {
        let state = app.state(&Scope::House).await?;
        let (sessions, is_all) = self.views(house(&state));
        if is_all {
            return Ok(true);
        }
        for id in sessions {
            let scope = Scope::Session(id);
            let query = ArtifactQuery {
                scope: Some(scope.to_string()),
                hash: Some(*blob),
                limit: 1,
                ..ArtifactQuery::default()
            };
            let kept = app.store.artifacts(&query).await.map_err(|error| Problem::storage(&error))?;
            let state = app.state(&scope).await?;
            if !kept.is_empty() || state.session().is_some_and(|session| session.uses().has(blob)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A stream outlives the moment its token was looked at; not the token.
    pub fn is_over(&self, app: &App) -> bool {
        app.wall() >= self.held.expires || app.gate.revoked.has(&self.held.id)
    }

    fn narrowed(&self, actor: Actor) -> Actor {
        let narrowed = &self.held.narrowed;
        let verbs = narrowed.left_of(actor.verbs);
        match narrowed.kind {
            Some(kind) => Actor { kind, verbs, acts_for: Some(actor.person()), ..actor },
            None => Actor { verbs, ..actor },
        }
    }

    /// What makes a request that is sent again the same request.
    pub fn key(&self, parts: &Keyed, bytes: &[u8]) -> Option<IdempotencyKey> {
        let key = parts.key.as_ref()?.to_string();
        let request = Hash::of(&[parts.route.as_bytes(), b"\0", bytes].concat());
        Some(IdempotencyKey { principal: self.held.principal, key, request })
    }
}

/// Of a request to make something: where it was sent, and the name its sender gave it.
pub struct Keyed {
    key: Option<Id>,
    route: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Keyed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Answer<Keyed> {
        let said =
            parts.headers.get("idempotency-key").map(|value| value.to_str().unwrap_or("\0").parse::<Id>());
        let key = said.transpose().map_err(|error| {
            Problem::invalid("INVALID_REQUEST", "Idempotency-Key", format!("Idempotency-Key: {error}"))
        })?;
        Ok(Keyed { key, route: format!("{} {}", parts.method, parts.uri) })
    }
}

impl Caller {
    /// Of one thing among several that one request makes.
    pub fn key_of_part(&self, parts: &Keyed, bytes: &[u8], index: usize) -> Option<IdempotencyKey> {
        let key = self.key(parts, bytes)?;
        Some(IdempotencyKey { key: format!("{}/{index}", key.key), ..key })
    }
}

pub fn allow(actor: &Actor, verb: Verb) -> Answer<()> {
    if actor.verbs.has(verb) {
        return Ok(());
    }
    Err(Problem::forbidden(format!("this needs the verb {verb}; the token may only {}", actor.verbs)))
}

fn house(state: &State) -> &House {
    state.house().expect("the house's scope has the house's state")
}

fn gone() -> Problem {
    Problem::unauthorized("whoever this token was made out to was revoked since; ask for a new one")
}
