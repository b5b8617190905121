//! Is everything there, and does it say the same everywhere?

use std::collections::BTreeSet;
use std::path::Path;

use domain::Scope;

use super::tables::Tables;
use super::{BLOBS, DATABASE};
use crate::blobs::Blobs;
use crate::clock::{Clock, SystemClock};
use crate::store::sqlite::Sqlite;
use crate::store::{Error, Store};
use crate::writer::replay;

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
    let mut tables = Tables::default();
    let problems = findings.problems.len();
    for (name, last) in store.heads().await? {
        findings.scopes += 1;
        findings.events += last;
        let Ok(scope) = name.parse::<Scope>() else {
            findings.problems.push(Error::NotAScope { found: name }.to_string());
            continue;
        };
        match replay(store, blobs, &scope, |state, event| tables.follow(&scope, state, event)).await {
            Ok((state, read)) if read == last => tables.end(&scope, &state),
            Ok((_, read)) => findings.problems.push(format!("{name}: event {} is missing", read + 1)),
            Err(error) => findings.problems.push(error.to_string()),
        }
    }
    // What a journal that cannot be read would say of the tables, nobody knows.
    if findings.problems.len() == problems {
        findings.problems.extend(tables.compare(store, SystemClock.now()).await?);
    }
    Ok(findings)
}
