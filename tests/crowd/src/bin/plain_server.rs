//! The plainest servers, in a process of their own as ours is.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use crowd::baseline::{broadcast, rows};
use crowd::handles;

#[derive(Parser)]
#[command(about = "What a server of ours is measured beside; the benches start it")]
struct Arguments {
    what: What,
    #[arg(long)]
    data: PathBuf,
    #[arg(long)]
    discovery: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Everybody is told the same at once.
    Broadcast,
    /// Every request is a row.
    Rows,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    handles::raise();
    match arguments.what {
        What::Broadcast => broadcast::serve(&arguments.discovery).await,
        What::Rows => rows::serve(&arguments.data, &arguments.discovery).await,
    }
}
