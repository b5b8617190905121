//! Jobs and timers.

use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{Error as SqlError, QueryBuilder, Row, query, query_as, query_scalar};

use super::{Job, JobQuery, PAGE_MAX, Timer, Waiting, journal};
use crate::store::TimerChange;

pub(super) async fn put_job(writer: &mut SqliteConnection, job: &Job) -> Result<(), SqlError> {
    let (spec, spec_blob) = journal::columns(&job.spec);
    query(
        "INSERT OR REPLACE INTO job (id, scope, kind, capability, spec, spec_blob, state, attempt, priority, \
         queued_at, run_at, deadline, token, leased_by, leased_until, reason) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&job.id)
    .bind(&job.scope)
    .bind(&job.kind)
    .bind(&job.capability)
    .bind(spec)
    .bind(spec_blob)
    .bind(job.state.name())
    .bind(job.attempt)
    .bind(job.priority)
    .bind(job.queued_at)
    .bind(job.run_at)
    .bind(job.deadline)
    .bind(job.token.cast_signed())
    .bind(&job.leased_by)
    .bind(job.leased_until)
    .bind(&job.reason)
    .execute(writer)
    .await
    .map(|_| ())
}

pub(super) async fn change_timer(
    writer: &mut SqliteConnection,
    change: &TimerChange,
) -> Result<(), SqlError> {
    let query = match change {
        TimerChange::Set(timer) => query("INSERT OR REPLACE INTO timer (scope, name, due) VALUES (?, ?, ?)")
            .bind(&timer.scope)
            .bind(&timer.name)
            .bind(timer.due),
        TimerChange::Cleared { scope, name } => {
            query("DELETE FROM timer WHERE scope = ? AND name = ?").bind(scope).bind(name)
        }
    };
    query.execute(writer).await.map(|_| ())
}

pub(super) async fn timers_due(readers: &SqlitePool, now: i64, limit: u32) -> Result<Vec<Timer>, SqlError> {
    let rows: Vec<(String, String, i64)> =
        query_as("SELECT scope, name, due FROM timer WHERE due <= ? ORDER BY due, scope, name LIMIT ?")
            .bind(now)
            .bind(limit)
            .fetch_all(readers)
            .await?;
    Ok(rows.into_iter().map(|(scope, name, due)| Timer { scope, name, due }).collect())
}

pub(super) async fn timers(readers: &SqlitePool) -> Result<Vec<Timer>, SqlError> {
    let rows: Vec<(String, String, i64)> =
        query_as("SELECT scope, name, due FROM timer ORDER BY scope, name").fetch_all(readers).await?;
    Ok(rows.into_iter().map(|(scope, name, due)| Timer { scope, name, due }).collect())
}

pub(super) async fn timer(readers: &SqlitePool, scope: &str, name: &str) -> Result<Option<i64>, SqlError> {
    let due = query_scalar("SELECT due FROM timer WHERE scope = ? AND name = ?");
    due.bind(scope).bind(name).fetch_optional(readers).await
}

pub(super) async fn next_timer(readers: &SqlitePool) -> Result<Option<i64>, SqlError> {
    query_scalar("SELECT MIN(due) FROM timer").fetch_one(readers).await
}

pub(super) async fn job(readers: &SqlitePool, id: &str) -> Result<Option<Job>, SqlError> {
    let row = query("SELECT * FROM job WHERE id = ?").bind(id).fetch_optional(readers).await?;
    row.as_ref().map(read_job).transpose()
}

pub(super) async fn jobs(readers: &SqlitePool, asked: &JobQuery) -> Result<Vec<Job>, SqlError> {
    let mut query = QueryBuilder::<Sqlite>::new("SELECT * FROM job WHERE TRUE");
    if let Some(scope) = &asked.scope {
        query.push(" AND scope = ").push_bind(scope.as_str());
    }
    if !asked.states.is_empty() {
        query.push(" AND state IN (");
        let mut states = query.separated(", ");
        for state in &asked.states {
            states.push_bind(state.name());
        }
        query.push(")");
    }
    if let Some(now) = asked.due_at {
        query.push(" AND run_at <= ").push_bind(now);
    }
    if let Some(after) = &asked.after {
        query.push(" AND id > ").push_bind(after.as_str());
    }
    query.push(" ORDER BY id LIMIT ").push_bind(asked.limit.min(PAGE_MAX));
    let rows = query.build().fetch_all(readers).await?;
    rows.iter().map(read_job).collect()
}

/// Of a long queue the first of each scope are enough, and none of the rest can keep them from view.
pub(super) async fn jobs_waiting(
    readers: &SqlitePool,
    capability: &str,
    now: i64,
    each: u32,
) -> Result<Vec<Waiting>, SqlError> {
    let rows: Vec<(String, String, i32, i64)> = query_as(
        "SELECT id, scope, priority, queued_at FROM (SELECT id, scope, priority, queued_at, ROW_NUMBER() \
         OVER (PARTITION BY scope, priority ORDER BY queued_at, id) AS place \
         FROM job WHERE state = 'queued' AND run_at <= ? AND capability = ?) \
         WHERE place <= ? ORDER BY priority DESC, queued_at, id",
    )
    .bind(now)
    .bind(capability)
    .bind(each)
    .fetch_all(readers)
    .await?;
    let waiting = |(id, scope, priority, queued_at)| Waiting { id, scope, priority, queued_at };
    Ok(rows.into_iter().map(waiting).collect())
}

fn read_job(row: &SqliteRow) -> Result<Job, SqlError> {
    Ok(Job {
        id: row.try_get("id")?,
        scope: row.try_get("scope")?,
        kind: row.try_get("kind")?,
        capability: row.try_get("capability")?,
        spec: journal::body(row, "spec", "spec_blob")?,
        state: journal::parsed(row.try_get("state")?)?,
        attempt: row.try_get("attempt")?,
        priority: row.try_get("priority")?,
        queued_at: row.try_get("queued_at")?,
        run_at: row.try_get("run_at")?,
        deadline: row.try_get("deadline")?,
        token: row.try_get::<i64, _>("token")?.cast_unsigned(),
        leased_by: row.try_get("leased_by")?,
        leased_until: row.try_get("leased_until")?,
        reason: row.try_get("reason")?,
    })
}
