//! Artifacts, and which blobs are needed.

use std::collections::{BTreeMap, BTreeSet};

use music::clip::Hash;
use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{Error as SqlError, QueryBuilder, Row, query, query_as, query_scalar};

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
    Ok(read(readers, row.as_slice()).await?.pop())
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
    read(readers, &rows).await
}

/// However many there are: three questions in all.
async fn read(readers: &SqlitePool, rows: &[SqliteRow]) -> Result<Vec<Artifact>, SqlError> {
    let ids: Vec<String> = rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
    let mut tags = words(readers, "SELECT artifact, tag FROM artifact_tag WHERE artifact IN (", &ids).await?;
    let parents = "SELECT artifact, parent FROM artifact_parent WHERE artifact IN (";
    let mut parents = words(readers, parents, &ids).await?;
    let artifact = |(row, id): (&SqliteRow, String)| {
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
            tags: tags.remove(&id).unwrap_or_default(),
            parents: parents.remove(&id).unwrap_or_default(),
            job: row.try_get("job")?,
            is_orphan: row.try_get("is_orphan")?,
            recipe: row.try_get("recipe")?,
            id,
        })
    };
    rows.iter().zip(ids).map(artifact).collect()
}

/// Each artifact's, in the order in which they were given.
async fn words(
    readers: &SqlitePool,
    which: &'static str,
    ids: &[String],
) -> Result<BTreeMap<String, Vec<String>>, SqlError> {
    let mut query = QueryBuilder::<Sqlite>::new(which);
    let mut wanted = query.separated(", ");
    for id in ids {
        wanted.push_bind(id.as_str());
    }
    query.push(") ORDER BY artifact, place");
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in query.build().fetch_all(readers).await? {
        words.entry(row.try_get(0)?).or_default().push(row.try_get(1)?);
    }
    Ok(words)
}

pub(super) async fn blob_uses(readers: &SqlitePool) -> Result<BTreeSet<(Hash, String)>, SqlError> {
    let rows: Vec<(String, String)> = query_as("SELECT hash, scope FROM blob_use").fetch_all(readers).await?;
    rows.into_iter().map(|(hash, scope)| Ok((journal::parsed(&hash)?, scope))).collect()
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
