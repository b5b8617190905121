//! Proof that a check can fail: break what it guards, one thing at a time, and see it caught.

mod catalogue;
mod change;
mod copy;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use catalogue::Mutant;
use clap::{Args, ValueEnum};
use verdict::Verdict;

use crate::command::Line;
use crate::tidy;

/// Break things on purpose, one at a time in a copy, and see that each is caught.
///
/// For example `cargo xtask mutants player`. First nothing is broken and the check must pass; then each mistake of the
/// list is made alone, and the check must fail and say why. Add a mistake in tests/mutants.
#[derive(Args)]
pub struct Mutants {
    what: What,
    /// Only those whose name has this in it.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// A player with one mistake each: the soak must hear it.
    Player,
    /// Decisions with one mistake each: the domain's own tests must refuse them.
    Domain,
    /// A repository with one broken rule each: a stage of `cargo xtask test` must refuse it.
    Rules,
    /// A server, plugins or a domain with one mistake each: the simulation must find it.
    Simulation,
    /// A server with one mistake each in what it keeps and whom it lets in: its tests must see it.
    Server,
    /// A store that leaves out one flush: the torture must lose something.
    Store,
    /// A server whose socket has one mistake each: its tests must see it.
    Socket,
    /// A plugin that follows its session with one mistake each: its tests must see it.
    Link,
}

/// A mutant that plays for ever is not caught by waiting for it; a cold release build takes a tenth of this.
const TIME_MAX: Duration = Duration::from_secs(900);

/// The copy that is broken, and where it is built. Both stay, so that the next run builds less.
struct Workshop {
    copy: PathBuf,
    target: PathBuf,
    log: PathBuf,
}

