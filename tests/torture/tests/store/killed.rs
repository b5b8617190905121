//! Killed at random points: what was acknowledged is there, and whole.

use std::path::Path;

use torture::killing::kill;

const KILLS: u64 = 50;

#[test]
fn nothing_that_was_answered_is_lost_however_it_is_killed() {
    let tally = kill(Path::new(env!("CARGO_BIN_EXE_soak_store")), KILLS, 5, |_| {}).unwrap();
    assert_eq!((tally.kills, &tally.lost[..], &tally.torn[..]), (KILLS, &[][..], &[][..]));
    assert!(tally.acknowledged > 20 * KILLS, "it was busy: {} answers", tally.acknowledged);
    assert!(tally.early > 0 && tally.events > 0, "{} early, {} events", tally.early, tally.events);
}
