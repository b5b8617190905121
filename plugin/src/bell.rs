//! How the worker is called, and how somebody who may wait (an opening project, a bounce) knows that it has come.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Clones are the same bell.
#[derive(Clone, Debug)]
pub struct Bell {
    inside: Arc<Inside>,
    rope: crossbeam_channel::Sender<()>,
}

#[derive(Debug, Default)]
struct Inside {
    rung: AtomicU64,
    /// Rings up to this one have been seen to. Under the lock, so that nobody sleeps through an answer.
    answered: Mutex<u64>,
    answer: Condvar,
}

impl Bell {
    /// The bell, and the clapper that the worker waits for.
    pub fn new() -> (Bell, crossbeam_channel::Receiver<()>) {
        // One is enough: a worker that is called sees to everything there is.
        let (rope, clapper) = crossbeam_channel::bounded(1);
        (Bell { inside: Arc::default(), rope }, clapper)
    }

    pub fn ring(&self) {
        self.inside.rung.fetch_add(1, Ordering::Release);
        // Full: the worker is called already and has not come yet.
        let _ = self.rope.try_send(());
    }

    /// How often it has rung; whoever has seen to everything that was there says this number to [`answer`](Bell::answer).
    pub fn rung(&self) -> u64 {
        self.inside.rung.load(Ordering::Acquire)
    }

    pub fn answer(&self, rung: u64) {
        let mut answered = self.inside.answered.lock().unwrap_or_else(PoisonError::into_inner);
        *answered = rung.max(*answered);
        self.inside.answer.notify_all();
    }

    /// Nobody will ever come again: who waits is let go, now and from now on.
    pub fn silence(&self) {
        self.answer(u64::MAX);
    }

    pub fn is_answered(&self) -> bool {
        *self.inside.answered.lock().unwrap_or_else(PoisonError::into_inner) >= self.rung()
    }

    /// Whether everything that was asked for before this call has been seen to, now or within `patience`. Only for
    /// those who may wait: never in a block played live.
    pub fn wait(&self, patience: Duration) -> bool {
        let asked = self.rung();
        let until = Instant::now() + patience;
        let mut answered = self.inside.answered.lock().unwrap_or_else(PoisonError::into_inner);
        while *answered < asked {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            answered =
                self.inside.answer.wait_timeout(answered, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_is_told_when_what_he_asked_for_is_done_and_not_before() {
        let (bell, clapper) = Bell::new();
        assert!(bell.wait(Duration::ZERO), "nothing was asked");
        bell.ring();
        bell.ring();
        assert!(!bell.wait(Duration::ZERO) && !bell.is_answered());
        clapper.try_recv().unwrap();
        assert!(clapper.try_recv().is_err(), "two rings are one call");
        let seen = bell.rung();
        bell.ring();
        bell.answer(seen);
        assert!(!bell.wait(Duration::ZERO), "the third ring came after the worker looked");
        bell.answer(bell.rung());
        assert!(bell.wait(Duration::ZERO) && bell.is_answered());
    }

    #[test]
    fn nobody_waits_for_a_worker_that_has_gone() {
        let (bell, _clapper) = Bell::new();
        bell.silence();
        bell.ring();
        assert!(bell.wait(Duration::from_secs(60)));
    }

    #[test]
    fn an_answer_wakes_who_waits() {
        let (bell, clapper) = Bell::new();
        bell.ring();
        let worker = {
            let bell = bell.clone();
            std::thread::spawn(move || {
                clapper.recv().unwrap();
                bell.answer(bell.rung());
            })
        };
        assert!(bell.wait(Duration::from_secs(60)));
        worker.join().unwrap();
    }
}
