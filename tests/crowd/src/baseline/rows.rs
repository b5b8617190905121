//! A service as one writes it first: every request is a row in a table, flushed before it is answered.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, query};
use tokio::sync::Mutex;

use crate::program::{Program, Ready, beside};

/// In a process of its own.
pub async fn start() -> anyhow::Result<Program> {
    let mut command = Command::new(beside("plain_server")?);
    Program::start(command.arg("rows"), Ready::Answers).await
}

/// Until the process ends. What it keeps is as safe as what ours keeps.
pub async fn serve(data: &Path, discovery: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(data)?;
    let options = SqliteConnectOptions::new()
        .filename(data.join("rows.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .disable_statement_logging();
    let mut table = options.connect().await?;
    query("CREATE TABLE request (number INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        .execute(&mut table)
        .await?;
    let service = Router::new()
        .route("/readyz", get(|| async { "ready" }))
        .route("/api/{*path}", post(keep))
        .with_state(Arc::new(Mutex::new(table)));
    let (listener, port) = super::listener().await?;
    super::announce(discovery, port)?;
    Ok(axum::serve(listener, service).await?)
}

async fn keep(
    State(table): State<Arc<Mutex<SqliteConnection>>>,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let mut table = table.lock().await;
    let row = query("INSERT INTO request (body) VALUES (?)").bind(body.to_string());
    match row.execute(&mut *table).await {
        Ok(kept) => (StatusCode::ACCEPTED, Json(json!({"number": kept.last_insert_rowid()}))),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"detail": error.to_string()}))),
    }
}
