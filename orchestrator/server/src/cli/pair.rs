//! `ai-band pair`.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::open::Client;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Pair {}

impl Pair {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let shown = Client::of(config)?.post("/api/auth/pairing", &json!({}))?;
        let text = |name: &str| shown[name].as_str().unwrap_or_default().to_owned();
        println!(
            "type this where it is asked for, before {} and within {} tries:",
            text("expires"),
            shown["tries"]
        );
        println!("{}", text("code"));
        Ok(ExitCode::SUCCESS)
    }
}
