//! Reads what it needs of a SoundFont by itself: a judge does not ask the accused.

use anyhow::{Context, ensure};

pub struct BankFile {
    pub samples: Vec<SampleData>,
    pub instruments: Vec<Instrument>,
    /// Bank and number, and the instrument it plays.
    pub presets: Vec<(u16, u16, usize)>,
}

pub struct SampleData {
    pub name: String,
    pub frames: Vec<i16>,
    pub loop_start: usize,
    pub loop_end: usize,
    pub rate_hz: u32,
    pub root_key: u8,
}

pub struct Instrument {
    pub name: String,
    pub zones: Vec<ZoneKeys>,
}

/// Which keys and velocities play which sample, and whether it loops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneKeys {
    pub keys: (u8, u8),
    pub velocities: (u8, u8),
    pub sample: usize,
    pub is_looped: bool,
}

const KEY_RANGE: u16 = 43;
const VELOCITY_RANGE: u16 = 44;
const INSTRUMENT: u16 = 41;
const SAMPLE: u16 = 53;
const SAMPLE_MODES: u16 = 54;

impl BankFile {
    pub fn read(bytes: &[u8]) -> anyhow::Result<BankFile> {
        let table = |name: &[u8; 4], record: usize| -> anyhow::Result<Vec<&[u8]>> {
            let body = chunk(bytes, name).with_context(|| format!("it has no {}", name.escape_ascii()))?;
            ensure!(body.len() % record == 0, "its {} is cut short", name.escape_ascii());
            Ok(body.chunks_exact(record).collect())
        };
        let data = chunk(bytes, b"smpl").context("it has no samples")?;
        let headers = table(b"shdr", 46)?;
        let samples = headers[..headers.len() - 1].iter().map(|header| sample(header, data));
        let (bags, generators) = (table(b"ibag", 4)?, table(b"igen", 4)?);
        let instruments = table(b"inst", 22)?;
        let instruments = instruments.windows(2).map(|pair| {
            let bags = &bags[word(pair[0], 20) as usize..=word(pair[1], 20) as usize];
            let zones = bags
                .windows(2)
                .filter_map(|pair| zone(&generators[word(pair[0], 0) as usize..word(pair[1], 0) as usize]));
            Instrument { name: name(pair[0]), zones: zones.collect() }
        });
        let (preset_bags, preset_generators) = (table(b"pbag", 4)?, table(b"pgen", 4)?);
        let presets = table(b"phdr", 38)?;
        let presets = presets[..presets.len() - 1].iter().filter_map(|preset| {
            let bag = preset_bags.get(word(preset, 24) as usize)?;
            let next = preset_bags.get(word(preset, 24) as usize + 1)?;
            let own = &preset_generators[word(bag, 0) as usize..word(next, 0) as usize];
            let instrument = own.iter().find(|generator| word(generator, 0) == INSTRUMENT)?;
            Some((word(preset, 22), word(preset, 20), word(instrument, 2) as usize))
        });
        Ok(BankFile {
            samples: samples.collect(),
            instruments: instruments.collect(),
            presets: presets.collect(),
        })
    }

    /// Under which bank and number an instrument is heard.
    pub fn preset_of(&self, instrument: usize) -> Option<(u16, u16)> {
        self.presets
            .iter()
            .find(|(_, _, plays)| *plays == instrument)
            .map(|(bank, number, _)| (*bank, *number))
    }
}

fn sample(header: &[u8], data: &[u8]) -> SampleData {
    let [start, end, loop_start, loop_end] = [20, 24, 28, 32].map(|at| double_word(header, at) as usize);
    let frames = data[start * 2..end * 2].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
    SampleData {
        name: name(header),
        frames: frames.collect(),
        loop_start: loop_start - start,
        loop_end: loop_end - start,
        rate_hz: double_word(header, 36),
        root_key: header[40],
    }
}

/// `None` for the zone that holds for all.
fn zone(generators: &[&[u8]]) -> Option<ZoneKeys> {
    let find = |kind: u16| generators.iter().find(|generator| word(generator, 0) == kind);
    let range = |kind: u16| find(kind).map_or((0, 127), |generator| (generator[2], generator[3]));
    let sample = word(find(SAMPLE)?, 2) as usize;
    let is_looped = find(SAMPLE_MODES).is_some_and(|generator| word(generator, 2) == 1);
    Some(ZoneKeys { keys: range(KEY_RANGE), velocities: range(VELOCITY_RANGE), sample, is_looped })
}

/// The first chunk of that name, found by walking lists.
fn chunk<'a>(bytes: &'a [u8], wanted: &[u8; 4]) -> Option<&'a [u8]> {
    let mut at = 12;
    while at + 8 <= bytes.len() {
        let length = double_word(bytes, at + 4) as usize;
        if &bytes[at..at + 4] == b"LIST" {
            at += 12;
        } else if &bytes[at..at + 4] == wanted {
            return bytes.get(at + 8..at + 8 + length);
        } else {
            at += 8 + length + length % 2;
        }
    }
    None
}

fn word(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn double_word(bytes: &[u8], at: usize) -> u32 {
    u32::from(word(bytes, at)) | u32::from(word(bytes, at + 2)) << 16
}

fn name(record: &[u8]) -> String {
    record[..20].iter().take_while(|byte| **byte != 0).map(|byte| char::from(*byte)).collect()
}
