//! The client's half of SPAKE2: knowing the code is proved to a server that proves it too, and nobody between learns it.

use ring::hmac::{self, HMAC_SHA256};
use spake2::{Ed25519Group, Identity, Password, Spake2};
use wire::hex;
use wire::pairing::{CLIENT, CLIENT_PROOF, SERVER_PROOF, server};

use super::certificate::Certificate;

/// Begun, before the server has said anything.
pub struct Exchange {
    half: Spake2<Ed25519Group>,
    message: Vec<u8>,
}

/// Both sides have a key now; whether it is the same one is what the proofs show.
pub struct Shared {
    key: hmac::Key,
    transcript: Vec<u8>,
}

impl Exchange {
    /// With the certificate that is seen at this end.
    pub fn begin(code: &str, certificate: &Certificate) -> Exchange {
        let (password, client) = (Password::new(code), Identity::new(CLIENT));
        let server = Identity::new(&server(&certificate.to_string()));
        let (half, message) = Spake2::start_a(&password, &client, &server);
        Exchange { half, message }
    }

    /// In hexadecimal, as all of these are.
    pub fn message(&self) -> String {
        hex::encode(&self.message)
    }

    /// `None` for what is no message of SPAKE2.
    pub fn finish(self, theirs: &str) -> Option<Shared> {
        let theirs = hex::decode(theirs)?;
        let key = self.half.finish(&theirs).ok()?;
        let transcript = [self.message, theirs].concat();
        Some(Shared { key: hmac::Key::new(HMAC_SHA256, &key), transcript })
    }
}

impl Shared {
    pub fn proof(&self) -> String {
        hex::encode(hmac::sign(&self.key, &self.said_by(CLIENT_PROOF)).as_ref())
    }

    /// Whether the server knows the code, and shows the certificate that it has.
    pub fn is_proved_by(&self, theirs: &str) -> bool {
        let proof = hex::decode(theirs).unwrap_or_default();
        hmac::verify(&self.key, &self.said_by(SERVER_PROOF), &proof).is_ok()
    }

    fn said_by(&self, whose: &[u8]) -> Vec<u8> {
        [whose, &self.transcript].concat()
    }
}
