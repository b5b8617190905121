//! Principals with what they may do, and how requests were answered.

use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Error as SqlError, Row, query, query_as};

use super::{Answer, Principal, journal};
use crate::store::Grant;

pub(super) async fn put_principal(
    writer: &mut SqliteConnection,
    principal: &Principal,
) -> Result<(), SqlError> {
    // Replacing takes the old grants along.
    query("INSERT OR REPLACE INTO principal (id, kind, name, acts_for, is_revoked) VALUES (?, ?, ?, ?, ?)")
        .bind(&principal.id)
        .bind(&principal.kind)
        .bind(&principal.name)
        .bind(&principal.acts_for)
        .bind(principal.is_revoked)
        .execute(&mut *writer)
        .await?;
    for grant in &principal.grants {
        query("INSERT OR IGNORE INTO granted (principal, scopes, verb) VALUES (?, ?, ?)")
            .bind(&principal.id)
            .bind(&grant.scopes)
            .bind(&grant.verb)
            .execute(&mut *writer)
            .await?;
    }
    Ok(())
}

pub(super) async fn principals(readers: &SqlitePool) -> Result<Vec<Principal>, SqlError> {
    let rows = query("SELECT * FROM principal ORDER BY id").fetch_all(readers).await?;
    let mut principals = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: String = row.try_get("id")?;
        let grants: Vec<(String, String)> =
            query_as("SELECT scopes, verb FROM granted WHERE principal = ? ORDER BY scopes, verb")
                .bind(&id)
                .fetch_all(readers)
                .await?;
        principals.push(Principal {
            id,
            kind: row.try_get("kind")?,
            name: row.try_get("name")?,
            acts_for: row.try_get("acts_for")?,
            is_revoked: row.try_get("is_revoked")?,
            grants: grants.into_iter().map(|(scopes, verb)| Grant { scopes, verb }).collect(),
        });
    }
    Ok(principals)
}

pub(super) async fn put_answer(writer: &mut SqliteConnection, answer: &Answer) -> Result<(), SqlError> {
    query(
        "INSERT OR REPLACE INTO answer (principal, key, request, at, scope, first_seq, count) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&answer.principal)
    .bind(&answer.key)
    .bind(answer.request.to_string())
    .bind(answer.at)
    .bind(&answer.scope)
    .bind(answer.first_seq.cast_signed())
    .bind(answer.count)
    .execute(writer)
    .await
    .map(|_| ())
}

pub(super) async fn answer(
    readers: &SqlitePool,
    principal: &str,
    key: &str,
) -> Result<Option<Answer>, SqlError> {
    let row = query("SELECT * FROM answer WHERE principal = ? AND key = ?")
        .bind(principal)
        .bind(key)
        .fetch_optional(readers)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Answer {
        principal: row.try_get("principal")?,
        key: row.try_get("key")?,
        request: journal::parsed(row.try_get("request")?)?,
        at: row.try_get("at")?,
        scope: row.try_get("scope")?,
        first_seq: row.try_get::<i64, _>("first_seq")?.unsigned_abs(),
        count: row.try_get("count")?,
    }))
}
