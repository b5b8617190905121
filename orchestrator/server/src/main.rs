//! The program `ai-band`.

use std::process::ExitCode;

fn main() -> ExitCode {
    orchestrator::cli::run()
}
