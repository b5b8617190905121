//! Blobs that nothing needs, once they are old enough that nobody is about to.

use std::time::{Duration, SystemTime};

use crate::blobs::Blobs;
use crate::store::{Error, Store};

/// What is uploaded is named by a command within this, or never.
pub const KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    pub blobs: u64,
    pub bytes: u64,
}

/// Removes what is older than [`KEPT_FOR`] at `now` and needed by nothing.
pub async fn sweep(store: &dyn Store, blobs: &Blobs, now: SystemTime) -> Result<Swept, Error> {
    // Listed first: what is needed from then on is younger than a day.
    let listed = blobs.list()?;
    let needed = store.blobs_needed().await?;
    let mut swept = Swept::default();
    for entry in listed {
        let age = entry.written.and_then(|written| now.duration_since(written).ok());
        if age.is_some_and(|age| age > KEPT_FOR)
            && !needed.contains(&entry.hash)
            && blobs.remove(&entry.hash)?
        {
            swept.blobs += 1;
            swept.bytes += entry.bytes;
        }
    }
    Ok(swept)
}
