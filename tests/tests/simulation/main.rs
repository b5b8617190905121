//! A band by chance: server, plugins and browsers on a bad network, with wrong clocks and crashes; nothing may break.

use ai_band_tests::simulation::{self, Tally};

/// As many as it takes to find every mistake of `tests/mutants/simulation.txt`.
const SEEDS: u64 = 2_000;
/// Side by side: a test has one core.
const PARTS: u64 = 4;

fn part(number: u64) {
    let folder = tempfile::tempdir().expect("a folder of its own");
    let mut tally = Tally::default();
    for seed in (number..SEEDS).step_by(PARTS as usize) {
        match simulation::run(seed, folder.path(), false) {
            Ok(run) => tally.add(run),
            Err(broken) => {
                panic!("{broken}\nrepeat it with `cargo xtask soak simulation --only-seed {seed}`")
            }
        }
    }
    println!("{tally:?}");
    // A world in which nothing goes wrong proves nothing.
    for (what, count) in [
        ("crashes", tally.crashes),
        ("cuts", tally.cuts),
        ("restarts", tally.restarts),
        ("clock steps", tally.clock_steps),
        ("stalls", tally.stalls),
        ("resumed", tally.resumed),
        ("snapshots", tally.snapshots),
        ("jobs", tally.jobs),
        ("mirrors", tally.mirrors),
        ("beats", tally.beats),
    ] {
        assert!(count >= SEEDS / PARTS, "{count} {what} in {} runs", tally.runs);
    }
}

#[test]
fn no_law_is_broken_first_quarter() {
    part(0);
}

#[test]
fn no_law_is_broken_second_quarter() {
    part(1);
}

#[test]
fn no_law_is_broken_third_quarter() {
    part(2);
}

#[test]
fn no_law_is_broken_last_quarter() {
    part(3);
}

#[test]
fn a_seed_says_it_all() {
    let folder = tempfile::tempdir().expect("a folder of its own");
    for seed in [1, 7, 99] {
        let run = || simulation::run(seed, folder.path(), false);
        assert_eq!(run(), run(), "seed {seed}");
    }
}
