//! The commands of `ai-band`: thin callers, one file each.

mod config;
mod data;
mod handles;
mod open;
mod pair;
mod serve;
mod token;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, Layers, file_default, read_file};

/// One band shared by plugins, browsers and scripts.
#[derive(Parser)]
#[command(name = "ai-band", version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

/// What may also stand in the environment (AI_BAND_…) or in config.toml.
#[derive(Args)]
struct Settings {
    /// The settings' file, instead of the usual one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder everything is kept in.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// The first port to try; 0 takes any.
    #[arg(long, global = true, value_name = "N")]
    port: Option<String>,
    /// Other machines may come in, with TLS and after pairing.
    #[arg(long, global = true)]
    lan: bool,
    /// A PEM file with a certificate and its key, instead of one made here.
    #[arg(long, global = true, value_name = "FILE")]
    tls: Option<String>,
    /// --lan without TLS, where something in front has it.
    #[arg(long, global = true)]
    insecure_http: bool,
    /// Other names this server is called by, separated by commas.
    #[arg(long, global = true, value_name = "NAMES")]
    hosts: Option<String>,
    /// A folder that approved parts are also written to as MIDI files.
    #[arg(long, global = true, value_name = "DIR")]
    export: Option<String>,
    /// The file plugins find this server by.
    #[arg(long, global = true, value_name = "FILE")]
    discovery: Option<String>,
    /// human or json.
    #[arg(long, global = true, value_name = "FORM")]
    log: Option<String>,
    /// What is logged: info, orchestrator=debug.
    #[arg(long, global = true, value_name = "FILTER")]
    log_filter: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Start the server.
    Serve(serve::Serve),
    /// Open the browser on the running server.
    Open(open::Open),
    /// Show every setting, and where it came from.
    Config(config::Show),
    /// Print a token for a client.
    Token(token::Print),
    /// Show a code that lets another machine in.
    Pair(pair::Pair),
    /// Write a copy of all music and decisions to a folder.
    Backup(data::Backup),
    /// Put back a copy that was written before.
    Restore(data::Restore),
    /// Look whether everything that is kept is whole.
    Doctor(data::Doctor),
}

/// The whole program.
pub fn run() -> ExitCode {
    match Cli::parse().done() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("ai-band: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Cli {
    fn done(self) -> anyhow::Result<ExitCode> {
        let config = self.settings.effective(|name| std::env::var(name).ok())?;
        match self.command {
            Command::Serve(serve) => serve.run(config),
            Command::Open(open) => open.run(&config),
            Command::Config(show) => Ok(show.run(&config)),
            Command::Token(print) => print.run(&config),
            Command::Pair(pair) => pair.run(&config),
            Command::Backup(backup) => backup.run(&config),
            Command::Restore(restore) => restore.run(&config),
            Command::Doctor(doctor) => doctor.run(&config),
        }
    }
}

impl Settings {
    fn effective(&self, environment: impl Fn(&str) -> Option<String>) -> anyhow::Result<Config> {
        let file = match &self.config {
            Some(path) => Some((path.clone(), read_file(path)?)),
            None => match file_default().filter(|path| path.exists()) {
                Some(path) => Some((path.clone(), read_file(&path)?)),
                None => None,
            },
        };
        Ok(Config::from_layers(&Layers::new(self.flags(), environment, file))?)
    }

    /// Those that were given.
    fn flags(&self) -> BTreeMap<&'static str, String> {
        let switch = |is_on: bool| is_on.then(|| "true".to_owned());
        let all = [
            ("data", self.data.clone()),
            ("port", self.port.clone()),
            ("lan", switch(self.lan)),
            ("tls", self.tls.clone()),
            ("insecure_http", switch(self.insecure_http)),
            ("hosts", self.hosts.clone()),
            ("export", self.export.clone()),
            ("discovery", self.discovery.clone()),
            ("log", self.log.clone()),
            ("log_filter", self.log_filter.clone()),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}
