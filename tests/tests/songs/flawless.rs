//! Songs by chance break no law; `cargo xtask soak composer` tries ten thousand.

use ai_band_tests::songs::{Ask, examples, trial};

/// Some three seconds without optimisation.
const SONGS: u64 = 60;

#[test]
fn songs_by_chance_break_no_law() {
    let examples = examples().unwrap();
    for number in 0..SONGS {
        let ask = Ask::numbered(3, number, &examples);
        let verdict = trial(&ask).unwrap();
        assert!(
            verdict.faults.is_empty(),
            "{:?}; all of it: cargo xtask soak composer --seed 3 --song {number}",
            verdict.faults
        );
        assert!(verdict.bars > 0);
    }
}
