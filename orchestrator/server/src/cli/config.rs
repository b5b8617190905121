//! `ai-band config`.

use std::process::ExitCode;

use clap::Args;

use crate::config::Config;

#[derive(Args)]
pub(super) struct Show {}

impl Show {
    pub(super) fn run(self, config: &Config) -> ExitCode {
        print!("{}", table(config));
        ExitCode::SUCCESS
    }
}

/// As config.toml would have it, each with where it came from.
fn table(config: &Config) -> String {
    let shown = config.shown();
    let line = |name: &str, value: &str| format!("{name} = {}", toml::Value::String(value.to_owned()));
    let widest = shown.iter().map(|(name, value, _)| line(name, value).chars().count()).max().unwrap_or(0);
    let lines =
        shown.iter().map(|(name, value, source)| format!("{:widest$}  # {source}\n", line(name, value)));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_stands_with_its_source() {
        let folder = tempfile::tempdir().unwrap();
        let text = table(&Config::in_folder(folder.path()));
        assert!(text.contains("# --data\n") && text.contains("port = \"0\""), "{text}");
        assert!(text.lines().filter(|line| line.ends_with("# default")).count() >= 7, "{text}");
        assert!(text.parse::<toml::Table>().is_ok(), "it can be copied into config.toml: {text}");
    }
}
