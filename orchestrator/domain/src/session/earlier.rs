//! The arrangement as it was, worked out from the steps that are remembered.

use std::collections::BTreeMap;
use std::sync::Arc;

use music::arrangement::{Arrangement, Change, Region, RegionId, Revision};

use super::Session;
use super::history::{Step, Touched};

impl Session {
    /// As it was at that revision; `None` for one that never was, or whose steps are forgotten. Its clips are kept as long
    /// as its steps are.
    pub fn arrangement_at(&self, revision: Revision) -> Option<Arc<Arrangement>> {
        if self.arrangement.revision() == revision {
            return Some(self.arrangement.clone());
        }
        let now = self.arrangement.regions().iter();
        let mut regions: BTreeMap<RegionId, Region> = now.map(|region| (region.id, *region)).collect();
        let mut reached = self.arrangement.revision();
        let mut changes = self.history.steps().rev().flat_map(changes);
        while reached > revision {
            let change = changes.next().filter(|change| change.revision == reached)?;
            for region in &change.after {
                regions.remove(&region.id);
            }
            regions.extend(change.before.iter().map(|region| (region.id, *region)));
            reached = Revision(reached.0.checked_sub(1)?);
        }
        if reached != revision {
            return None;
        }
        let regions = regions.into_values().collect();
        Arrangement::from_regions(revision, self.arrangement.last_id(), regions).ok().map(Arc::new)
    }

    /// The earliest that can still be worked out.
    pub fn earliest_arrangement(&self) -> Revision {
        let changes = self.history.steps().rev().flat_map(changes);
        changes
            .last()
            .map_or(self.arrangement.revision(), |change| Revision(change.revision.0.saturating_sub(1)))
    }
}

/// Newest first.
fn changes(step: &Arc<Step>) -> impl Iterator<Item = &Change> {
    step.touched.iter().rev().filter_map(|touched| match touched {
        Touched::Regions(change) => Some(change),
        Touched::Lane { .. } | Touched::Chart { .. } | Touched::Tempo { .. } | Touched::Meter { .. } => None,
    })
}
