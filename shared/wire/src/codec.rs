//! The door: text into sentences and back, within the limits, and with a reason where it is none.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::limits::MESSAGE_BYTES_MAX;

/// Why a text is no message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error(
        "a message of {bytes} bytes is too long; at most {MESSAGE_BYTES_MAX}: send it in parts, or as a blob"
    )]
    TooLong { bytes: usize },
    /// In serde's words, which name the field and what was expected.
    #[error("the message cannot be read: {what}")]
    Unreadable { what: String },
}

/// Reads one message.
pub fn decode<M: DeserializeOwned>(text: &str) -> Result<M, Error> {
    if text.len() > MESSAGE_BYTES_MAX {
        return Err(Error::TooLong { bytes: text.len() });
    }
    serde_json::from_str(text).map_err(|error| Error::Unreadable { what: error.to_string() })
}

/// Writes one message. Refused only if it would be refused by whoever reads it.
pub fn encode<M: Serialize>(message: &M) -> Result<String, Error> {
    let text =
        serde_json::to_string(message).map_err(|error| Error::Unreadable { what: error.to_string() })?;
    if text.len() > MESSAGE_BYTES_MAX {
        return Err(Error::TooLong { bytes: text.len() });
    }
    Ok(text)
}
