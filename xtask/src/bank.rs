//! The default bank: made and measured.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::judge;

/// Make the default bank as a file, or measure it: pitch, levels, loops, decays.
///
/// For example `cargo xtask bank check`, or `cargo xtask bank make -- -o band.sf2`.
#[derive(Args)]
pub struct Bank {
    what: What,
    #[command(flatten)]
    rest: judge::Rest,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Write it to target/ai-band.sf2.
    Make,
    /// Measure it; fails when anything is out of its bounds.
    Check,
}

impl Bank {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        judge::start("sound_bank", &self.words())
    }

    fn words(self) -> Vec<String> {
        let verb = match self.what {
            What::Make => "make",
            What::Check => "check",
        };
        self.rest.after([vec![verb.to_owned()]])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        bank: Bank,
    }

    #[test]
    fn what_was_typed_is_passed_on() {
        let table: [(&[&str], &[&str]); 3] = [
            (&["check"], &["check"]),
            (&["make"], &["make"]),
            (&["make", "--", "-o", "a.sf2"], &["make", "-o", "a.sf2"]),
        ];
        for (typed, passed_on) in table {
            let line = Line::try_parse_from([&["bank"], typed].concat());
            assert_eq!(line.unwrap_or_else(|error| panic!("{error}")).bank.words(), passed_on);
        }
        assert!(Line::try_parse_from(["bank"]).is_err());
    }
}
