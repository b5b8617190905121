//! Finds the notes that still hold at a place without looking at all that came before: a tree of latest ends.

#![expect(clippy::disallowed_macros, reason = "runs off the audio thread")]

use super::Note;

/// A binary tree in an array: node 1 is the root, node `n` has the children `2n` and `2n + 1`, the last `leaves` nodes
/// are the notes. Each node knows the latest end below it.
#[derive(Debug)]
pub(crate) struct Ends {
    latest: Box<[i64]>,
    leaves: usize,
}

impl Ends {
    pub(super) fn of(notes: &[Note]) -> Ends {
        // One more than notes, so that "before all that come after the last" is a leaf, too.
        let leaves = (notes.len() + 1).next_power_of_two();
        let mut latest = vec![i64::MIN; 2 * leaves];
        for (leaf, note) in latest[leaves..].iter_mut().zip(notes) {
            *leaf = note.end;
        }
        for node in (1..leaves).rev() {
            latest[node] = latest[2 * node].max(latest[2 * node + 1]);
        }
        Ends { latest: latest.into(), leaves }
    }

    /// The last note before the one at `before` whose end holds; what holds for an end holds for all later ones.
    pub(crate) fn last_before(&self, before: usize, holds: impl Fn(i64) -> bool) -> Option<usize> {
        let mut node = self.leaves + before;
        while node > 1 {
            let is_right = node % 2 == 1;
            if is_right && holds(self.latest[node - 1]) {
                return Some(self.last_below(node - 1, holds));
            }
            node /= 2;
        }
        None
    }

    fn last_below(&self, mut node: usize, holds: impl Fn(i64) -> bool) -> usize {
        while node < self.leaves {
            let right = 2 * node + 1;
            node = if holds(self.latest[right]) { right } else { right - 1 };
        }
        node - self.leaves
    }
}

#[cfg(test)]
mod tests {
    use super::super::Variants;
    use super::*;

    fn notes(ends: &[i64]) -> Vec<Note> {
        let note = |end: &i64| Note {
            start: 0,
            end: *end,
            offset_us: 0,
            key: 0,
            velocity: 1,
            importance: 0,
            variants: Variants(1),
        };
        ends.iter().map(note).collect()
    }

    #[test]
    fn it_finds_what_a_look_at_every_note_finds() {
        let lists: [&[i64]; 6] =
            [&[], &[5], &[9, 1, 1, 1], &[1, 2, 3, 4, 5], &[9, 8, 7, 6, 5, 4, 3], &[3; 8]];
        for ends in lists {
            let tree = Ends::of(&notes(ends));
            for (before, from) in (0..=ends.len()).flat_map(|before| (0..11).map(move |from| (before, from)))
            {
                let expected = ends[..before].iter().rposition(|end| *end > from);
                let found = tree.last_before(before, |end| end > from);
                assert_eq!(found, expected, "before {before} of {ends:?}, past {from}");
            }
        }
    }

    #[test]
    fn a_drone_under_a_long_song_is_found_in_a_few_steps() {
        let mut ends = vec![10; 100_000];
        ends[0] = 1_000;
        let looks = std::cell::Cell::new(0);
        let tree = Ends::of(&notes(&ends));
        let found = tree.last_before(99_999, |end| {
            looks.set(looks.get() + 1);
            end > 100
        });
        assert_eq!(found, Some(0));
        assert!(looks.get() < 50, "{} looks", looks.get());
    }
}
