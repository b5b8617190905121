//! Identity: tokens are made, taken back, and got by pairing.

use serde::{Deserialize, Serialize};

use crate::list;
use crate::number::{Minutes, Sequence};
use crate::text::{Id, Name, Proof, Sentence, Token};

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    View,
    Edit,
    Transport,
    Generate,
    Approve,
    Library,
    Admin,
    Work,
}

/// Whose a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = PrincipalKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Person,
    Plugin,
    Worker,
    Script,
    Agent,
}

/// `POST /api/auth/token`: a token for a client, never with more rights than the asker's own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// What it is called in lists.
    pub name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// All of the asker's where it is missing.
    #[serde(
        default,
        deserialize_with = "list::or_none::<_, _, 1, 8>",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schema(min_items = 1, max_items = 8))]
    pub verbs: Option<Vec<Verb>>,
    /// All of the asker's where it is missing.
    #[serde(
        default,
        deserialize_with = "list::or_none::<_, _, 1, 64>",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schema(min_items = 1, max_items = 64))]
    pub sessions: Option<Vec<Id>>,
    /// Ten where it is missing; more than that needs a `reason`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Minutes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sentence>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Granted {
    pub token: String,
    pub token_type: String,
    /// RFC 3339.
    pub expires: String,
    /// Seconds from now: no two clocks have to agree.
    pub expires_in: u64,
    /// Names it when it is taken back.
    pub token_id: String,
}

/// `POST /api/auth/revoke`: a token by its id or by itself, or all that a principal has; one of them at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Revoke {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_id: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<Id>,
    /// With `principal`: its key lets nobody in any more either; to come back it is paired anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_good: bool,
}

/// `POST /api/auth/open`: the single use of what `ai-band open` put into the address of a browser.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Open {
    pub fragment: Token,
}

/// `POST /api/auth/fragment`: what a browser is opened with, good once and for a minute.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Fragment {
    pub fragment: String,
    /// The whole address, as whoever asked calls this server.
    pub url: String,
    /// The same for browsers on other machines, where they may come in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<String>,
    /// RFC 3339.
    pub expires: String,
}

/// `POST /api/auth/pair`: the first message of SPAKE2, made with the code that the server shows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// What it is called in lists.
    pub name: Name,
    /// The client's message, in hexadecimal.
    pub message: Proof,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PairReply {
    /// Names this exchange.
    pub pairing: String,
    /// The server's message, in hexadecimal.
    pub message: String,
}

/// `POST /api/auth/pair/finish`: the client's proof.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PairFinish {
    pub pairing: Id,
    /// HMAC-SHA256, under the key of the exchange, of `client` and both messages; in hexadecimal.
    pub proof: Proof,
    /// The installation's Ed25519 key, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Proof>,
}

/// Let in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Paired {
    pub principal: String,
    /// The same of `server`: the client believes no token without it.
    pub proof: String,
    pub token: String,
    /// RFC 3339.
    pub expires: String,
    /// Seconds from now.
    pub expires_in: u64,
}

/// `POST /api/auth/pairing`: as what whoever knows the code is let in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// A plugin where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
}

/// Its answer: somebody who may begins a pairing; the code is shown to a person, who types it in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Code {
    pub code: String,
    /// RFC 3339.
    pub expires: String,
    pub tries: u8,
}

/// `POST /api/auth/assert`: an installation that was paired asks for a token in its own name, with its own key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Assert {
    pub principal: Id,
    /// Seconds since 1970, by the installation's clock.
    pub at: Sequence,
    /// Chance, in hexadecimal: each assertion is good once.
    pub nonce: Proof,
    /// Ed25519, in hexadecimal, of [`Assert::signed`].
    pub signature: Proof,
}

impl Assert {
    /// What is signed: for this server alone, by the hash of the certificate it shows.
    pub fn signed(&self, certificate: &str) -> String {
        format!("ai-band assert\n{certificate}\n{}\n{}\n{}", self.principal, self.at.get(), self.nonce)
    }
}

/// `POST /api/ws-ticket`: opens one socket within ten seconds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Ticket {
    pub ticket: String,
    /// RFC 3339.
    pub expires: String,
}

/// `GET /api/auth/me`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Me {
    pub principal: String,
    pub kind: Kind,
    pub verbs: Vec<Verb>,
    /// Missing where it is every session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<Vec<Id>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin_id: Option<Id>,
    /// RFC 3339.
    pub expires: String,
}
