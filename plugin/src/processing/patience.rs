//! How long an offline render waits for the worker: long once, and not again with every block while it does not come.

use std::time::Duration;

use crate::bell::Bell;

pub(super) struct Patience {
    whole: Duration,
    left: Duration,
}

impl Patience {
    pub(super) fn of(whole: Duration) -> Patience {
        Patience { whole, left: whole }
    }

    /// Whether the worker has come. Who has waited in vain only looks, until it has.
    pub(super) fn wait(&mut self, bell: &Bell) -> bool {
        let has_come = bell.wait(self.left);
        self.left = if has_come { self.whole } else { Duration::ZERO };
        has_come
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_waited_in_vain_only_looks_until_the_worker_has_come() {
        let (bell, _clapper) = Bell::new();
        let whole = Duration::from_millis(1);
        let mut patience = Patience::of(whole);
        assert!(patience.wait(&bell) && patience.left == whole, "nothing was asked");
        bell.ring();
        assert!(!patience.wait(&bell) && patience.left == Duration::ZERO);
        bell.ring();
        assert!(!patience.wait(&bell) && patience.left == Duration::ZERO, "asked again, it is still away");
        bell.answer(bell.rung());
        assert!(patience.wait(&bell) && patience.left == whole);
    }
}
