//! The keys tokens are signed with: one signs, older ones still verify until the last token of theirs is over.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde::{Deserialize, Serialize};

use crate::disk;

/// A key signs for a month: whoever steals one has that long at most after the next turn.
pub const SIGNS_SECONDS: i64 = 30 * 24 * 60 * 60;
/// The longest token, a year, must outlive its key's month; a day more for clocks.
pub const VERIFIES_SECONDS: i64 = SIGNS_SECONDS + 367 * 24 * 60 * 60;

const FILE: &str = "keys.json";

/// In the order they were made; the last one signs.
#[derive(Clone)]
pub struct Keys {
    all: Vec<Key>,
}

#[derive(Clone)]
struct Key {
    id: String,
    made_seconds: i64,
    /// Forgotten as soon as another one signs.
    secret: Option<[u8; 32]>,
    public: [u8; 32],
}

/// As it stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    kid: String,
    made: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    public: String,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "the keys in {path} cannot be used: {why}; restore the file, or delete it and let every client in anew"
    )]
    Damaged { path: PathBuf, why: String },
    #[error("the keys cannot be kept in {path}: {why}; the folder must be writable and have room")]
    Unwritable { path: PathBuf, why: io::Error },
}

impl Keys {
    /// From the data folder; made where there are none, turned where the last one has signed for long enough.
    pub fn open(folder: &Path, now_seconds: i64, fresh: [u8; 32]) -> Result<Keys, Error> {
        let path = folder.join(FILE);
        let mut keys = match std::fs::read(&path) {
            Ok(bytes) => Keys::read(&bytes).map_err(|why| Error::Damaged { path: path.clone(), why })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Keys { all: Vec::new() },
            Err(error) => return Err(Error::Damaged { path, why: error.to_string() }),
        };
        if keys.turn(now_seconds, fresh) {
            keys.save(&path).map_err(|why| Error::Unwritable { path, why })?;
        }
        Ok(keys)
    }

    /// A new key where it is time, kept before it signs anything; whether there is one.
    pub fn turn_in(&mut self, folder: &Path, now_seconds: i64, fresh: [u8; 32]) -> Result<bool, Error> {
        let mut next = self.clone();
        if !next.turn(now_seconds, fresh) {
            return Ok(false);
        }
        let path = folder.join(FILE);
        next.save(&path).map_err(|why| Error::Unwritable { path, why })?;
        *self = next;
        Ok(true)
    }

    /// For tests, and for whoever keeps none.
    pub fn of(secret: [u8; 32], now_seconds: i64) -> Keys {
        let mut keys = Keys { all: Vec::new() };
        keys.turn(now_seconds, secret);
        keys
    }

    /// A new key where it is time; whether anything changed.
    pub fn turn(&mut self, now_seconds: i64, fresh: [u8; 32]) -> bool {
        let before = self.all.len();
        self.all.retain(|key| now_seconds - key.made_seconds <= VERIFIES_SECONDS);
        let is_young = |key: &Key| key.secret.is_some() && now_seconds - key.made_seconds <= SIGNS_SECONDS;
        if self.all.last().is_some_and(is_young) {
            return self.all.len() != before;
        }
        self.all.iter_mut().for_each(|key| key.secret = None);
        let public = SigningKey::from_bytes(&fresh).verifying_key().to_bytes();
        let id = URL_SAFE_NO_PAD.encode(&music::clip::Hash::of(&public).0[..9]);
        self.all.push(Key { id, made_seconds: now_seconds, secret: Some(fresh), public });
        true
    }

    /// Its name, and the key that signs.
    pub fn signing(&self) -> (&str, EncodingKey) {
        let last = self.all.last().expect("a ring is made with a key in it and keeps its last");
        let secret =
            last.secret.expect("the last key has its secret: only turning takes it, and adds another");
        (&last.id, EncodingKey::from_ed_der(&pkcs8(&secret)))
    }

