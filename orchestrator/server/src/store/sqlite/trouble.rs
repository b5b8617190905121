//! What SQLite says, in words that name the folder and the way out.

use std::path::{Path, PathBuf};

use sqlx::error::DatabaseError;

use super::Error;

/// SQLite's primary result codes that mean something for the person who runs this.
const CORRUPT: i64 = 11;
const FULL: i64 = 13;
const NOT_A_DATABASE: i64 = 26;
/// A row that is too big, breaks a rule of its table, or is of another type.
const REFUSED: [i64; 3] = [18, 19, 20];
/// The lowest byte of an extended code.
const PRIMARY: i64 = 0xff;

#[derive(Clone, Debug)]
pub(super) struct Trouble {
    path: PathBuf,
}

impl Trouble {
    pub(super) fn with(path: &Path) -> Trouble {
        Trouble { path: path.to_owned() }
    }

    pub(super) fn told(&self, doing: &'static str, error: sqlx::Error) -> Error {
        let code = error.as_database_error().and_then(DatabaseError::code);
        let code = code.and_then(|code| code.parse::<i64>().ok()).map(|code| code & PRIMARY);
        match code {
            Some(FULL) => Error::Full { folder: self.folder() },
            Some(CORRUPT | NOT_A_DATABASE) => {
                Error::Damaged { path: self.path.clone(), reason: error.to_string() }
            }
            Some(code) if REFUSED.contains(&code) => Error::Refused { reason: error.to_string() },
            Some(_) | None => match error {
                sqlx::Error::Decode(reason) | sqlx::Error::ColumnDecode { source: reason, .. } => {
                    Error::Damaged { path: self.path.clone(), reason: reason.to_string() }
                }
                other => Error::Disk { doing, folder: self.folder(), reason: other.to_string() },
            },
        }
    }

    fn folder(&self) -> PathBuf {
        self.path.parent().unwrap_or(&self.path).to_owned()
    }
}
