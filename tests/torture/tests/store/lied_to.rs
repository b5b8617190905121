//! The disk fails, and the power goes, at each call in turn: nothing is lost or torn, neither in what the system
//! remembers nor in what was flushed; the message names the folder, and it goes on.
//!
//! `cargo xtask soak store -- --lies` tries each of some 500 calls in each of the ways ([`torture::lying::WAYS`]); that
//! takes a quarter of an hour. Here each flush is tried, because a flush is what everything hangs on, and of the other ways
//! each call in one: every seventh, beginning with another in each.

use std::collections::BTreeMap;
use std::path::Path;

use torture::lying::{Kind, Lasts, Run, library, lie};

/// Further than the script goes.
const CALLS_MAX: u64 = 4_000;
/// As many as there are ways beside flushes.
const STEP: u64 = 7;
/// The script makes more; fewer would mean that the library did not stand before libc.
const CALLS_MIN: u64 = 400;
const FLUSHES_MIN: u64 = 30;
/// Of looking for a flush that two of three rounds find.
const ROUNDS_MAX: usize = 8;

/// All that struck; the first that did not is past the end of the script.
struct Tried {
    calls: u64,
    runs: Vec<Run>,
}

fn one(at: u64, kind: Kind, lasts: Lasts) -> Run {
    let program = Path::new(env!("CARGO_BIN_EXE_soak_store"));
    let library = library().expect("cargo has built it");
    lie(program, &library, at, kind, lasts).unwrap_or_else(|error| panic!("{error:#}"))
}

impl Tried {
    fn each_in_turn(kind: Kind, lasts: Lasts, first: u64, step: u64) -> Tried {
        let mut runs = Vec::new();
        for calls in (first..CALLS_MAX).step_by(step as usize) {
            let run = one(calls, kind, lasts);
            if run.failed_at.is_none() {
                return Tried { calls, runs };
            }
            if lasts == Lasts::Once && run.is_ready && kind != Kind::Cut {
                assert!(!run.receipts.is_empty(), "call {calls}: later ones work again");
            }
            runs.push(run);
        }
        panic!("the script does not end");
    }

    /// Every one that was to fail has failed, and they were of the sorts that count.
    fn assert_struck(&self, calls_min: u64, step: u64, sorts: &[&str]) {
        let mut hit: BTreeMap<&str, u64> = BTreeMap::new();
        self.runs.iter().flat_map(|run| &run.failed_at).for_each(|call| *hit.entry(call).or_default() += 1);
        assert!(self.calls >= calls_min, "{} calls: {hit:?}", self.calls);
        assert!(self.runs.len() as u64 >= calls_min / step, "{} of {}: {hit:?}", self.runs.len(), self.calls);
        assert!(sorts.iter().all(|sort| hit.contains_key(sort)), "{sorts:?} in {hit:?}");
    }

    /// Somebody was told of it, and somebody was answered.
    fn assert_told(&self) {
        let told = self.runs.iter().filter(|run| !run.messages.is_empty()).count();
        let answered = self.runs.iter().filter(|run| !run.receipts.is_empty()).count();
        assert!(told * 2 > self.runs.len() && answered > 0, "{told} told, {answered} answered");
    }
}

const SORTS: [&str; 2] = ["fsync", "pwrite64"];

fn fails(kind: Kind, lasts: Lasts, first: u64) {
    let tried = Tried::each_in_turn(kind, lasts, first, STEP);
    tried.assert_struck(CALLS_MIN, STEP, &SORTS);
    tried.assert_told();
}

#[test]
fn a_full_disk_at_each_call() {
    fails(Kind::Full, Lasts::Once, 1);
}

#[test]
fn a_disk_that_stays_full_from_each_call_on() {
    fails(Kind::Full, Lasts::On, 2);
}

#[test]
fn an_error_at_each_call() {
    fails(Kind::Io, Lasts::Once, 3);
}

#[test]
fn errors_from_each_call_on() {
    fails(Kind::Io, Lasts::On, 4);
}

#[test]
fn a_short_write_at_each_call() {
    fails(Kind::Short, Lasts::Once, 5);
}

#[test]
fn short_writes_from_each_call_on() {
    fails(Kind::Short, Lasts::On, 6);
}

#[test]
fn the_power_goes_at_each_call() {
    Tried::each_in_turn(Kind::Cut, Lasts::Once, 7, STEP).assert_struck(CALLS_MIN, STEP, &SORTS);
}

#[test]
fn each_flush_fails_and_forgets() {
    let tried = Tried::each_in_turn(Kind::Flush, Lasts::Once, 1, 1);
    tried.assert_struck(FLUSHES_MIN, 1, &["fsync"]);
    tried.assert_told();
    // It is saved beside everything else, late, and its number is not the same in every run.
    let late = tried.calls / 2..tried.calls;
    let mut again = std::iter::repeat_n(late, ROUNDS_MAX).flatten();
    let is_hit = tried.runs.iter().any(|run| run.has_lost_a_snapshot)
        || again.any(|at| one(at, Kind::Flush, Lasts::Once).has_lost_a_snapshot);
    assert!(is_hit, "one of them was a snapshot's");
}

#[test]
fn flushes_fail_from_each_on() {
    let tried = Tried::each_in_turn(Kind::Flush, Lasts::On, 1, 2);
    tried.assert_struck(FLUSHES_MIN, 2, &["fsync"]);
    tried.assert_told();
}
