//! Chance with an address: the same question at the same place has the same answer, whoever else was asked before.

use music::chart::PassId;
use music::lane::Lane;

/// Draws of one brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    seed: u64,
}

/// Where and what for. `slot` separates questions about one bar: give every question of a role its own number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    pub lane: Lane,
    pub bar: PassId,
    pub reroll: u32,
    pub slot: u32,
}

/// Numbers of one question that is asked about several things of a bar: its notes, its places, its chords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slots {
    first: u32,
    count: u32,
}

/// One answer, to be read in whichever way the question needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance { seed }
    }

    pub fn at(self, address: Address) -> Draw {
        let Address { lane, bar, reroll, slot } = address;
        let pass = u64::from(bar.call) << 32 | u64::from(bar.pass);
        let words = [lane.index() as u64, bar.bar.0, pass, u64::from(reroll), u64::from(slot)];
        Draw(words.into_iter().fold(mixed(self.seed), |state, word| mixed(state ^ mixed(word))))
    }
}

impl Slots {
    pub const fn new(first: u32, count: u32) -> Slots {
        assert!(count > 0, "a question is asked at least once");
        Slots { first, count }
    }

    /// The same again beyond the last one: nothing is asked in another question's name.
    pub const fn of(self, number: usize) -> u32 {
        self.first + (number as u64 % self.count as u64) as u32
    }

    /// Whether each of them, in order, begins where the one before is over.
    pub const fn are_apart(all: &[Slots]) -> bool {
        let mut index = 1;
        while index < all.len() {
            if all[index - 1].first + all[index - 1].count > all[index].first {
                return false;
            }
            index += 1;
        }
        true
    }
}

impl Draw {
    /// 0 when there is nothing to choose from.
    pub fn below(self, count: usize) -> usize {
        if count == 0 { 0 } else { (self.0 % count as u64) as usize }
    }

    /// True in `percent` of a hundred cases.
    pub fn percent(self, percent: u32) -> bool {
        (self.0 >> 8) % 100 < u64::from(percent)
    }

    pub fn pick<T>(self, choices: &[T]) -> Option<&T> {
        choices.get(self.below(choices.len()))
    }

    /// An index, as often as its weight says; `None` when all weigh nothing.
    pub fn weighted(self, weights: &[u32]) -> Option<usize> {
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let mut left = (self.0 >> 4).checked_rem(total)?;
        weights.iter().position(|weight| {
            let weight = u64::from(*weight);
            let is_here = left < weight;
            left = left.saturating_sub(weight);
            is_here
        })
    }

    /// Anywhere in −`most`..=`most`.
    pub fn within(self, most: i32) -> i32 {
        let sides = 2 * u64::from(most.unsigned_abs()) + 1;
        (((self.0 >> 8) % sides) as i64 - i64::from(most).abs()) as i32
    }

    /// Somewhere in −`most`..=`most`, the middle likelier than the edges (the sum of four dice).
    pub fn around_zero(self, most: i32) -> i32 {
        let sides = 2 * most.unsigned_abs() as u64 + 1;
        let dice = (0..4).map(|die| (mixed(self.0 ^ die) % sides) as i64 - i64::from(most.abs()));
        (dice.sum::<i64>() / 2).clamp(-i64::from(most.abs()), i64::from(most.abs())) as i32
    }
}

/// A seed of its own for what is named, the `number`th of its kind: as far from `seed` as any other.
pub fn derived(seed: u64, name: &str, number: u64) -> u64 {
    let named = name.bytes().fold(mixed(seed), |state, byte| mixed(state ^ u64::from(byte)));
    mixed(named ^ mixed(number))
}

/// A name as a number: FNV-1a, short and the same on every machine.
pub(crate) fn folded(name: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x100_0000_01b3;
    name.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// The finaliser of SplitMix64: every input bit reaches every output bit.
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ value >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ value >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ value >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_never_leave_their_question() {
        let slots = Slots::new(600, 100);
        for (number, slot) in [(0, 600), (99, 699), (100, 600), (256, 656), (usize::MAX, 615)] {
            assert_eq!(slots.of(number), slot, "{number}");
        }
    }

    #[test]
    fn questions_are_apart_where_none_begins_inside_another() {
        let (one, two, three) = (Slots::new(1, 1), Slots::new(2, 8), Slots::new(10, 4));
        assert!(Slots::are_apart(&[one, two, three]));
        assert!(!Slots::are_apart(&[one, three, two]), "out of order");
        assert!(!Slots::are_apart(&[Slots::new(2, 9), three]), "one too many");
        assert!(!Slots::are_apart(&[one, one]), "twice the same");
    }
}
