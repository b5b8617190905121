//! A short run of the MIDI fuzzer, with every overflow check on, and proof that it looks into every corner.

use ai_band_tests::midi::{Plan, fuzz, memory};

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

const PLAN: Plan = Plan { seed: 1, runs: 20_000, truncations: 5_000, threads: 1 };

#[test]
fn damaged_files_break_nothing() {
    let tally = fuzz(PLAN);
    assert_eq!(tally.failures, 0, "{tally}");
    assert!(tally.runs >= PLAN.runs && tally.truncations == PLAN.truncations);
    assert!(tally.accepted > PLAN.runs / 20, "damage that is always refused tests only refusals\n{tally}");
    assert!(tally.rewritten > 10, "{tally}");
    assert!(tally.kinds_of_refusal() >= 20, "{tally}");
    assert!(tally.kinds_of_warning() >= 8, "{tally}");
    assert!(tally.peak_bytes() > 1_000_000, "the allocator counts and the hostile files are large\n{tally}");
}

#[test]
fn memory_is_counted_at_its_peak() {
    let megabyte = 1_000_000;
    let ((), peak) = memory::peak_of(|| drop((vec![0_u8; megabyte], vec![1_u8; megabyte])));
    assert!((2 * megabyte..2 * megabyte + 1_000).contains(&peak), "{peak}");
    let ((), peak) = memory::peak_of(|| (0..10).for_each(|_| drop(vec![0_u8; megabyte])));
    assert!((megabyte..megabyte + 1_000).contains(&peak), "{peak}");
    let mut kept = vec![0_u8; megabyte];
    let ((), peak) = memory::peak_of(|| kept.reserve_exact(2 * megabyte));
    assert!((2 * megabyte..=3 * megabyte).contains(&peak), "{peak} while one is copied to the other");
}
