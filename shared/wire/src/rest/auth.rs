//! Identity: tokens are made, taken back, and got by pairing.

use serde::{Deserialize, Serialize};

use crate::number::Minutes;
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(min_items = 1, max_items = 8))]
    pub verbs: Option<Vec<Verb>>,
    /// All of the asker's where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    /// Names it when it is taken back.
    pub token_id: String,
}

/// `POST /api/auth/revoke`: a token by its id or by itself, or all that a principal has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Revoke {
    TokenId(Id),
    Token(Token),
    Principal(Id),
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
    /// The whole address.
    pub url: String,
    /// RFC 3339.
    pub expires: String,
}

/// `POST /api/auth/pair`: the first message of SPAKE2, made with the code that the server shows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The client's message, in hexadecimal.
    pub message: Proof,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PairReply {
    pub pairing: Id,
    /// The server's message, in hexadecimal.
    pub message: String,
    /// What proves that the server knew the code, and that nobody stands between: HMAC-SHA256 in hexadecimal.
    pub proof: String,
}

/// `POST /api/auth/pair/finish`: the client's proof.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PairFinish {
    pub pairing: Id,
    pub proof: Proof,
}

/// `POST /api/auth/pairing`: somebody who may begins a pairing; the code is shown to a person, who types it in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Code {
    pub code: String,
    /// RFC 3339.
    pub expires: String,
    pub tries: u8,
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