    pub fn verifying(&self, id: &str) -> Option<DecodingKey> {
        let key = self.all.iter().find(|key| key.id == id)?;
        Some(DecodingKey::from_ed_der(&key.public))
    }

    fn read(bytes: &[u8]) -> Result<Keys, String> {
        let saved: Vec<Saved> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let all = saved.into_iter().map(Saved::opened).collect::<Result<Vec<Key>, String>>()?;
        if all.iter().rev().skip(1).any(|key| key.secret.is_some()) {
            return Err("more than one key signs".to_owned());
        }
        Ok(Keys { all })
    }

    fn save(&self, path: &Path) -> io::Result<()> {
        let saved: Vec<Saved> = self.all.iter().map(Key::saved).collect();
        let text = serde_json::to_vec_pretty(&saved).map_err(io::Error::other)?;
        write_private(path, &text)
    }
}

impl Key {
    fn saved(&self) -> Saved {
        let code = |bytes: [u8; 32]| URL_SAFE_NO_PAD.encode(bytes);
        let (secret, public) = (self.secret.map(code), code(self.public));
        Saved { kid: self.id.clone(), made: self.made_seconds, secret, public }
    }
}

impl Saved {
    fn opened(self) -> Result<Key, String> {
        let bytes = |text: &str| -> Result<[u8; 32], String> {
            let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|error| error.to_string())?;
            bytes.try_into().map_err(|_| "a key has 32 bytes".to_owned())
        };
        let secret = self.secret.as_deref().map(bytes).transpose()?;
        let public = bytes(&self.public)?;
        if secret.is_some_and(|secret| SigningKey::from_bytes(&secret).verifying_key().to_bytes() != public) {
            return Err(format!("key {}: its halves do not belong together", self.kid));
        }
        Ok(Key { id: self.kid, made_seconds: self.made, secret, public })
    }
}

/// RFC 8410: what stands before the 32 bytes of an Ed25519 secret is always the same.
fn pkcs8(secret: &[u8; 32]) -> Vec<u8> {
    const BEFORE: [u8; 16] =
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    [&BEFORE[..], secret].concat()
}

/// Whole or not at all, there after a power cut, and from its first byte on for this user only.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let _ = std::fs::remove_file(&temporary);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&temporary, path)?;
    match path.parent() {
        Some(folder) => disk::sync_folder(folder).map_err(|error| error.source),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_signs_for_its_month_and_verifies_for_its_year() {
        let mut keys = Keys::of([1; 32], 0);
        let first = keys.signing().0.to_owned();
        assert!(!keys.turn(SIGNS_SECONDS, [2; 32]), "its month is not over");
        assert!(keys.turn(SIGNS_SECONDS + 1, [2; 32]));
        assert_ne!(keys.signing().0, first);
        assert!(keys.verifying(&first).is_some(), "both verify");
        assert!(keys.turn(VERIFIES_SECONDS + 1, [3; 32]));
        assert!(keys.verifying(&first).is_none(), "its last token is over");
    }

    #[test]
    fn keys_are_kept_for_this_user_only_and_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let made = Keys::open(folder.path(), 0, [7; 32]).unwrap();
        let back = Keys::open(folder.path(), 10, [8; 32]).unwrap();
        assert_eq!(made.signing().0, back.signing().0);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let turned = Keys::open(folder.path(), SIGNS_SECONDS + 11, [9; 32]).unwrap();
        let text = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert_eq!(text.matches("secret").count(), 1, "the one before has forgotten its own");
        assert!(turned.verifying(made.signing().0).is_some());
    }

    #[test]
    fn a_damaged_file_is_named_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let two = r#"[{"kid": "a", "made": 0, "secret": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "public": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]"#;
        for (text, why) in
            [("", "EOF"), ("[{}]", "missing field"), ("{}", "invalid type"), (two, "do not belong together")]
        {
            std::fs::write(&path, text).unwrap();
            let error = Keys::open(folder.path(), 0, [1; 32]).err().unwrap().to_string();
            assert!(error.contains(why) && error.contains("keys.json"), "{text}: {error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }
}
