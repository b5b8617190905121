//! The client's half of the exchange against a server's half: the same code and the same certificate, or no proof.

use ai_band_plugin::net::lan::certificate::Certificate;
use ai_band_plugin::net::lan::exchange::Exchange;
use ai_band_plugin::net::lan::kept::{Credential, Key};
use ai_band_plugin::net::lan::pairing::{Reached, Why};
use ai_band_plugin::net::lan::proving::credential;
use ring::hmac;
use spake2::{Ed25519Group, Identity, Password, Spake2};
use wire::hex;
use wire::pairing::{CLIENT, CLIENT_PROOF, SERVER_PROOF, server};
use wire::rest::auth::Paired;

const SHOWN: Certificate = Certificate([7; 32]);

/// Whether the client's proof holds at the server, and the server's at the client.
fn proved(typed: &str, seen: Certificate) -> (bool, bool) {
    let exchange = Exchange::begin(typed, &seen);
    let theirs = hex::decode(&exchange.message()).unwrap();
    let name = Identity::new(&server(&SHOWN.to_string()));
    let (half, ours) =
        Spake2::<Ed25519Group>::start_b(&Password::new("123456"), &Identity::new(CLIENT), &name);
    let key = hmac::Key::new(hmac::HMAC_SHA256, &half.finish(&theirs).unwrap());
    let said = |whose: &[u8]| [whose, &theirs, &ours].concat();
    let shared = exchange.finish(&hex::encode(&ours)).unwrap();
    let proof = hex::decode(&shared.proof()).unwrap();
    let at_server = hmac::verify(&key, &said(CLIENT_PROOF), &proof).is_ok();
    let answer = hex::encode(hmac::sign(&key, &said(SERVER_PROOF)).as_ref());
    assert!(!shared.is_proved_by(&shared.proof()), "its own proof sent back proves nothing");
    (at_server, shared.is_proved_by(&answer))
}

#[test]
fn only_with_the_code_that_is_shown_and_the_certificate_that_the_server_has() {
    for (code, certificate, is_proved) in [
        ("123456", SHOWN, true),
        ("123457", SHOWN, false),
        ("123456", Certificate([8; 32]), false),
        ("", SHOWN, false),
    ] {
        assert_eq!(proved(code, certificate), (is_proved, is_proved), "{code}, {certificate:?}");
    }
}

/// Of a server that knows this code.
fn paired_with(code: &str) -> Result<Credential, Why> {
    let exchange = Exchange::begin("123456", &SHOWN);
    let theirs = hex::decode(&exchange.message()).unwrap();
    let name = Identity::new(&server(&SHOWN.to_string()));
    let (half, ours) = Spake2::<Ed25519Group>::start_b(&Password::new(code), &Identity::new(CLIENT), &name);
    let key = hmac::Key::new(hmac::HMAC_SHA256, &half.finish(&theirs).unwrap());
    let proof = hex::encode(hmac::sign(&key, &[SERVER_PROOF, &theirs, &ours].concat()).as_ref());
    let shared = exchange.finish(&hex::encode(&ours)).unwrap();
    let at = "192.168.1.7:8001";
    let reached = Reached { address: at.to_owned(), at: at.parse().unwrap(), certificate: SHOWN };
    let paired = Paired {
        principal: "prn_1".to_owned(),
        proof,
        token: "t".to_owned(),
        expires: String::new(),
        expires_in: 600,
    };
    credential(&reached, &shared, paired, Key::fresh().unwrap())
}

#[test]
fn nothing_is_kept_of_a_server_that_does_not_know_the_code() {
    let kept = paired_with("123456").unwrap();
    assert_eq!((kept.certificate, kept.principal.as_str()), (SHOWN, "prn_1"));
    assert_eq!(kept.addresses, ["192.168.1.7:8001"]);
    assert_eq!(paired_with("123457"), Err(Why::NotProved));
}

#[test]
fn what_is_no_message_ends_it() {
    for message in ["", "zz", "00", &"00".repeat(33), &"41".repeat(33), &"ff".repeat(200)] {
        assert!(Exchange::begin("123456", &SHOWN).finish(message).is_none(), "{message}");
    }
}

#[test]
fn a_certificate_is_read_as_it_is_written() {
    assert_eq!(Certificate::read(&SHOWN.to_string()), Some(SHOWN));
    assert_eq!(SHOWN.short(), "070707070707");
    for text in ["", "07", &"07".repeat(33), &"zz".repeat(32)] {
        assert_eq!(Certificate::read(text), None, "{text}");
    }
}
