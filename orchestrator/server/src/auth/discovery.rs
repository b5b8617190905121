//! The file that plugins and commands of this user find the running server by.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::keys::write_private;

/// What stands in it; readable for this user only, because of the token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discovery {
    /// `http://127.0.0.1:8000`.
    pub url: String,
    pub port: u16,
    /// Of the process that wrote it.
    pub process: u32,
    /// Of this user, for this run.
    pub token: String,
}

/// Larger files are none of ours.
const BYTES_MAX: u64 = 64 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no server is running that {path} knows of; start one: ai-band serve")]
    Missing { path: String },
    #[error("{path} cannot be used: {why}; start the server anew: ai-band serve")]
    Damaged { path: String, why: String },
}

impl Discovery {
    pub fn write(&self, path: &Path) -> io::Result<()> {
        write_private(path, &serde_json::to_vec_pretty(self).map_err(io::Error::other)?)
    }

    pub fn read(path: &Path) -> Result<Discovery, Error> {
        let shown = || path.display().to_string();
        let wrong = |why: String| Error::Damaged { path: shown(), why };
        let length = match std::fs::metadata(path) {
            Ok(found) => found.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Error::Missing { path: shown() });
            }
            Err(error) => return Err(wrong(error.to_string())),
        };
        if length > BYTES_MAX {
            return Err(wrong(format!("it has {length} bytes")));
        }
        let bytes = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
        serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))
    }

    /// When the server ends; a file that another server has written since stays.
    pub fn remove(&self, path: &Path) {
        if Discovery::read(path).is_ok_and(|found| found == *self) {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(process: u32) -> Discovery {
        Discovery { url: "http://127.0.0.1:8000".to_owned(), port: 8000, process, token: "x.y.z".to_owned() }
    }

    #[test]
    fn it_comes_back_and_goes_with_its_server() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runtime").join("server.json");
        let missing = Discovery::read(&path).unwrap_err().to_string();
        assert!(missing.contains("ai-band serve"), "{missing}");
        of(1).write(&path).unwrap();
        assert_eq!(Discovery::read(&path).unwrap(), of(1));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "it has a token in it");
        }
        of(2).remove(&path);
        assert!(path.exists(), "it belongs to another server");
        of(1).remove(&path);
        assert!(!path.exists());
    }

    #[test]
    fn what_is_not_ours_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.json");
        for text in ["", "{}", "[1]", &"x".repeat(70_000)] {
            std::fs::write(&path, text).unwrap();
            let error = Discovery::read(&path).unwrap_err().to_string();
            assert!(error.contains("server.json cannot be used"), "{error}");
        }
    }
}
