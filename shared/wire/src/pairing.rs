//! What both sides of a pairing put into their proofs, so that one cannot be taken for the other.
//!
//! SPAKE2 over the code, the client as its first side. Proofs are HMAC-SHA256, under the key of the exchange, of a name
//! and both messages, the client's first.

/// The client's name in the exchange.
pub const CLIENT: &[u8] = b"ai-band client";
/// Begins a proof of the client's.
pub const CLIENT_PROOF: &[u8] = b"client";
/// Begins a proof of the server's.
pub const SERVER_PROOF: &[u8] = b"server";
/// Digits of a code: few enough to be read across a room, and there are five tries.
pub const CODE_DIGITS: usize = 6;

/// The server's name in the exchange has the hash of its certificate in it: whoever shows another certificate comes to
/// another key.
pub fn server(certificate: &str) -> Vec<u8> {
    [b"ai-band server ", certificate.as_bytes()].concat()
}
