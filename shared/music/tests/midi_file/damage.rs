//! Damaged and foreign files: refused, with the byte, the track and a way out.

use ai_band_music::midi_file::{self, Problem};

use super::bytes::{END, chunk, file, header, song, track};

fn refusal(bytes: &[u8]) -> String {
    match midi_file::read(bytes) {
        Ok(_) => "taken for whole".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn patched(mut bytes: Vec<u8>, at: usize, with: &[u8]) -> Vec<u8> {
    bytes.splice(at..at + with.len(), with.iter().copied());
    bytes
}

fn two_tracks() -> Vec<u8> {
    file(1, 480, &[&track(&[&[0, 0xff, 0x51, 3, 7, 0xa1, 0x20]]), &track(&[&[0, 0x90, 60, 100, 9, 60, 0]])])
}

#[test]
fn other_files_are_told_apart() {
    let table: [(&[u8], &str); 6] = [
        (b"", "byte 0: 14 bytes should follow and 0 do: the file was cut short or its length is damaged"),
        (b"MT", "byte 0: 14 bytes should follow and 2 do: the file was cut short or its length is damaged"),
        (b"MX", "byte 0: not a Standard MIDI File: it does not begin with \"MThd\""),
        (b"\x89PNG\r\n\x1a\n", "byte 0: not a Standard MIDI File: it does not begin with \"MThd\""),
        (b"RIFF\x10\0\0\0RMID", "byte 0: a RIFF file (.rmi); save it again as a Standard MIDI File (.mid)"),
        (
            b"MThd\0\0",
            "byte 0: 8 bytes should follow and 6 do: the file was cut short or its length is damaged",
        ),
    ];
    for (bytes, expected) in table {
        assert_eq!(refusal(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn headers_are_checked_field_by_field() {
    let one = || song(&[]);
    let table: [(Vec<u8>, &str); 14] = [
        (patched(one(), 9, &[2]), "byte 8: format 2 holds several songs; save each as a file of format 1"),
        (patched(one(), 8, &[1, 1]), "byte 8: format 257 is not known; save the file as format 1"),
        (patched(one(), 11, &[0]), "byte 10: the header announces no tracks"),
        (patched(one(), 10, &[4, 1]), "byte 10: the header announces 1025 tracks; at most 1024 are read"),
        (
            patched(one(), 10, &[255, 255]),
            "byte 10: the header announces 65535 tracks; at most 1024 are read",
        ),
        (
            patched(two_tracks(), 9, &[0]),
            "byte 10: format 0 has one track and the header announces 2; save the file as format 1",
        ),
        (
            patched(one(), 12, &[0, 0]),
            "byte 12: 0 ticks per quarter note: no position means anything; save the file again, with 480 or 960",
        ),
        (
            patched(one(), 12, &[0xe8, 40]),
            "byte 12: time is counted in film frames (SMPTE); save the file with ticks per quarter note",
        ),
        (
            patched(one(), 12, &[0x80, 0]),
            "byte 12: time is counted in film frames (SMPTE); save the file with ticks per quarter note",
        ),
        (patched(one(), 7, &[5]), "byte 8: the header has 5 bytes; it needs 6"),
        (patched(one(), 7, &[0]), "byte 8: the header has 0 bytes; it needs 6"),
        (
            patched(one(), 4, &[255]),
            "byte 0: 4278190086 bytes should follow and 18 do: the file was cut short or its length is damaged",
        ),
        (
            patched(one(), 7, &[7]),
            "byte 15: neither a track nor any other chunk begins here: a length before this is damaged",
        ),
        (
            patched(one(), 11, &[2]),
            "byte 26: the header announces 2 tracks and 1 are here: the file was cut short",
        ),
    ];
    for (bytes, expected) in table {
        assert_eq!(refusal(&bytes), expected);
    }
}

#[test]
fn every_film_frame_division_is_refused_before_it_overflows() {
    for division in [0x8000, 0x8001, 0x80ff, 0xe250, 0xe728, 0xe764, 0xe878, 0xff01, 0xffff] {
        let error = midi_file::read(&file(1, division, &[END])).unwrap_err();
        assert_eq!(error.problem, Problem::FilmFrames, "division {division:#x}");
    }
}

#[test]
fn tracks_end_exactly_where_they_say() {
    let table: [(Vec<u8>, &str); 7] = [
        (
            patched(two_tracks(), 21, &[10]),
            "byte 32: neither a track nor any other chunk begins here: a length before this is damaged",
        ),
        (
            patched(two_tracks(), 21, &[7]),
            "byte 29: neither a track nor any other chunk begins here: a length before this is damaged",
        ),
        (
            patched(two_tracks(), 21, &[100]),
            "byte 14: 100 bytes should follow and 30 do: the file was cut short or its length is damaged",
        ),
        (
            file(1, 480, &[&[]]),
            "track 1, byte 22: the track stops without its End of Track: it was cut short",
        ),
        (
            file(1, 480, &[END, &[0, 0x90, 60, 1]]),
            "track 2, byte 38: the track stops without its End of Track: it was cut short",
        ),
        (
            file(1, 480, &[&[END, END].concat()]),
            "track 1, byte 26: 4 bytes after End of Track: the track's length or its events are damaged",
        ),
        (
            [song(&[]), vec![0]].concat(),
            "byte 26: 1 bytes after the last track; export the file again from a DAW",
        ),
    ];
    for (bytes, expected) in table {
        assert_eq!(refusal(&bytes), expected);
    }
}

#[test]
fn damaged_events_are_named_by_their_first_byte() {
    let table: [&[u8]; 14] = [
        &[60],
        &[0, 60, 100],
        &[0, 0x90, 60],
        &[0, 0x90, 0x80, 1],
        &[0, 0x90, 60, 0x80],
        &[0, 0xc0, 0xff],
        &[0, 0xf1, 0],
        &[0, 0xf8],
        &[0xff, 0xff, 0xff, 0xff, 0x7f, 0x90, 60, 100],
        &[0x80, 0x80, 0x80, 0x80, 0, 0x90, 60, 100],
        &[0, 0xff, 1, 0x7f, b'x'],
        &[0, 0xff, 1, 0xff, 0xff, 0xff, 0x7f, b'x'],
        &[0, 0xf0, 0x8f, 0xff, 0xff, 0x7f, b'x'],
        &[0, 0xff, 0x59, 0],
    ];
    for events in table {
        let before: &[u8] = &[0, 0x91, 50, 100, 0, 0xff, 1, 0];
        let bytes = file(1, 480, &[END, &[before, events].concat()]);
        let error = midi_file::read(&bytes).unwrap_err();
        assert_eq!((error.track, error.byte, error.problem), (Some(2), 42, Problem::BadEvent), "{events:x?}");
    }
}

#[test]
fn unknown_chunks_are_skipped_between_tracks_and_refused_after_them() {
    let alien = chunk(*b"XFIH", &[1, 2, 3, 0xff]);
    let one = chunk(*b"MTrk", &track(&[&[0, 0x90, 60, 100, 9, 60, 0]]));
    let head = header(1, 2, 480);
    let between = [&head[..], &alien, &one, &alien, &alien, &one].concat();
    let plain = [&head[..], &one, &one].concat();
    assert_eq!(midi_file::read(&between).unwrap(), midi_file::read(&plain).unwrap());
    let after = [&plain[..], &alien].concat();
    assert_eq!(
        refusal(&after),
        format!("byte {}: 12 bytes after the last track; export the file again from a DAW", plain.len())
    );
    let third = [&plain[..], &one].concat();
    assert_eq!(midi_file::read(&third).unwrap_err().problem, Problem::AfterLastTrack { left: one.len() });
    let cut = [&head[..], &one, &alien[..11]].concat();
    assert_eq!(midi_file::read(&cut).unwrap_err().problem, Problem::Cut { announced: 4, left: 3 });
    let joined = [&head[..], &one, &head, &one].concat();
    assert_eq!(midi_file::read(&joined).unwrap_err().problem, Problem::SecondHeader);
}

#[test]
fn longer_headers_are_read_as_the_standard_asks() {
    let fields = [0, 1, 0, 1, 1, 0xe0, 9, 9, 9];
    let bytes = [chunk(*b"MThd", &fields), chunk(*b"MTrk", END)].concat();
    assert!(midi_file::read(&bytes).is_ok());
}

/// A file that is cut anywhere is never taken for a whole one, whatever stands in it.
#[test]
fn every_truncation_is_refused() {
    let alien = chunk(*b"XFKM", &[0; 5]);
    let tracks = two_tracks();
    let with_alien = [&tracks[..14], &alien, &tracks[14..]].concat();
    let long = song(&[&[0, 0x90, 60, 100, 1, 60, 0].repeat(50)]);
    for whole in [song(&[]), tracks, with_alien, long] {
        assert!(midi_file::read(&whole).is_ok());
        for length in 0..whole.len() {
            assert!(midi_file::read(&whole[..length]).is_err(), "{length} of {} bytes", whole.len());
        }
    }
}

/// Flipping any one bit of the lengths and counts is noticed.
#[test]
fn every_damaged_length_is_noticed() {
    let whole = two_tracks();
    let lengths = [4, 5, 6, 7, 10, 11, 18, 19, 20, 21, 37, 38, 39, 40];
    for (at, bit) in lengths.into_iter().flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let damaged = patched(whole.clone(), at, &[whole[at] ^ (1 << bit)]);
        assert!(midi_file::read(&damaged).is_err(), "bit {bit} of byte {at}");
    }
}
