//! Reads a stranger's sound font: only what is in its place and within its bounds comes through.
//!
//! FluidLite trusts what it reads (a modulator's target is an index into an array of its own), so nothing reaches it
//! that did not pass here.

mod chunks;
mod records;
#[cfg(test)]
mod tests;
mod zones;

use super::error::Fault;
use super::font::{Font, Instrument, Preset, Sample};
use super::source::Source;
use records::{Bags, Table};

/// More is no bank but an attempt; the biggest known ones have a gigabyte and a half, and FluidLite holds all of it in
/// memory, counted in `int`s.
pub(crate) const DATA_BYTES_MAX: u32 = 1 << 30;
/// The tables of a bank with 128 rich programs have two.
const TABLES_BYTES_MAX: u32 = 32 << 20;
/// FluidLite walks its list of samples for every zone: with [`ZONES_MAX`] this keeps loading within seconds.
const SAMPLES_MAX: usize = 16_384;
/// Zones FluidLite makes of a bank: it copies an instrument for every zone of a preset that plays it.
const ZONES_MAX: usize = 100_000;
/// FluidLite plays no sample shorter than a loop and what its interpolation looks at around it.
const FRAMES_MIN: u32 = 48;
/// FluidLite takes one loop off at a time when a high key runs past many.
const LOOP_FRAMES_MIN: u32 = 32;
/// What recorders run at, and a little around.
const RATES_HZ: std::ops::RangeInclusive<u32> = 400..=192_000;
const SAMPLE_IS_IN_ROM: u16 = 0x8000;
const SAMPLE_IS_COMPRESSED: u16 = 0x10;

/// A font and where in the source its sample data is.
pub(crate) struct Found {
    pub(crate) font: Font,
    pub(crate) data_start: u64,
    pub(crate) data_bytes: u32,
}

pub(crate) fn read(source: &Source) -> Result<Found, Fault> {
    let map = chunks::map(source)?;
    if map.data_bytes > DATA_BYTES_MAX {
        let megabytes = map.data_bytes >> 20;
        return Err(Fault::TooBig(format!(
            "its samples have {megabytes} MiB, {} are allowed",
            DATA_BYTES_MAX >> 20
        )));
    }
    let tables = chunks::tables(source, &map, TABLES_BYTES_MAX)?;
    let frames = map.data_bytes / 2;
    let (samples, places) = samples(&tables.table(b"shdr", 46)?, frames)?;
    let (instruments, instrument_places) = instruments(&tables, &places)?;
    let presets = presets(&tables, &instrument_places)?;
    let font = Font { name: map.name.clone(), samples, instruments, presets, ..Font::default() };
    check_size(&font)?;
    Ok(Found { font, data_start: map.data_start, data_bytes: frames * 2 })
}

/// Samples that can be played, and for each in the file where it is now.
fn samples(table: &Table<'_>, frames: u32) -> Result<(Vec<Sample>, Vec<Option<u16>>), Fault> {
    let (mut kept, mut places) = (Vec::new(), Vec::new());
    for record in table.records_but_last() {
        let kind = record.word(44);
        if kind & SAMPLE_IS_COMPRESSED != 0 {
            return Err(Fault::Foreign("its samples are compressed".to_owned()));
        }
        let sample = sample(&record, frames, kept.len()).filter(|_| kind & SAMPLE_IS_IN_ROM == 0);
        places.push(sample.as_ref().map(|_| kept.len() as u16));
        kept.extend(sample);
        if kept.len() > SAMPLES_MAX {
            return Err(Fault::TooBig(format!("it has more than {SAMPLES_MAX} samples")));
        }
    }
    Ok((kept, places))
}

/// Named by its place: FluidLite finds samples by name, and takes the first of two that share one.
fn sample(record: &records::Record<'_>, frames: u32, place: usize) -> Option<Sample> {
    let [start, end, loop_start, loop_end, rate_hz] = [20, 24, 28, 32, 36].map(|at| record.double_word(at));
    if end > frames || end.checked_sub(start)? < FRAMES_MIN || !RATES_HZ.contains(&rate_hz) {
        return None;
    }
    let is_looped =
        start < loop_start && loop_start.saturating_add(LOOP_FRAMES_MIN) <= loop_end && loop_end <= end;
    // Nonsense, or no loop: FluidLite wants one all the same, well inside.
    let (loop_start, loop_end) = if is_looped { (loop_start, loop_end) } else { (start + 8, end - 8) };
    let (root_key, correction_cents) = (record.byte(40), i8::from_le_bytes([record.byte(41)]));
    // 255 says that it has no pitch; other keys above 127 say nothing.
    let root_key = if root_key > 127 { 60 } else { root_key };
    Some(Sample {
        name: format!("{place:05}"),
        start,
        end,
        loop_start,
        loop_end,
        rate_hz,
        root_key,
        correction_cents,
    })
}

/// Those with something to play, and for each in the file where it is now.
fn instruments(
    tables: &chunks::Tables,
    samples: &[Option<u16>],
) -> Result<(Vec<Instrument>, Vec<Option<u16>>), Fault> {
    let headers = tables.table(b"inst", 22)?;
    let bags = Bags::new(tables, [b"ibag", b"imod", b"igen"])?;
    let (mut kept, mut places) = (Vec::new(), Vec::new());
    for (record, next) in headers.pairs() {
        let zones = zones::of_instrument(&bags.zones(record.word(20), next.word(20))?, samples);
        let is_heard = zones.iter().any(|zone| zone.target.is_some());
        places.push(is_heard.then_some(kept.len() as u16));
        if is_heard {
            kept.push(Instrument { name: record.name(), zones });
        }
    }
    Ok((kept, places))
}

fn presets(tables: &chunks::Tables, instruments: &[Option<u16>]) -> Result<Vec<Preset>, Fault> {
    let headers = tables.table(b"phdr", 38)?;
    let bags = Bags::new(tables, [b"pbag", b"pmod", b"pgen"])?;
    let mut kept: Vec<Preset> = Vec::new();
    for (record, next) in headers.pairs() {
        let (number, bank) = (record.word(20), record.word(22));
        let zones = zones::of_preset(&bags.zones(record.word(24), next.word(24))?, instruments);
        let is_new = kept.iter().all(|preset| (preset.bank, preset.number) != (bank, number));
        if number <= 127 && bank <= 128 && is_new && zones.iter().any(|zone| zone.target.is_some()) {
            kept.push(Preset { name: record.name(), bank, number, zones });
        }
    }
    if kept.is_empty() {
        return Err(Fault::Damaged("nothing in it can be played".to_owned()));
    }
    Ok(kept)
}

fn check_size(font: &Font) -> Result<(), Fault> {
    let zones_of =
        |target: Option<u16>| target.map_or(1, |index| 1 + font.instruments[usize::from(index)].zones.len());
    let zones = font.presets.iter().flat_map(|preset| &preset.zones).map(|zone| zones_of(zone.target));
    if zones.sum::<usize>() > ZONES_MAX {
        return Err(Fault::TooBig(format!("its presets have more than {ZONES_MAX} zones")));
    }
    Ok(())
}
