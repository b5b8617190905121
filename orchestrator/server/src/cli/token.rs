//! `ai-band token`.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::open::Client;
use crate::config::Config;

/// Asks the running server: only it knows who lives here and what was revoked.
#[derive(Args)]
pub(super) struct Print {
    /// What it is called in lists.
    #[arg(long, default_value = "a client of mine")]
    name: String,
    /// How long it lasts. A client that knows only the seed contract cannot ask for another one.
    #[arg(long, value_name = "N", default_value_t = 30)]
    days: u32,
    /// Only these verbs, separated by commas: view, edit, transport, generate, approve, library, admin, work.
    #[arg(long, value_delimiter = ',', value_name = "VERBS")]
    verbs: Vec<String>,
    /// Only these sessions, separated by commas.
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    sessions: Vec<String>,
}

impl Print {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let mut asked = json!({
            "name": self.name,
            "minutes": u64::from(self.days) * 24 * 60,
            "reason": "printed by ai-band token for a client that cannot refresh it",
        });
        if !self.verbs.is_empty() {
            asked["verbs"] = json!(self.verbs);
        }
        if !self.sessions.is_empty() {
            asked["sessions"] = json!(self.sessions);
        }
        let granted = Client::of(config)?.post("/api/auth/token", &asked)?;
        println!("{}", granted["token"].as_str().unwrap_or_default());
        Ok(ExitCode::SUCCESS)
    }
}
