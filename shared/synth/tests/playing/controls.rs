//! Level, pan, sends, pedal, wheel: what each does, and that it does only that.

use ai_band_synth::{FluidSynth, Synth, controller};

use crate::stand::{listen, listen_mono, open, power, share};

const RATE: u32 = 44_100;
const ORGAN: ai_band_synth::Program = ai_band_synth::Program::pitched(16);

/// An organ holding a key on channel 3.
fn holding(synth: &mut FluidSynth, key: u8) {
    synth.program(3, ORGAN);
    synth.note_on(3, key, 100);
}

#[test]
fn level_and_expression_go_up_and_0_is_silence() {
    for number in [controller::LEVEL, controller::EXPRESSION] {
        let heard: Vec<f64> = [0, 32, 64, 96, 127]
            .into_iter()
            .map(|value| {
                let mut synth = open(RATE).dry();
                synth.control(3, number, value);
                holding(&mut synth, 60);
                listen(&mut synth, 4_410);
                power(&listen_mono(&mut synth, 4_410))
            })
            .collect();
        assert!(
            heard[0] < 1e-12 && heard.is_sorted_by(|quiet, loud| quiet * 2.0 < *loud),
            "{number}: {heard:?}"
        );
    }
}

#[test]
fn pan_moves_from_left_to_right() {
    for (value, least, most) in [(0, 1e3, f64::MAX), (64, 0.9, 1.1), (127, 0.0, 1e-3)] {
        let mut synth = open(RATE).dry();
        synth.control(3, controller::PAN, value);
        holding(&mut synth, 60);
        let (left, right) = listen(&mut synth, 8_820);
        let ratio = power(&left) / power(&right).max(1e-12);
        assert!((least..=most).contains(&ratio), "pan {value}: {ratio}");
    }
}

#[test]
fn a_reverb_send_is_heard_after_the_note_and_a_dry_synth_has_none() {
    let tail = |send: u8, is_dry: bool| {
        let mut synth = if is_dry { open(RATE).dry() } else { open(RATE) };
        synth.program(3, ORGAN);
        synth.control(3, controller::REVERB_SEND, send);
        synth.note_on(3, 72, 110);
        listen(&mut synth, 8_820);
        synth.control(3, 120, 0);
        listen(&mut synth, 441);
        power(&listen_mono(&mut synth, 8_820))
    };
    assert!(tail(127, false) > tail(0, false) * 2.0);
    assert!(tail(127, true) < 1e-12);
}

#[test]
fn a_chorus_send_is_heard_beside_the_note() {
    let heard = |send: u8| {
        let mut synth = open(RATE);
        synth.control(3, controller::CHORUS_SEND, send);
        holding(&mut synth, 60);
        listen_mono(&mut synth, 22_050)
    };
    let apart: Vec<f32> = heard(0).iter().zip(heard(127)).map(|(dry, wet)| wet - dry).collect();
    assert!(power(&apart) > power(&heard(0)) * 0.01);
}

#[test]
fn the_pedal_holds_what_was_let_go() {
    let after = |pedal: u8| {
        let mut synth = open(RATE).dry();
        synth.control(3, controller::SUSTAIN, pedal);
        holding(&mut synth, 60);
        listen(&mut synth, 4_410);
        synth.note_off(3, 60);
        listen(&mut synth, 22_050);
        power(&listen_mono(&mut synth, 4_410))
    };
    assert!(after(127) > 1e-5 && after(0) < 1e-9);
}

#[test]
fn the_wheel_bends_two_semitones_each_way() {
    for (value, hz) in [(0, 391.995), (8_192, 440.0), (16_383, 493.883)] {
        let mut synth = open(RATE).dry();
        holding(&mut synth, 69);
        synth.bend(3, value);
        listen(&mut synth, 4_410);
        let frames = listen_mono(&mut synth, 13_230);
        let there = share(&frames, f64::from(RATE), hz);
        for other in [391.995, 440.0, 493.883].into_iter().filter(|other| (other - hz).abs() > 1.0) {
            assert!(there > share(&frames, f64::from(RATE), other) * 20.0, "wheel at {value}, {other} Hz");
        }
    }
}

#[test]
fn channels_keep_their_own_controls() {
    let mut synth = open(RATE).dry();
    synth.control(4, controller::LEVEL, 0);
    holding(&mut synth, 60);
    assert!(power(&listen_mono(&mut synth, 4_410)) > 1e-5);
}

#[test]
fn all_sound_off_cuts_every_channel_at_once() {
    let mut synth = open(RATE).dry();
    for channel in 0..16 {
        synth.program(channel, ORGAN);
        synth.note_on(channel, 48 + channel, 100);
    }
    assert!(power(&listen_mono(&mut synth, 4_410)) > 1e-4);
    synth.all_sound_off();
    listen(&mut synth, 64);
    assert!(power(&listen_mono(&mut synth, 4_410)) == 0.0);
}
