//! Bytes as hexadecimal digits, as proofs, keys and certificates' hashes are written.

pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `None` for anything but pairs of digits.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    (rest.is_empty() && is_plain).then(|| pairs.iter().map(byte).collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back_and_nothing_else_is_taken() {
        assert_eq!(decode(&encode(&[0, 1, 0xab])), Some(vec![0, 1, 0xab]));
        assert_eq!(decode("AB"), Some(vec![0xab]));
        for text in ["0", "0g", "+1", " 1", "é"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
