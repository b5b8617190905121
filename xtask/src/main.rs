//! The workshop: it starts, measures and checks things, and knows no music.
#![allow(unreachable_pub, reason = "a program has no public face: `pub` here means for the other files")]

mod bank;
mod bench;
mod bundle;
mod command;
mod compose;
mod contract;
mod fuzz;
mod judge;
mod mutants;
mod python_hosts;
mod render;
mod run;
mod score;
#[cfg(test)]
mod scratch;
mod screenshots;
mod soak;
mod stage;
mod test;
mod tidy;
mod tool;
mod validate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};

/// Everything one does to AI Band, started from one place.
///
/// New here? `cargo xtask run` makes music, `cargo xtask test` checks everything.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Run(run::Run),
    Compose(compose::Compose),
    Render(render::Render),
    Bank(bank::Bank),
    Test(test::Test),
    Tidy(tidy::Tidy),
    Bundle(bundle::Bundle),
    Validate(validate::Validate),
    Bench(bench::Bench),
    Score(score::Score),
    Screenshots(screenshots::Screenshots),
    Soak(soak::Soak),
    Fuzz(fuzz::Fuzz),
    Mutants(mutants::Mutants),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    enter_root().and_then(|()| arguments.verb.run()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

impl Verb {
    fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Verb::Run(run) => run.run(),
            Verb::Compose(compose) => compose.run(),
            Verb::Render(render) => render.run(),
            Verb::Bank(bank) => bank.run(),
            Verb::Test(test) => test.run(),
            Verb::Tidy(tidy) => tidy.run(),
            Verb::Bundle(bundle) => bundle.run(),
            Verb::Validate(validate) => validate.run(),
            Verb::Bench(bench) => bench.run(),
            Verb::Score(score) => score.run(),
            Verb::Screenshots(screenshots) => screenshots.run(),
            Verb::Soak(soak) => soak.run(),
            Verb::Fuzz(fuzz) => fuzz.run(),
            Verb::Mutants(mutants) => mutants.run(),
        }
    }
}

/// All paths and commands of ours are said from there.
fn enter_root() -> anyhow::Result<()> {
    let here = std::env::current_dir().context("the folder this was started in cannot be read")?;
    let root = workspace_root(&here)
        .context("no Cargo.toml with [workspace] here or above; cd into the repository")?;
    std::env::set_current_dir(&root).with_context(|| format!("cannot enter {}", root.display()))
}

/// Found by looking, not by what was compiled in: the same program then works in a copy of the repository.
fn workspace_root(here: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| {
        std::fs::read_to_string(folder.join("Cargo.toml"))
            .is_ok_and(|manifest| manifest.lines().any(|line| line.trim() == "[workspace]"))
    };
    here.ancestors().find(is_root).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_verb_is_well_formed_and_says_what_it_does() {
        let command = Arguments::command();
        command.clone().debug_assert();
        for verb in command.get_subcommands() {
            assert!(verb.get_about().is_some(), "{} has no help text", verb.get_name());
        }
    }

    #[test]
    fn the_root_is_found_from_any_folder_below() {
        let member = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = member.parent().map(Path::to_path_buf);
        assert_eq!(workspace_root(&member.join("src").join("tidy")), root);
        assert_eq!(workspace_root(Path::new("/")), None);
    }
}
