//! `ai-band serve`.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use clap::Args;

use super::handles;
use crate::app;
use crate::clock::{SystemChance, SystemClock};
use crate::config::Config;
use crate::{memory, telemetry};

/// Whoever started the server may have stopped listening to it; it serves on.
macro_rules! say {
    ($($words:tt)*) => {
        let _ = writeln!(std::io::stdout(), $($words)*);
    };
}

#[derive(Args)]
pub(super) struct Serve {}

impl Serve {
    pub(super) fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        memory::keep_house();
        telemetry::start_log(&config).map_err(|why| anyhow!(why))?;
        handles::raise();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.context("this system gives no threads; stop something else first")?;
        runtime.block_on(serve(config))?;
        Ok(ExitCode::SUCCESS)
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let mut stop = Stop::heard()?;
    let mut serving = app::serve(config, Arc::new(SystemClock), Arc::new(SystemChance)).await?;
    if let Some(taken) = serving.instead_of {
        say!("port {taken} is taken; this server is on {} instead", serving.port);
    }
    say!("AI Band is at {}", serving.app.url);
    serving.give_hint();
    if let Some(port) = serving.outside {
        say!("other machines come in on port {port}; their way in: ai-band pair");
        if !serving.app.certificate.is_empty() {
            say!("the certificate they see: sha256:{}", serving.app.certificate);
        }
    }
    say!("a token for a client: ai-band token · a browser: ai-band open · to stop: Ctrl-C");
    stop.asked().await;
    say!("closing: what was begun is finished");
    serving.shutdown().await;
    Ok(())
}

/// Ctrl-C, or what a service manager sends; heard from the moment this is made.
#[cfg(unix)]
struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Stop {
    fn heard() -> anyhow::Result<Stop> {
        use tokio::signal::unix::{SignalKind, signal};
        let context = "this system tells no program to stop; end it by its process";
        let interrupt = signal(SignalKind::interrupt()).context(context)?;
        Ok(Stop { interrupt, terminate: signal(SignalKind::terminate()).context(context)? })
    }

    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
struct Stop;

#[cfg(not(unix))]
impl Stop {
    fn heard() -> anyhow::Result<Stop> {
        Ok(Stop)
    }

    async fn asked(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
