//! Valid files as our writer would never write them: other formats, running status, foreign chunks and events.

const END: &[u8] = &[0, 0xff, 0x2f, 0];

pub(super) fn files() -> Vec<Vec<u8>> {
    vec![
        file(0, 480, &[&[0, 0x90, 60, 100, 0x83, 0x60, 60, 0]]),
        file(
            0,
            96,
            &[&[0, 0xc0, 33, 0, 0xc9, 0, 0, 0x99, 36, 100, 0, 0x90, 40, 90, 24, 40, 0, 0, 0x89, 36, 64]],
        ),
        file(1, 1, &[&[1, 0x90, 60, 1, 1, 0x80, 60, 0]]),
        file(1, 32_767, &[&[17, 0x90, 60, 1, 18, 60, 0, 0xff, 0x7f, 61, 9, 1, 61, 0]]),
        file(1, 1_000, &[&[7, 0x91, 60, 1, 7, 62, 2, 7, 60, 0, 7, 62, 0], &[3, 0x92, 1, 1]]),
        file(
            1,
            960,
            &[&[0, 0xf0, 5, 0x7e, 0x7f, 9, 1, 0xf7, 0, 0xf7, 2, 0xf3, 1, 0, 0x90, 60, 100, 9, 60, 0]],
        ),
        file(
            1,
            960,
            &[&[
                0, 0xb0, 101, 0, 0, 100, 0, 0, 6, 12, 0, 0xe0, 0, 0x40, 5, 0x7f, 0x7f, 0, 0xd0, 9, 0, 0xa0,
                60, 9,
            ]],
        ),
        file(
            1,
            960,
            &[&[
                0, 0x90, 60, 1, 1, 60, 2, 1, 60, 3, 1, 60, 0, 1, 60, 0, 5, 0xb0, 123, 0, 0, 120, 0, 0, 121, 0,
            ]],
        ),
        file(1, 480, &[&meta_events(), &[0, 0xff, 3, 4, b'B', b'a', b's', b's', 0, 0xff, 0x20, 1, 5]]),
        file(1, 480, &[&[0, 0xff, 0x51, 3, 7, 0xa1, 0x20, 0x87, 0x40, 0xff, 0x51, 3, 9, 0x27, 0xc0], &[]]),
        file(
            1,
            480,
            &[&[
                0, 0xff, 0x58, 4, 3, 2, 24, 8, 0x64, 0xff, 0x58, 4, 7, 3, 24, 8, 0x64, 0xff, 0x59, 2, 0xfd, 1,
            ]],
        ),
        with_foreign_chunks(),
        with_long_header(),
        file(1, 24, &[&[0, 0x90, 60, 100].repeat(20), &[0, 0xff, 1, 0].repeat(30), &[]]),
    ]
}

/// Each known kind of meta event once, with a text that is not UTF-8.
fn meta_events() -> Vec<u8> {
    let words = (1..=9).flat_map(|kind| [0, 0xff, kind, 3, b'F', 0xfc, b'r']);
    let rest: [&[u8]; 7] = [
        &[0, 0xff, 0, 2, 0, 1],
        &[0, 0xff, 0x20, 1, 3],
        &[0, 0xff, 0x21, 1, 1],
        &[0, 0xff, 0x54, 5, 0x61, 2, 3, 4, 5],
        &[0, 0xff, 0x59, 2, 2, 0],
        &[0, 0xff, 0x7f, 3, 0x43, 0, 1],
        &[0, 0xff, 0x60, 1, 1],
    ];
    words.chain(rest.concat()).collect()
}

fn with_foreign_chunks() -> Vec<u8> {
    let foreign = chunk(*b"XFIH", &[1, 2, 3]);
    let track = chunk(*b"MTrk", &[&[0, 0x90, 60, 100, 9, 60, 0], END].concat());
    [header(&[0, 1, 0, 2, 1, 0xe0]), foreign.clone(), track.clone(), foreign, track].concat()
}

fn with_long_header() -> Vec<u8> {
    [header(&[0, 1, 0, 1, 0, 96, 7, 7, 7]), chunk(*b"MTrk", END)].concat()
}

/// A file of these tracks, each with its End of Track added.
pub(super) fn file(format: u8, division: u16, tracks: &[&[u8]]) -> Vec<u8> {
    let [d1, d0] = division.to_be_bytes();
    let [t1, t0] = (tracks.len() as u16).to_be_bytes();
    let mut bytes = header(&[0, format, t1, t0, d1, d0]);
    for events in tracks {
        bytes.extend(chunk(*b"MTrk", &[events, END].concat()));
    }
    bytes
}

fn header(fields: &[u8]) -> Vec<u8> {
    chunk(*b"MThd", fields)
}

fn chunk(id: [u8; 4], body: &[u8]) -> Vec<u8> {
    [&id[..], &(body.len() as u32).to_be_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_of_them_is_valid() {
        for (number, bytes) in files().iter().enumerate() {
            assert!(
                music::midi_file::read(bytes).is_ok(),
                "file {number}: {:?}",
                music::midi_file::read(bytes)
            );
        }
    }
}
