//! Every chair of the band is heard on its channel, and every program of General MIDI is something.

use ai_band_synth::{CHANNELS, Program, Synth};
use music::lane::Lane;

use crate::stand::{bank, listen, listen_mono, open, power};

#[test]
fn every_lane_sounds_and_ends() {
    for lane in Lane::ALL {
        let mut synth = open(48_000);
        let character = lane.character();
        let key = if character.is_kit { 38 } else { 48 };
        synth.note_on(character.channel, key, 100);
        let (left, right) = listen(&mut synth, 12_000);
        assert!(power(&left) > 1e-6 && power(&right) > 1e-6, "{lane} is silent");
        synth.note_off(character.channel, key);
        listen(&mut synth, 48_000 * 4);
        let (left, _) = listen(&mut synth, 4_800);
        assert!(power(&left) < 1e-8, "{lane} does not end: {}", power(&left));
    }
}

#[test]
fn the_bank_is_small_and_always_the_same() {
    let bytes = ai_band_synth::bank::make();
    assert!(bytes.len() <= 4 << 20, "{} bytes", bytes.len());
    assert!(bytes == ai_band_synth::bank::make());
}

#[test]
fn every_program_is_something() {
    let mut synth = open(22_050).dry();
    for number in 0..128 {
        assert_eq!(bank().nearest(Program::pitched(number)), Program::pitched(number));
        synth.program(0, Program::pitched(number));
        synth.note_on(0, 60, 100);
        assert!(power(&listen_mono(&mut synth, 4_410)) > 1e-7, "program {number} is silent");
        synth.all_sound_off();
    }
}

/// What a drummer and a percussionist hit, sixteen pieces of a kit among it, softly and hard.
#[test]
fn every_piece_of_the_kit_sounds_on_any_channel_louder_when_hit_harder() {
    let kit = [35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 55, 57, 59];
    let hands = [54, 56, 60, 61, 62, 63, 64, 69, 70, 75, 76, 77, 80, 81, 82];
    let mut synth = open(32_000).dry();
    for (place, key) in kit.into_iter().chain(hands).enumerate() {
        let channel = (place % usize::from(CHANNELS)) as u8;
        synth.program(channel, Program::kit(0));
        let [soft, hard] = [60, 110].map(|velocity| {
            synth.note_on(channel, key, velocity);
            let heard = power(&listen_mono(&mut synth, 3_200));
            synth.all_sound_off();
            heard
        });
        assert!(soft > 1e-8 && hard > soft * 2.0, "key {key}: {soft} and {hard}");
    }
}

#[test]
fn a_closed_hat_ends_an_open_one() {
    let ring = |is_closed: bool| {
        let mut synth = open(32_000).dry();
        synth.note_on(9, 46, 110);
        listen(&mut synth, 3_200);
        if is_closed {
            synth.note_on(9, 42, 1);
        }
        listen(&mut synth, 6_400);
        power(&listen_mono(&mut synth, 3_200))
    };
    assert!(ring(true) < ring(false) / 20.0);
}
