//! Nothing that runs on the audio thread allocates or frees: scenarios play under an allocator that counts.
#![expect(
    unsafe_code,
    reason = "a global allocator cannot be written without; this one only counts and passes on"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use ai_band_tests::chance::mixed;
use ai_band_tests::scenario::Scenario;
use ai_band_tests::trial::Stand;

const SCENARIOS: u64 = 500;

thread_local! {
    static ON_AUDIO_THREAD: Cell<bool> = const { Cell::new(false) };
    static CAUGHT: Cell<usize> = const { Cell::new(0) };
}

struct Watching;

#[global_allocator]
static ALLOCATOR: Watching = Watching;

/// Counts instead of aborting, so that a failing test can still say which seed it was.
fn watch() {
    if ON_AUDIO_THREAD.with(Cell::get) {
        CAUGHT.with(|caught| caught.set(caught.get() + 1));
    }
}

// SAFETY: every call goes to the system's allocator unchanged; counting touches only thread-local cells
// that need no allocation and no destructor.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        watch();
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        watch();
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// How often `work` allocated or freed.
fn caught_in(work: &mut dyn FnMut()) -> usize {
    let before = CAUGHT.with(Cell::get);
    ON_AUDIO_THREAD.with(|flag| flag.set(true));
    work();
    ON_AUDIO_THREAD.with(|flag| flag.set(false));
    CAUGHT.with(Cell::get) - before
}

#[test]
fn the_guard_sees_allocating_and_freeing() {
    let mut kept = None;
    assert!(
        caught_in(&mut || kept = Some(Box::new(std::hint::black_box(1)))) > 0,
        "an allocation went unseen"
    );
    assert!(caught_in(&mut || drop(kept.take())) > 0, "freeing went unseen");
    assert_eq!(caught_in(&mut || ()), 0);
}

#[test]
fn process_and_reset_neither_allocate_nor_free() {
    for seed in (0..SCENARIOS).map(mixed) {
        let scenario = Scenario::from_seed(seed);
        let mut stand = Stand::new(&scenario);
        let mut caught = 0;
        stand.play(&scenario, &mut |audio| caught += caught_in(audio)).unwrap();
        assert_eq!(caught, 0, "seed {seed} allocates or frees; run soak_player --only-seed {seed}");
    }
}
