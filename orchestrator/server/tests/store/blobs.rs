//! Blobs: whole or not there.

use std::fs;
use std::io::Read;
use std::time::{Duration, SystemTime};

use music::clip::Hash;
use orchestrator::blobs::{Blobs, Error};
use proptest::prelude::*;

fn fresh() -> (tempfile::TempDir, Blobs) {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(&folder.path().join("blobs")).unwrap();
    (folder, blobs)
}

fn file_of(blobs: &Blobs, hash: &Hash) -> std::path::PathBuf {
    let text = hash.to_string();
    blobs.root().join(&text[7..9]).join(&text[9..])
}

#[test]
fn bytes_come_back_under_their_hash() {
    let (_folder, blobs) = fresh();
    for bytes in [&b""[..], b"a", &[0; 100_000]] {
        let hash = blobs.put(bytes).unwrap();
        assert_eq!(hash, Hash::of(bytes));
        assert_eq!(blobs.put(bytes).unwrap(), hash);
        assert_eq!(blobs.get(&hash).unwrap(), bytes);
        assert_eq!((blobs.has(&hash), blobs.bytes(&hash)), (true, Some(bytes.len() as u64)));
        let mut read = Vec::new();
        blobs.file(&hash).unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);
    }
    assert_eq!(blobs.list().unwrap().len(), 3);
}

#[test]
fn what_is_missing_or_damaged_is_named() {
    let (_folder, blobs) = fresh();
    let hash = Hash::of(b"never kept");
    let missing = blobs.get(&hash).unwrap_err();
    assert!(matches!(missing, Error::Missing { .. }), "{missing}");
    assert!(missing.to_string().contains(&hash.to_string()));
    let hash = blobs.put(b"whole").unwrap();
    fs::write(file_of(&blobs, &hash), b"wholf").unwrap();
    let damaged = blobs.get(&hash).unwrap_err();
    assert!(matches!(damaged, Error::Damaged { .. }), "{damaged}");
    assert!(damaged.to_string().ends_with("restore it from a backup"));
    // A shorter one is written anew by whoever brings the bytes again.
    fs::write(file_of(&blobs, &hash), b"who").unwrap();
    blobs.put(b"whole").unwrap();
    assert_eq!(blobs.get(&hash).unwrap(), b"whole");
}

#[test]
fn only_what_nobody_has_put_of_late_is_removed() {
    let (_folder, blobs) = fresh();
    let hash = blobs.put(b"one").unwrap();
    let file = fs::File::options().write(true).open(file_of(&blobs, &hash)).unwrap();
    let (then, soon) = (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    file.set_modified(then).unwrap();
    // It was there already: putting it once more makes it young.
    blobs.put(b"one").unwrap();
    assert!(!blobs.remove_older(&hash, soon).unwrap());
    file.set_modified(then).unwrap();
    assert!(!blobs.remove_older(&hash, then).unwrap());
    assert_eq!(
        (blobs.remove_older(&hash, soon).unwrap(), blobs.remove_older(&hash, soon).unwrap()),
        (true, false)
    );
    assert!(!blobs.has(&hash));
}

#[test]
fn unfinished_ones_are_cleared_and_strangers_files_passed_over() {
    let (folder, blobs) = fresh();
    let hash = blobs.put(b"one").unwrap();
    let mut incoming = blobs.receive().unwrap();
    incoming.write(b"half").unwrap();
    let unfinished = blobs.root().join("unfinished");
    assert_eq!(fs::read_dir(&unfinished).unwrap().count(), 1);
    fs::create_dir_all(blobs.root().join("ab")).unwrap();
    fs::write(blobs.root().join("ab").join("readme.txt"), "hello").unwrap();
    // As after a kill: nobody drops it.
    std::mem::forget(incoming);
    let again = Blobs::open(&folder.path().join("blobs")).unwrap();
    assert_eq!(fs::read_dir(&unfinished).unwrap().count(), 0);
    let listed: Vec<Hash> = again.list().unwrap().into_iter().map(|entry| entry.hash).collect();
    assert_eq!(listed, [hash]);
}

#[test]
fn pieces_become_one_blob_or_none() {
    let (_folder, blobs) = fresh();
    let receive = |pieces: &[&[u8]], expected| {
        let mut incoming = blobs.receive().unwrap();
        pieces.iter().for_each(|piece| incoming.write(piece).unwrap());
        incoming.finish(expected)
    };
    let hash = Hash::of(b"abcdef");
    assert_eq!(receive(&[b"abc", b"", b"def"], None).unwrap(), (hash, 6));
    assert_eq!(receive(&[b"abcdef"], Some(hash)).unwrap(), (hash, 6));
    let refused = receive(&[b"abcdeg"], Some(hash)).unwrap_err();
    assert!(matches!(refused, Error::Mismatch { .. }), "{refused}");
    assert_eq!(blobs.get(&hash).unwrap(), b"abcdef");
    assert_eq!(blobs.list().unwrap().len(), 1);
    assert_eq!(fs::read_dir(blobs.root().join("unfinished")).unwrap().count(), 0);
}

#[test]
fn many_hands_may_keep_the_same() {
    let (_folder, blobs) = fresh();
    let put = |n: u8| {
        std::thread::spawn({
            let blobs = blobs.clone();
            move || blobs.put(&[n % 3; 5_000]).unwrap()
        })
    };
    let hashes: Vec<Hash> =
        (0..12).map(put).collect::<Vec<_>>().into_iter().map(|one| one.join().unwrap()).collect();
    assert_eq!(blobs.list().unwrap().len(), 3);
    hashes.iter().for_each(|hash| assert_eq!(blobs.get(hash).unwrap().len(), 5_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_pieces_add_up(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..8)) {
        let (_folder, blobs) = fresh();
        let mut incoming = blobs.receive().unwrap();
        pieces.iter().for_each(|piece| incoming.write(piece).unwrap());
        let (hash, bytes) = incoming.finish(None).unwrap();
        let whole = pieces.concat();
        prop_assert_eq!((hash, bytes), (Hash::of(&whole), whole.len() as u64));
        prop_assert_eq!(blobs.get(&hash).unwrap(), whole);
    }
}

#[test]
fn who_has_the_bytes_heals_what_has_rotted() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path()).unwrap();
    let hash = blobs.put(b"sound").unwrap();
    let path = folder.path().join(format!("{:02x}", hash.0[0]));
    let file = std::fs::read_dir(path).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&file, b"noise").unwrap();
    assert!(blobs.get(&hash).is_err());
    assert_eq!(blobs.put(b"sound").unwrap(), hash);
    assert_eq!(blobs.get(&hash).unwrap(), b"sound");
}

#[test]
fn what_is_about_to_be_needed_is_young_again() {
    let (_folder, blobs) = fresh();
    let hash = blobs.put(b"one").unwrap();
    let file = fs::File::options().write(true).open(file_of(&blobs, &hash)).unwrap();
    let (then, soon) = (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    file.set_modified(then).unwrap();
    assert_eq!(blobs.get(&hash).unwrap(), b"one", "reading alone keeps nothing");
    assert_eq!(blobs.get_to_keep(&hash).unwrap(), b"one");
    assert!(!blobs.remove_older(&hash, soon).unwrap());
    let never = blobs.get_to_keep(&Hash::of(b"never kept")).unwrap_err();
    assert!(matches!(never, Error::Missing { .. }), "{never}");
}
