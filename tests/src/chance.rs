//! Chance from a seed: splitmix64, the same on every machine.

/// What comes next depends on the seed and on how often it was asked, on nothing else.
#[derive(Clone, Debug)]
pub struct Chance {
    state: u64,
}

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance { state: seed }
    }

    /// Another stream for each `number`, so that a run does not depend on those before it.
    pub fn of_run(seed: u64, number: u64) -> Chance {
        Chance { state: Chance::new(Chance::new(seed).next_u64().wrapping_add(number)).next_u64() }
    }

    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.state)
    }

    /// Below `end`, which is at least 1.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next_u64() % end
    }

    /// A place in something that is `length` long; 0 when there is none.
    pub fn index(&mut self, length: usize) -> usize {
        self.below(length.max(1) as u64) as usize
    }

    pub fn byte(&mut self) -> u8 {
        self.next_u64() as u8
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low) as u64 + 1) as i64
    }

    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.index(from.len())]
    }
}

/// The finaliser of splitmix64: turns a counter into noise.
pub fn mixed(counter: u64) -> u64 {
    let once = (counter ^ (counter >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let twice = (once ^ (once >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    twice ^ (twice >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_has_a_stream_of_its_own() {
        let first = |seed, number| Chance::of_run(seed, number).next_u64();
        assert_eq!(first(1, 2), first(1, 2));
        assert_ne!(first(1, 2), first(1, 3));
        assert_ne!(first(1, 2), first(2, 2));
    }

    #[test]
    fn places_stay_inside_and_are_all_found() {
        let mut chance = Chance::new(7);
        let mut seen = [0; 5];
        for _ in 0..1_000 {
            seen[chance.index(5)] += 1;
        }
        assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
        assert_eq!(chance.index(0), 0);
    }

    #[test]
    fn the_seed_says_it_all() {
        let mut chance = Chance::new(0);
        assert_eq!((chance.next_u64(), chance.next_u64()), (0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4));
        let (mut once, mut again) = (Chance::new(7), Chance::new(7));
        for _ in 0..100 {
            let number = once.between(-3, 3);
            assert!((-3..=3).contains(&number) && number == again.between(-3, 3));
        }
    }
}
