//! Pairing: both sides prove that they know a short code, and nobody who listens or stands between learns it.
//!
//! SPAKE2 over the code, with the certificate's hash in the server's name: whoever shows another certificate to the
//! client has another key in the end. The client proves first: an answer to a guess is always a counted try.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::house::pairing::CodeHash;
use domain::ids::PairingId;
use domain::time::WallTime;
use hmac::{Hmac, KeyInit, Mac};
use music::clip::Hash;
use sha2::Sha256;
use spake2::{Ed25519Group, Identity, Password, Spake2};
use wire::pairing::{CLIENT, CLIENT_PROOF, SERVER_PROOF, server};

/// Exchanges begun and not finished; each is 200 bytes, and over when its pairing is.
const BEGUN_MAX: usize = 256;

/// The code that is shown now, and exchanges that were begun with it.
#[derive(Default)]
pub struct Pairings {
    shown: Mutex<Option<Shown>>,
    begun: Mutex<HashMap<String, Begun>>,
}

/// Six digits, on somebody's screen. Only its hash is in the journal.
#[derive(Clone)]
pub struct Shown {
    pub pairing: PairingId,
    pub code: String,
    pub salt: [u8; 32],
    pub until: WallTime,
}

/// Half an exchange: the server has a key, and does not know yet whether the client has the same.
pub struct Begun {
    pub pairing: PairingId,
    pub name: String,
    key: Vec<u8>,
    transcript: Vec<u8>,
    until: WallTime,
}

/// Six digits of chance.
pub fn code_of(number: u128) -> String {
    format!("{:06}", number % 1_000_000)
}

impl Shown {
    pub fn hash(&self) -> CodeHash {
        hash(&self.code, &self.salt)
    }
}

pub fn hash(code: &str, salt: &[u8; 32]) -> CodeHash {
    CodeHash(Hash::of(&[salt, code.as_bytes()].concat()).0)
}

impl Pairings {
    /// The last code that was shown is the one that counts.
    pub fn show(&self, shown: Shown) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(shown);
    }

    pub fn shown(&self, now: WallTime) -> Option<Shown> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.clone().filter(|shown| now < shown.until)
    }

    /// The server's message; `None` when theirs is none, or too many have begun.
    pub fn begin(
        &self,
        shown: &Shown,
        name: &str,
        certificate: &str,
        theirs: &[u8],
        now: WallTime,
    ) -> Option<(String, Vec<u8>)> {
        let (exchange, ours) = server_side(&shown.code, certificate);
        let key = exchange.finish(theirs).ok()?;
        let transcript = [theirs, &ours].concat();
        let id = Hash::of(&transcript).to_string().replace("sha256:", "");
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.retain(|_, begun| now < begun.until);
        if begun.len() >= BEGUN_MAX {
            return None;
        }
        let until = shown.until;
        begun.insert(
            id.clone(),
            Begun { pairing: shown.pairing, name: name.to_owned(), key, transcript, until },
        );
        Some((id, ours))
    }

    /// Each exchange is finished once, well or badly.
    pub fn take(&self, id: &str, now: WallTime) -> Option<Begun> {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.remove(id).filter(|begun| now < begun.until)
    }
}

impl Begun {
    pub fn is_proved_by(&self, proof: &[u8]) -> bool {
        mac(&self.key, CLIENT_PROOF, &self.transcript).verify_slice(proof).is_ok()
    }

    /// For the client, when it has proved itself.
    pub fn proof(&self) -> Vec<u8> {
        mac(&self.key, SERVER_PROOF, &self.transcript).finalize().into_bytes().to_vec()
    }
}

fn server_side(code: &str, certificate: &str) -> (Spake2<Ed25519Group>, Vec<u8>) {
    Spake2::<Ed25519Group>::start_b(&Password::new(code), &Identity::new(CLIENT), &server_name(certificate))
}

/// What a client begins with: for tests.
pub fn client_side(code: &str, certificate: &str) -> (Spake2<Ed25519Group>, Vec<u8>) {
    Spake2::<Ed25519Group>::start_a(&Password::new(code), &Identity::new(CLIENT), &server_name(certificate))
}

fn server_name(certificate: &str) -> Identity {
    Identity::new(&server(certificate))
}

/// Of what both sides have said, under the key both should have.
pub fn mac(key: &[u8], whose: &[u8], transcript: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of HMAC has any length");
    mac.update(whose);
    mac.update(transcript);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown() -> Shown {
        Shown { pairing: PairingId(1), code: "123456".to_owned(), salt: [1; 32], until: WallTime(100) }
    }

    /// Whether a client with this code, that saw this certificate, is believed.
    fn tried(code: &str, certificate: &str) -> bool {
        let pairings = Pairings::default();
        let (exchange, message) = client_side(code, certificate);
        let (id, theirs) = pairings.begin(&shown(), "x", "the server's", &message, WallTime(0)).unwrap();
        let key = exchange.finish(&theirs).unwrap();
        let transcript = [message, theirs].concat();
        let proof = mac(&key, CLIENT_PROOF, &transcript).finalize().into_bytes();
        let begun = pairings.take(&id, WallTime(1)).unwrap();
        assert!(pairings.take(&id, WallTime(1)).is_none(), "an exchange is finished once");
        let is_ours = mac(&key, SERVER_PROOF, &transcript).verify_slice(&begun.proof()).is_ok();
        assert_eq!(begun.is_proved_by(&proof), is_ours, "both sides come to the same end");
        begun.is_proved_by(&proof)
    }

    #[test]
    fn only_the_code_and_the_certificate_that_the_server_has_are_believed() {
        for (code, certificate, is_believed) in [
            ("123456", "the server's", true),
            ("123457", "the server's", false),
            ("", "the server's", false),
            ("123456", "somebody's who stands between", false),
        ] {
            assert_eq!(tried(code, certificate), is_believed, "{code}, {certificate}");
        }
    }

    #[test]
    fn messages_that_are_none_begin_nothing() {
        let pairings = Pairings::default();
        for message in [&b""[..], b"B", &[0; 33], &[0x41; 33], &[0xff; 32], &[0; 200]] {
            let begun = pairings.begin(&shown(), "x", "c", message, WallTime(0));
            if let Some((id, _)) = begun {
                assert!(!pairings.take(&id, WallTime(0)).unwrap().is_proved_by(&[0; 32]), "{message:?}");
            }
        }
        assert!(pairings.shown(WallTime(0)).is_none());
        pairings.show(shown());
        assert!(pairings.shown(WallTime(99)).is_some() && pairings.shown(WallTime(100)).is_none());
    }
}
