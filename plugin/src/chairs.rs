//! Who plays what among the instances of one process: ten of them are ten chairs, never ten bands.
//!
//! Only those that a host keeps in one process see each other; where each has a process of its own, nobody can tell.
//! What a project says always holds. A host may make a copy of an instance to bounce with, and that copy must play.

use std::sync::{Mutex, MutexGuard, PoisonError};

use music::lane::Lane;

/// What each living instance plays, by [`Lane::index`].
static TAKEN: Mutex<Vec<(u64, [bool; Lane::COUNT])>> = Mutex::new(Vec::new());

/// One instance among those of its process. What it holds is given up when it is dropped.
#[derive(Debug)]
pub struct Member {
    number: u64,
}

impl Member {
    /// All chairs if nobody else plays anything, else none: two that come at once are not two bands.
    pub fn take() -> Member {
        let mut taken = taken();
        let number = taken.iter().map(|(number, _)| number + 1).max().unwrap_or(0);
        let is_alone = taken.iter().all(|(_, lanes)| *lanes == [false; Lane::COUNT]);
        taken.push((number, [is_alone; Lane::COUNT]));
        Member { number }
    }

    /// Whether nobody else plays anything.
    pub fn is_alone(&self) -> bool {
        self.elsewhere().is_empty()
    }

    pub fn play(&self, lanes: [bool; Lane::COUNT]) {
        if let Some((_, mine)) = taken().iter_mut().find(|(number, _)| *number == self.number) {
            *mine = lanes;
        }
    }

    /// What the others play.
    pub fn elsewhere(&self) -> Vec<Lane> {
        let taken = taken();
        let others = || taken.iter().filter(|(number, _)| *number != self.number);
        Lane::ALL.into_iter().filter(|lane| others().any(|(_, lanes)| lanes[lane.index()])).collect()
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        taken().retain(|(number, _)| *number != self.number);
    }
}

fn taken() -> MutexGuard<'static, Vec<(u64, [bool; Lane::COUNT])>> {
    // Entries are whole whenever the lock is free, so a panic elsewhere leaves nothing half done.
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One test, because the process has one table.
    #[test]
    fn the_first_is_the_band_and_the_next_sees_what_is_taken_until_it_is_given_up() {
        let first = Member::take();
        assert!(first.is_alone());
        let second = Member::take();
        assert!(!second.is_alone() && first.is_alone());
        assert_eq!(second.elsewhere(), Lane::ALL);
        let mut all_but_bass = [true; Lane::COUNT];
        all_but_bass[Lane::Bass.index()] = false;
        first.play(all_but_bass);
        second.play(std::array::from_fn(|lane| lane == Lane::Bass.index()));
        assert_eq!(first.elsewhere(), [Lane::Bass]);
        drop(first);
        assert!(second.is_alone());
        let third = Member::take();
        assert_eq!(third.elsewhere(), [Lane::Bass]);
    }
}
