//! What the bank is made of: exact functions, tones that loop, strings that are in tune.

use super::exact::{cosine, decay, frequency, from_decibels, power_of_two, sine};
use super::filter::{Mode, high_pass, low_pass};
use super::noise::Noise;
use super::partials::{self, Partial};
use super::string::{Pluck, string};
use super::tone::{Pitch, Tone};
use super::{checksum, make, spans};

fn power(frames: &[f64]) -> f64 {
    frames.iter().map(|frame| frame * frame).sum::<f64>() / frames.len() as f64
}

#[test]
fn exact_functions_agree_with_the_machines_own() {
    for place in -400..400 {
        let turns = f64::from(place) * 0.0137;
        assert!((sine(turns) - (turns * std::f64::consts::TAU).sin()).abs() < 1e-12, "{turns}");
        assert!((cosine(turns) - (turns * std::f64::consts::TAU).cos()).abs() < 1e-12, "{turns}");
        let exponent = f64::from(place) * 0.05;
        assert!((power_of_two(exponent) / exponent.exp2() - 1.0).abs() < 1e-12, "{exponent}");
    }
    for (key, hz) in [(69.0, 440.0), (57.0, 220.0), (60.0, 261.625_565), (21.0, 27.5)] {
        assert!((frequency(key) - hz).abs() < 1e-5, "{key}");
    }
    assert!((decay(480.0).powi(480) - 0.001).abs() < 1e-9);
    assert!((from_decibels(-20.0) - 0.1).abs() < 1e-12);
}

#[test]
fn every_keys_period_is_whole_and_in_tune() {
    for key in 0..=127 {
        for rate in [14_000.0, 22_050.0, 32_000.0] {
            let pitch = Pitch::of_key(key, rate);
            let cents = 1_200.0 * (pitch.hz() / frequency(f64::from(key))).log2();
            assert!(cents.abs() < 0.1, "key {key} near {rate} Hz: {cents:.3} cents");
        }
    }
}

#[test]
fn a_string_repeats_after_its_period_and_darkens() {
    let pitch = Pitch::of_key(45, 22_050.0);
    let pluck = Pluck { place: 0.2, pickup: 0.0, width: 0.02, scratch: 0.5, darkening: 4.0 };
    let frames = string(pitch, &pluck, pitch.period_frames * 60, &mut Noise::new(5));
    let at = |period: usize| &frames[period * pitch.period_frames..(period + 1) * pitch.period_frames];
    let apart: Vec<f64> = at(50).iter().zip(at(51)).map(|(one, next)| one - next).collect();
    assert!(power(&apart) < power(at(50)) * 1e-4, "it is not periodic");
    let steps = |frames: &[f64]| {
        power(&frames.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()) / power(frames)
    };
    assert!(steps(at(50)) < steps(at(0)) / 3.0, "it does not darken");
    assert!(at(50).iter().sum::<f64>().abs() < 1e-9, "it drifts");
}

#[test]
fn a_loop_of_partials_has_no_seam_whatever_their_ratios() {
    let pitch = Pitch::of_key(57, 22_050.0);
    let partial = |ratio: f64| Partial { ratio, level: 0.2, seconds: 0.5, turn: 0.1 };
    let tone = partials::tone(pitch, &[partial(1.0), partial(2.013), partial(5.2)], 0.1, 0.2);
    let start = tone.frames.len() - tone.loop_frames;
    // What would come next, were there more of it.
    let longer = partials::tone(pitch, &[partial(1.0), partial(2.013), partial(5.2)], 0.1, 0.2);
    let (last, first) = (tone.frames[tone.frames.len() - 1], longer.frames[start]);
    let usual = tone.frames.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f64::max);
    assert!((first - last).abs() <= usual, "{first} after {last}");
    assert_eq!(tone.loop_frames % pitch.period_frames, 0);
}

#[test]
fn what_fades_into_its_loop_comes_round_unchanged() {
    let pitch = Pitch { period_frames: 10, rate_hz: 1_000 };
    let frames: Vec<f64> =
        (0..200).map(|place| f64::from(place) * 0.001 + sine(f64::from(place) / 10.0)).collect();
    let before = frames[99 + 50];
    let tone = Tone::looped(frames.clone(), pitch, 50);
    assert_eq!(tone.frames[..150], frames[..150], "what is before the loop has changed");
    assert!((tone.frames[199] - before).abs() < 1e-12, "the end is not what stands before the start");
}

