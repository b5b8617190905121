//! How good: every example chart composed and measured, against the bars to clear.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::judge;

/// Score what the composer writes for every example chart; fails when a bar is not cleared (docs/scorecard.md).
///
/// For example `cargo xtask score --against mma`.
#[derive(Args)]
pub struct Score {
    /// Also score another program on the same charts.
    #[arg(long, value_name = "PROGRAM")]
    against: Option<Against>,
    /// Also tell how far each style is from its own bands.
    #[arg(long)]
    by_style: bool,
    /// Only this style.
    #[arg(long)]
    style: Option<String>,
    #[command(flatten)]
    rest: judge::Rest,
}

#[derive(Clone, Copy, ValueEnum)]
enum Against {
    /// Musical MIDI Accompaniment, with its stock grooves and once more with fills placed by hand.
    Mma,
}

impl Score {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        judge::start("score", &self.words())
    }

    fn words(self) -> Vec<String> {
        let against = self.against.map(|against| match against {
            Against::Mma => "mma",
        });
        self.rest.after([
            judge::option("--against", against),
            judge::flag("--by-style", self.by_style),
            judge::option("--style", self.style),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        score: Score,
    }

    fn typed(words: &[&str]) -> Result<Vec<String>, clap::Error> {
        Line::try_parse_from([&["score"], words].concat()).map(|line| line.score.words())
    }

    #[test]
    fn what_was_typed_is_passed_on() {
        let table: [(&[&str], &[&str]); 5] = [
            (&[], &[]),
            (&["--against", "mma"], &["--against", "mma"]),
            (&["--by-style", "--style", "funk"], &["--by-style", "--style", "funk"]),
            (&["--", "--seeds", "2"], &["--seeds", "2"]),
            (&["--style", "pop", "--", "--chart", "blues"], &["--style", "pop", "--chart", "blues"]),
        ];
        for (words, passed_on) in table {
            assert_eq!(typed(words).unwrap(), passed_on, "{words:?}");
        }
    }

    #[test]
    fn nobody_else_can_be_scored_against_and_the_refusal_says_who_can() {
        let refusal = typed(&["--against", "biab"]).unwrap_err().to_string();
        assert!(refusal.contains("biab") && refusal.contains("mma"), "{refusal}");
        assert!(typed(&["--seeds", "2"]).is_err(), "only after --");
    }
}
