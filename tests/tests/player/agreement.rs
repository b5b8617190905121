//! The player and the oracle on scenarios made by chance: a small soak; `cargo xtask soak player` runs a long one.

use ai_band_tests::chance::mixed;
use ai_band_tests::scenario::Scenario;
use ai_band_tests::trial::{self, Outcome};

/// Under ten seconds with every check on.
const SCENARIOS: u64 = 3_000;

#[test]
fn player_and_oracle_agree_on_what_chance_makes() {
    let mut total = Outcome::default();
    for seed in (0..SCENARIOS).map(mixed) {
        match trial::run(&Scenario::from_seed(seed)) {
            Ok(outcome) => total += outcome,
            Err(fault) => panic!("seed {seed}: {fault}; run soak_player --only-seed {seed}"),
        }
    }
    assert!(total.events > 10 * SCENARIOS, "scenarios are silent: {total:?}");
    assert!(
        total.off_by_one < SCENARIOS / 100 && total.undecidable < SCENARIOS / 100,
        "too vague: {total:?}"
    );
}
