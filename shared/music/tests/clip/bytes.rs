//! Clips as bytes: one encoding each, and nothing else is read.

use ai_band_music::clip::{Clip, ControlKind, Damage, Error, Hash, LENGTH_MAX, Note};
use ai_band_music::time::{Micros, Ticks};
use proptest::prelude::*;

use crate::{any_clip, clip, control, note};

const HEADER: &[u8] = b"ABcl\x01";

/// One of everything: a note off its place either way, two at one start, each kind of control.
fn golden_clip() -> Clip {
    let notes = vec![
        note(0, 960, 36),
        Note { offset: Micros(-12_000), velocity: 1, importance: 0, ..note(480, 0, 38) },
        Note { offset: Micros(12_000), ..note(480, 240, 42) },
    ];
    let controls = vec![
        control(0, ControlKind::Controller(64), 127),
        control(480, ControlKind::Bend, 8_192),
        control(480, ControlKind::Pressure, 3),
    ];
    Clip::new(Ticks(3_840), notes, controls).unwrap()
}

/// What projects and libraries on people's disks hold: never to be edited.
#[rustfmt::skip]
const GOLDEN: &[u8] = &[
    b'A', b'B', b'c', b'l', 1,
    0x80, 0x1e,                                         // 3 840 ticks
    3,
    0, 0xc0, 0x07, 0, 36, 80, 127,                      // at 0 for 960
    0xe0, 0x03, 0, 0xbf, 0xbb, 0x01, 38, 1, 0,          // 480 on for 0, 12 000 µs early
    0, 0xf0, 0x01, 0xc0, 0xbb, 0x01, 42, 80, 127,       // 0 on for 240, 12 000 µs late
    3,
    0, 64, 127,
    0xe0, 0x03, 128, 0x80, 0x40,
    0, 129, 3,
];
const GOLDEN_HASH: &str = "sha256:69b9fe3f02c44fdedfd3212245026e14b715c2d3f8a660bd5d73c67f12ba148c";

#[test]
fn the_format_does_not_drift() {
    assert_eq!(golden_clip().to_bytes(), GOLDEN);
    assert_eq!(Clip::from_bytes(GOLDEN), Ok(golden_clip()));
    assert_eq!(golden_clip().hash().to_string(), GOLDEN_HASH);
    assert_eq!(clip(1, &[]).to_bytes(), [HEADER, &[1, 0, 0]].concat());
}

#[test]
fn a_hash_is_of_the_bytes() {
    assert_eq!(golden_clip().hash(), Hash::of(GOLDEN));
}

fn body(bytes: &[u8]) -> Result<Clip, Error> {
    Clip::from_bytes(&[HEADER, bytes].concat())
}

#[test]
fn other_files_and_newer_ones_say_so() {
    for other in [&b""[..], b"ABc", b"ABcl", b"MThd\0\0\0\x06", b"abcl\x01\x01\0\0", b"ABcl\0\x01\0\0"] {
        assert_eq!(Clip::from_bytes(other), Err(Error::NotAClip), "{other:?}");
    }
    assert_eq!(Clip::from_bytes(b"ABcl\x02"), Err(Error::Newer { version: 2 }));
    let text = "this clip was made by a newer version of AI Band (clip format 255); update to open it";
    assert_eq!(Clip::from_bytes(b"ABcl\xff??").unwrap_err().to_string(), text);
}

