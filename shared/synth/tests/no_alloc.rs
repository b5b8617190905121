//! Nothing the audio thread calls allocates or frees, in Rust or in C: allocators that count are in the place of both.
#![expect(unsafe_code, reason = "an allocator cannot be written without; these only count and pass on")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use ai_band_synth::{Bank, FluidSynth, Program, Synth, controller};

thread_local! {
    static ON_AUDIO_THREAD: Cell<bool> = const { Cell::new(false) };
    static CAUGHT: Cell<usize> = const { Cell::new(0) };
}

/// Counts instead of aborting, so that a failing test can still say after what it was.
fn watch() {
    if ON_AUDIO_THREAD.with(Cell::get) {
        CAUGHT.with(|caught| caught.set(caught.get() + 1));
    }
}

/// Rust's own, where it is not C's.
struct Watching;

#[global_allocator]
static ALLOCATOR: Watching = Watching;

// SAFETY: every call goes to the system's allocator unchanged; counting touches only thread-local cells that need no
// allocation and no destructor.
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

/// FluidLite calls `malloc` by name. A program's own comes before the library's, and glibc has its real ones under a
/// second name.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod in_c {
    use std::ffi::c_void;

    unsafe extern "C" {
        fn __libc_malloc(bytes: usize) -> *mut c_void;
        fn __libc_calloc(count: usize, bytes: usize) -> *mut c_void;
        fn __libc_realloc(pointer: *mut c_void, bytes: usize) -> *mut c_void;
        fn __libc_free(pointer: *mut c_void);
    }

    // SAFETY: the four have the signatures C gives them, and pass on what they get.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn malloc(bytes: usize) -> *mut c_void {
        super::watch();
        // SAFETY: the caller's promises are passed on, here and below.
        unsafe { __libc_malloc(bytes) }
    }

    // SAFETY: as above.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn calloc(count: usize, bytes: usize) -> *mut c_void {
        super::watch();
        // SAFETY: as above.
        unsafe { __libc_calloc(count, bytes) }
    }

    // SAFETY: as above.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn realloc(pointer: *mut c_void, bytes: usize) -> *mut c_void {
        super::watch();
        // SAFETY: as above.
        unsafe { __libc_realloc(pointer, bytes) }
    }

    // SAFETY: as above.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn free(pointer: *mut c_void) {
        super::watch();
        // SAFETY: as above.
        unsafe { __libc_free(pointer) }
    }
}

/// How often `work` allocated or freed.
fn caught_in(work: impl FnOnce()) -> usize {
    let before = CAUGHT.with(Cell::get);
    ON_AUDIO_THREAD.with(|flag| flag.set(true));
    work();
    ON_AUDIO_THREAD.with(|flag| flag.set(false));
    CAUGHT.with(Cell::get) - before
}

fn synth() -> FluidSynth {
    let bank = Bank::from_bytes("default", ai_band_synth::bank::make()).expect("our own bank is sane");
    FluidSynth::open(&bank, 48_000).expect("the default bank plays")
}

#[test]
fn the_guard_sees_allocating_and_freeing() {
    let mut kept = None;
    assert!(caught_in(|| kept = Some(Box::new(std::hint::black_box(1)))) > 0, "an allocation went unseen");
    assert!(caught_in(|| drop(kept.take())) > 0, "freeing went unseen");
    assert_eq!(caught_in(|| ()), 0);
}

/// Choosing a program allocates in C: where the guard reaches that far, it must say so.
#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn the_guard_sees_c() {
    let mut synth = synth();
    assert!(caught_in(|| synth.program(0, Program::pitched(5))) > 0, "an allocation in C went unseen");
}

#[test]
fn notes_controls_and_rendering_neither_allocate_nor_free() {
    let mut synth = synth();
    let (mut left, mut right) = ([0.0; 512], [0.0; 512]);
    let caught = |what: &str, synth: &mut FluidSynth, work: &mut dyn FnMut(&mut FluidSynth)| {
        assert_eq!(caught_in(|| work(synth)), 0, "{what} allocates or frees");
    };
    for round in 0..40_u8 {
        for channel in 0..16 {
            // More than there are voices, so that some are taken from others.
            for key in 40..60 {
                caught("a note", &mut synth, &mut |synth| synth.note_on(channel, key + round, 100));
            }
            caught("a control", &mut synth, &mut |synth| {
                for number in
                    [controller::LEVEL, controller::PAN, controller::SUSTAIN, 1, 6, 100, 101, 121, 123]
                {
                    synth.control(channel, number, round);
                }
                synth.bend(channel, 9_000);
            });
        }
        caught("rendering", &mut synth, &mut |synth| {
            synth.render(&mut left[..usize::from(round) * 12 + 1], &mut right);
        });
        // The second end finds no note any more: a wrapper that says so in words would allocate.
        caught("an end", &mut synth, &mut |synth| {
            for channel in 0..16 {
                synth.note_off(channel, 40 + round);
                synth.note_off(channel, 40 + round);
            }
        });
    }
    caught("silence", &mut synth, &mut |synth| synth.all_sound_off());
    caught("the tail", &mut synth, &mut |synth| synth.render(&mut left, &mut right));
}
