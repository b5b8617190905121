//! Reading a journal: entries become events again, and their fold the state.

use domain::{Event, Scope, State};

use crate::blobs::Blobs;
use crate::store::snapshots::{self, FOLD};
use crate::store::{Body, Entry, Error, PAGE_MAX, Store, journal};

/// What a scope's events add up to, and the number of the last: read from the very first.
pub async fn fold(store: &dyn Store, blobs: &Blobs, scope: &Scope) -> Result<(State, u64), Error> {
    replay(store, blobs, scope, |_, _| ()).await
}

/// The same, for somebody who looks on: after each event, at what it led to.
pub async fn replay(
    store: &dyn Store,
    blobs: &Blobs,
    scope: &Scope,
    watch: impl FnMut(&State, &Event),
) -> Result<(State, u64), Error> {
    fold_on(store, blobs, scope, (State::new(scope), 0), watch).await
}

/// The same, from the last snapshot on where there is one that fits.
pub async fn resume(store: &dyn Store, blobs: &Blobs, scope: &Scope) -> Result<(State, u64), Error> {
    match snapshot(store, scope).await {
        Some((state, last)) => fold_on(store, blobs, scope, (state, last), |_, _| ()).await,
        None => fold(store, blobs, scope).await,
    }
}

async fn fold_on(
    store: &dyn Store,
    blobs: &Blobs,
    scope: &Scope,
    (mut state, mut last): (State, u64),
    mut watch: impl FnMut(&State, &Event),
) -> Result<(State, u64), Error> {
    loop {
        let page = events(store, blobs, scope, last, PAGE_MAX).await?;
        let Some((newest, _)) = page.last() else { return Ok((state, last)) };
        last = *newest;
        for (_, event) in &page {
            state.apply(event);
            watch(&state, event);
        }
    }
}

/// Only of a journal that is as long; whatever is wrong with one, there is the journal.
async fn snapshot(store: &dyn Store, scope: &Scope) -> Option<(State, u64)> {
    let name = scope.to_string();
    let kept = store.snapshot(&name, FOLD).await.ok()??;
    let there = store.events(&name, kept.seq.checked_sub(1)?, 1).await.ok()?;
    there.first().filter(|entry| entry.seq == kept.seq)?;
    match snapshots::read(scope, &kept.body) {
        Ok(state) => Some((state, kept.seq)),
        Err(reason) => {
            tracing::warn!(%scope, reason, "a snapshot is passed over");
            None
        }
    }
}

pub(super) async fn events(
    store: &dyn Store,
    blobs: &Blobs,
    scope: &Scope,
    after: u64,
    limit: u32,
) -> Result<Vec<(u64, Event)>, Error> {
    let entries = store.events(&scope.to_string(), after, limit).await?;
    let mut events = Vec::with_capacity(entries.len());
    for (expected, entry) in (after.saturating_add(1)..).zip(entries) {
        if entry.seq != expected {
            return Err(Error::Gap { scope: entry.scope, expected, found: entry.seq });
        }
        events.push((entry.seq, event(blobs, entry).await?));
    }
    Ok(events)
}

async fn event(blobs: &Blobs, entry: Entry) -> Result<Event, Error> {
    let body = match entry.body {
        Body::Here(text) => text,
        Body::Blob(hash) => {
            let blobs = blobs.clone();
            let read = tokio::task::spawn_blocking(move || blobs.get(&hash)).await;
            let bytes = read.map_err(|_| Error::Interrupted)??;
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    let read = journal::read(&entry.kind, entry.version, &body);
    read.map_err(|problem| Error::Unreadable { scope: entry.scope, seq: entry.seq, problem })
}