#[test]
fn what_is_not_written_so_is_not_read() {
    let one_note = |start: u8, key: u8| [start, 0, 0, key, 80, 127];
    let two_notes = |second: u8| [&[9, 2][..], &one_note(1, 60), &one_note(0, second), &[0]].concat();
    let table: [(&[u8], usize, Damage); 20] = [
        (&[], 5, Damage::CutShort),
        (&[9, 0], 7, Damage::CutShort),
        (&[0x80], 6, Damage::CutShort),
        (&[0x89, 0x00, 0, 0], 5, Damage::Overlong),
        (&[0x89, 0x80, 0x00, 0, 0], 5, Damage::Overlong),
        (&[9, 0x80, 0x00, 0], 6, Damage::Overlong),
        (&[0x80, 0x80, 0x80, 0x80, 0x10, 0, 0], 5, Damage::TooLarge),
        (&[0xff, 0xff, 0xff, 0xff, 0x8f, 0x00, 0, 0], 5, Damage::TooLarge),
        (&[9, 0, 1, 0, 1, 0xff, 0xff, 0x04], 10, Damage::TooLarge),
        (&[9, 1, 0, 0, 0, 60, 80], 6, Damage::Count),
        (&[9, 0xff, 0x7f, 0, 0], 6, Damage::Count),
        (&[9, 0, 0xff, 0x7f, 0, 0], 7, Damage::Count),
        (&[9, 1, 0, 0, 0, 128, 80, 127, 0], 10, Damage::Key),
        (&[9, 0, 1, 0, 120, 0], 9, Damage::Kind),
        (&[9, 0, 1, 0, 127, 0], 9, Damage::Kind),
        (&[9, 0, 1, 0, 130, 0], 9, Damage::Kind),
        (&two_notes(59), 13, Damage::Order),
        (&[9, 0, 2, 0, 7, 5, 0, 7, 4], 11, Damage::Order),
        (&[9, 0, 0, 0], 8, Damage::Trailing),
        (&[9, 0, 1, 0, 7, 0, 0], 11, Damage::Trailing),
    ];
    for (bytes, at, damage) in table {
        assert_eq!(body(bytes), Err(Error::Damaged { at, damage }), "{bytes:?}");
    }
    assert!(body(&two_notes(60)).is_ok() && body(&two_notes(61)).is_ok());
    let text =
        "byte 8 of the clip comes after the end; the clip is damaged, fetch it again from where it came";
    assert_eq!(body(&[9, 0, 0, 0]).unwrap_err().to_string(), text);
}

/// The decoder keeps to the same limits as everybody.
#[test]
fn a_well_written_lie_is_refused_as_any_clip_is() {
    let start = Ticks(9);
    let table: [(&[u8], Error); 7] = [
        (&[0, 0, 0], Error::Length { length: Ticks(0) }),
        (&[0x81, 0x84, 0xaf, 0x5f, 0, 0], Error::Length { length: LENGTH_MAX + Ticks(1) }),
        (&[9, 1, 9, 0, 0, 60, 80, 127, 0], Error::NoteStart { index: 0, start, length: start }),
        (&[9, 1, 0, 0, 0, 60, 0, 127, 0], Error::NoteVelocity { index: 0, start: Ticks(0), velocity: 0 }),
        (&[9, 0x81, 0x80, 0x04, 0], Error::TooManyNotes { count: 65_537 }),
        (&[9, 0, 0x81, 0x80, 0x04], Error::TooManyControls { count: 65_537 }),
        (&[9, 0, 1, 9, 7, 0], Error::ControlPlace { index: 0, at: start, length: start }),
    ];
    for (bytes, error) in table {
        assert_eq!(body(bytes), Err(error), "{bytes:?}");
    }
}

#[test]
fn every_short_or_changed_golden_clip_is_something_else() {
    for end in 0..GOLDEN.len() {
        assert!(Clip::from_bytes(&GOLDEN[..end]).is_err(), "{end} bytes were enough");
    }
    for (at, flipped) in (0..GOLDEN.len()).flat_map(|at| (1..=u8::MAX).map(move |bits| (at, bits))) {
        let mut bytes = GOLDEN.to_vec();
        bytes[at] ^= flipped;
        if let Ok(clip) = Clip::from_bytes(&bytes) {
            assert_ne!(clip, golden_clip(), "byte {at} ^ {flipped:#x}");
            assert_eq!(clip.to_bytes(), bytes, "byte {at} ^ {flipped:#x}");
        }
    }
}

proptest! {
    #[test]
    fn clips_round_trip(clip in any_clip()) {
        prop_assert_eq!(Clip::from_bytes(&clip.to_bytes()), Ok(clip));
    }

    /// What can be read is written back as it was, so that no two encodings share a clip or a name.
    #[test]
    fn a_changed_clip_is_refused_or_another(
        clip in any_clip(), at: proptest::sample::Index, byte: u8, cut: proptest::sample::Index,
    ) {
        let whole = clip.to_bytes();
        let mut bytes = whole.clone();
        prop_assert!(Clip::from_bytes(&whole[..cut.index(whole.len())]).is_err());
        bytes[at.index(whole.len())] = byte;
        if let Ok(other) = Clip::from_bytes(&bytes) {
            prop_assert_eq!(&other.to_bytes(), &bytes);
            prop_assert_eq!(bytes == whole, other.hash() == clip.hash());
        }
    }

    #[test]
    fn noise_is_read_in_one_way_or_not_at_all(noise in proptest::collection::vec(0..12_u8, 0..40)) {
        if let Ok(clip) = body(&noise) {
            prop_assert_eq!(clip.to_bytes(), [HEADER, &noise].concat());
        }
    }
}
