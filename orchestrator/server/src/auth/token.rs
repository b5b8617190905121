//! Tokens: JWT signed with Ed25519 and nothing else, every claim required, checked against the house on every use.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::actor::{Kind, Verb, Verbs};
use domain::ids::{InstanceId, NameError, PrincipalId, SessionId};
use domain::time::WallTime;
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

use super::keys::Keys;

/// Long enough for a session of work between two refreshes, short enough that a stolen one is soon worth nothing.
pub const ACCESS: Duration = Duration::from_secs(10 * 60);
/// Clocks of two machines on one network; also between this one and itself after a correction.
pub const LEEWAY: Duration = Duration::from_secs(5);
/// Longer than any of ours; a header is not read beyond it.
pub const CHARS_MAX: usize = 4_096;
const ISSUER: &str = "ai-band";
const TYPE: &str = "JWT";

/// What a token says. Rights are what its principal has today, less what these claims leave out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    iss: String,
    aud: Audience,
    pub sub: String,
    pub jti: String,
    pub iat: i64,
    /// What of its second had passed: whoever is revoked and let in again within one is told apart.
    iat_nanos: i64,
    nbf: i64,
    pub exp: i64,
    /// Verbs it is narrowed to, with spaces between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verbs: Option<String>,
    /// Sessions it is narrowed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<BTreeSet<String>>,
    /// The seed's claim: the instance that speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin_id: Option<String>,
    /// What it is called in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `script` or `agent`, where somebody lets one act for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// What a token is for: one is never taken for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Audience {
    #[serde(rename = "ai-band/api")]
    Api,
    #[serde(rename = "ai-band/refresh")]
    Refresh,
}

/// What is asked of a new token.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub audience: Audience,
    pub principal: PrincipalId,
    pub lasts: Duration,
    pub narrowed: Narrowed,
}

/// Less than everything its principal may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    pub verbs: Option<Verbs>,
    pub sessions: Option<BTreeSet<SessionId>>,
    pub instance: Option<InstanceId>,
    pub name: Option<String>,
    pub kind: Option<Kind>,
}

/// A token that holds, as values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub principal: PrincipalId,
    pub issued: WallTime,
    pub expires: WallTime,
    pub id: String,
    pub narrowed: Narrowed,
}

/// Why a token does not hold. What is said to a stranger is less.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("it is not a token of this server's form")]
    Form,
    #[error("no key of this server is called so")]
    UnknownKey,
    #[error("its signature is not by this server")]
    Signature,
    #[error("its claims are not those of this server: {0}")]
    Claims(String),
    #[error("it is over since {seconds} s; ask for a new one")]
    Expired { seconds: i64 },
    #[error("it was revoked; ask for a new one")]
    Revoked,
    #[error("it begins in {seconds} s; one of the two clocks is wrong")]
    NotYet { seconds: i64 },
}

pub struct Made {
    pub text: String,
    pub id: String,
    pub expires: WallTime,
}

pub fn make(keys: &Keys, wanted: &Wanted, now: WallTime, id: u128) -> Made {
    let seconds = seconds_of(now);
    let id = format!("{id:032x}");
    let lasts = i64::try_from(wanted.lasts.as_secs()).unwrap_or(i64::MAX / 4);
    let narrowed = &wanted.narrowed;
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: wanted.audience,
        sub: wanted.principal.to_string(),
        jti: id.clone(),
        iat: seconds,
        iat_nanos: now.0.rem_euclid(NANOS),
        nbf: seconds,
        exp: seconds.saturating_add(lasts),
        verbs: narrowed.verbs.map(|verbs| verbs.to_string()),
        sessions: narrowed.sessions.as_ref().map(|all| all.iter().map(ToString::to_string).collect()),
        plugin_id: narrowed.instance.as_ref().map(ToString::to_string),
        name: narrowed.name.clone(),
        kind: narrowed.kind.map(|kind| kind.name().to_owned()),
    };
    let expires = WallTime(claims.exp.saturating_mul(NANOS));
    let (key_id, key) = keys.signing();
    let header =
        Header { kid: Some(key_id.to_owned()), typ: Some(TYPE.to_owned()), ..Header::new(Algorithm::EdDSA) };
    let text =
        jsonwebtoken::encode(&header, &claims, &key).expect("claims are JSON and the key signs with Ed25519");
    Made { text, id, expires }
}

/// `now` is an argument: the library's own look at the clock is switched off.
pub fn check(keys: &Keys, text: &str, audience: Audience, now: WallTime) -> Result<Held, Error> {
    if text.len() > CHARS_MAX {
        return Err(Error::Form);
    }
    let header = jsonwebtoken::decode_header(text).map_err(|_| Error::Form)?;
    let key_id = header.kid.ok_or(Error::Form)?;
    let key = keys.verifying(&key_id).ok_or(Error::UnknownKey)?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let claims =
        jsonwebtoken::decode::<Claims>(text, &key, &validation).map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::Json(why) => Error::Claims(why.to_string()),
            _ => Error::Signature,
        })?;
    held(claims.claims, audience, now)
}

fn held(claims: Claims, audience: Audience, now: WallTime) -> Result<Held, Error> {
    if claims.iss != ISSUER || claims.aud != audience {
        return Err(Error::Claims("it was made out for something else".to_owned()));
    }
    let (seconds, leeway) = (seconds_of(now), LEEWAY.as_secs() as i64);
    let over = seconds.saturating_sub(claims.exp);
    if over >= leeway {
        return Err(Error::Expired { seconds: over });
    }
    let early = claims.nbf.max(claims.iat).saturating_sub(seconds);
    if early > leeway {
        return Err(Error::NotYet { seconds: early });
    }
    let wrong = |error: &dyn std::fmt::Display| Error::Claims(error.to_string());
    let sessions = claims.sessions.map(|all| all.iter().map(|id| id.parse()).collect::<Result<_, _>>());
    let kind = claims.kind.map(|kind| Kind::named(&kind).ok_or_else(|| wrong(&"an unknown kind")));
    Ok(Held {
        principal: claims.sub.parse().map_err(|error| wrong(&error))?,
        issued: WallTime(
            claims.iat.saturating_mul(NANOS).saturating_add(claims.iat_nanos.clamp(0, NANOS - 1)),
        ),
        expires: WallTime(claims.exp.saturating_mul(NANOS)),
        id: claims.jti,
        narrowed: Narrowed {
            verbs: claims.verbs.map(|verbs| verbs.parse()).transpose().map_err(|error| wrong(&error))?,
            sessions: sessions.transpose().map_err(|error: NameError| wrong(&error))?,
            instance: claims.plugin_id.map(|id| id.parse()).transpose().map_err(|error| wrong(&error))?,
            name: claims.name,
            kind: kind.transpose()?,
        },
    })
}

impl Narrowed {
    /// What is left of `verbs`. A script or an agent approves only where its token says so by name.
    pub fn left_of(&self, verbs: Verbs) -> Verbs {
        let proposes = self.kind.is_some_and(Kind::only_proposes);
        match self.verbs {
            Some(named) => verbs.and(named),
            None if proposes => verbs.without(Verbs::of(&[Verb::Approve, Verb::Admin])),
            None => verbs,
        }
    }

    pub fn includes(&self, session: &SessionId) -> bool {
        self.sessions.as_ref().is_none_or(|some| some.contains(session))
    }
}

const NANOS: i64 = 1_000_000_000;

pub fn seconds_of(time: WallTime) -> i64 {
    time.0.div_euclid(NANOS)
}
