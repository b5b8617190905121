//! Events and snapshots.

use std::collections::BTreeMap;

use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{Error as SqlError, Row, query, query_as, query_scalar};

use super::{Entry, Error, Snapshot, Trouble};
use crate::store::row::Body;

/// Every scope's events count on from its last one, in the order of the batch.
pub(super) async fn check_follows(
    writer: &mut SqliteConnection,
    entries: &[Entry],
    trouble: &Trouble,
) -> Result<(), Error> {
    let mut heads: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in entries {
        let head = match heads.get(entry.scope.as_str()) {
            Some(head) => *head,
            None => {
                let head = query_scalar::<_, Option<i64>>("SELECT MAX(seq) FROM event WHERE scope = ?")
                    .bind(&entry.scope)
                    .fetch_one(&mut *writer)
                    .await
                    .map_err(|error| trouble.told("read the journal", error))?;
                head.unwrap_or(0).unsigned_abs()
            }
        };
        let expected = head.saturating_add(1);
        if entry.seq != expected {
            return Err(Error::Gap { scope: entry.scope.clone(), expected, found: entry.seq });
        }
        heads.insert(&entry.scope, expected);
    }
    Ok(())
}

pub(super) async fn append(writer: &mut SqliteConnection, entry: &Entry) -> Result<(), SqlError> {
    let (body, blob) = columns(&entry.body);
    query("INSERT INTO event (scope, seq, at, actor, kind, version, body, blob) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(&entry.scope)
        .bind(entry.seq.cast_signed())
        .bind(entry.at)
        .bind(&entry.actor)
        .bind(&entry.kind)
        .bind(entry.version)
        .bind(body)
        .bind(blob)
        .execute(writer)
        .await
        .map(|_| ())
}

pub(super) async fn heads(readers: &SqlitePool) -> Result<BTreeMap<String, u64>, SqlError> {
    let rows: Vec<(String, i64)> =
        query_as("SELECT scope, MAX(seq) FROM event GROUP BY scope").fetch_all(readers).await?;
    Ok(rows.into_iter().map(|(scope, seq)| (scope, seq.unsigned_abs())).collect())
}

pub(super) async fn events(
    readers: &SqlitePool,
    scope: &str,
    after: u64,
    limit: u32,
) -> Result<Vec<Entry>, SqlError> {
    let rows = query(
        "SELECT scope, seq, at, actor, kind, version, body, blob FROM event \
         WHERE scope = ? AND seq > ? ORDER BY seq LIMIT ?",
    )
    .bind(scope)
    .bind(i64::try_from(after).unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(readers)
    .await?;
    rows.iter().map(entry).collect()
}

fn entry(row: &SqliteRow) -> Result<Entry, SqlError> {
    Ok(Entry {
        scope: row.try_get("scope")?,
        seq: row.try_get::<i64, _>("seq")?.unsigned_abs(),
        at: row.try_get("at")?,
        actor: row.try_get("actor")?,
        kind: row.try_get("kind")?,
        version: row.try_get("version")?,
        body: body(row, "body", "blob")?,
    })
}

pub(super) async fn snapshot(
    readers: &SqlitePool,
    scope: &str,
    fold: u32,
) -> Result<Option<Snapshot>, SqlError> {
    let row: Option<(i64, Vec<u8>)> = query_as("SELECT seq, body FROM snapshot WHERE scope = ? AND fold = ?")
        .bind(scope)
        .bind(fold)
        .fetch_optional(readers)
        .await?;
    Ok(row.map(|(seq, body)| Snapshot { scope: scope.to_owned(), seq: seq.unsigned_abs(), fold, body }))
}

pub(super) async fn save_snapshot(
    writer: &mut SqliteConnection,
    snapshot: &Snapshot,
) -> Result<(), SqlError> {
    query("INSERT OR REPLACE INTO snapshot (scope, seq, fold, body) VALUES (?, ?, ?, ?)")
        .bind(&snapshot.scope)
        .bind(snapshot.seq.cast_signed())
        .bind(snapshot.fold)
        .bind(&snapshot.body)
        .execute(writer)
        .await
        .map(|_| ())
}

/// A text column and a blob's name beside it, one of which is NULL.
pub(super) fn columns(body: &Body) -> (Option<&str>, Option<String>) {
    match body {
        Body::Here(text) => (Some(text), None),
        Body::Blob(hash) => (None, Some(hash.to_string())),
    }
}

pub(super) fn body(row: &SqliteRow, text: &str, blob: &str) -> Result<Body, SqlError> {
    match row.try_get::<Option<String>, _>(blob)? {
        Some(hash) => Ok(Body::Blob(parsed(&hash)?)),
        None => row.try_get(text).map(Body::Here),
    }
}

pub(super) fn parsed<T>(text: &str) -> Result<T, SqlError>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|error| SqlError::Decode(Box::new(error)))
}
