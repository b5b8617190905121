//! A clip's name, and the library that finds clips by it.

use std::sync::Arc;

use ai_band_music::clip::{Hash, Library};
use proptest::prelude::*;

use crate::{any_clip, clip, note};

/// The published test vector of SHA-256 for `abc`.
const ABC: &str = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn a_name_is_written_as_blobs_are_named() {
    assert_eq!(Hash::of(b"abc").to_string(), ABC);
    assert_eq!(ABC.parse::<Hash>().unwrap(), Hash::of(b"abc"));
}

#[test]
fn only_one_spelling_is_a_name() {
    let digits = &ABC["sha256:".len()..];
    let others = [
        String::new(),
        "sha256:".into(),
        digits.into(),
        format!("sha512:{digits}"),
        format!("SHA256:{digits}"),
        format!("sha256:{}", digits.to_uppercase()),
        format!("sha256:{}", &digits[1..]),
        format!("sha256:{digits}0"),
        format!("sha256:{digits}00"),
        format!(" {ABC}"),
        format!("{ABC} "),
        ABC.replace('b', "g"),
        ABC.replace("ba", "+1"),
        ABC.replace('b', "é"),
    ];
    for text in others {
        assert!(text.parse::<Hash>().is_err(), "{text} was taken for a name");
    }
    let error = "x".repeat(1_000).parse::<Hash>().unwrap_err().to_string();
    assert!(error.len() < 200 && error.ends_with("write sha256: and 64 digits 0 to 9 and a to f"), "{error}");
}

#[test]
fn a_library_keeps_a_clip_once_under_its_name() {
    let (one, other) = (clip(10, &[note(0, 1, 60)]), clip(10, &[note(0, 1, 61)]));
    let mut library = Library::new();
    assert!(library.is_empty());
    let hash = library.insert(one.clone());
    assert_eq!(hash, one.hash());
    assert_eq!(library.insert(Arc::new(one.clone())), hash);
    assert_eq!(library.len(), 1);
    assert_eq!(library.get(&hash).map(Arc::as_ref), Some(&one));
    assert_eq!(library.get(&other.hash()), None);
    library.insert(other);
    assert_eq!(library.len(), 2);
}

proptest! {
    #[test]
    fn names_round_trip(bytes: [u8; 32]) {
        let hash = Hash(bytes);
        prop_assert_eq!(hash.to_string().parse::<Hash>(), Ok(hash));
    }

    #[test]
    fn clips_are_equal_when_their_names_are(one in any_clip(), other in any_clip()) {
        prop_assert_eq!(one == other, one.hash() == other.hash());
        prop_assert_eq!(one.hash(), one.clone().hash());
    }
}
