//! Panics caught, with the place they came from: the finding, not the end of the hunt.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

thread_local! {
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on panics print nothing: a backtrace for each of millions would hide what they have in common.
pub fn silence_panics() {
    set_hook(Box::new(|panic| {
        let text = panic.to_string();
        // A panic while the text is being kept must not become an abort.
        let _ = LAST.try_with(|last| last.try_borrow_mut().map(|mut last| *last = text));
    }));
}

/// What `work` returns, or how it panicked, as far as [`silence_panics`] has kept it.
pub(super) fn caught<Output>(work: impl FnOnce() -> Output) -> Result<Output, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| LAST.take().replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_text() {
        assert_eq!(caught(|| 7), Ok(7));
        assert!(caught(|| panic!("on purpose")).is_err());
    }
}
