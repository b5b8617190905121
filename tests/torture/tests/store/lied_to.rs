//! Each call to the disk fails in turn: nothing is lost or torn, the message names the folder, and it goes on.

use std::collections::BTreeSet;
use std::path::Path;

use torture::lying::{Kind, Lasts, library, lie};

/// Further than the script goes.
const CALLS_MAX: u64 = 4_000;
/// Every call is tried in `cargo xtask soak store --lies`; here each so manyth, from the first on.
const STEP: u64 = 7;

fn each_in_turn(kind: Kind, lasts: Lasts, first: u64) -> (u64, BTreeSet<String>) {
    let (program, library) =
        (Path::new(env!("CARGO_BIN_EXE_soak_store")), library().expect("cargo has built it"));
    let mut hit = BTreeSet::new();
    for at in (first..CALLS_MAX).step_by(STEP as usize) {
        let run = lie(program, &library, at, kind, lasts).unwrap_or_else(|error| panic!("{error:#}"));
        match run.failed_at {
            Some(call) => hit.insert(call),
            // Past the end of the script.
            None => return (at, hit),
        };
        if lasts == Lasts::Once && run.is_ready {
            assert!(!run.receipts.is_empty(), "call {at}: later ones work again");
        }
    }
    panic!("the script does not end");
}

#[test]
fn a_full_disk_at_each_call() {
    let (calls, hit) = each_in_turn(Kind::Full, Lasts::Once, 1);
    assert!(calls > 100, "{calls} calls");
    assert!(["fsync", "rename"].iter().all(|call| hit.contains(*call)) || hit.len() >= 4, "{hit:?}");
}

#[test]
fn a_disk_that_stays_full_from_each_call_on() {
    each_in_turn(Kind::Full, Lasts::On, 2);
}

#[test]
fn an_error_at_each_call() {
    each_in_turn(Kind::Io, Lasts::Once, 3);
}

#[test]
fn a_short_write_at_each_call() {
    each_in_turn(Kind::Short, Lasts::Once, 4);
}
