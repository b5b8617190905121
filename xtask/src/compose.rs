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
        judge::start("compose", &judge::with_output(self.arguments, "target/song.mid"))
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
    fn everything_typed_is_taken_options_and_help_too() {
        let table: [&[&str]; 4] =
            [&["a.chart"], &["| Am7 |", "--roll"], &["a.chart", "--seed", "7", "-o", "b.mid"], &["--help"]];
        for typed in table {
            let line = Line::try_parse_from([&["compose"], typed].concat());
            assert_eq!(line.unwrap_or_else(|error| panic!("{error}")).compose.arguments, typed);
        }
        assert!(Line::try_parse_from(["compose"]).is_err());
    }
}
