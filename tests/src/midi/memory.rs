//! An allocator that counts what a thread has taken and not given back, and the most it ever had.
#![allow(unsafe_code, reason = "an allocator is an unsafe trait; every call goes to the system's unchanged")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// Install with `#[global_allocator]`; without it every measurement is 0.
pub struct Counting;

thread_local! {
    // Constants without destructors: the allocator may be called before and after everything else in a thread.
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

// SAFETY: memory is the system allocator's, with the caller's own arguments; only counters are kept beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        // SAFETY: the caller keeps what `alloc` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        // SAFETY: the caller keeps what `alloc_zeroed` asks for.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        subtract(layout.size());
        // SAFETY: the caller got `pointer` from here, so from the system.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both count while one is copied to the other, even where the system can grow in place.
        add(size);
        // SAFETY: the caller got `pointer` from here, so from the system.
        let moved = unsafe { System.realloc(pointer, layout, size) };
        subtract(layout.size());
        moved
    }
}

fn add(size: usize) {
    let live = LIVE.get() + size as isize;
    LIVE.set(live);
    PEAK.set(PEAK.get().max(live));
}

/// Below 0 where a thread gives back what another took.
fn subtract(size: usize) {
    LIVE.set(LIVE.get() - size as isize);
}

/// What `work` returns, and the most bytes this thread had at once meanwhile, beyond what it had before.
pub fn peak_of<Output>(work: impl FnOnce() -> Output) -> (Output, usize) {
    let before = LIVE.get();
    PEAK.set(before);
    let output = work();
    (output, usize::try_from(PEAK.get() - before).unwrap_or(0))
}

/// The most memory the whole process ever had resident, where the system says (Linux).
pub fn resident_peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}
