//! Hosts' sample rates: the same notes, the same pitch, about the same loudness and reverb.

use ai_band_synth::{FluidSynth, OpenError, SAMPLE_RATE_MAX, SAMPLE_RATE_MIN, Synth, controller};

use crate::stand::{bank, listen, listen_mono, open, power, share};

const RATES: [u32; 11] =
    [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000];

#[test]
fn a_note_has_its_pitch_and_loudness_at_every_rate() {
    let usual = loudness_of_an_a(48_000);
    for rate in RATES {
        let decibels = 10.0 * (loudness_of_an_a(rate) / usual).log10();
        assert!(decibels.abs() < 1.0, "{rate} Hz: {decibels:+.2} dB");
        assert_eq!(open(rate).sample_rate(), rate);
    }
}

/// Which it checks to be one.
fn loudness_of_an_a(rate: u32) -> f64 {
    let mut synth = open(rate).dry();
    synth.note_on(1, 69, 100);
    listen(&mut synth, rate as usize / 10);
    let frames = listen_mono(&mut synth, rate as usize / 2);
    let there = share(&frames, f64::from(rate), 440.0);
    for other in [415.3, 466.16] {
        assert!(there > share(&frames, f64::from(rate), other) * 10.0, "{rate} Hz");
    }
    power(&frames)
}

/// FluidLite's reverb has fixed delays: left alone it would ring 24 times longer at 8 kHz than at 192.
#[test]
fn the_room_is_about_as_long_at_every_rate() {
    for rate in [22_050, 44_100, 48_000, 96_000, 192_000] {
        let mut synth = open(rate);
        synth.control(9, controller::REVERB_SEND, 127);
        synth.note_on(9, 75, 127);
        listen(&mut synth, rate as usize / 4);
        let early = power(&listen_mono(&mut synth, rate as usize / 10));
        listen(&mut synth, rate as usize / 10);
        let late = power(&listen_mono(&mut synth, rate as usize / 10));
        let fallen = 10.0 * (early / late).log10();
        assert!((4.0..=22.0).contains(&fallen), "{rate} Hz: {fallen:.1} dB in 0.2 s");
    }
}

#[test]
fn other_rates_are_refused_by_name() {
    for sample_rate in [0, SAMPLE_RATE_MIN - 1, SAMPLE_RATE_MAX + 1, u32::MAX] {
        let refused = FluidSynth::open(bank(), sample_rate).err();
        assert_eq!(refused, Some(OpenError::SampleRate { sample_rate }));
        let text = OpenError::SampleRate { sample_rate }.to_string();
        assert!(text.contains(&sample_rate.to_string()) && text.contains("192000"), "{text}");
    }
}
