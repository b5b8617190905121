//! What happened in each stage of a test run, and the table that tells it.

use std::time::Duration;

/// One stage, finished.
pub struct Outcome {
    pub name: &'static str,
    pub took: Duration,
    /// What went wrong, if anything did.
    pub failure: Option<String>,
}

/// A headline before the stage's own output.
pub fn title(name: &str, what: &str) -> String {
    format!("\n━━ {name}: {what}")
}

/// Seconds per stage, then for each failure the one line that repeats it, then the count.
pub fn table(outcomes: &[Outcome]) -> String {
    let mut text = String::from("\n");
    for outcome in outcomes {
        let verdict = if outcome.failure.is_some() { "FAILED" } else { "ok" };
        text += &format!("{:>10} {:>8.1} s  {verdict}\n", outcome.name, outcome.took.as_secs_f64());
    }
    let failed =
        || outcomes.iter().filter_map(|outcome| outcome.failure.as_ref().map(|why| (outcome.name, why)));
    for (name, why) in failed() {
        text += &format!("\n{name} failed: {why}\n  to repeat it alone: cargo xtask test --only {name}\n");
    }
    let failures = failed().count();
    let total: Duration = outcomes.iter().map(|outcome| outcome.took).sum();
    let seconds = total.as_secs_f64();
    text + &format!("\nstages: {} passed, {failures} failed ({seconds:.1} s)", outcomes.len() - failures)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(name: &'static str, milliseconds: u64, failure: Option<&str>) -> Outcome {
        Outcome { name, took: Duration::from_millis(milliseconds), failure: failure.map(str::to_owned) }
    }

    #[test]
    fn a_clean_run_ends_with_its_count() {
        let text = table(&[outcome("format", 300, None), outcome("nextest", 61_250, None)]);
        let expected = "
    format      0.3 s  ok
   nextest     61.2 s  ok

stages: 2 passed, 0 failed (61.5 s)";
        assert_eq!(text, expected);
    }

    #[test]
    fn each_failure_says_how_to_repeat_it_alone() {
        let text = table(&[outcome("clippy", 2_000, Some("exit code 101")), outcome("tidy", 100, None)]);
        let expected = "
    clippy      2.0 s  FAILED
      tidy      0.1 s  ok

clippy failed: exit code 101
  to repeat it alone: cargo xtask test --only clippy

stages: 1 passed, 1 failed (2.1 s)";
        assert_eq!(text, expected);
    }
}
