//! Artifacts, and which blobs are needed.

use std::collections::BTreeSet;

use music::clip::Hash;
use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{Error as SqlError, QueryBuilder, Row, query, query_scalar};

use super::{Artifact, ArtifactQuery, PAGE_MAX, journal};
use crate::store::{ArtifactChange, BlobUse};

pub(super) async fn change(writer: &mut SqliteConnection, change: &ArtifactChange) -> Result<(), SqlError> {
    match change {
        ArtifactChange::Kept(artifact) => keep(writer, artifact).await,
        ArtifactChange::Deleted { artifact } => {
            query("DELETE FROM artifact WHERE id = ?").bind(artifact).execute(writer).await.map(|_| ())
        }
    }
}

pub(super) async fn change_use(writer: &mut SqliteConnection, change: &BlobUse) -> Result<(), SqlError> {
    let sql = if change.is_used {
        "INSERT OR IGNORE INTO blob_use (hash, scope) VALUES (?, ?)"
    } else {
        "DELETE FROM blob_use WHERE hash = ? AND scope = ?"
    };
    query(sql).bind(change.hash.to_string()).bind(&change.scope).execute(writer).await.map(|_| ())
}

async fn keep(writer: &mut SqliteConnection, artifact: &Artifact) -> Result<(), SqlError> {
    query(
        "INSERT INTO artifact (id, hash, scope, kind, bytes, at, creator, length_ticks, lane, label, job, \
         is_orphan, recipe) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&artifact.id)
    .bind(artifact.hash.to_string())
    .bind(&artifact.scope)
    .bind(&artifact.kind)
    .bind(artifact.bytes.cast_signed())
    .bind(artifact.at)
    .bind(&artifact.creator)
    .bind(artifact.length_ticks)
    .bind(&artifact.lane)
    .bind(&artifact.label)
    .bind(&artifact.job)
    .bind(artifact.is_orphan)
    .bind(&artifact.recipe)
    .execute(&mut *writer)
    .await?;
    let tags = "INSERT INTO artifact_tag (artifact, place, tag) VALUES (?, ?, ?)";
    let parents = "INSERT INTO artifact_parent (artifact, place, parent) VALUES (?, ?, ?)";
    for (sql, words) in [(tags, &artifact.tags), (parents, &artifact.parents)] {
        for (place, word) in (0_i64..).zip(words) {
            query(sql).bind(&artifact.id).bind(place).bind(word).execute(&mut *writer).await?;
        }
    }
    Ok(())
}

pub(super) async fn artifact(readers: &SqlitePool, id: &str) -> Result<Option<Artifact>, SqlError> {
    let row = query("SELECT * FROM artifact WHERE id = ?").bind(id).fetch_optional(readers).await?;
    match row {
        Some(row) => read(readers, &row).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn artifacts(
    readers: &SqlitePool,
    asked: &ArtifactQuery,
) -> Result<Vec<Artifact>, SqlError> {
    let mut query = QueryBuilder::<Sqlite>::new("SELECT * FROM artifact WHERE TRUE");
    if let Some(scope) = &asked.scope {
        query.push(" AND scope = ").push_bind(scope.as_str());
    }
    if let Some(kind) = &asked.kind {
        query.push(" AND kind = ").push_bind(kind.as_str());
    }
    if let Some(hash) = &asked.hash {
        query.push(" AND hash = ").push_bind(hash.to_string());
    }
    if let Some(job) = &asked.job {
        query.push(" AND job = ").push_bind(job.as_str());
    }
    if let Some(tag) = &asked.tag {
        query
            .push(" AND id IN (SELECT artifact FROM artifact_tag WHERE tag = ")
            .push_bind(tag.as_str())
            .push(")");
    }
    if let Some(parent) = &asked.parent {
        query.push(" AND id IN (SELECT artifact FROM artifact_parent WHERE parent = ");
        query.push_bind(parent.as_str()).push(")");
    }
    if let Some(after) = &asked.after {
        query.push(" AND id > ").push_bind(after.as_str());
    }
    query.push(" ORDER BY id LIMIT ").push_bind(asked.limit.min(PAGE_MAX));
    let rows = query.build().fetch_all(readers).await?;
    let mut artifacts = Vec::with_capacity(rows.len());
    for row in &rows {
        artifacts.push(read(readers, row).await?);
    }
    Ok(artifacts)
}

async fn read(readers: &SqlitePool, row: &SqliteRow) -> Result<Artifact, SqlError> {
    let id: String = row.try_get("id")?;
    let mut reader = readers.acquire().await?;
    let tags = query_scalar("SELECT tag FROM artifact_tag WHERE artifact = ? ORDER BY place");
    let tags = tags.bind(&id).fetch_all(&mut *reader).await?;
    let parents = query_scalar("SELECT parent FROM artifact_parent WHERE artifact = ? ORDER BY place");
    let parents = parents.bind(&id).fetch_all(&mut *reader).await?;
    Ok(Artifact {
        hash: journal::parsed(row.try_get("hash")?)?,
        scope: row.try_get("scope")?,
        kind: row.try_get("kind")?,
        bytes: row.try_get::<i64, _>("bytes")?.cast_unsigned(),
        at: row.try_get("at")?,
        creator: row.try_get("creator")?,
        length_ticks: row.try_get("length_ticks")?,
        lane: row.try_get("lane")?,
        label: row.try_get("label")?,
        tags,
        parents,
        job: row.try_get("job")?,
        is_orphan: row.try_get("is_orphan")?,
        recipe: row.try_get("recipe")?,
        id,
    })
}

pub(super) async fn blobs_needed(readers: &SqlitePool) -> Result<BTreeSet<Hash>, SqlError> {
    let names: Vec<String> = query_scalar(
        "SELECT blob FROM event WHERE blob IS NOT NULL \
         UNION SELECT spec_blob FROM job WHERE spec_blob IS NOT NULL \
         UNION SELECT hash FROM artifact UNION SELECT hash FROM blob_use",
    )
    .fetch_all(readers)
    .await?;
    names.iter().map(|name| journal::parsed(name)).collect()
}
