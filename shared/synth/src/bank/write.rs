//! Writes a sound font: what stands before its sample data, and what after.

use super::font::{Font, Generator, Modulator, Zone, kind};

/// Silence the format asks for after every sample.
pub(crate) const PADDING_FRAMES: usize = 46;
/// Names have 20 bytes, the last of which is 0.
const NAME_BYTES: usize = 20;
/// SoundFont 2.01.
const VERSION: [u8; 4] = [2, 0, 1, 0];
const SAMPLE_IS_MONO: u16 = 1;

/// The file around `data_bytes` of sample data.
pub(crate) fn around(font: &Font, data_bytes: u32) -> (Vec<u8>, Vec<u8>) {
    let words = [(b"isng", "EMU8000"), (b"INAM", &font.name), (b"ICMT", &font.comment)];
    let words = words.iter().filter(|(_, words)| !words.is_empty()).map(|(name, words)| text(name, words));
    let chunks: Vec<Vec<u8>> = std::iter::once(chunk(b"ifil", &VERSION)).chain(words).collect();
    let information = list(b"INFO", &chunks);
    let tail = list(b"pdta", &hydra(font));
    let mut head = b"RIFF".to_vec();
    let sample_list_bytes = 12 + data_bytes;
    let length = 4 + information.len() as u32 + 8 + sample_list_bytes + tail.len() as u32;
    head.extend(length.to_le_bytes());
    head.extend(b"sfbk");
    head.extend(information);
    head.extend(b"LIST");
    head.extend(sample_list_bytes.to_le_bytes());
    head.extend(b"sdtasmpl");
    head.extend(data_bytes.to_le_bytes());
    (head, tail)
}

/// A whole file.
pub(crate) fn whole(font: &Font, frames: &[i16]) -> Vec<u8> {
    let data: Vec<u8> = frames.iter().flat_map(|frame| frame.to_le_bytes()).collect();
    let (mut bytes, tail) = around(font, data.len() as u32);
    bytes.extend(data);
    bytes.extend(tail);
    bytes
}

/// The nine tables, each ended by a record that says where the last one's parts end.
fn hydra(font: &Font) -> Vec<Vec<u8>> {
    let preset_zones = Zones::of(font.presets.iter().map(|preset| &preset.zones[..]), kind::INSTRUMENT);
    let instrument_zones =
        Zones::of(font.instruments.iter().map(|instrument| &instrument.zones[..]), kind::SAMPLE);
    let mut presets = Vec::new();
    for (preset, first) in font.presets.iter().zip(&preset_zones.firsts) {
        preset_record(&mut presets, &preset.name, preset.number, preset.bank, *first);
    }
    preset_record(&mut presets, "EOP", 0, 0, preset_zones.count);
    let mut instruments = Vec::new();
    for (instrument, first) in font.instruments.iter().zip(&instrument_zones.firsts) {
        instrument_record(&mut instruments, &instrument.name, *first);
    }
    instrument_record(&mut instruments, "EOI", instrument_zones.count);
    vec![
        chunk(b"phdr", &presets),
        chunk(b"pbag", &preset_zones.bags),
        chunk(b"pmod", &preset_zones.modulators),
        chunk(b"pgen", &preset_zones.generators),
        chunk(b"inst", &instruments),
        chunk(b"ibag", &instrument_zones.bags),
        chunk(b"imod", &instrument_zones.modulators),
        chunk(b"igen", &instrument_zones.generators),
        chunk(b"shdr", &sample_records(font)),
    ]
}

fn preset_record(table: &mut Vec<u8>, name: &str, number: u16, bank: u16, first_zone: u16) {
    table.extend(fixed_name(name));
    for word in [number, bank, first_zone] {
        table.extend(word.to_le_bytes());
    }
    table.extend([0; 12]);
}

fn instrument_record(table: &mut Vec<u8>, name: &str, first_zone: u16) {
    table.extend(fixed_name(name));
    table.extend(first_zone.to_le_bytes());
}

fn sample_records(font: &Font) -> Vec<u8> {
    let mut table = Vec::new();
    for sample in &font.samples {
        table.extend(fixed_name(&sample.name));
        for word in [sample.start, sample.end, sample.loop_start, sample.loop_end, sample.rate_hz] {
            table.extend(word.to_le_bytes());
        }
        table.extend([sample.root_key, sample.correction_cents.to_le_bytes()[0], 0, 0]);
        table.extend(SAMPLE_IS_MONO.to_le_bytes());
    }
    table.extend(fixed_name("EOS"));
    table.extend([0; 26]);
    table
}

