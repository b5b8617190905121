//! The programs the workshop needs beside cargo: which version, and how to get it.

use anyhow::{Context, bail};

use crate::command::Line;

#[derive(Debug, PartialEq, Eq)]
pub struct Tool {
    pub name: &'static str,
    /// Answers quickly and with success when the tool is there.
    probe: &'static str,
    /// Gets it; also the line a person is told to type.
    install: &'static str,
}

pub const RUSTFMT: Tool =
    Tool { name: "rustfmt", probe: "cargo fmt --version", install: "rustup component add rustfmt" };
pub const CLIPPY: Tool =
    Tool { name: "clippy", probe: "cargo clippy --version", install: "rustup component add clippy" };
pub const NEXTEST: Tool = Tool {
    name: "cargo-nextest",
    probe: "cargo nextest --version",
    install: "cargo install --locked cargo-nextest@0.9.143",
};
pub const DENY: Tool = Tool {
    name: "cargo-deny",
    probe: "cargo deny --version",
    install: "cargo install --locked cargo-deny@0.20.2",
};
/// A screen that nobody sees, and what draws on it; only Linux's window tests need it.
pub const XVFB: Tool = Tool {
    name: "Xvfb",
    probe: "Xvfb -help",
    install: "apt-get install --yes xvfb libgl1 libgl1-mesa-dri libegl1 libxkbcommon-x11-0 libx11-xcb1",
};

/// With what makes environments of its own; the hosts that live in one are installed by `python_hosts`.
pub const PYTHON: Tool = Tool {
    name: "python3 with venv",
    probe: "python3 -m ensurepip --version",
    install: "apt-get install --yes python3 python3-venv",
};

impl Tool {
    /// There already, or installed now; never skipped in silence.
    pub fn ensure(&self) -> anyhow::Result<()> {
        if self.is_there() {
            return Ok(());
        }
        println!(
            "{} is missing; installing it with `{}` (this can take minutes, once)",
            self.name, self.install
        );
        let way_out =
            || format!("{} is missing and could not be installed; type: {}", self.name, self.install);
        let ended = Line::new(self.install).run().with_context(way_out)?;
        if !ended.status.success() || !self.is_there() {
            bail!(way_out());
        }
        Ok(())
    }

    fn is_there(&self) -> bool {
        Line::new(self.probe).listen().is_ok_and(|said| said.status.success())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_that_is_there_is_left_alone() {
        let tool = Tool { name: "cargo", probe: "cargo --version", install: "no-such-installer" };
        tool.ensure().unwrap();
    }

    #[test]
    fn a_tool_that_cannot_be_had_says_what_to_type() {
        for install in ["no-such-installer cargo-kazoo", "cargo no-such-verb", "cargo --version"] {
            let tool = Tool { name: "cargo-kazoo", probe: "cargo no-such-verb", install };
            let error = tool.ensure().unwrap_err().to_string();
            assert_eq!(error, format!("cargo-kazoo is missing and could not be installed; type: {install}"));
        }
    }

    #[test]
    fn what_cargo_installs_has_one_exact_version() {
        for tool in [NEXTEST, DENY] {
            let (_, version) = tool.install.split_once('@').unwrap();
            assert_eq!(version.split('.').count(), 3, "{}", tool.install);
        }
    }
}
