//! What every request passes: whether it is for here at all, what answers forbid browsers, and that it is counted.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::app::App;

/// For another host, or from another's page: neither is answered.
pub async fn doors(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let doors = &app.gate.doors;
    let Some(hosts) = hosts(&request).filter(|hosts| hosts.iter().all(|host| doors.admit_host(host))) else {
        let detail = "this server is not called so; start it with the name in `hosts` if it should be";
        return Problem::new(StatusCode::MISDIRECTED_REQUEST, "WRONG_HOST", detail).into_response();
    };
    let mut origins = request.headers().get_all(header::ORIGIN).into_iter();
    if !origins.all(|origin| origin.to_str().is_ok_and(|origin| doors.admit_origin(origin, &hosts))) {
        let detail = "pages of other servers may not ask here";
        return Problem::new(StatusCode::FORBIDDEN, "WRONG_ORIGIN", detail).into_response();
    }
    next.run(request).await
}

/// Every name that the request has for this server, of which there is at least one.
fn hosts(request: &Request) -> Option<Vec<&str>> {
    let headers = request.headers().get_all(header::HOST).into_iter().map(|value| value.to_str().ok());
    let authority = request.uri().authority().map(|authority| Some(authority.as_str()));
    let names: Option<Vec<&str>> = headers.chain(authority).collect();
    names.filter(|names| !names.is_empty())
}

/// Nothing here is framed, guessed at, or scripted from elsewhere.
pub async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let all: [(HeaderName, &'static str); 5] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
        ),
    ];
    for (name, value) in all {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// By the route's template.
pub async fn count(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let start = Instant::now();
    let response = next.run(request).await;
    app.metrics.answered(&method, &route, response.status().as_u16(), start.elapsed());
    response
}
