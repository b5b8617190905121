//! What comes through, what is left out, what is refused.

use super::*;
use crate::bank::font::{Generator, Modulator, Zone, kind};
use crate::bank::{small, write};

fn found(bytes: Vec<u8>) -> Result<Found, Fault> {
    read(&Source::Bytes(bytes.into()))
}

fn font_of(font: &Font) -> Font {
    found(write::whole(font, &small::frames())).unwrap_or_else(|fault| panic!("{fault:?}")).font
}

fn refusal(bytes: Vec<u8>) -> String {
    found(bytes).err().map(|fault| fault.of("a.sf2").to_string()).expect("it is refused")
}

/// The small bank with one thing different.
fn with(change: impl FnOnce(&mut Font)) -> Font {
    let mut font = small::font();
    change(&mut font);
    font
}

#[test]
fn what_is_written_is_read_again() {
    let there = found(small::bytes()).unwrap();
    assert_eq!(there.font, small::font());
    let data = there.data_start as usize..there.data_start as usize + there.data_bytes as usize;
    let frames: Vec<u8> = small::frames().iter().flat_map(|frame| frame.to_le_bytes()).collect();
    assert_eq!(small::bytes()[data], frames);
}

#[test]
fn our_own_bank_is_sane_to_the_last_zone() {
    let bytes = crate::bank::make();
    let there = found(bytes.clone()).unwrap();
    assert_eq!((there.font.presets.len(), there.font.instruments.len()), (129, 10));
    // Names of samples aside, nothing in it had to be changed.
    let (head, tail) = write::around(&there.font, there.data_bytes);
    assert_eq!(tail.len(), bytes.len() - there.data_start as usize - there.data_bytes as usize);
    assert!(head.len() < there.data_start as usize, "its comment is longer than ours");
}

#[test]
fn every_truncation_is_refused_and_says_so() {
    let bytes = small::bytes();
    for length in 0..bytes.len() {
        let text = refusal(bytes[..length].to_vec());
        assert!(text.starts_with("a.sf2: is ") && text.contains("; "), "{length}: {text}");
    }
}

#[test]
fn other_files_are_no_banks() {
    let table: [&[u8]; 6] =
        [b"", b"RIFF", b"MThd\0\0\0\x06\0\0\0\0\0\0", b"RIFF\x04\0\0\0WAVE", &[0; 4_096], &[0xff; 4_096]];
    for bytes in table {
        let text = refusal(bytes.to_vec());
        assert!(text.contains("is no SoundFont") || text.contains("is damaged"), "{text}");
    }
}

#[test]
fn what_points_outside_is_left_out() {
    let zone = |target: u16| Zone { target: Some(target), ..Zone::default() };
    let there = font_of(&with(|font| {
        font.instruments[0].zones.push(zone(7));
        font.presets[0].zones.push(zone(9));
        font.instruments[1].zones[0].target = Some(65_535);
    }));
    assert_eq!(there.instruments.len(), 1, "an instrument without samples stays");
    assert_eq!(there.instruments[0].zones.len(), 3);
    let programs: Vec<(u16, u16)> = there.presets.iter().map(|preset| (preset.bank, preset.number)).collect();
    assert_eq!(programs, [(0, 0)], "presets without instruments stay");
}

#[test]
fn samples_that_cannot_be_played_take_their_zones_with_them() {
    let changes: [fn(&mut Sample); 6] = [
        |sample| sample.end = 1_001,
        |sample| sample.end = sample.start,
        |sample| sample.start = u32::MAX,
        |sample| sample.end = sample.start + 20,
        |sample| sample.rate_hz = 0,
        |sample| sample.rate_hz = u32::MAX,
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let there = font_of(&with(|font| change(&mut font.samples[0])));
        assert_eq!((there.samples.len(), there.instruments[0].zones.len()), (1, 2), "{place}");
        assert_eq!(there.instruments[0].zones[1].target, Some(0), "{place}: not its new place");
    }
}

#[test]
fn a_loop_that_is_none_becomes_the_whole_sample() {
    for (loop_start, loop_end) in [(0, 0), (300, 100), (100, 110), (100, 401), (u32::MAX, 5), (0, 400)] {
        let there = font_of(&with(|font| {
            (font.samples[0].loop_start, font.samples[0].loop_end) = (loop_start, loop_end);
        }));
        assert_eq!((there.samples[0].loop_start, there.samples[0].loop_end), (8, 392), "{loop_start}");
    }
}

