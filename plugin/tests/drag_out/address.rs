//! Addresses of files, read as another program reads them.

use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

/// As a program that takes files reads an address.
pub fn decoded(address: &str) -> PathBuf {
    let mut rest = address.strip_prefix("file://").expect("an address of a file").bytes();
    let mut bytes = Vec::new();
    while let Some(byte) = rest.next() {
        let digit =
            |byte: Option<u8>| char::from(byte.expect("two digits")).to_digit(16).expect("a digit") as u8;
        bytes.push(if byte == b'%' { digit(rest.next()) << 4 | digit(rest.next()) } else { byte });
    }
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}
