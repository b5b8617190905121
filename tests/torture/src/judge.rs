//! What is left of a data folder, held against what somebody was told.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use domain::{Event, Scope};
use orchestrator::blobs::Blobs;
use orchestrator::store::maintenance::{Findings, findings};
use orchestrator::store::sqlite::Sqlite;
use orchestrator::store::{Error, PAGE_MAX, Store, journal};

use crate::receipt::{Receipt, hash};

/// How it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Receipts whose events are not in the journal as they were told.
    pub lost: Vec<String>,
    /// Whatever the doctor says.
    pub torn: Vec<String>,
    pub events: u64,
}

pub fn judge(data: &Path, receipts: &[Receipt]) -> anyhow::Result<Verdict> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(judged(data, receipts))
}

async fn judged(data: &Path, receipts: &[Receipt]) -> anyhow::Result<Verdict> {
    let found = match findings(data).await {
        // Killed before it had a store, or before that had its tables: then nobody was told anything.
        Err(Error::NoData { .. } | Error::Older { .. }) => Findings::default(),
        found => found.context("the doctor cannot look")?,
    };
    let mut verdict = Verdict { torn: found.problems, events: found.events, ..Verdict::default() };
    if receipts.is_empty() {
        return Ok(verdict);
    }
    let store = Sqlite::inspect(&data.join("band.sqlite")).await?;
    let blobs = Blobs::at(&data.join("blobs"));
    let mut journals: BTreeMap<&str, Vec<Event>> = BTreeMap::new();
    for receipt in receipts {
        if !journals.contains_key(receipt.scope.as_str()) {
            let read = events(&store, &blobs, &receipt.scope).await?;
            journals.insert(&receipt.scope, read);
        }
        let journal = &journals[receipt.scope.as_str()];
        let first = usize::try_from(receipt.first_seq.saturating_sub(1))?;
        let told = journal.get(first..).and_then(|rest| rest.get(..usize::try_from(receipt.count).ok()?));
        if told.is_none_or(|told| hash(told) != receipt.events) {
            verdict.lost.push(receipt.to_string());
        }
    }
    store.close().await?;
    Ok(verdict)
}

/// Read without the writer's help: the judge trusts nobody.
async fn events(store: &Sqlite, blobs: &Blobs, scope: &str) -> anyhow::Result<Vec<Event>> {
    scope.parse::<Scope>()?;
    let mut events = Vec::new();
    loop {
        let page = store.events(scope, events.len() as u64, PAGE_MAX).await?;
        if page.is_empty() {
            return Ok(events);
        }
        for entry in page {
            let body = match entry.body {
                orchestrator::store::Body::Here(text) => text,
                orchestrator::store::Body::Blob(hash) => String::from_utf8(blobs.get(&hash)?)?,
            };
            events.push(journal::read(&entry.kind, entry.version, &body)?);
        }
    }
}