#[test]
fn settings_are_kept_in_their_bounds_once_and_in_order() {
    let table: [(&[Generator], &[Generator]); 8] = [
        (&[Generator::new(kind::PAN, 900)], &[Generator::new(kind::PAN, 500)]),
        (&[Generator::new(kind::ATTENUATION, -5)], &[Generator::new(kind::ATTENUATION, 0)]),
        (
            &[Generator::new(kind::ENVELOPE_ATTACK, i16::MIN)],
            &[Generator::new(kind::ENVELOPE_ATTACK, i16::MIN)],
        ),
        (&[Generator::new(99, 1), Generator::new(14, 1), Generator::new(60, 1)], &[]),
        (&[Generator::new(kind::PAN, 1), Generator::new(kind::PAN, 2)], &[Generator::new(kind::PAN, 2)]),
        (
            &[Generator::new(kind::PAN, 1), Generator::range(kind::KEY_RANGE, 1, 255)],
            &[Generator::range(kind::KEY_RANGE, 1, 127), Generator::new(kind::PAN, 1)],
        ),
        (&[Generator::new(kind::ROOT_KEY, 300)], &[Generator::new(kind::ROOT_KEY, 127)]),
        (&[Generator::new(kind::SCALE_TUNING, 30_000)], &[Generator::new(kind::SCALE_TUNING, 1_200)]),
    ];
    for (given, kept) in table {
        let there = font_of(&with(|font| font.instruments[1].zones[0].generators = given.to_vec()));
        assert_eq!(there.instruments[1].zones[0].generators, kept, "{given:?}");
    }
}

#[test]
fn a_preset_may_take_away_and_may_not_touch_samples() {
    let there = font_of(&with(|font| {
        let given = [(kind::ATTENUATION, -100), (kind::START_OFFSET, 5), (kind::ROOT_KEY, 5)];
        font.presets[0].zones[0].generators =
            given.map(|(kind, amount)| Generator::new(kind, amount)).to_vec();
    }));
    assert_eq!(there.presets[0].zones[0].generators, [Generator::new(kind::ATTENUATION, -100)]);
}

#[test]
fn a_zone_without_keys_is_left_out() {
    let there = font_of(&with(|font| {
        font.instruments[0].zones[1].generators[0] = Generator::range(kind::KEY_RANGE, 64, 0);
    }));
    assert_eq!(there.instruments[0].zones.len(), 2);
}

/// FluidLite takes the destination for an index into its own memory.
#[test]
fn modulators_that_point_anywhere_are_left_out() {
    let sane = Modulator { source: 0x0502, destination: 48, amount: 5, amount_source: 0, transform: 0 };
    let table = [
        (sane, true),
        (Modulator { source: 0x0081, ..sane }, true),
        (Modulator { destination: 60, ..sane }, false),
        (Modulator { destination: 0x8000, ..sane }, false),
        (Modulator { destination: 65_535, ..sane }, false),
        (Modulator { destination: kind::SAMPLE, ..sane }, false),
        (Modulator { destination: kind::KEY_RANGE, ..sane }, false),
        (Modulator { source: 0x0005, ..sane }, false),
        (Modulator { source: 0x1002, ..sane }, false),
        (Modulator { amount_source: 0x007f, ..sane }, false),
        (Modulator { transform: 2, ..sane }, false),
    ];
    for (modulator, is_kept) in table {
        let there = font_of(&with(|font| font.instruments[1].zones[0].modulators = vec![modulator]));
        assert_eq!(!there.instruments[1].zones[0].modulators.is_empty(), is_kept, "{modulator:?}");
    }
}

#[test]
fn only_the_first_zone_holds_for_all() {
    let there = font_of(&with(|font| {
        let lost = Zone { generators: vec![Generator::new(kind::PAN, 3)], ..Zone::default() };
        font.instruments[0].zones.push(lost.clone());
        font.instruments[1].zones.insert(1, lost);
    }));
    assert_eq!((there.instruments[0].zones.len(), there.instruments[1].zones.len()), (3, 1));
}

#[test]
fn a_preset_given_twice_and_one_outside_are_left_out() {
    let there = font_of(&with(|font| {
        let mut twin = font.presets[0].clone();
        twin.name = "Twin".to_owned();
        font.presets.push(twin.clone());
        font.presets.push(Preset { number: 128, ..twin.clone() });
        font.presets.push(Preset { bank: 129, ..twin });
    }));
    assert_eq!(there.presets, small::font().presets);
}

