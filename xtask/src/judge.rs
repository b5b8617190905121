//! The programs among the tests, each in a `src/bin`: built as people run them, started, timed.

use std::io::Write;
use std::process::{ExitCode, ExitStatus};

use clap::Args;

use crate::bundle::Profile;
use crate::command::Line;

/// The server and its crowd.
const CROWD: &str = "cargo build --quiet --release --package ai-band-orchestrator --package ai-band-crowd";
/// What a crowd finds beside itself: the server, and what it is measured beside.
const BESIDE_CROWD: [&str; 2] = ["ai-band", "plain_server"];

/// What a verb hands on unread.
#[derive(Args)]
pub struct Rest {
    /// Passed on to the program as they are (after `--`).
    #[arg(last = true)]
    arguments: Vec<String>,
}

impl Rest {
    /// After what the verb itself was asked for.
    pub fn after(self, options: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
        options.into_iter().flatten().chain(self.arguments).collect()
    }
}

/// Builds `program` with every optimisation and runs it with `arguments`; its exit code becomes ours.
pub fn start(program: &str, arguments: &[String]) -> anyhow::Result<ExitCode> {
    start_of("ai-band-tests", program, arguments)
}

/// As [`start`], for programs that are hosts of the bundled plugin.
pub fn start_host(program: &str, arguments: &[String]) -> anyhow::Result<ExitCode> {
    start_of("ai-band-harness", program, arguments)
}

/// As [`start`], for what kills and lies to the store.
pub fn start_torture(program: &str, arguments: &[String]) -> anyhow::Result<ExitCode> {
    start_of("ai-band-torture", program, arguments)
}

/// As [`start`], for the crowds of clients that a server is measured with; they find it beside themselves.
pub fn start_crowd(program: &str, arguments: &[String]) -> anyhow::Result<ExitCode> {
    let path = Profile::Release.programs_folder().join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    let path = std::path::absolute(path)?;
    let programs = [program].into_iter().chain(BESIDE_CROWD);
    let build = programs.fold(Line::new(CROWD), |line, name| line.word("--bin").word(name));
    built_and_run(program, build, Line::new("").word(path.to_string_lossy()).words(arguments))
}

fn start_of(package: &str, program: &str, arguments: &[String]) -> anyhow::Result<ExitCode> {
    built_and_run(program, build(package, program), call(package, program, arguments))
}

fn built_and_run(program: &str, build: Line, call: Line) -> anyhow::Result<ExitCode> {
    let built = build.run()?;
    if !built.status.success() {
        println!("{program}: not built");
        return Ok(code(built.status));
    }
    println!("{program}: built in {:.1} s", built.took.as_secs_f64());
    let ended = call.run()?;
    // Whoever piped the program's words into `head` has gone by now.
    let _ = writeln!(std::io::stdout(), "{program}: ran for {:.1} s", ended.took.as_secs_f64());
    Ok(code(ended.status))
}

/// `--name value` when a value was given.
pub fn option<Value: ToString>(name: &str, value: Option<Value>) -> Vec<String> {
    value.map(|value| vec![name.to_owned(), value.to_string()]).unwrap_or_default()
}

/// `--name` when it was asked for.
pub fn flag(name: &str, is_asked: bool) -> Vec<String> {
    is_asked.then(|| name.to_owned()).into_iter().collect()
}

/// With a place to write to when none was named and the program is not only asked what it can do.
pub fn with_output(mut words: Vec<String>, place: &str) -> Vec<String> {
    let is_output = |word: &String| ["-o", "--output"].iter().any(|name| word.starts_with(name));
    let is_help = |word: &String| ["-h", "--help"].iter().any(|name| word == name);
    if !words.iter().any(|word| is_output(word) || is_help(word)) {
        words.extend(["-o".to_owned(), place.to_owned()]);
    }
    words
}

fn build(package: &str, program: &str) -> Line {
    Line::new("cargo build --quiet --release --package").words([package, "--bin", program])
}

fn call(package: &str, program: &str, arguments: &[String]) -> Line {
    let line = Line::new("cargo run --quiet --release --package").words([package, "--bin", program]);
    line.word("--").words(arguments)
}

fn code(status: ExitStatus) -> ExitCode {
    // Ended by a signal: there is no code, but it is no success either.
    let code = status.code().unwrap_or(1);
    if code == 0 { ExitCode::SUCCESS } else { ExitCode::from(u8::try_from(code).unwrap_or(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_built_and_called_by_one_name() {
        let arguments = [option("--scenarios", Some(10)), option::<u64>("--seed", None)].concat();
        assert_eq!(
            call("ai-band-tests", "soak_player", &arguments).to_string(),
            "cargo run --quiet --release --package ai-band-tests --bin soak_player -- --scenarios 10"
        );
        assert!(build("ai-band-harness", "soak_player").to_string().ends_with("--bin soak_player"));
    }

    #[test]
    fn what_is_passed_on_comes_after_what_was_asked_for() {
        let rest = |words: &[&str]| Rest { arguments: words.iter().map(|word| (*word).to_owned()).collect() };
        assert_eq!(
            rest(&["--x", "1"]).after([flag("--roll", true), flag("--no", false)]),
            ["--roll", "--x", "1"]
        );
        assert!(rest(&[]).after([]).is_empty());
    }

    #[test]
    fn what_is_written_has_a_place_unless_only_help_is_wanted() {
        let table: [(&[&str], &[&str]); 5] = [
            (&["a.chart"], &["a.chart", "-o", "target/song.mid"]),
            (&["| Am7 |", "--roll"], &["| Am7 |", "--roll", "-o", "target/song.mid"]),
            (&["a.chart", "--seed", "7", "-o", "b.mid"], &["a.chart", "--seed", "7", "-o", "b.mid"]),
            (&["--help"], &["--help"]),
            (&["-h"], &["-h"]),
        ];
        for (typed, passed_on) in table {
            let words = typed.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(with_output(words, "target/song.mid"), passed_on);
        }
    }

    #[test]
    fn the_exit_code_is_passed_on() {
        let status = |line: &str| Line::new(line).listen().unwrap().status;
        assert_eq!(code(status("cargo --version")), ExitCode::SUCCESS);
        assert_eq!(code(status("cargo no-such-verb")), ExitCode::from(101));
    }
}
