//! Reads a stranger's sound font: only what is in its place and within its bounds comes through.
//!
//! FluidLite trusts what it reads (a modulator's target is an index into an array of its own), so nothing reaches it
//! that did not pass here.

mod chunks;
mod compressed;
mod records;
#[cfg(test)]
mod tests;
mod zones;

use super::error::Fault;
use super::font::{Font, Instrument, Preset, Sample};
use super::source::Source;
use records::Bags;
#[cfg(test)]
pub(crate) use tests::compressed_small;

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

/// A font and where its sample data is.
pub(crate) struct Found {
    pub(crate) font: Font,
    /// In place of the source's own, where that was compressed.
    pub(crate) unpacked: Option<Vec<u8>>,
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
    let headers = tables.table(b"shdr", 46)?;
    let mut headers: Vec<Header> = headers.records_but_last().map(|record| Header::read(&record)).collect();
    let unpacked = unpacked(source, &map, &mut headers)?;
    let (data_start, data_bytes) = match &unpacked {
        Some(bytes) => (0, bytes.len() as u32),
        None => (map.data_start, map.data_bytes & !1),
    };
    let (samples, places) = samples(&headers, data_bytes / 2)?;
    let (instruments, instrument_places) = instruments(&tables, &places)?;
    let presets = presets(&tables, &instrument_places)?;
    let font = Font { name: map.name.clone(), samples, instruments, presets, ..Font::default() };
    check_size(&font)?;
    Ok(Found { font, unpacked, data_start, data_bytes })
}

/// A sample as the file describes it.
#[derive(Clone, Copy)]
struct Header {
    start: u32,
    end: u32,
    loop_start: u32,
    loop_end: u32,
    rate_hz: u32,
    root_key: u8,
    correction_cents: i8,
    kind: u16,
}

impl Header {
    fn read(record: &records::Record<'_>) -> Header {
        let [start, end, loop_start, loop_end, rate_hz] =
            [20, 24, 28, 32, 36].map(|at| record.double_word(at));
        let (root_key, correction_cents) = (record.byte(40), i8::from_le_bytes([record.byte(41)]));
        Header {
            start,
            end,
            loop_start,
            loop_end,
            rate_hz,
            root_key,
            correction_cents,
            kind: record.word(44),
        }
    }

    fn is_compressed(&self) -> bool {
        self.kind & SAMPLE_IS_COMPRESSED != 0
    }
}

/// All samples, if any is compressed, one after another; the headers then point there. A compressed one is placed in
/// bytes, and its loop is counted from its own beginning.
fn unpacked(source: &Source, map: &chunks::Map, headers: &mut [Header]) -> Result<Option<Vec<u8>>, Fault> {
    if !headers.iter().any(Header::is_compressed) {
        return Ok(None);
    }
    let mut data = compressed::Unpacked::default();
    for header in headers.iter_mut() {
        let Header { start, end, .. } = *header;
        let unit = if header.is_compressed() { 1 } else { 2 };
        let is_inside = start < end && u64::from(end) * unit <= u64::from(map.data_bytes);
        let at = map.data_start + u64::from(start) * unit;
        let place = match (is_inside, header.is_compressed()) {
            (false, _) => None,
            (true, true) => data.stream(source, at, end - start)?,
            (true, false) => data.plain(source, at, end - start)?,
        };
        let (new_start, new_end) = place.unwrap_or((0, 0));
        let old_start = if header.is_compressed() { 0 } else { start };
        let moved = |position: u32| position.saturating_sub(old_start).saturating_add(new_start);
        (header.loop_start, header.loop_end) = (moved(header.loop_start), moved(header.loop_end));
        (header.start, header.end) = (new_start, new_end);
    }
    Ok(Some(data.into_bytes()))
}

/// Samples that can be played, and for each in the file where it is now.
fn samples(headers: &[Header], frames: u32) -> Result<(Vec<Sample>, Vec<Option<u16>>), Fault> {
    let (mut kept, mut places) = (Vec::new(), Vec::new());
    for header in headers {
        let sample = sample(header, frames, kept.len()).filter(|_| header.kind & SAMPLE_IS_IN_ROM == 0);
        places.push(sample.as_ref().map(|_| kept.len() as u16));
        kept.extend(sample);
        if kept.len() > SAMPLES_MAX {
            return Err(Fault::TooBig(format!("it has more than {SAMPLES_MAX} samples")));
        }
    }
    Ok((kept, places))
}

/// Named by its place: FluidLite finds samples by name, and takes the first of two that share one.
fn sample(header: &Header, frames: u32, place: usize) -> Option<Sample> {
    let Header { start, end, loop_start, loop_end, rate_hz, root_key, correction_cents, .. } = *header;
    if end > frames || end.checked_sub(start)? < FRAMES_MIN || !RATES_HZ.contains(&rate_hz) {
        return None;
    }
    let is_looped =
        start < loop_start && loop_start.saturating_add(LOOP_FRAMES_MIN) <= loop_end && loop_end <= end;
    // Nonsense, or no loop: FluidLite wants one all the same, well inside.
    let (loop_start, loop_end) = if is_looped { (loop_start, loop_end) } else { (start + 8, end - 8) };
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
