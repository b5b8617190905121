//! Hear something: the demo song as a MIDI file, and the plugin where this user's DAW looks for it.

use std::path::{Path, PathBuf, absolute};
use std::process::ExitCode;

use clap::{Args, value_parser};

use crate::bundle::install::{self, Outcome};
use crate::bundle::{self, Bundled, Format, Os, Profile};
use crate::judge;

/// Play the demo song through the player into a MIDI file, and install the plugin for this user.
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
        if code != ExitCode::SUCCESS {
            return Ok(code);
        }
        println!("\nBuilding the plugin; the first time this takes several minutes more.\n");
        let (installed, is_whole) = match install_plugin() {
            Ok(installed) => installed,
            Err(error) => (format!("  not installed: {error:#}\n"), false),
        };
        print!("{}", farewell(&absolute(&self.output)?, &installed));
        Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn words(&self) -> Vec<String> {
        let mut words = vec!["-o".to_owned(), self.output.clone()];
        words.extend(judge::option("--complexity", self.complexity));
        words.extend(judge::option("--intensity", self.intensity));
        words.extend(judge::option("--picture", self.picture.as_ref()));
        words
    }
}

/// Both formats, each where this user's hosts look; a line for each, and whether both are there.
fn install_plugin() -> anyhow::Result<(String, bool)> {
    let made = bundle::make(Profile::Release, Profile::Release.products())?;
    made.iter().for_each(|bundled| println!("{}", bundled.line()));
    Ok(installed(&made, |format| install::folder(Os::here(), format, install::variable)))
}

/// What is wrong with one place keeps nothing out of the other.
fn installed(made: &[Bundled], folder: impl Fn(Format) -> Option<PathBuf>) -> (String, bool) {
    let (mut lines, mut is_whole) = (String::new(), true);
    for bundled in made {
        let format = bundled.layout.format;
        let outcome = folder(format).map(|folder| install::install(bundled, &folder));
        is_whole &= matches!(outcome, Some(Ok(Outcome::Installed(_))));
        lines += &told(format, &bundled.path, outcome.as_ref());
    }
    (lines, is_whole)
}

/// One line on one format, with the way out where there is one.
fn told(format: Format, made: &Path, outcome: Option<&anyhow::Result<Outcome>>) -> String {
    let by_hand = format!("copy {} to where your DAW looks", made.display());
    let words = match outcome {
        Some(Ok(Outcome::Installed(place))) => place.display().to_string(),
        Some(Ok(Outcome::Foreign(place))) => format!(
            "not installed: {} is there and is not AI Band; move it away and run this again",
            place.display()
        ),
        Some(Err(error)) => format!("not installed: {error:#}; mend that and run this again, or {by_hand}"),
        None => format!("not installed: no home folder is known; {by_hand}"),
    };
    format!("  {:<11} {words}\n", format.extension().to_uppercase())
}

/// What it made, how to hear it, what to try, and what comes next.
fn farewell(file: &Path, installed: &str) -> String {
    format!(
        "
Four parts, written by hand over a chord chart, have been played through the player: this is exactly what was heard.

  hear it     drag it into a DAW, or open it in any MIDI player:
              {}
  play less   cargo xtask run --complexity 40
  play harder cargo xtask run --intensity 110
  the chart   examples/charts/demo.chart
  the parts   examples/src/demo

The plugin, for your DAW to find (let it scan its plugins again):

{installed}
A band for several plugins, scripts and people on this machine:

  start it    cargo run --release --bin ai-band -- serve
  a token     cargo run --release --bin ai-band -- token

Still to come: its web page.
",
        file.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Layout;
    use crate::scratch::Folder;
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
    fn what_is_not_installed_says_why_and_what_to_do() {
        let place = Path::new("/me/.clap/B.clap");
        let full = anyhow::anyhow!("no space").context("cannot copy B.clap");
        let by_hand = "copy target/bundled/B.clap to where your DAW looks";
        let table = [
            (Some(Ok(Outcome::Installed(place.into()))), "  CLAP        /me/.clap/B.clap\n", ""),
            (
                Some(Ok(Outcome::Foreign(place.into()))),
                "  CLAP        not installed: /me/.clap/B.clap",
                "move it away",
            ),
            (Some(Err(full)), "  CLAP        not installed: cannot copy B.clap: no space; ", by_hand),
            (None, "  CLAP        not installed: no home", by_hand),
        ];
        for (outcome, begin, part) in table {
            let line = told(Format::Clap, Path::new("target/bundled/B.clap"), outcome.as_ref());
            assert!(line.starts_with(begin) && line.contains(part), "{line}");
            assert_eq!(line.lines().count(), 1);
        }
    }

    #[test]
    fn what_keeps_one_format_out_lets_the_other_in() {
        for hindered in Format::ALL {
            let scratch = Folder::with(&format!("run-{}", hindered.extension()), &[]);
            let home = |format: Format| scratch.path.join(format!(".{}", format.extension()));
            // A file where the folder should be: nobody can write there, whoever he is.
            scratch.write(&format!(".{}", hindered.extension()), "in the way");
            let made = Format::ALL.map(|format| {
                let layout = Layout::of(Os::Linux, format, "B", "x86_64");
                scratch.write(&format!("made/{}", layout.binary.display()), "org.ai-band.plugin");
                Bundled { path: scratch.path.join("made").join(&layout.bundle), layout, bytes: 1 }
            });
            for round in ["the first time", "again, with nothing repaired"] {
                let (lines, is_whole) = installed(&made, |format| Some(home(format)));
                assert!(!is_whole, "{round}");
                for (line, format) in lines.lines().zip(Format::ALL) {
                    let place = home(format).join(format!("B.{}", format.extension()));
                    assert_eq!(line.contains("not installed: cannot"), format == hindered, "{line}");
                    assert_eq!(line.ends_with(&*place.to_string_lossy()), format != hindered, "{line}");
                    assert_eq!(place.exists(), format != hindered, "{round}: {}", place.display());
                }
            }
        }
    }

    #[test]
    fn the_farewell_says_where_the_song_is_and_what_is_there_to_read() {
        let text = farewell(Path::new("/songs/demo.mid"), "  CLAP        /me/.clap/AI Band.clap\n");
        assert!(text.contains("/songs/demo.mid\n") && text.contains(".clap/AI Band.clap\n\n"));
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for place in ["examples/charts/demo.chart", "examples/src/demo"] {
            assert!(text.contains(place) && root.join(place).exists(), "{place}");
        }
    }
}
