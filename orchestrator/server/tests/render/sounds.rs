//! The bytes: as long as was said, the same every time, silence where nothing plays.

use music::lane::Lane;
use orchestrator::render::Sound;
use synth::bank::{Bank, make};
use synth::wav::Format;

use crate::stage::Stage;

pub(crate) fn rendered(stage: &Stage, bank: &Bank) -> Vec<u8> {
    let mut sound = Sound::open(&stage.order, &stage.library, bank).unwrap();
    let head = sound.next_piece().unwrap();
    assert_eq!(head.len(), 44, "it comes alone and at once");
    let mut bytes = head;
    while let Some(piece) = sound.next_piece() {
        assert!(!piece.is_empty() && piece.len() <= 140_000, "{} bytes at once", piece.len());
        bytes.extend(piece);
    }
    assert_eq!(sound.next_piece(), None);
    assert_eq!(bytes.len() as u64, stage.order.header().unwrap().1, "as long as was said");
    bytes
}

/// Of a file of 16 bits.
pub(crate) fn frames_of(bytes: &[u8]) -> Vec<[i16; 2]> {
    let side = |bytes: &[u8]| i16::from_le_bytes([bytes[0], bytes[1]]);
    bytes[44..].chunks_exact(4).map(|frame| [side(frame), side(&frame[2..])]).collect()
}

fn is_silent(frames: &[[i16; 2]]) -> bool {
    // The dither's last bit.
    frames.iter().all(|frame| frame.iter().all(|side| side.abs() <= 1))
}

#[test]
fn two_renders_are_the_same_bytes_and_long_as_was_said() {
    let bank = Bank::from_bytes("default", make()).unwrap();
    for (format, sample_rate) in [(Format::Int16, 48_000), (Format::Int24, 44_100), (Format::Float32, 96_000)]
    {
        let mut stage = Stage::new().bars(3, 5);
        (stage.order.format, stage.order.sample_rate) = (format, sample_rate);
        assert!(rendered(&stage, &bank) == rendered(&stage, &bank), "{format:?}");
    }
}

#[test]
fn where_nobody_plays_is_silence_of_the_right_length() {
    let bank = Bank::from_bytes("default", make()).unwrap();
    let mut stage = Stage::new().bars(12, 14);
    stage.order.tail_seconds = 0.0;
    let frames = frames_of(&rendered(&stage, &bank));
    assert_eq!(frames.len(), 8 * 48_000, "eight beats at 60");
    assert!(is_silent(&frames));
}

#[test]
fn a_tail_rings_out_and_without_one_it_ends_where_it_ends() {
    let bank = Bank::from_bytes("default", make()).unwrap();
    let mut stage = Stage::new().bars(7, 8);
    for (tail_seconds, frames) in [(0.0, 4 * 48_000), (2.5, 4 * 48_000 + 120_000)] {
        stage.order.tail_seconds = tail_seconds;
        let found = frames_of(&rendered(&stage, &bank));
        assert_eq!(found.len(), frames);
        assert!(!is_silent(&found[4 * 48_000 - 4_800..]), "the pad and the snare ring");
    }
}

#[test]
fn it_begins_at_once_and_is_below_full_scale() {
    let bank = Bank::from_bytes("default", make()).unwrap();
    let frames = frames_of(&rendered(&Stage::new(), &bank));
    assert!(!is_silent(&frames[..2_400]), "the first kick is in the first 50 ms");
    let loudest = frames.iter().flatten().map(|side| side.unsigned_abs()).max().unwrap();
    assert!((3_000..30_000).contains(&loudest), "{loudest}");
    let mut nobody = Stage::new();
    Lane::ALL.into_iter().for_each(|lane| nobody.order.chairs[lane.index()].is_heard = false);
    assert!(is_silent(&frames_of(&rendered(&nobody, &bank))));
}
