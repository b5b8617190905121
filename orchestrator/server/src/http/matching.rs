//! `ETag` and `If-Match`: an edit of what is not there any more is refused. A tag is a revision in quotes.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};

use super::problem::{Answer, Problem};

/// The revision that must still be there, where the request names one.
pub struct IfMatch(pub Option<u64>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Answer<IfMatch> {
        let Some(said) = parts.headers.get(header::IF_MATCH) else { return Ok(IfMatch(None)) };
        let said = said.to_str().unwrap_or_default().trim();
        if said == "*" {
            return Ok(IfMatch(None));
        }
        let number =
            said.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|text| text.parse().ok());
        number.map(|number| IfMatch(Some(number))).ok_or_else(|| {
            let detail = "If-Match is an ETag as it was given: a number in quotes";
            Problem::new(StatusCode::PRECONDITION_FAILED, "REVISION_CONFLICT", detail)
        })
    }
}

/// Of an edit that names the whole of what it sets: no tag is given out for it, so none can be the right one.
pub struct NoTag;

impl<S: Send + Sync> FromRequestParts<S> for NoTag {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Answer<NoTag> {
        let mut said = parts.headers.get_all(header::IF_MATCH).into_iter();
        if said.all(|tag| tag.as_bytes().trim_ascii() == b"*") {
            return Ok(NoTag);
        }
        let detail = "nothing here has an ETag, for the request names the whole of it; leave If-Match out";
        Err(Problem::new(StatusCode::PRECONDITION_FAILED, "REVISION_CONFLICT", detail))
    }
}

pub fn tag(revision: u64) -> String {
    format!("\"{revision}\"")
}
