//! How this system's allocator keeps house for a server: one heap, rather than one for every thread.

#![cfg_attr(all(target_os = "linux", target_env = "gnu"), expect(unsafe_code, reason = "C is called"))]

/// glibc opens up to eight heaps for each core, and what was given back to one is of no use to another: a thousand
/// clients that join are a third larger. Small things come from each thread's own store all the same, without a lock.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const HEAPS_MAX: std::ffi::c_int = 1;

/// Before there is a second thread; later it changes little.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn keep_house() {
    // SAFETY: it takes two numbers, and may be called at any time from any thread. Where it refuses, nothing changes.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, HEAPS_MAX) };
}

/// Others have allocators of their own kind.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn keep_house() {}
