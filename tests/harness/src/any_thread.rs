//! Carries an instance to another thread: some hosts load states, and even destroy, on threads of their own.
#![allow(unsafe_code, reason = "the promise that only one thread at a time uses what is inside")]

/// Holds a host or a rig on its way to another thread.
pub struct AnyThread<T>(T);

// SAFETY: whoever takes the instance out owns it whole. What it points to is the plugin, which has to bear being
// called from threads in turn: that is what the tests that use this are about.
unsafe impl<T> Send for AnyThread<T> {}

impl<T> AnyThread<T> {
    pub fn new(instance: T) -> AnyThread<T> {
        AnyThread(instance)
    }

    pub fn into_inner(self) -> T {
        self.0
    }
}