#[test]
fn a_bank_without_anything_is_damaged() {
    let text = refusal(write::whole(&with(|font| font.presets.clear()), &small::frames()));
    assert_eq!(text, "a.sf2: is damaged: nothing in it can be played; get it again, or choose another bank");
}

/// A kilobyte can ask for a billion zones: every preset zone copies all zones of its instrument.
#[test]
fn a_bank_that_multiplies_is_too_big() {
    let font = with(|font| {
        let zone = font.instruments[1].zones[0].clone();
        font.instruments[1].zones = vec![zone; 2_000];
        let zone = font.presets[1].zones[0].clone();
        font.presets[1].zones = vec![zone; 2_000];
    });
    let text = refusal(write::whole(&font, &small::frames()));
    assert!(text.contains("is too big: its presets have more than 100000 zones; choose a smaller"), "{text}");
}

#[test]
fn lengths_that_lie_are_found_before_anything_is_reserved() {
    let bytes = small::bytes();
    for place in (0..bytes.len() - 4)
        .filter(|place| bytes[*place..].starts_with(b"LIST") || bytes[*place..].starts_with(b"smpl"))
    {
        for length in [u32::MAX, 0x7fff_ffff, bytes.len() as u32] {
            let mut bytes = bytes.clone();
            bytes[place + 4..place + 8].copy_from_slice(&length.to_le_bytes());
            refusal(bytes);
        }
    }
}

/// 0.6 s of a tone at 22 050 Hz.
const STREAM: &[u8] = include_bytes!("../../../tests/banks/data/tone.ogg");
const STREAM_FRAMES: u32 = 13_230;

/// The small bank with its first sample compressed, its second not.
fn compressed(stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().next_multiple_of(2), 0);
    let font = with(|font| {
        let end = stream.len() as u32;
        let first = &mut font.samples[0];
        (first.start, first.end, first.loop_start, first.loop_end) = (0, end, 2_000, 12_000);
        let second = &mut font.samples[1];
        let moved = end / 2 + 4;
        (second.start, second.end) = (moved, moved + 400);
        (second.loop_start, second.loop_end) = (moved + 100, moved + 300);
    });
    let plain: Vec<u8> = small::frames().iter().flat_map(|frame| frame.to_le_bytes()).collect();
    let data = [&stream[..], &plain].concat();
    let (mut bytes, tail) = write::around(&font, data.len() as u32);
    bytes.extend(data);
    let headers = bytes.len() + tail.windows(4).position(|word| word == b"shdr").expect("it is written") + 8;
    bytes.extend(tail);
    bytes[headers + 44] |= 0x10;
    bytes
}

pub(crate) fn compressed_small() -> Vec<u8> {
    compressed(STREAM)
}

#[test]
fn compressed_samples_are_unpacked_and_the_others_kept() {
    let there = found(compressed(STREAM)).unwrap();
    let data = there.unpacked.as_deref().unwrap();
    let frames: Vec<i16> = data.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    let [first, second] = [0, 1].map(|place| there.font.samples[place].clone());
    assert_eq!((first.start, first.end, first.loop_start, first.loop_end), (0, STREAM_FRAMES, 2_000, 12_000));
    let tone = &frames[..STREAM_FRAMES as usize];
    let crossings = tone.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count();
    assert!((262..=266).contains(&crossings), "{crossings} periods of 440 Hz in 0.6 s");
    assert_eq!(second.loop_start - second.start, 100);
    assert_eq!(frames[second.start as usize..second.end as usize], small::frames()[4..404]);
    assert_eq!(there.data_bytes as usize, data.len());
}

#[test]
fn a_stream_that_is_none_takes_its_sample_with_it() {
    let damaged = |change: fn(&mut Vec<u8>)| {
        let mut stream = STREAM.to_vec();
        change(&mut stream);
        found(compressed(&stream)).unwrap().font.samples.len()
    };
    assert_eq!(damaged(|_| ()), 2);
    assert_eq!(damaged(|stream| stream.truncate(40)), 1);
    assert_eq!(damaged(|stream| stream.fill(0)), 1);
    assert_eq!(damaged(|stream| stream[29] ^= 0xff), 1);
}
