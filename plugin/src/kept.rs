//! One instance that stays as long as the library does, so that the framework's thread is never let go.
//!
//! VST3 instances share a thread of the framework's, which does what was said to them off the host's main thread. It
//! ends for good when something comes up whose instance is gone: a state loaded, a parameter turned, and the instance
//! destroyed at once. The last instance to go then finds nobody to say good-bye to, and panics in the host's face. With
//! this one there is no last instance. Of what the thread would do after that, a repaint, nothing is needed: the window
//! looks by itself.
//!
//! Nothing can be made of the framework's insides from out here but through an instance, so it is a whole one; it has
//! no worker, no chair and no place among others, and no host ever hears of it.

use std::cell::Cell;
use std::sync::Once;

use nice_plug::wrapper::vst3::Wrapper;

use crate::plugin::AiBand;

/// Only there do such things wait for the framework's thread; elsewhere the system's own event loop has them.
const IS_NEEDED: bool = cfg!(all(unix, not(target_os = "macos")));

thread_local! {
    static IS_BEING_MADE: Cell<bool> = const { Cell::new(false) };
}

/// Whether the instance that is being made on this thread is the one that stays.
pub(crate) fn is_this() -> bool {
    IS_BEING_MADE.get()
}

/// Before any other instance lives.
pub(crate) fn make() {
    static MADE: Once = Once::new();
    if !IS_NEEDED || is_this() {
        return;
    }
    // Forced: where one attempt panicked the next may do better.
    MADE.call_once_force(|_| {
        let _made = Making::begin();
        std::mem::forget(Wrapper::<AiBand>::new());
    });
}

/// However the making ends, it has ended.
struct Making;

impl Making {
    fn begin() -> Making {
        IS_BEING_MADE.set(true);
        Making
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        IS_BEING_MADE.set(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nice_plug::prelude::Plugin;
    use std::time::Duration;

    /// No other instance is made here: the process has one table of chairs.
    #[test]
    fn the_one_that_stays_has_no_worker_and_takes_no_chair() {
        let making = Making::begin();
        let kept = AiBand::default();
        drop(making);
        assert!(!is_this());
        assert!(kept.settle(Duration::ZERO), "nobody waits for a worker that was never there");
        let mut saved = kept.params().serialize_fields();
        assert_eq!(saved.remove("band").as_deref(), Some("\"\""), "and nothing is to be saved");
    }
}
