//! Hear something: for now the demo song, played through the player into a MIDI file.

use std::path::{Path, absolute};
use std::process::ExitCode;

use clap::{Args, value_parser};

use crate::judge;

/// Play the demo song through the player into a MIDI file.
#[derive(Args)]
pub struct Run {
    /// The MIDI file to write, seen from the repository's root.
    #[arg(short, long, default_value = "target/demo.mid", value_name = "FILE")]
    output: String,
    /// How much of what is written plays: 0 is the bare bones, 127 everything.
    #[arg(long, value_parser = value_parser!(u8).range(..=127), value_name = "0-127")]
    complexity: Option<u8>,
    /// How hard the band plays: 64 is as written.
    #[arg(long, value_parser = value_parser!(u8).range(..=127), value_name = "0-127")]
    intensity: Option<u8>,
    /// Also draw the first bars as an SVG picture; the README's is docs/demo.svg.
    #[arg(long, value_name = "FILE")]
    picture: Option<String>,
}

impl Run {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        println!("Building the player and the demo band; the first time this takes a minute or two.\n");
        let code = judge::start("render_demo", &self.words())?;
        if code == ExitCode::SUCCESS {
            print!("{}", farewell(&absolute(&self.output)?));
        }
        Ok(code)
    }

    fn words(&self) -> Vec<String> {
        let mut words = vec!["-o".to_owned(), self.output.clone()];
        words.extend(judge::option("--complexity", self.complexity));
        words.extend(judge::option("--intensity", self.intensity));
        words.extend(judge::option("--picture", self.picture.as_ref()));
        words
    }
}

/// What it made, how to hear it, what to try, and what comes next.
fn farewell(file: &Path) -> String {
    format!(
        "
Four parts, written by hand over a chord chart, have been played through the player: this is exactly what was heard.

  hear it     drag it into a DAW, or open it in any MIDI player:
              {}
  play less   cargo xtask run --complexity 40
  play harder cargo xtask run --intensity 110
  the chart   examples/charts/demo.chart
  the parts   examples/src/demo

Still to come: the plugin that plays in time with your DAW, and the server with its web app.
",
        file.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        run: Run,
    }

    #[test]
    fn what_was_typed_is_passed_on() {
        let table: [(&[&str], &[&str]); 3] = [
            (&[], &["-o", "target/demo.mid"]),
            (&["-o", "a.mid", "--complexity", "0"], &["-o", "a.mid", "--complexity", "0"]),
            (&["--intensity", "127"], &["-o", "target/demo.mid", "--intensity", "127"]),
        ];
        for (typed, passed_on) in table {
            let line =
                Line::try_parse_from([&["run"], typed].concat()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(line.run.words(), passed_on);
        }
        assert!(Line::try_parse_from(["run", "--complexity", "128"]).is_err());
    }

    #[test]
    fn the_farewell_says_where_the_song_is_and_what_is_there_to_read() {
        let text = farewell(Path::new("/songs/demo.mid"));
        assert!(text.contains("/songs/demo.mid\n"));
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for place in ["examples/charts/demo.chart", "examples/src/demo"] {
            assert!(text.contains(place) && root.join(place).exists(), "{place}");
        }
    }
}
