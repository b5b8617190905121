//! Files made to hurt: as large, as many, as long as the format lets them be.

use ai_band_music::midi_file::{self, BYTES_MAX, EVENTS_MAX, Problem, TRACKS_MAX};
use ai_band_music::time::{MAX_TICKS, Ticks};

use super::bytes::{END, chunk, delta, file, header, read, song};

fn problem(bytes: &[u8]) -> Problem {
    midi_file::read(bytes).unwrap_err().problem
}

#[test]
fn four_mebibytes_of_running_status_notes_stop_at_the_events_limit() {
    let room = BYTES_MAX - song(&[]).len() - 4;
    let notes = [0, 60, 100].repeat(room / 3);
    let bytes = song(&[&[0, 0x90, 60, 100], &notes]);
    assert!(bytes.len() <= BYTES_MAX && bytes.len() > BYTES_MAX - 4);
    let error = midi_file::read(&bytes).unwrap_err();
    assert_eq!((error.problem, error.byte), (Problem::TooManyEvents, 22 + 4 + 3 * (EVENTS_MAX - 1)));
}

#[test]
fn the_events_limit_counts_all_tracks_and_is_exact() {
    let track = |count: usize| [&[0, 0x90, 60, 100][..], &[0, 60, 100].repeat(count - 2), END].concat();
    let half = EVENTS_MAX / 2;
    let whole = file(1, 960, &[&track(half), &track(half)]);
    let read = read(&whole);
    assert_eq!(read.tracks.iter().map(|track| track.notes.len()).sum::<usize>(), EVENTS_MAX - 2);
    let error = midi_file::read(&file(1, 960, &[&track(half), &track(half + 1)])).unwrap_err();
    assert_eq!((error.track, error.problem), (Some(2), Problem::TooManyEvents));
}

#[test]
fn a_byte_too_many_is_refused_unread() {
    let filler = vec![0; BYTES_MAX];
    assert_eq!(
        problem(&[&header(1, 1, 960)[..], &filler].concat()),
        Problem::TooLarge { bytes: BYTES_MAX + 14 }
    );
    let text = BYTES_MAX - song(&[&[0, 0xff, 1, 0x81, 0x80, 0x80, 0]]).len();
    let length = [0, 0xff, 1, 0x81, 0xff, 0xff, (text & 0x7f) as u8];
    assert_eq!(text >> 7 & 0x7f, 0x7f, "the length above is the text's");
    let bytes = song(&[&length, &vec![b'x'; text]]);
    assert_eq!(bytes.len(), BYTES_MAX);
    assert!(midi_file::read(&bytes).is_ok());
}

#[test]
fn as_many_tracks_as_allowed_and_one_more() {
    let tracks = |count: usize| vec![END; count];
    assert!(midi_file::read(&file(1, 960, &tracks(TRACKS_MAX))).is_ok());
    let announced = TRACKS_MAX + 1;
    assert_eq!(problem(&file(1, 960, &tracks(announced))), Problem::TooManyTracks { announced });
    assert_eq!(problem(&header(1, u16::MAX, 960)), Problem::TooManyTracks { announced: 65_535 });
    let missing = [header(1, 1_024, 960), chunk(*b"MTrk", END)].concat();
    assert_eq!(problem(&missing), Problem::MissingTracks { announced: 1_024, found: 1 });
}

#[test]
fn half_a_million_empty_chunks_are_only_walked() {
    let aliens = chunk(*b"none", &[]).repeat((BYTES_MAX - 30) / 8);
    let bytes = [header(1, 1, 960), aliens, chunk(*b"MTrk", END)].concat();
    assert!(bytes.len() <= BYTES_MAX);
    assert!(midi_file::read(&bytes).is_ok());
}

#[test]
fn the_longest_deltas_are_too_long_and_never_wrap() {
    let longest = [0xff, 0xff, 0xff, 0x7f, 0x90, 60, 100];
    assert_eq!(problem(&song(&[&longest])), Problem::TooLong);
    let every = [&longest[..], &[0xff, 0xff, 0xff, 0x7f, 60, 0].repeat(400_000), END].concat();
    assert_eq!(problem(&file(1, 1, &[&every])), Problem::TooLong);
    let read = read(&file(1, 32_767, &[&[&longest[..], END].concat()]));
    assert_eq!(read.length, Ticks(268_435_455 * 960 / 32_767 + 1));
}

#[test]
fn a_song_may_last_to_the_last_tick() {
    let end = |ticks: i64| song(&[&delta(Ticks(ticks)), &[0xff, 1, 0]]);
    assert_eq!(read(&end(MAX_TICKS)).length, Ticks(MAX_TICKS));
    let error = midi_file::read(&end(MAX_TICKS + 1)).unwrap_err();
    assert_eq!((error.byte, error.problem), (22, Problem::TooLong));
}

#[test]
fn lengths_inside_lengths_do_not_reach_out() {
    let inner = chunk(*b"MTrk", &chunk(*b"MTrk", END));
    assert_eq!(problem(&[header(1, 1, 960), inner].concat()), Problem::BadEvent);
    let inner_file = file(1, 960, &[END]);
    let text = [&[0, 0xff, 1, inner_file.len() as u8][..], &inner_file].concat();
    assert!(read(&song(&[&text])).tracks.is_empty(), "a file in a text is a text");
    let reaching = [0, 0xff, 1, 5];
    let two = file(1, 960, &[&[&reaching[..], END].concat(), END]);
    assert_eq!(problem(&two), Problem::BadEvent, "a text may not borrow from the next track");
}

#[test]
fn every_key_of_every_channel_hangs() {
    let strikes: Vec<u8> =
        (0..16_u8).flat_map(|channel| (0..128_u8).flat_map(move |key| [0, 0x90 | channel, key, 1])).collect();
    let read = read(&song(&[&strikes.repeat(100)]));
    assert_eq!(read.tracks.len(), 16);
    assert!(read.tracks.iter().all(|track| track.notes.len() == 12_800));
}

#[test]
fn bytes_without_sense_are_refused_or_read_but_never_panic() {
    for first in 0..=255_u8 {
        for second in [0, 1, 0x2f, 0x51, 0x58, 0x59, 0x7f, 0x80, 0xff] {
            let events = [0, first, second, 0x7f, 0xff, 0x80];
            let _ = midi_file::read(&file(1, 960, &[&events]));
            let _ = midi_file::read(&song(&[&events]));
        }
    }
}
