//! How far a guest has come in the house's journal.

use tokio::sync::watch;

pub struct House {
    pub(super) cursor: u64,
    pub(super) seq: watch::Receiver<u64>,
}

/// Waits until there is more; for whoever does not follow the house, for ever.
pub(super) async fn grew(house: &mut Option<House>) -> bool {
    match house {
        Some(house) => house.seq.changed().await.is_ok(),
        None => std::future::pending().await,
    }
}
