//! A name for each request, in its answer and in every line of the log about it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use wire::text::Id;

use crate::app::App;

/// As proxies and browsers write it.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

#[derive(Clone, Debug, Default)]
pub struct RequestId(String);

impl RequestId {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Theirs, where it is one; ours otherwise.
    fn of(request: &Request, app: &App) -> RequestId {
        let theirs = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
        let theirs = theirs.and_then(|text| text.parse::<Id>().ok()).map(Id::into_string);
        RequestId(theirs.unwrap_or_else(|| format!("{:032x}", app.number())))
    }
}

/// The outermost layer.
pub async fn name(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(&request, &app);
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("request", id = %id.as_str(), method = %request.method(), path = %request.uri().path());
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
