//! Files as a list of addresses: what every program that takes files can read.

use std::path::Path;

/// The addresses of absolute paths, one a line, as `text/uri-list` has them.
pub fn list<'a>(paths: impl IntoIterator<Item = &'a Path>) -> String {
    paths.into_iter().filter_map(of).map(|uri| uri + "\r\n").collect()
}

/// `file:///home/anna/Late%20Bus.mid`; `None` for a path that does not begin at the root.
pub fn of(path: &Path) -> Option<String> {
    if !path.is_absolute() {
        return None;
    }
    let mut uri = String::from("file://");
    let bytes = bytes(path);
    // A drive stands after the root in an address.
    if bytes.first() != Some(&b'/') {
        uri.push('/');
    }
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                uri.push(char::from(byte));
            }
            b':' if cfg!(windows) => uri.push(':'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(uri)
}

/// Names on Unix are bytes and need not be text.
#[cfg(unix)]
fn bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(not(unix))]
fn bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}
