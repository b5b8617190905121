//! Whether the file is sound: what the doctor asks first.

use sqlx::sqlite::SqlitePool;
use sqlx::{Error as SqlError, query_as, query_scalar};

/// SQLite stops after so many; the first says enough.
const AILMENTS_MAX: usize = 100;
const SOUND: &str = "ok";

pub(super) async fn ailments(readers: &SqlitePool) -> Result<Vec<String>, SqlError> {
    let mut ailments: Vec<String> = query_scalar("PRAGMA integrity_check").fetch_all(readers).await?;
    ailments.retain(|said| said != SOUND);
    let strays: Vec<(String, Option<i64>, String, i64)> =
        query_as("PRAGMA foreign_key_check").fetch_all(readers).await?;
    ailments.extend(strays.into_iter().map(|(table, row, parent, _)| {
        format!("{table}, row {}: what it belongs to is not in {parent}", row.unwrap_or_default())
    }));
    let gaps: Vec<(String, i64, i64)> = query_as(
        "SELECT scope, MAX(seq), COUNT(*) FROM event GROUP BY scope HAVING MAX(seq) <> COUNT(*) OR MIN(seq) <> 1",
    )
    .fetch_all(readers)
    .await?;
    ailments.extend(gaps.into_iter().map(|(scope, last, count)| {
        format!("{scope}: the last event is number {last}, and there are {count}; some are missing")
    }));
    ailments.truncate(AILMENTS_MAX);
    Ok(ailments)
}
