//! Damage: to events with lengths kept right, to the order of chunks, and to plain bytes.

use super::Corpus;
use super::chunked::{Chunk, Chunked, length_places};
use crate::chance::Chance;

/// Deltas and lengths at the ends of what four bytes can say, and beyond.
const VARINTS: &[&[u8]] = &[
    &[0x7f],
    &[0x81, 0x00],
    &[0xff, 0x7f],
    &[0xff, 0xff, 0xff, 0x7f],
    &[0x80, 0x80, 0x80, 0x00],
    &[0x80, 0x80, 0x80, 0x80, 0x00],
    &[0xff, 0xff, 0xff, 0xff, 0x7f],
    &[0xff, 0xff, 0xff, 0xff, 0xff],
];

/// Whole events that mean something everywhere.
const EVENTS: &[&[u8]] = &[
    &[0, 0xff, 0x2f, 0],
    &[0, 0xff, 0x51, 3, 0, 0, 0],
    &[0, 0xff, 0x51, 3, 0xff, 0xff, 0xff],
    &[0, 0xff, 0x58, 4, 0, 0, 0, 0],
    &[0, 0xff, 0x58, 4, 7, 3, 24, 8],
    &[0, 0xff, 0x58, 4, 4, 0xff, 24, 8],
    &[0, 0xff, 0x59, 2, 0x80, 1],
    &[0, 0xff, 0x20, 1, 15],
    &[0, 0xf0, 0x85, 0],
    &[0, 0xf7, 1, 0xf8],
    &[0, 0x90, 60, 100],
    &[0, 0x90, 60, 0],
    &[0, 0xbf, 123, 0],
    &[0, 0xe0, 0x7f, 0x7f],
];

const BYTES: &[u8] = &[0, 1, 0x2f, 0x51, 0x58, 0x7f, 0x80, 0x90, 0xf0, 0xf7, 0xff];
const DIVISIONS: &[u16] = &[0, 1, 24, 480, 960, 32_767, 0x8000, 0x8001, 0x80ff, 0xe250, 0xffff];
/// More damage at once hides more than it finds.
const STEPS_MAX: usize = 4;
/// A copy of a larger chunk only makes a file that is too large, at the price of several of them in memory.
const COPIED_BYTES_MAX: usize = 256 * 1_024;
/// The reader refuses what is larger without looking, so there is nothing to learn from it.
const BYTES_MAX: usize = music::midi_file::BYTES_MAX + 1_024;

/// `bytes`, damaged by chance; what is spliced in comes from other files of `corpus`.
pub(super) fn damaged(mut bytes: Vec<u8>, corpus: &Corpus, chance: &mut Chance) -> Vec<u8> {
    if !chance.one_in(3) {
        let mut file = Chunked::of(&bytes);
        for _ in 0..=chance.index(STEPS_MAX) {
            damage_chunks(&mut file, corpus, chance);
        }
        bytes = file.to_bytes();
    }
    if chance.one_in(2) {
        for _ in 0..=chance.index(STEPS_MAX) {
            damage_bytes(&mut bytes, corpus, chance);
        }
    }
    bytes.truncate(BYTES_MAX);
    bytes
}

/// Lengths and the number of tracks stay right, so that the damage reaches the events.
fn damage_chunks(file: &mut Chunked, corpus: &Corpus, chance: &mut Chance) {
    let count = file.chunks.len();
    if count < 2 {
        return;
    }
    // The header is the first; its fields are damaged rarely, because that is where most files would end.
    let index = 1 + chance.index(count - 1);
    match chance.index(10) {
        0 if chance.one_in(4) => set_division(&mut file.chunks[0], chance.pick(DIVISIONS)),
        1 if file.chunks[index].body.len() <= COPIED_BYTES_MAX => {
            file.chunks.insert(index, file.chunks[index].clone());
        }
        2 if count > 2 => drop(file.chunks.remove(index)),
        3 => {
            let other = 1 + chance.index(count - 1);
            file.chunks.swap(index, other);
        }
        4 => file.chunks[index].id = chance.pick(&[*b"MTrk", *b"XFIH", *b"MThd", *b"mtrk"]),
        _ => damage_bytes(&mut file.chunks[index].body, corpus, chance),
    }
    let tracks = file.chunks.iter().filter(|chunk| &chunk.id == b"MTrk").count();
    if let Some(field) = file.chunks[0].body.get_mut(2..4) {
        field.copy_from_slice(&(tracks as u16).to_be_bytes());
    }
}

fn set_division(header: &mut Chunk, division: u16) {
    if let Some(field) = header.body.get_mut(4..6) {
        field.copy_from_slice(&division.to_be_bytes());
    }
}

fn damage_bytes(bytes: &mut Vec<u8>, corpus: &Corpus, chance: &mut Chance) {
    let at = chance.index(bytes.len());
    let end = (at + 1 + chance.index(32)).min(bytes.len());
    match chance.index(11) {
        0 | 1 => change_byte(bytes, at, |byte| byte ^ (1 << chance.index(8))),
        2 => change_byte(bytes, at, |_| chance.pick(BYTES)),
        3 => change_byte(bytes, at, |_| chance.byte()),
        4 => insert(bytes, at, chance.pick(VARINTS)),
        5 => insert(bytes, at, chance.pick(EVENTS)),
        6 => drop(bytes.drain(at..end)),
        7 => {
            let copy = bytes[at..end].repeat(1 + chance.index(8));
            insert(bytes, at, &copy);
        }
        8 => {
            let donor = &corpus.small[chance.index(corpus.small.len())];
            let (from, length) = (chance.index(donor.len()), chance.index(64));
            insert(bytes, at, &donor[from..(from + length).min(donor.len())]);
        }
        9 => bytes.truncate(at),
        _ => damage_length(bytes, chance),
    }
}

fn change_byte(bytes: &mut [u8], at: usize, change: impl FnOnce(u8) -> u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = change(*byte);
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, what: &[u8]) {
    bytes.splice(at..at, what.iter().copied());
}

fn damage_length(bytes: &mut [u8], chance: &mut Chance) {
    let places = length_places(bytes);
    let Some(field) = places.get(chance.index(places.len())).and_then(|at| bytes.get_mut(*at..*at + 4))
    else {
        return;
    };
    let length = field.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
    let damaged = match chance.index(5) {
        0 => 0,
        1 => u32::MAX,
        2 => length.wrapping_add(1),
        3 => length.wrapping_sub(1),
        _ => length ^ (1 << chance.index(32)),
    };
    field.copy_from_slice(&damaged.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_too_small_to_be_damaged() {
        let corpus = Corpus::from_seed(1);
        let mut chance = Chance::new(3);
        for length in (0..20).cycle().take(5_000) {
            damage_bytes(&mut vec![0xff; length], &corpus, &mut chance);
        }
    }

    #[test]
    fn damaged_chunks_keep_their_count() {
        let corpus = Corpus::from_seed(1);
        let mut chance = Chance::new(4);
        for bytes in &corpus.small {
            let mut file = Chunked::of(bytes);
            damage_chunks(&mut file, &corpus, &mut chance);
            let tracks = file.chunks.iter().filter(|chunk| &chunk.id == b"MTrk").count();
            assert_eq!(file.chunks[0].body[2..4], (tracks as u16).to_be_bytes());
        }
    }
}
