//! A band for any chart: composed, played through the player, written as a MIDI file.

use std::process::ExitCode;

use clap::Args;

use crate::judge;

/// Compose a band for a chart and write what it plays as a MIDI file.
///
/// For example `cargo xtask compose examples/charts/ballad.chart --seed 7 --roll`; `cargo xtask compose --help` tells
/// everything it takes.
#[derive(Args)]
#[command(disable_help_flag = true)]
pub struct Compose {
    /// A chart's file or the chart itself, and what the composer is asked for.
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        required = true,
        value_name = "CHART OPTIONS"
    )]
    arguments: Vec<String>,
}

impl Compose {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        judge::start("compose", &self.words())
    }

    /// With a place to write to when none was named.
    fn words(self) -> Vec<String> {
        let is_output = |word: &String| ["-o", "--output"].iter().any(|name| word.starts_with(name));
        let is_help = |word: &String| ["-h", "--help"].iter().any(|name| word == name);
        let mut words = self.arguments;
        if !words.iter().any(|word| is_output(word) || is_help(word)) {
            words.extend(["-o".to_owned(), "target/song.mid".to_owned()]);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    #[command(disable_help_flag = true)]
    struct Line {
        #[command(flatten)]
        compose: Compose,
    }

    #[test]
    fn what_was_typed_is_passed_on_and_the_song_has_a_place() {
        let table: [(&[&str], &[&str]); 3] = [
            (&["a.chart"], &["a.chart", "-o", "target/song.mid"]),
            (&["| Am7 |", "--roll"], &["| Am7 |", "--roll", "-o", "target/song.mid"]),
            (&["a.chart", "--seed", "7", "-o", "b.mid"], &["a.chart", "--seed", "7", "-o", "b.mid"]),
        ];
        for (typed, passed_on) in table {
            let line = Line::try_parse_from([&["compose"], typed].concat());
            assert_eq!(line.unwrap_or_else(|error| panic!("{error}")).compose.words(), passed_on);
        }
        assert!(Line::try_parse_from(["compose"]).is_err());
    }

    #[test]
    fn help_comes_from_the_program_that_knows() {
        for word in ["--help", "-h"] {
            let line = Line::try_parse_from(["compose", word]).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(line.compose.words(), [word]);
        }
    }
}
