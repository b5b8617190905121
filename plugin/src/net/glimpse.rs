//! Several numbers that belong together, from one thread to another that never waits: the newest whole set, or the
//! last one again.

use std::sync::atomic::{AtomicU64, Ordering, fence};

/// One writes, any number read.
#[derive(Debug)]
pub struct Glimpse<const N: usize> {
    /// Odd while it is written, 0 before the first time.
    version: AtomicU64,
    words: [AtomicU64; N],
}

impl<const N: usize> Default for Glimpse<N> {
    fn default() -> Glimpse<N> {
        Glimpse { version: AtomicU64::new(0), words: std::array::from_fn(|_| AtomicU64::new(0)) }
    }
}

impl<const N: usize> Glimpse<N> {
    /// By one thread at a time.
    pub fn put(&self, words: [u64; N]) {
        let version = self.version.load(Ordering::Relaxed);
        self.version.store(version.wrapping_add(1), Ordering::Relaxed);
        fence(Ordering::Release);
        for (place, word) in self.words.iter().zip(words) {
            place.store(word, Ordering::Relaxed);
        }
        self.version.store(version.wrapping_add(2), Ordering::Release);
    }

    /// `None` while it is being written, or nothing has been yet.
    pub fn get(&self) -> Option<[u64; N]> {
        let before = self.version.load(Ordering::Acquire);
        let words = std::array::from_fn(|place| self.words[place].load(Ordering::Relaxed));
        fence(Ordering::Acquire);
        let is_whole =
            before != 0 && before.is_multiple_of(2) && self.version.load(Ordering::Relaxed) == before;
        is_whole.then_some(words)
    }
}
