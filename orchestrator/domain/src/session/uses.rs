//! Which clips a session needs, counted as steps and takes come and go: an edit costs what it touches, however long the
//! history is.

use std::collections::BTreeMap;
use std::sync::Arc;

use music::clip::Hash;

/// Copies share what neither has changed since: a change copies one part of so many.
const PARTS: usize = 256;

/// How often each clip plays, may come back with an undo, or waits to be arranged: their blobs have to stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uses(Arc<[Part; PARTS]>);

/// By the first byte of a hash, none of them zero.
type Part = Arc<BTreeMap<Hash, u64>>;

impl Uses {
    pub(crate) fn new() -> Uses {
        Uses(Arc::new(std::array::from_fn(|_| Part::default())))
    }

    pub fn has(&self, clip: &Hash) -> bool {
        self.part(clip).contains_key(clip)
    }

    /// In the order of their hashes.
    pub fn clips(&self) -> impl Iterator<Item = &Hash> {
        self.0.iter().flat_map(|part| part.keys())
    }

    /// Clips that are used since `before` was so, and those that are not any more.
    pub fn since<'a>(&'a self, before: &'a Uses) -> impl Iterator<Item = (&'a Hash, bool)> {
        let other = before.0.iter().zip(self.0.iter()).filter(|(before, after)| !Arc::ptr_eq(before, after));
        other.flat_map(|(before, after)| {
            let gone = before.keys().filter(|clip| !after.contains_key(clip));
            let new = after.keys().filter(|clip| !before.contains_key(clip));
            new.map(|clip| (clip, true)).chain(gone.map(|clip| (clip, false)))
        })
    }

    pub(crate) fn add(&mut self, clips: impl Iterator<Item = Hash>) {
        for clip in clips {
            *self.part_mut(&clip).entry(clip).or_default() += 1;
        }
    }

    pub(crate) fn remove(&mut self, clips: impl Iterator<Item = Hash>) {
        for clip in clips {
            let part = self.part_mut(&clip);
            match part.get_mut(&clip) {
                Some(count) if *count > 1 => *count -= 1,
                Some(_) | None => drop(part.remove(&clip)),
            }
        }
    }

    fn part(&self, clip: &Hash) -> &Part {
        &self.0[usize::from(clip.0[0])]
    }

    fn part_mut(&mut self, clip: &Hash) -> &mut BTreeMap<Hash, u64> {
        let parts = Arc::make_mut(&mut self.0);
        Arc::make_mut(&mut parts[usize::from(clip.0[0])])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clip(number: u32) -> Hash {
        Hash::of(&number.to_le_bytes())
    }

    #[test]
    fn what_comes_twice_goes_twice() {
        let mut uses = Uses::new();
        uses.add([clip(1), clip(2), clip(1)].into_iter());
        uses.remove([clip(1), clip(2), clip(3)].into_iter());
        assert_eq!(uses.clips().collect::<Vec<_>>(), [&clip(1)]);
        uses.remove([clip(1)].into_iter());
        assert!(!uses.has(&clip(1)) && uses == Uses::new());
    }

    #[test]
    fn what_has_changed_is_found_both_ways() {
        let mut before = Uses::new();
        before.add((0..1_000).map(clip));
        let mut after = before.clone();
        assert_eq!(after.since(&before).count(), 0);
        after.remove([clip(7)].into_iter());
        after.add([clip(8), clip(2_000)].into_iter());
        let mut changed: Vec<(Hash, bool)> =
            after.since(&before).map(|(clip, is_used)| (*clip, is_used)).collect();
        changed.sort_by_key(|(_, is_used)| *is_used);
        assert_eq!(changed, [(clip(7), false), (clip(2_000), true)]);
    }

    #[test]
    fn a_change_copies_what_it_touches_and_not_what_is_there() {
        for there in [0, 100, 100_000] {
            let mut before = Uses::new();
            before.add((0..there).map(clip));
            let mut after = before.clone();
            after.add([clip(there)].into_iter());
            let copied: Vec<&Part> = before
                .0
                .iter()
                .zip(after.0.iter())
                .filter(|(before, after)| !Arc::ptr_eq(before, after))
                .map(|(_, after)| after)
                .collect();
            assert_eq!(copied.len(), 1, "of {there}");
            // Hashes are spread evenly, so that none is much fuller than the others.
            assert!(copied[0].len() <= 1 + 2 * there as usize / PARTS + 8, "{} of {there}", copied[0].len());
        }
    }
}
