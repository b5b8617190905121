//! Clips: what is refused, what canonical means, how they are written down and named.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod bytes;
mod hash;
mod limits;
mod transform;

use ai_band_music::clip::{CONTROLLER_MAX, Clip, Control, ControlKind, Note, OFFSET_MAX};
use ai_band_music::pitch::Pitch;
use ai_band_music::time::{Micros, Ticks};
use proptest::prelude::*;

fn note(start: i64, length: i64, key: u8) -> Note {
    Note {
        start: Ticks(start),
        length: Ticks(length),
        offset: Micros(0),
        pitch: Pitch::new(key).unwrap(),
        velocity: 80,
        importance: 127,
    }
}

fn control(at: i64, kind: ControlKind, value: u16) -> Control {
    Control { at: Ticks(at), kind, value }
}

fn clip(length: i64, notes: &[Note]) -> Clip {
    Clip::new(Ticks(length), notes.to_vec(), vec![]).unwrap()
}

/// Lengths, keys and places from few values, so that equal starts and whole duplicates happen.
fn any_clip() -> impl Strategy<Value = Clip> {
    (1..5_000_i64).prop_flat_map(|length| {
        let notes = proptest::collection::vec(any_note(length), 0..12);
        let controls = proptest::collection::vec(any_control(length), 0..8);
        (notes, controls)
            .prop_map(move |(notes, controls)| Clip::new(Ticks(length), notes, controls).unwrap())
    })
}

fn any_note(clip_length: i64) -> impl Strategy<Value = Note> {
    let start = prop_oneof![0..clip_length, 0..clip_length.min(3)];
    let length = prop_oneof![0..3_i64, 0..10_000_i64, Just(200_000_000)];
    let offset = prop_oneof![-2..3_i32, -OFFSET_MAX.0..=OFFSET_MAX.0];
    (start, length, offset, 0..128_u8, 1..128_u8, 0..128_u8).prop_map(
        |(start, length, offset, key, velocity, importance)| Note {
            offset: Micros(offset),
            velocity,
            importance,
            ..note(start, length, key)
        },
    )
}

fn any_control(clip_length: i64) -> impl Strategy<Value = Control> {
    let kind = prop_oneof![
        (0..=CONTROLLER_MAX).prop_map(ControlKind::Controller),
        Just(ControlKind::Bend),
        Just(ControlKind::Pressure)
    ];
    (0..clip_length, kind, 0..16_384_u16)
        .prop_map(|(at, kind, value)| control(at, kind, value.min(kind.value_max())))
}
