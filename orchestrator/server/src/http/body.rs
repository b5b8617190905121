//! What comes in: bodies, queries and parts of addresses, read once and refused with the place that is wrong.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::limits;

use super::problem::{Answer, Problem};

/// A JSON body, and its bytes as they came: what an idempotency key is compared by.
pub struct Body<T> {
    pub value: T,
    pub bytes: Bytes,
}

/// How a body is called when it is wrong, and how large it may be.
pub trait Sent: DeserializeOwned {
    const INVALID: &'static str = "INVALID_REQUEST";
    const BYTES_MAX: usize = limits::JSON_BYTES_MAX;
    /// What no body at all means, if anything.
    fn when_empty() -> Option<Self> {
        None
    }
}

impl<T: Sent, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Answer<Body<T>> {
        let is_json = is_json(request.headers());
        let bytes = read(request, T::BYTES_MAX).await?;
        if bytes.is_empty()
            && let Some(value) = T::when_empty()
        {
            return Ok(Body { value, bytes });
        }
        if !is_json {
            let detail = "a body here is JSON; say so: Content-Type: application/json";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", detail));
        }
        parsed(&bytes).map(|value| Body { value, bytes })
    }
}

/// A request that says everything in its address. A body with something in it would be overheard: it is refused.
pub struct NoBody;

impl<S: Send + Sync> FromRequest<S> for NoBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Answer<NoBody> {
        let bytes = read(request, limits::JSON_BYTES_MAX).await?;
        let said: String = String::from_utf8_lossy(&bytes).split_whitespace().collect();
        if said.is_empty() || said == "{}" {
            return Ok(NoBody);
        }
        let detail =
            "nothing is read from a body here: a session is named in the address, as in ?session=gig";
        Err(Problem::invalid("INVALID_REQUEST", "", detail))
    }
}

/// All of a body that is small enough to be held. What is too much is let go by, so that the sender reads the answer.
pub async fn read(request: Request, bytes_max: usize) -> Answer<Bytes> {
    let mut pieces = request.into_body().into_data_stream();
    let (mut bytes, mut total) = (Vec::new(), 0);
    while let Some(piece) = pieces.next().await {
        let cut = "the body ended before it was whole";
        let piece = piece.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", cut))?;
        total += piece.len();
        if total <= bytes_max {
            bytes.extend_from_slice(&piece);
        } else if total > bytes_max + LET_GO_BY_MAX {
            break;
        }
    }
    if total > bytes_max { Err(Problem::too_large(bytes_max as u64)) } else { Ok(bytes.into()) }
}

/// Whoever sends more than this reads no answer: the connection ends.
pub const LET_GO_BY_MAX: usize = 8 * 1024 * 1024;

fn is_json(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn parsed<T: Sent>(bytes: &[u8]) -> Answer<T> {
    // The reader would also take a list of a request's values without their names.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Problem::invalid(T::INVALID, "", "a request is an object with names, not a list"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        match inner.classify() {
            serde_json::error::Category::Data => Problem::invalid(T::INVALID, pointer, inner.to_string()),
            serde_json::error::Category::Syntax
            | serde_json::error::Category::Eof
            | serde_json::error::Category::Io => not_json(&inner),
        }
    })?;
    reader.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

fn not_json(error: &serde_json::Error) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", format!("the body is not JSON: {error}"))
}

/// RFC 6901.
fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut text = String::new();
    for segment in path {
        let name = match segment {
            serde_path_to_error::Segment::Seq { index } => index.to_string(),
            serde_path_to_error::Segment::Map { key } => key.clone(),
            serde_path_to_error::Segment::Enum { .. } | serde_path_to_error::Segment::Unknown => continue,
        };
        text.push('/');
        text.push_str(&name.replace('~', "~0").replace('/', "~1"));
    }
    text
}

/// A query, wholly understood.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Answer<Query<T>> {
        let read = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        read.map(|query| Query(query.0)).map_err(|rejection| {
            let why = rejection.body_text();
            let why = why.split_once(": ").map_or(why.as_str(), |(_, why)| why);
            Problem::invalid("INVALID_REQUEST", "query", why)
        })
    }
}

/// A part of the address: something that cannot be a name names nothing, so it is not found.
pub struct Named<T>(pub T);

impl<T, S> FromRequestParts<S> for Named<T>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Named<T>> {
        let text = axum::extract::Path::<String>::from_request_parts(parts, state).await;
        let text = text.map_err(|_| Problem::not_found("NOT_FOUND", "the address is not text"))?;
        text.0.parse().map(Named).map_err(|error: T::Err| Problem::not_found("NOT_FOUND", error.to_string()))
    }
}

/// Two parts of the address.
pub struct NamedTwice<T, U>(pub T, pub U);

impl<T, U, S> FromRequestParts<S> for NamedTwice<T, U>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
    U: std::str::FromStr<Err: std::fmt::Display>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<NamedTwice<T, U>> {
        let texts = axum::extract::Path::<(String, String)>::from_request_parts(parts, state).await;
        let (first, second) =
            texts.map_err(|_| Problem::not_found("NOT_FOUND", "the address is not text"))?.0;
        let first =
            first.parse().map_err(|error: T::Err| Problem::not_found("NOT_FOUND", error.to_string()))?;
        let second =
            second.parse().map_err(|error: U::Err| Problem::not_found("NOT_FOUND", error.to_string()))?;
        Ok(NamedTwice(first, second))
    }
}

/// A JSON answer.
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
            Err(error) => Problem::internal(error).into_response(),
        }
    }
}