impl Mutants {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let path = match self.what {
            What::Player => "tests/mutants/player.txt",
            What::Domain => "tests/mutants/domain.txt",
            What::Rules => "tests/mutants/rules.txt",
            What::Simulation => "tests/mutants/simulation.txt",
            What::Server => "tests/mutants/server.txt",
            What::Store => "tests/mutants/store.txt",
            What::Socket => "tests/mutants/socket.txt",
            What::Link => "tests/mutants/link.txt",
        };
        let mutants = catalogue::read(path)?;
        let only = self.only.unwrap_or_default();
        let chosen: Vec<&Mutant> = mutants.iter().filter(|mutant| mutant.name.contains(&only)).collect();
        ensure!(
            !chosen.is_empty(),
            "{path}: of its {} mutants none has \"{only}\" in its name",
            mutants.len()
        );
        let workshop = Workshop::open(Path::new("."))?;
        let controls = workshop.control(&chosen)?;
        let mut survived = 0;
        for mutant in &chosen {
            let start = Instant::now();
            let passes = controls.get(mutant.command.as_str()).copied().unwrap_or_default();
            let verdict =
                workshop.judge(mutant, passes).unwrap_or_else(|error| Verdict::Unclear(format!("{error:#}")));
            println!("{}", verdict.row(&mutant.name, start.elapsed()));
            survived += usize::from(!verdict.is_caught());
        }
        println!("mutants: {} caught, {survived} not", chosen.len() - survived);
        Ok(if survived == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Workshop {
    fn open(root: &Path) -> anyhow::Result<Workshop> {
        let root = std::path::absolute(root).context("the working folder has no path")?;
        let folder = root.join("target").join("mutants");
        let copy = folder.join("work");
        copy::update(&root, &tidy::paths()?, &copy)?;
        // A repository of its own: the rules ask git which files there are.
        let init = Line::new("git init --quiet").folder(&copy).listen()?;
        ensure!(init.status.success(), "git cannot make a repository in {}", copy.display());
        Ok(Workshop { copy, target: folder.join("target"), log: folder.join("log.txt") })
    }

    /// For each command whether it passes when nothing is broken: if not, a failure would prove nothing.
    fn control<'a>(&self, mutants: &[&'a Mutant]) -> anyhow::Result<BTreeMap<&'a str, bool>> {
        let commands: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.command.as_str()).collect();
        let mut controls = BTreeMap::new();
        for command in commands {
            let start = Instant::now();
            let (passes, said) = self.run(command)?;
            let verdict =
                if passes { "passes".to_owned() } else { format!("FAILS\n{}", verdict::tail(&said)) };
            println!("unbroken  {command} ({:.1} s): {verdict}", start.elapsed().as_secs_f64());
            controls.insert(command, passes);
        }
        Ok(controls)
    }

    fn judge(&self, mutant: &Mutant, passes_unbroken: bool) -> anyhow::Result<Verdict> {
        ensure!(passes_unbroken, "`{}` fails with nothing broken; mend that first", mutant.command);
        let undo = change::apply(&self.copy, &mutant.changes)?;
        let ran = self.run(&mutant.command);
        undo.run()?;
        let (success, said) = ran?;
        Ok(Verdict::of(success, &said, &mutant.expect))
    }

    /// Whether it ended well, and all it said.
    fn run(&self, command: &str) -> anyhow::Result<(bool, String)> {
        let line = Line::new(command).folder(&self.copy);
        let line = line.environment("CARGO_TARGET_DIR", self.target.display().to_string());
        let status = line.record(&self.log, TIME_MAX)?;
        let status =
            status.with_context(|| format!("`{command}` had not ended after {} s", TIME_MAX.as_secs()))?;
        let said = std::fs::read(&self.log).with_context(|| format!("cannot read {}", self.log.display()))?;
        Ok((status.success(), String::from_utf8_lossy(&said).into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::change::{Change, Edit};
    use super::*;
    use crate::scratch::Folder;

    /// Fails and shows the difference as soon as the two files differ.
    const COMPARE: &str = "git diff --no-index song.txt expected.txt";

    fn workshop(name: &str) -> (Folder, Workshop) {
        let folder = Folder::with(name, &[("work/song.txt", "a b c\n"), ("work/expected.txt", "a b c\n")]);
        let (copy, target) = (folder.path.join("work"), folder.path.join("target"));
        let log = folder.path.join("log.txt");
        (folder, Workshop { copy, target, log })
    }

    fn mutant(name: &str, command: &str, find: &str, with: &str) -> Mutant {
        let edit = Edit::Replace { find: find.to_owned(), with: with.to_owned() };
        let changes = vec![Change { file: "song.txt".to_owned(), edit }];
        Mutant { name: name.to_owned(), changes, command: command.to_owned(), expect: "-a x c".to_owned() }
    }

    #[test]
    fn a_mutant_is_judged_in_the_copy_and_undone() {
        let (folder, workshop) = workshop("judge");
        let cases = [
            (mutant("heard", COMPARE, "b", "x"), "Caught(\"-a x c\")"),
            (mutant("silent", COMPARE, "b", "b"), "Survived"),
            (mutant("heard for another reason", COMPARE, "b", "y"), "Unclear(\"it failed without saying"),
        ];
        for (mutant, expected) in cases {
            let verdict = format!("{:?}", workshop.judge(&mutant, true).unwrap());
            assert!(verdict.starts_with(expected), "{}: {verdict}", mutant.name);
            assert_eq!(folder.read("work/song.txt").as_deref(), Some("a b c\n"), "{}", mutant.name);
        }
    }

    #[test]
    fn what_cannot_be_judged_says_why() {
        let (_folder, workshop) = workshop("no-judge");
        let cases = [
            (mutant("gone", COMPARE, "z", "x"), true, "song.txt: has this 0 times"),
            (
                mutant("no such program", "no-such-program", "b", "x"),
                true,
                "no-such-program`; is it installed",
            ),
            (mutant("fails anyway", COMPARE, "b", "x"), false, "fails with nothing broken"),
        ];
        for (mutant, passes_unbroken, expected) in cases {
            let error = format!("{:#}", workshop.judge(&mutant, passes_unbroken).unwrap_err());
            assert!(error.contains(expected), "{}: {error}", mutant.name);
        }
    }

    #[test]
    fn each_command_is_first_tried_with_nothing_broken() {
        let (_folder, workshop) = workshop("control");
        let missing = "git diff --no-index song.txt missing.txt";
        let mutants =
            [mutant("a", COMPARE, "b", "x"), mutant("b", COMPARE, "a", "x"), mutant("c", missing, "b", "x")];
        let controls = workshop.control(&mutants.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(controls.into_iter().collect::<Vec<_>>(), [(COMPARE, true), (missing, false)]);
    }
}
