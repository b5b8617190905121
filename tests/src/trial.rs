//! A trial: the player plays a scenario, the oracle listens to the same one, and what they say is compared.

mod comparison;
mod invariants;
mod performance;
mod shrink;

use std::fmt;

use crate::oracle;
use crate::scenario::Scenario;

pub use invariants::check as check_invariants;
pub use performance::{Performed, Sent, Stand, perform};
pub use shrink::shrunk;

/// What was compared in a trial without a fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub events: u64,
    pub reports: u64,
    /// Events a sample away from the oracle's where a hair decides.
    pub off_by_one: u64,
    /// Trials that differ behind a choice on a hair's breadth; nobody can say who is right.
    pub undecidable: u64,
}

/// What went wrong first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Plays a scenario and compares every event and every report.
pub fn run(scenario: &Scenario) -> Result<Outcome, Fault> {
    let performed = perform(scenario)?;
    let heard = oracle::listen(scenario);
    let compared = comparison::compare(&performed, &heard);
    let outcome = match compared {
        Err(_) if heard.tight_choices > 0 => Outcome { undecidable: 1, ..Outcome::default() },
        Err(fault) => return Err(fault),
        Ok(outcome) => outcome,
    };
    invariants::check(scenario, &performed)?;
    Ok(outcome)
}

impl std::ops::AddAssign for Outcome {
    fn add_assign(&mut self, other: Outcome) {
        self.events += other.events;
        self.reports += other.reports;
        self.off_by_one += other.off_by_one;
        self.undecidable += other.undecidable;
    }
}
