//! Addresses of files, read as another program reads them.

use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

/// What may stand for itself in an address's path: `#` and `?` end it, blanks end the address.
const PLAIN: &[u8] = b"/-._~!$&'()*+,;=:@";

/// As the strictest program that takes files reads an address.
pub fn decoded(address: &str) -> PathBuf {
    let mut rest = address.strip_prefix("file://").expect("an address of a file").bytes();
    let mut bytes = Vec::new();
    while let Some(byte) = rest.next() {
        let digit =
            |byte: Option<u8>| char::from(byte.expect("two digits")).to_digit(16).expect("a digit") as u8;
        let is_plain = byte.is_ascii_alphanumeric() || PLAIN.contains(&byte);
        assert!(is_plain || byte == b'%', "{:?} is not escaped in {address}", char::from(byte));
        bytes.push(if byte == b'%' { digit(rest.next()) << 4 | digit(rest.next()) } else { byte });
    }
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}
