//! What is damaged: small files mostly, some large ones rarely, because speed finds more than size.

use super::generate::song;
use super::{hand_made, hostile};
use crate::chance::Chance;

/// Written once from a seed, then only read.
pub struct Corpus {
    pub(super) small: Vec<Vec<u8>>,
    large: Vec<Vec<u8>>,
}

const SMALL: usize = 96;
const SMALL_NOTES: usize = 24;
const LARGE: usize = 4;
const LARGE_NOTES: usize = 4_000;
/// A large file takes about as long as a thousand small ones: half of the time is theirs.
const ONE_LARGE_IN: u64 = 1_000;
/// A hostile one takes as long as ten thousand.
const ONE_HOSTILE_IN: u64 = 20_000;

impl Corpus {
    pub fn from_seed(seed: u64) -> Corpus {
        let mut chance = Chance::new(seed);
        let mut small: Vec<_> = (0..SMALL).map(|_| song(&mut chance, SMALL_NOTES)).collect();
        small.extend(hand_made::files());
        let large = (0..LARGE).map(|_| song(&mut chance, LARGE_NOTES)).collect();
        Corpus { small, large }
    }

    /// The whole file that run `number` damages.
    pub(super) fn pick(&self, number: u64, chance: &mut Chance) -> Vec<u8> {
        if is_hostile(number) {
            let (_, make) = chance.pick(hostile::FILES);
            return make();
        }
        let files = if chance.one_in(ONE_LARGE_IN) { &self.large } else { &self.small };
        files[chance.index(files.len())].clone()
    }
}

/// Whether run `number` damages one of the files that cost the reader most.
pub(super) fn is_hostile(number: u64) -> bool {
    number.is_multiple_of(ONE_HOSTILE_IN)
}
