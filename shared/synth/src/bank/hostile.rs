//! Damaged banks, thousands of them: each is refused in words, or plays without harm.

use super::{Bank, small};
use crate::synth::{Program, Synth};
use crate::{FluidSynth, bank::Noise};

const ROUNDS: u64 = 1_500;
const RATE: u32 = 22_050;

/// Plays what can be played: `None` where the bank was refused.
fn played(bytes: Vec<u8>) -> Option<f32> {
    let bank = Bank::from_bytes("hostile.sf2", bytes)
        .map_err(|error| assert!(error.to_string().starts_with("hostile.sf2: ")))
        .ok()?;
    let mut synth = FluidSynth::open(&bank, RATE).ok()?;
    for (channel, program) in bank.programs().iter().take(16).enumerate() {
        synth.program(channel as u8, *program);
        for key in [0, 36, 60, 64, 65, 90, 127] {
            synth.note_on(channel as u8, key, 1 + key);
        }
    }
    let (mut left, mut right) = ([0.0; 300], [0.0; 300]);
    let mut peak = 0.0_f32;
    for _ in 0..3 {
        synth.render(&mut left, &mut right);
        assert!(left.iter().chain(&right).all(|sample| sample.is_finite()));
        peak = left.iter().fold(peak, |peak, sample| peak.max(sample.abs()));
        synth.control(0, 1, 127);
        synth.bend(0, 16_383);
    }
    Some(peak)
}

#[test]
fn the_small_bank_itself_plays() {
    assert!(played(small::bytes()).is_some_and(|peak| peak > 0.001));
}

/// Bytes of its tables changed at random, as many as 20 at once.
#[test]
fn changed_tables_do_no_harm() {
    let bytes = small::bytes();
    let tables = bytes.windows(4).position(|word| word == b"pdta").expect("there are tables");
    let mut dice = Noise::new(7);
    let mut die = |sides: usize| ((dice.next() + 1.0) / 2.0 * sides as f64) as usize % sides;
    let (mut heard, mut refused) = (0, 0);
    for _ in 0..ROUNDS {
        let mut changed = bytes.clone();
        for _ in 0..=die(20) {
            let place = tables + die(bytes.len() - tables);
            changed[place] = [0, 1, 0x7f, 0x80, 0xff, die(256) as u8][die(6)];
        }
        match played(changed) {
            Some(_) => heard += 1,
            None => refused += 1,
        }
    }
    assert!(heard > ROUNDS / 10 && refused > ROUNDS / 10, "{heard} heard, {refused} refused");
}

/// Any byte anywhere, and pieces taken out or put in.
#[test]
fn cut_and_shuffled_files_do_no_harm() {
    let bytes = small::bytes();
    let mut dice = Noise::new(8);
    let mut die = |sides: usize| ((dice.next() + 1.0) / 2.0 * sides as f64) as usize % sides;
    for _ in 0..ROUNDS {
        let mut changed = bytes.clone();
        let (from, count) = (die(bytes.len()), die(64));
        match die(3) {
            0 => drop(changed.drain(from..(from + count).min(bytes.len()))),
            1 => drop(changed.splice(from..from, bytes[..count].iter().copied())),
            _ => changed[from] ^= 1 << die(8),
        }
        played(changed);
    }
}

/// Vorbis streams with bytes changed: a decoder in C was lost here more than once.
#[test]
fn changed_streams_do_no_harm() {
    let bytes = super::read::compressed_small();
    let mut dice = Noise::new(10);
    let mut die = |sides: usize| ((dice.next() + 1.0) / 2.0 * sides as f64) as usize % sides;
    for _ in 0..ROUNDS / 5 {
        let mut changed = bytes.clone();
        for _ in 0..=die(12) {
            // The stream is in the front.
            let place = 100 + die(4_200);
            changed[place] = [0, 0xff, die(256) as u8][die(3)];
        }
        played(changed);
    }
}

#[test]
fn noise_that_begins_as_a_bank_is_refused() {
    let mut dice = Noise::new(9);
    for _ in 0..500 {
        let mut bytes: Vec<u8> = (0..2_000).map(|_| (dice.next() * 128.0) as i8 as u8).collect();
        bytes[..12].copy_from_slice(b"RIFF\xc8\x07\0\0sfbk");
        assert_eq!(played(bytes), None);
    }
}

#[test]
fn a_bank_of_any_program_gives_something_for_every_wish() {
    let bank = Bank::from_bytes("small.sf2", small::bytes()).unwrap();
    for number in 0..128 {
        for wanted in [Program::pitched(number), Program::kit(number), Program { bank: 9, number }] {
            assert!(bank.programs().contains(&bank.nearest(wanted)), "{wanted:?}");
        }
    }
    for (wanted, got) in [(32, 33), (35, 33), (4, 0), (56, 0), (0, 0)] {
        assert_eq!(bank.nearest(Program::pitched(wanted)), Program::pitched(got));
    }
}
