//! An allocator that counts what is asked of it where nothing may be asked: for the audio thread's work.
//!
//! A program that wants the count makes [`Watching`] its global allocator.
#![expect(
    unsafe_code,
    reason = "a global allocator cannot be written without; this one only counts and passes on"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering};

thread_local! {
    static ON_AUDIO_THREAD: Cell<bool> = const { Cell::new(false) };
    static CAUGHT: Cell<usize> = const { Cell::new(0) };
}

/// Of all threads; C's own are not seen.
static LIVE_BYTES: AtomicI64 = AtomicI64::new(0);

/// Counts instead of aborting, so that what fails can still say where.
pub struct Watching;

fn watch() {
    if ON_AUDIO_THREAD.with(Cell::get) {
        CAUGHT.with(|caught| caught.set(caught.get() + 1));
    }
}

// SAFETY: every call goes to the system's allocator unchanged; counting touches only thread-local cells
// and a number, which need no allocation and no destructor.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        watch();
        LIVE_BYTES.fetch_add(layout.size() as i64, Ordering::Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        watch();
        LIVE_BYTES.fetch_sub(layout.size() as i64, Ordering::Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// How often `work` allocated or freed.
pub fn caught_in(work: &mut dyn FnMut()) -> usize {
    let before = CAUGHT.with(Cell::get);
    ON_AUDIO_THREAD.with(|flag| flag.set(true));
    work();
    ON_AUDIO_THREAD.with(|flag| flag.set(false));
    CAUGHT.with(Cell::get) - before
}

/// What is allocated and not freed now, if [`Watching`] is the allocator.
pub fn live_bytes() -> u64 {
    LIVE_BYTES.load(Ordering::Relaxed).unsigned_abs()
}