/// The zones of all presets, or of all instruments, one after another.
#[derive(Default)]
struct Zones {
    firsts: Vec<u16>,
    count: u16,
    bags: Vec<u8>,
    modulators: Vec<u8>,
    generators: Vec<u8>,
    generator_count: u16,
    modulator_count: u16,
}

impl Zones {
    fn of<'a>(owners: impl Iterator<Item = &'a [Zone]>, target_kind: u16) -> Zones {
        let mut zones = Zones::default();
        for owner in owners {
            zones.firsts.push(zones.count);
            owner.iter().for_each(|zone| zones.add(zone, target_kind));
        }
        zones.bag();
        zones.generators.extend([0; 4]);
        zones.modulators.extend([0; 10]);
        zones
    }

    fn add(&mut self, zone: &Zone, target_kind: u16) {
        self.bag();
        self.count += 1;
        let target = zone.target.map(|target| Generator { kind: target_kind, amount: target.to_le_bytes() });
        for generator in zone.generators.iter().copied().chain(target) {
            self.generators.extend(generator.kind.to_le_bytes());
            self.generators.extend(generator.amount);
            self.generator_count += 1;
        }
        for modulator in &zone.modulators {
            self.modulators.extend(modulator_record(modulator));
            self.modulator_count += 1;
        }
    }

    fn bag(&mut self) {
        self.bags.extend(self.generator_count.to_le_bytes());
        self.bags.extend(self.modulator_count.to_le_bytes());
    }
}

fn modulator_record(modulator: &Modulator) -> [u8; 10] {
    let Modulator { source, destination, amount, amount_source, transform } = *modulator;
    let words = [source, destination, u16::from_le_bytes(amount.to_le_bytes()), amount_source, transform];
    let mut record = [0; 10];
    for (place, word) in record.chunks_exact_mut(2).zip(words) {
        place.copy_from_slice(&word.to_le_bytes());
    }
    record
}

fn list(name: &[u8; 4], chunks: &[Vec<u8>]) -> Vec<u8> {
    chunk(b"LIST", &[&name[..], &chunks.concat()].concat())
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut bytes = name.to_vec();
    bytes.extend((body.len() as u32).to_le_bytes());
    bytes.extend(body);
    bytes
}

/// Ends with one or two zeros, so that its length is even.
fn text(name: &[u8; 4], words: &str) -> Vec<u8> {
    let mut body: Vec<u8> = words.bytes().filter(u8::is_ascii).take(254).collect();
    body.push(0);
    if body.len() % 2 == 1 {
        body.push(0);
    }
    chunk(name, &body)
}

fn fixed_name(name: &str) -> [u8; NAME_BYTES] {
    let mut bytes = [0; NAME_BYTES];
    for (place, letter) in bytes[..NAME_BYTES - 1].iter_mut().zip(name.bytes().filter(u8::is_ascii)) {
        *place = letter;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::small;

    #[test]
    fn the_file_is_as_long_as_it_says_and_every_part_begins_at_an_even_place() {
        let bytes = whole(&small::font(), &small::frames());
        assert_eq!(bytes[..4], *b"RIFF");
        assert_eq!(bytes[4..8], (bytes.len() as u32 - 8).to_le_bytes());
        for part in [
            b"INFO", b"smpl", b"phdr", b"pbag", b"pmod", b"pgen", b"inst", b"ibag", b"imod", b"igen", b"shdr",
        ] {
            let place = bytes.windows(4).position(|word| word == part);
            assert!(place.is_some_and(|place| place % 2 == 0), "{}", part.escape_ascii());
        }
    }

    #[test]
    fn names_are_cut_to_nineteen_letters_that_every_reader_knows() {
        for (name, expected) in [
            ("Kit", "Kit"),
            ("", ""),
            ("Größe", "Gre"),
            ("A name of more than twenty", "A name of more than"),
        ] {
            let bytes = fixed_name(name);
            let text: Vec<u8> = bytes.iter().copied().take_while(|byte| *byte != 0).collect();
            assert_eq!((text, bytes[NAME_BYTES - 1]), (expected.as_bytes().to_vec(), 0));
        }
    }

    #[test]
    fn texts_have_even_lengths() {
        for words in ["", "a", "ab", "abc"] {
            assert!(text(b"INAM", words).len().is_multiple_of(2), "{words}");
        }
    }
}
