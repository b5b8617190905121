//! Where a server is: the file it leaves for this user, or what somebody typed.
//!
//! The file holds a token, so it is believed only if nobody but this user can read or write it.

use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde::Deserialize;

use super::private_file::{self, Fault};

/// Names another file; the server goes by the same.
pub const VARIABLE: &str = "AI_BAND_DISCOVERY";
const FOLDER: &str = "ai-band";
const FILE: &str = "server.json";

/// A server that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Host and port.
    pub authority: String,
    pub token: String,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no server is running; start one: ai-band serve")]
    Missing,
    #[error("{path} can be read or written by others; delete it and start the server anew: ai-band serve")]
    Open { path: String },
    #[error("{path} cannot be used: {why}; start the server anew: ai-band serve")]
    Damaged { path: String, why: String },
}

#[derive(Deserialize)]
struct Page {
    url: String,
    token: String,
}

/// The file of this user's server: what was typed, what the environment names, or where servers usually put it.
pub fn file(typed: Option<&str>) -> Option<PathBuf> {
    let named = || std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    typed.filter(|text| !text.is_empty()).map(PathBuf::from).or_else(named).or_else(usual)
}

fn usual() -> Option<PathBuf> {
    let places = choose_base_strategy().ok()?;
    let folder = places.runtime_dir().unwrap_or_else(|| places.data_dir());
    Some(folder.join(FOLDER).join(FILE))
}

/// Reads it, and believes it only if it is this user's alone.
pub fn read(path: &Path) -> Result<Found, Error> {
    let shown = || path.display().to_string();
    let wrong = |why: String| Error::Damaged { path: shown(), why };
    let text = private_file::read(path).map_err(|fault| match fault {
        Fault::Missing => Error::Missing,
        Fault::Open => Error::Open { path: shown() },
        Fault::Unreadable(why) => wrong(why),
    })?;
    let page: Page = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let authority = page.url.strip_prefix("http://").map(|rest| rest.trim_end_matches('/').to_owned());
    let authority = authority.filter(|authority| is_authority(authority));
    let is_token = !page.token.is_empty() && page.token.bytes().all(|byte| byte.is_ascii_graphic());
    match authority.filter(|_| is_token) {
        Some(authority) => Ok(Found { authority, token: page.token }),
        None => Err(wrong("it names no address of this machine, or no token".to_owned())),
    }
}

/// The token goes nowhere else than to this machine.
fn is_authority(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else { return false };
    ["127.0.0.1", "[::1]", "localhost"].contains(&host) && port.parse::<u16>().is_ok()
}
