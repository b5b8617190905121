//! Whatever comes, the synth plays on: no panic, no endless sound, no number that is none.

use ai_band_synth::{Program, Synth};
use proptest::prelude::*;

use crate::stand::{listen, listen_mono, open, power};

#[derive(Clone, Copy, Debug)]
enum Word {
    On(u8, u8, u8),
    Off(u8, u8),
    Control(u8, u8, u8),
    Bend(u8, u16),
    Program(u8, u16, u8),
    AllOff,
    Listen(usize),
}

/// Mostly in range, sometimes anything.
fn byte(most: u8) -> impl Strategy<Value = u8> {
    prop_oneof![9 => 0..=most, 1 => any::<u8>()]
}

fn word() -> impl Strategy<Value = Word> {
    prop_oneof![
        8 => (byte(15), byte(127), byte(127)).prop_map(|(channel, key, velocity)| Word::On(channel, key, velocity)),
        4 => (byte(15), byte(127)).prop_map(|(channel, key)| Word::Off(channel, key)),
        // The parameter numbers (98 to 101) and their data (6, 38) are where trouble would be.
        3 => (byte(15), prop_oneof![byte(127), Just(6), Just(38), 98..=101_u8], byte(127))
            .prop_map(|(channel, number, value)| Word::Control(channel, number, value)),
        1 => (byte(15), any::<u16>()).prop_map(|(channel, value)| Word::Bend(channel, value)),
        1 => (byte(15), prop_oneof![0..=128_u16, any::<u16>()], any::<u8>())
            .prop_map(|(channel, bank, number)| Word::Program(channel, bank, number)),
        1 => Just(Word::AllOff),
        4 => (0..700_usize).prop_map(Word::Listen),
    ]
}

fn say(synth: &mut impl Synth, word: Word) -> Vec<f32> {
    match word {
        Word::On(channel, key, velocity) => synth.note_on(channel, key, velocity),
        Word::Off(channel, key) => synth.note_off(channel, key),
        Word::Control(channel, number, value) => synth.control(channel, number, value),
        Word::Bend(channel, value) => synth.bend(channel, value),
        Word::Program(channel, bank, number) => synth.program(channel, Program { bank, number }),
        Word::AllOff => synth.all_sound_off(),
        Word::Listen(frames) => return listen_mono(synth, frames),
    }
    Vec::new()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_anybody_says_breaks_it(words in prop::collection::vec(word(), 1..120)) {
        let mut synth = open(32_000);
        for word in words {
            let heard = say(&mut synth, word);
            prop_assert!(heard.iter().all(|sample| sample.is_finite()), "after {word:?}");
        }
        synth.all_sound_off();
        listen(&mut synth, 32_000 * 2);
        prop_assert!(power(&listen_mono(&mut synth, 3_200)) < 1e-7, "something still sounds");
    }
}

#[test]
fn more_notes_than_voices_steal_the_oldest_and_end_all_the_same() {
    let mut synth = open(32_000).dry();
    for channel in 0..16 {
        for key in 30..90 {
            synth.note_on(channel, key, 100);
        }
    }
    assert!(power(&listen_mono(&mut synth, 3_200)) > 0.0);
    for channel in 0..16 {
        for key in 30..90 {
            synth.note_off(channel, key);
        }
    }
    listen(&mut synth, 32_000 * 6);
    assert!(power(&listen_mono(&mut synth, 3_200)) < 1e-9);
}
