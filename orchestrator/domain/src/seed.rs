//! Chance as an argument: whoever asks for a decision brings it, and every draw from it has an address.

use music::clip::Hash;

/// 256 bits of chance for one decision. The same seed draws the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// For tests and replays.
    pub fn from_number(number: u64) -> Seed {
        Seed(Hash::of(&number.to_le_bytes()).0)
    }

    /// The `index`th of what is called `name` here: other names and indices draw independently.
    pub fn draw(self, name: &str, index: u64) -> u128 {
        let mut address = self.0.to_vec();
        address.extend(index.to_le_bytes());
        address.extend(name.as_bytes());
        let digest = Hash::of(&address).0;
        let (low, _) = digest.split_first_chunk::<16>().expect("a digest has 32 bytes");
        u128::from_le_bytes(*low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_seed_name_and_index_and_nothing_else() {
        let seed = Seed::from_number(1);
        assert_eq!(seed.draw("job", 0), Seed::from_number(1).draw("job", 0));
        for other in [seed.draw("job", 1), seed.draw("artifact", 0), Seed::from_number(2).draw("job", 0)] {
            assert_ne!(seed.draw("job", 0), other);
        }
    }
}
