//! Blobs that nothing needs, once they are old enough that nobody is about to.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio_util::sync::CancellationToken;

use crate::blobs::Blobs;
use crate::store::{Error, Store};

/// What is uploaded is named by a command within this, or never.
pub const KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// Listing all blobs takes a moment, and a day's grace needs no haste.
const SWEPT_EVERY: Duration = Duration::from_secs(60 * 60);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    pub blobs: u64,
    pub bytes: u64,
}

/// Removes what is older than [`KEPT_FOR`] at `now` and needed by nothing. Whoever is about to refer to a blob makes it
/// young first: what is needed meanwhile is not old any more when its turn comes.
pub async fn sweep(store: &dyn Store, blobs: &Blobs, now: SystemTime) -> Result<Swept, Error> {
    let all = blobs.clone();
    let listed = tokio::task::spawn_blocking(move || all.list()).await.map_err(|_| Error::Interrupted)??;
    let needed = store.blobs_needed().await?;
    let before = now.checked_sub(KEPT_FOR).unwrap_or(SystemTime::UNIX_EPOCH);
    let blobs = blobs.clone();
    let removing = tokio::task::spawn_blocking(move || {
        let mut swept = Swept::default();
        for entry in listed.iter().filter(|entry| !needed.contains(&entry.hash)) {
            if blobs.remove_older(&entry.hash, before)? {
                swept.blobs += 1;
                swept.bytes += entry.bytes;
            }
        }
        Ok(swept)
    });
    removing.await.map_err(|_| Error::Interrupted)?
}

/// Sweeps now and then until it is told to stop.
pub async fn run(store: Arc<dyn Store>, blobs: Blobs, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(SWEPT_EVERY) => {}
            () = stop.cancelled() => return,
        }
        match sweep(&*store, &blobs, SystemTime::now()).await {
            Ok(Swept { blobs: 0, .. }) => {}
            Ok(Swept { blobs, bytes }) => tracing::info!(blobs, bytes, "what nothing needs was swept away"),
            Err(error) => tracing::warn!(%error, "nothing was swept away"),
        }
    }
}
