//! Reading a journal: entries become events again, and their fold the state.

use domain::{Event, Scope, State};

use crate::blobs::Blobs;
use crate::store::{Body, Entry, Error, PAGE_MAX, Store, journal};

/// What a scope's events add up to, and the number of the last.
pub async fn fold(store: &dyn Store, blobs: &Blobs, scope: &Scope) -> Result<(State, u64), Error> {
    let (mut state, mut last) = (State::new(scope), 0);
    loop {
        let page = events(store, blobs, scope, last, PAGE_MAX).await?;
        let Some((newest, _)) = page.last() else { return Ok((state, last)) };
        last = *newest;
        page.iter().for_each(|(_, event)| state.apply(event));
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
