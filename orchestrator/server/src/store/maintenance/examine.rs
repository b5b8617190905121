//! Is everything there, and does it say the same everywhere?

use std::collections::BTreeSet;
use std::path::Path;

use domain::{Scope, State};

use super::{BLOBS, DATABASE};
use crate::blobs::Blobs;
use crate::store::sqlite::Sqlite;
use crate::store::{Error, Job, JobQuery, PAGE_MAX, Store};
use crate::writer::{fold, job_row};

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub scopes: usize,
    pub events: u64,
    pub blobs: usize,
    /// Needed by nothing: they cost room and nothing else.
    pub orphans: usize,
    pub problems: Vec<String>,
}

/// What is wrong, in words; nothing if all is well.
pub async fn examine(data: &Path) -> Result<Vec<String>, Error> {
    Ok(findings(data).await?.problems)
}

/// Reads everything there is; changes nothing.
pub async fn findings(data: &Path) -> Result<Findings, Error> {
    let path = data.join(DATABASE);
    if !path.is_file() {
        return Err(Error::NoData { folder: data.to_owned() });
    }
    let store = Sqlite::inspect(&path).await?;
    let blobs = Blobs::at(&data.join(BLOBS));
    let found = look(&store, &blobs).await;
    store.close().await?;
    found
}

async fn look(store: &dyn Store, blobs: &Blobs) -> Result<Findings, Error> {
    let mut findings = Findings { problems: store.ailments().await?, ..Findings::default() };
    let needed = store.blobs_needed().await?;
    for hash in &needed {
        if let Err(error) = blobs.get(hash) {
            findings.problems.push(error.to_string());
        }
    }
    let listed: BTreeSet<_> = blobs.list()?.into_iter().map(|entry| entry.hash).collect();
    findings.blobs = listed.len();
    findings.orphans = listed.difference(&needed).count();
    for (name, last) in store.heads().await? {
        findings.scopes += 1;
        findings.events += last;
        let Ok(scope) = name.parse::<Scope>() else {
            findings.problems.push(Error::NotAScope { found: name }.to_string());
            continue;
        };
        match fold(store, blobs, &scope).await {
            Ok((state, read)) if read == last => {
                compare(store, &name, &state, &mut findings.problems).await?;
            }
            Ok((_, read)) => findings.problems.push(format!("{name}: event {} is missing", read + 1)),
            Err(error) => findings.problems.push(error.to_string()),
        }
    }
    Ok(findings)
}

/// The tables say what the journal says.
async fn compare(
    store: &dyn Store,
    scope: &str,
    state: &State,
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    let Some(session) = state.session() else { return Ok(()) };
    let mut after = None;
    loop {
        let query = JobQuery { scope: Some(scope.to_owned()), after, limit: PAGE_MAX, ..JobQuery::default() };
        let page = store.jobs(&query).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.id.clone());
        for row in &page {
            let job = row.id.parse().ok().and_then(|id| session.jobs().get(id));
            // Those that have been over for long are in the table alone.
            let Some(job) = job else { continue };
            let told = job_row(scope, job);
            if (told.state, told.token, told.attempt) != (row.state, row.token, row.attempt) {
                problems.push(differs(row, &told));
            }
        }
    }
}

fn differs(row: &Job, told: &Job) -> String {
    format!("{}: the table says {}, the journal {}", row.id, row.state.name(), told.state.name())
}
