//! An installation that was paired asks for a token with its own key: no secret is kept on the way, and none is sent.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};
use domain::Scope;
use domain::house::House;
use domain::house::principal::Principal;
use ed25519_dalek::{Signature, VerifyingKey};
use wire::hex;
use wire::rest::auth::{Assert, Granted};

use super::super::body::{Body, Json, Sent};
use super::super::problem::{Answer, Problem};
use crate::app::App;
use crate::auth::once::ASSERTION_LEEWAY;
use crate::auth::token::{ACCESS, Audience, Narrowed, Wanted, seconds_of};

impl Sent for Assert {}

/// A token for ten minutes, for whoever was paired and signs for it.
#[utoipa::path(post, path = "/api/auth/assert", tag = "auth", security(()), request_body = Assert,
    responses((status = 200, body = Granted)))]
pub async fn assert(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    body: Body<Assert>,
) -> Answer<Json<Granted>> {
    let asked = body.value;
    let state = app.state(&Scope::House).await?;
    let house = state.house().ok_or_else(|| Problem::internal("the house became something else"))?;
    // Whatever is wrong is said alike, and counts as a knock.
    let refused = |why: &str| {
        tracing::info!(why, principal = %asked.principal, "an assertion was refused");
        app.knock(peer).err().unwrap_or_else(|| {
            Problem::unauthorized("this assertion is not taken: look at the clock, or pair again")
        })
    };
    let off = seconds_of(app.wall()).abs_diff(asked.at.get().cast_signed());
    if off > ASSERTION_LEEWAY.as_secs() {
        return Err(refused("its clock"));
    }
    let who = known(house, &asked).ok_or_else(|| refused("nobody of that name has a key"))?;
    if !is_signed(who, &asked, &app.certificate) {
        return Err(refused("its signature"));
    }
    if !app.gate.asserted.is_new(&asked.signed(""), app.wall()) {
        return Err(refused("it was used before"));
    }
    let wanted =
        Wanted { audience: Audience::Api, principal: who.id, lasts: ACCESS, narrowed: Narrowed::default() };
    Ok(Json(super::granted(&app, &wanted)))
}

fn known<'a>(house: &'a House, asked: &Assert) -> Option<&'a Principal> {
    let who = house.principal(asked.principal.as_str().parse().ok()?)?;
    (!who.is_revoked && who.key.is_some()).then_some(who)
}

fn is_signed(who: &Principal, asked: &Assert, certificate: &str) -> bool {
    let key = who.key.and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature =
        hex::decode(asked.signature.as_str()).and_then(|bytes| Signature::from_slice(&bytes).ok());
    let signed = asked.signed(certificate);
    key.zip(signature)
        .is_some_and(|(key, signature)| key.verify_strict(signed.as_bytes(), &signature).is_ok())
}
