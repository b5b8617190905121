//! A bank for tests: two samples, two instruments, three presets, four kilobytes.

use super::font::{Font, Generator, Instrument, Modulator, Preset, Sample, Zone, kind};
use super::write;

pub(crate) const FRAMES: usize = 1_000;

pub(crate) fn font() -> Font {
    let sample = |name: &str, start: u32, root_key: u8| Sample {
        name: name.to_owned(),
        start,
        end: start + 400,
        loop_start: start + 100,
        loop_end: start + 300,
        rate_hz: 22_050,
        root_key,
        correction_cents: -3,
    };
    let zone = |low: u8, high: u8, sample: u16| Zone {
        generators: vec![Generator::range(kind::KEY_RANGE, low, high), Generator::new(kind::SAMPLE_MODES, 1)],
        modulators: vec![],
        target: Some(sample),
    };
    let to_filter = Modulator {
        source: 0x0502,
        destination: kind::FILTER_CUTOFF,
        amount: -1_200,
        amount_source: 0,
        transform: 0,
    };
    let for_all = Zone {
        generators: vec![Generator::new(kind::ENVELOPE_RELEASE, -2_000)],
        modulators: vec![to_filter],
        target: None,
    };
    let to = |instrument: u16| Zone { target: Some(instrument), ..Zone::default() };
    let preset = |name: &str, bank: u16, number: u16, instrument: u16| Preset {
        name: name.to_owned(),
        bank,
        number,
        zones: vec![to(instrument)],
    };
    Font {
        name: "Small".to_owned(),
        comment: String::new(),
        samples: vec![sample("00000", 0, 60), sample("00001", 500, 72)],
        instruments: vec![
            Instrument { name: "Two".to_owned(), zones: vec![for_all, zone(0, 64, 0), zone(65, 127, 1)] },
            Instrument { name: "One".to_owned(), zones: vec![zone(0, 127, 1)] },
        ],
        presets: vec![preset("Keys", 0, 0, 0), preset("Bass", 0, 33, 1), preset("Kit", 128, 0, 1)],
    }
}

pub(crate) fn frames() -> Vec<i16> {
    (0..FRAMES).map(|place| (9_000.0 * (place as f64 * 0.0628).sin()) as i16).collect()
}

pub(crate) fn bytes() -> Vec<u8> {
    write::whole(&font(), &frames())
}
