//! The newest file of each chair.

use std::sync::Arc;

use music::lane::Lane;

use crate::folder::rank::Rank;

#[derive(Clone, Default)]
pub(super) struct Newest([Option<Arc<Rank>>; Lane::COUNT]);

impl Newest {
    /// Whether a newer file is there for this chair.
    pub(super) fn outranks(&self, lane: Lane, rank: &Rank) -> bool {
        self.0[lane.index()].as_deref().is_some_and(|newest| newest > rank)
    }

    pub(super) fn is(&self, lane: Lane, rank: &Rank) -> bool {
        self.0[lane.index()].as_deref() == Some(rank)
    }

    pub(super) fn raise(&mut self, lane: Lane, rank: &Rank) {
        if !self.outranks(lane, rank) {
            self.0[lane.index()] = Some(Arc::new(rank.clone()));
        }
    }
}
