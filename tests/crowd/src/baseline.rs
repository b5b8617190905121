//! The plainest programs that do the same, without any of our code: what the machine itself takes.

pub mod broadcast;
pub mod echo;
pub mod rows;

use std::path::Path;

use tokio::net::TcpListener;

/// On any free port of this machine.
async fn listener() -> anyhow::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// As `ai-band serve` says where it is.
fn announce(discovery: &Path, port: u16) -> anyhow::Result<()> {
    let unfinished = discovery.with_extension("unfinished");
    std::fs::write(&unfinished, serde_json::json!({"port": port, "token": "none"}).to_string())?;
    Ok(std::fs::rename(&unfinished, discovery)?)
}
