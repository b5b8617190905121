//! `ai-band backup`, `restore` and `doctor`: callers of the store.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use crate::config::Config;
use crate::store::maintenance;

/// While a server runs or not.
#[derive(Args)]
pub(super) struct Backup {
    /// A folder that is not there yet.
    to: PathBuf,
}

/// Into a data folder that no server has open; what is there now is kept beside it.
#[derive(Args)]
pub(super) struct Restore {
    /// A folder that `ai-band backup` has written.
    from: PathBuf,
}

#[derive(Args)]
pub(super) struct Doctor {}

impl Backup {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let to = std::path::absolute(&self.to)?;
        let copied = block_on(maintenance::backup(&config.data.value, &to))?;
        println!("{copied} is in {}", to.display());
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let from = std::path::absolute(&self.from)?;
        let aside = block_on(maintenance::restore(&from, &config.data.value))?;
        println!("{} is restored; what was there is in {}", config.data.value.display(), aside.display());
        Ok(ExitCode::SUCCESS)
    }
}

impl Doctor {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let ailments = block_on(maintenance::examine(&config.data.value))?;
        if ailments.is_empty() {
            println!("{} is whole", config.data.value.display());
            return Ok(ExitCode::SUCCESS);
        }
        ailments.iter().for_each(|ailment| println!("{ailment}"));
        Ok(ExitCode::FAILURE)
    }
}

fn block_on<T, E>(work: impl Future<Output = Result<T, E>>) -> anyhow::Result<T>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    Ok(runtime.context("this system gives no threads; stop something else first")?.block_on(work)?)
}
