//! Whether the server lives, whether it can be worked with, how it is doing, and what it understands.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::Scope;
use wire::rest::operations::{Health, Ready};

use super::body::Json;
use super::problem::{Answer, Problem};
use crate::app::App;

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()), responses((status = 200, body = Health)))]
pub async fn health() -> Json<Health> {
    Json(Health { status: "ok".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() })
}

/// Its writer answers; not any more as soon as it is closing.
#[utoipa::path(get, path = "/readyz", tag = "operations", security(()), responses((status = 200, body = Ready)))]
pub async fn ready(State(app): State<Arc<App>>) -> Answer<Json<Ready>> {
    if app.closing.is_cancelled() || !app.is_ready() {
        return Err(Problem::closing());
    }
    app.state(&Scope::House).await?;
    Ok(Json(Ready { status: "ready".to_owned() }))
}

/// Counts and times, as Prometheus reads them.
#[utoipa::path(get, path = "/metrics", tag = "operations", security(()),
    responses((status = 200, content_type = "application/openmetrics-text", body = String)))]
pub async fn metrics(State(app): State<Arc<App>>) -> Answer<Response> {
    app.metrics.written(app.writer.figures());
    let text = app.metrics.text().map_err(Problem::internal)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// This description.
#[utoipa::path(get, path = "/openapi.json", tag = "operations", security(()),
    responses((status = 200, content_type = "application/json", body = Object)))]
pub async fn openapi(State(app): State<Arc<App>>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], app.openapi.to_string()).into_response()
}

/// Where the web app will be.
#[utoipa::path(get, path = "/", tag = "operations", security(()),
    responses((status = 200, content_type = "text/html", body = String)))]
pub async fn root() -> Html<&'static str> {
    Html(
        "<!doctype html><html lang=\"en\"><title>AI Band</title><h1>AI Band</h1>\
         <p>The orchestrator is running. What it understands stands in <a href=\"/openapi.json\">/openapi.json</a>.</p></html>",
    )
}