#[test]
fn tones_are_as_loud_as_asked_and_never_clip() {
    let wave = || (0..4_000).map(|place| sine(f64::from(place) / 40.0)).collect::<Vec<f64>>();
    let tone = Tone::once(wave(), 4_000).levelled(-20.0);
    assert!((10.0 * power(&tone.frames[..1_400]).log10() + 20.0).abs() < 0.05);
    for tone in [Tone::once(wave(), 4_000).levelled(20.0), Tone::once(wave(), 4_000).peaking(0.0)] {
        let peak = tone.samples().map(i16::unsigned_abs).max().unwrap_or(0);
        assert!((29_000..29_300).contains(&peak), "{peak}");
    }
    let faded = Tone::once(wave(), 4_000).faded(0.5);
    assert_eq!(faded.frames.last(), Some(&0.0));
    assert_eq!(faded.frames[..1_999], wave()[..1_999]);
}

#[test]
fn filters_let_through_what_they_should() {
    let tone = |hz: f64| (0..8_000).map(|place| sine(f64::from(place) * hz / 8_000.0)).collect::<Vec<f64>>();
    for (hz, low_most, high_most) in [(20.0, 1.0, 0.05), (3_000.0, 0.2, 1.3)] {
        let (mut low, mut high) = (tone(hz), tone(hz));
        low_pass(&mut low, 400.0, 8_000.0);
        high_pass(&mut high, 400.0, 8_000.0);
        let of = |frames: &[f64]| (power(&frames[4_000..]) / 0.5).sqrt();
        assert!(of(&low) <= low_most && of(&high) <= high_most, "{hz} Hz: {} and {}", of(&low), of(&high));
    }
}

#[test]
fn a_mode_rings_at_its_own_frequency_for_its_own_time() {
    let mut frames = vec![0.0; 8_000];
    Mode::new(250.0, 1.0, 0.5).ring(&mut frames, 8_000.0);
    let crossings = frames[..2_000].windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
    assert!((61..=63).contains(&crossings), "{crossings}");
    let fallen = 10.0 * (power(&frames[..320]) / power(&frames[4_000..4_320])).log10();
    assert!((fallen - 60.0).abs() < 1.0, "{fallen}");
}

#[test]
fn noise_is_even_and_the_same_every_time() {
    let draw = || {
        let mut noise = Noise::new(3);
        (0..10_000).map(|_| noise.next()).collect::<Vec<f64>>()
    };
    assert_eq!(draw(), draw());
    assert!((power(&draw()) - 1.0 / 3.0).abs() < 0.02 && (draw().iter().sum::<f64>() / 1e4).abs() < 0.03);
    assert!(draw().iter().all(|value| (-1.0..1.0).contains(value)));
}

#[test]
fn spans_cover_every_key_once() {
    let spans = spans(28, 68, 5, |_| Tone::once(vec![0.0], 1_000));
    let mut next = 0;
    for span in &spans {
        assert_eq!(span.low, next);
        assert!((span.low..=span.high).contains(&span.root));
        next = span.high + 1;
    }
    assert_eq!(next, 128);
}

#[test]
fn a_bank_knows_whether_it_is_whole() {
    let bytes = make();
    assert!(checksum::is_whole(&bytes));
    for place in [4, 60, 200, 1_000, 2_000_000, bytes.len() - 1] {
        let mut changed = bytes.clone();
        changed[place] ^= 4;
        assert!(!checksum::is_whole(&changed), "byte {place}");
    }
    for length in [0, 10, 100, 511, bytes.len() - 1] {
        assert!(!checksum::is_whole(&bytes[..length]), "{length} bytes");
    }
}

/// A file that is not counted would leave old banks in caches for ever.
#[test]
fn the_edition_counts_every_file_that_makes_the_bank() {
    let text = include_str!("../made.rs");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bank/made");
    for folder in [folder.clone(), folder.join("kit")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            let is_counted = text.contains(&format!("/{name}\")"));
            assert!(is_counted || name == "tests.rs" || !name.ends_with(".rs"), "{name} is not counted");
        }
    }
}
