//! What became of a mutant: a failure counts as a catch only when it says what it should.

use std::time::Duration;

/// How much of a long output is shown.
const TAIL_LINES: usize = 20;

#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// With the line that says so.
    Caught(String),
    /// The check passed: it does not see this mistake.
    Survived,
    /// It failed for another reason, such as not building at all.
    Unclear(String),
}

impl Verdict {
    pub fn of(success: bool, said: &str, expect: &str) -> Verdict {
        match said.lines().find(|line| line.contains(expect)) {
            _ if success => Verdict::Survived,
            Some(line) => Verdict::Caught(line.trim().to_owned()),
            None => Verdict::Unclear(format!("it failed without saying \"{expect}\":\n{}", tail(said))),
        }
    }

    pub fn is_caught(&self) -> bool {
        match self {
            Verdict::Caught(_) => true,
            Verdict::Survived | Verdict::Unclear(_) => false,
        }
    }

    pub fn row(&self, name: &str, took: Duration) -> String {
        let (word, why) = match self {
            Verdict::Caught(line) => ("caught", line.as_str()),
            Verdict::Survived => ("SURVIVED", "the check passes with this mistake in place"),
            Verdict::Unclear(why) => ("UNCLEAR", why.as_str()),
        };
        format!("{word:8}  {name} ({:.1} s)\n          {why}", took.as_secs_f64())
    }
}

/// The last lines.
pub fn tail(said: &str) -> String {
    let lines: Vec<&str> = said.lines().collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_counts_only_when_it_says_what_it_should() {
        let caught = "playing\n  FAILED at scenario 12 (seed 7): mismatch\nbye";
        let cases = [
            (true, "all well", Verdict::Survived),
            (true, caught, Verdict::Survived),
            (false, caught, Verdict::Caught("FAILED at scenario 12 (seed 7): mismatch".to_owned())),
            (
                false,
                "error[E0308]: mismatched types",
                Verdict::Unclear(
                    "it failed without saying \"FAILED at scenario\":\nerror[E0308]: mismatched types"
                        .to_owned(),
                ),
            ),
        ];
        for (success, said, expected) in cases {
            let verdict = Verdict::of(success, said, "FAILED at scenario");
            assert_eq!(verdict.is_caught(), !success && said == caught);
            assert_eq!(verdict, expected);
        }
    }

    #[test]
    fn a_row_names_mutant_verdict_and_reason() {
        let row = Verdict::Survived.row("the loop does not wrap", Duration::from_millis(1_500));
        let expected =
            "SURVIVED  the loop does not wrap (1.5 s)\n          the check passes with this mistake in place";
        assert_eq!(row, expected);
    }

    #[test]
    fn only_the_end_of_a_long_output_is_shown() {
        let said: String = (1..=100).map(|number| format!("{number}\n")).collect();
        assert_eq!(tail(&said).lines().count(), TAIL_LINES);
        assert!(tail(&said).ends_with("\n100"));
    }
}
