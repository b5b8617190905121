//! Pictures of the window, as both hosts open it.

use std::process::ExitCode;

use clap::Args;

use crate::bundle::{self, Profile};
use crate::judge;

/// Open the window in both hosts on a screen that nobody sees (Xvfb), and keep the pictures in docs/window.
///
/// Empty, playing, with takes to decide and with everything that can be wrong; by day and by night, at 100 % and 200 %.
#[derive(Args)]
pub struct Screenshots {
    #[command(flatten)]
    rest: judge::Rest,
}

impl Screenshots {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        bundle::make(Profile::Ci, Profile::Ci.products())?;
        judge::start_host("screenshots", &self.rest.after([]))
    }
}
