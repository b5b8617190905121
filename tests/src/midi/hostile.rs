//! The files that cost the reader most: each fills one of its limits to the brim.

use music::midi_file::{BYTES_MAX, EVENTS_MAX, TRACKS_MAX};

use super::hand_made::file;

/// What each is, and how it is made: a few megabytes, so only while it is needed. Some are read and some refused.
pub(super) const FILES: &[(&str, fn() -> Vec<u8>)] = &[
    ("as many notes as there may be, none released", || one(strikes(EVENTS))),
    ("4 MiB of notes", || one(strikes(BYTES_MAX / 3 - 20))),
    ("every key of every channel, never released", || {
        one((0..16).flat_map(keys).collect::<Vec<u8>>().repeat(240))
    }),
    ("as many controls as there may be", || {
        one([&[0, 0xb0, 1, 1][..], &[0, 1, 2].repeat(EVENTS - 1)].concat())
    }),
    ("as many tempi as there may be", || one([0, 0xff, 0x51, 3, 7, 0xa1, 0x20].repeat(EVENTS))),
    ("as many meters as there may be", || one([1, 0xff, 0x58, 4, 3, 2, 24, 8].repeat(EVENTS))),
    ("as many keys as there may be", || one([0, 0xff, 0x59, 2, 9, 0].repeat(EVENTS))),
    ("as many markers as there may be", || one([0, 0xff, 6, 1, b'A'].repeat(EVENTS))),
    ("one text of 4 MiB", || one([&[0, 0xff, 6, 0x81, 0xff, 0xfe, 0][..], &[0xe9; 0x3f_ff00]].concat())),
    ("the longest deltas", || {
        one([&[0, 0x90, 60, 1][..], &[0xff, 0xff, 0xff, 0x7f, 60, 1].repeat(EVENTS)].concat())
    }),
    ("every channel of as many named tracks as there may be", named_tracks),
];

/// With End of Track as many as there may be.
const EVENTS: usize = EVENTS_MAX - 1;

fn one(events: Vec<u8>) -> Vec<u8> {
    file(1, 960, &[&events])
}

fn strikes(count: usize) -> Vec<u8> {
    [&[0, 0x90, 60, 100][..], &[0, 60, 100].repeat(count - 1)].concat()
}

fn keys(channel: u8) -> impl Iterator<Item = u8> {
    (0..128).flat_map(move |key| [0, 0x90 | channel, key, 1])
}

fn named_tracks() -> Vec<u8> {
    let name = [&[0, 0xff, 3, 0x88, 0][..], "𝄞".repeat(256).as_bytes()].concat();
    let channels: Vec<u8> = (0..16_u8).flat_map(|channel| [0, 0x90 | channel, 60, 1]).collect();
    let track = [name, channels].concat();
    file(1, 960, &vec![&track[..]; TRACKS_MAX])
}
