//! One batch, one transaction.

use sqlx::sqlite::{SqliteConnection, SqliteTransaction};
use sqlx::{Connection, query};

use super::{Batch, Error, Trouble, journal, library, people, work};

pub(super) async fn batch(
    writer: &mut SqliteConnection,
    batch: &Batch,
    trouble: &Trouble,
) -> Result<(), Error> {
    let told = |error| trouble.told("write the journal", error);
    // Immediate: a transaction that begins by reading can be refused when it comes to write.
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(told)?;
    journal::check_follows(&mut transaction, &batch.events, trouble).await?;
    rows(&mut transaction, batch).await.map_err(told)?;
    transaction.commit().await.map_err(told)
}

async fn rows(transaction: &mut SqliteTransaction<'_>, batch: &Batch) -> Result<(), sqlx::Error> {
    for entry in &batch.events {
        journal::append(transaction, entry).await?;
    }
    for job in &batch.jobs {
        work::put_job(transaction, job).await?;
    }
    for change in &batch.timers {
        work::change_timer(transaction, change).await?;
    }
    for change in &batch.artifacts {
        library::change(transaction, change).await?;
    }
    for change in &batch.uses {
        library::change_use(transaction, change).await?;
    }
    for principal in &batch.principals {
        people::put_principal(transaction, principal).await?;
    }
    for answer in &batch.answers {
        people::put_answer(transaction, answer).await?;
    }
    if let Some(until) = batch.answers_until {
        query("DELETE FROM answer WHERE at < ?").bind(until).execute(&mut **transaction).await?;
    }
    Ok(())
}
