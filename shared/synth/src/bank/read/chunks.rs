//! The walk over a RIFF file's chunks: where the samples are, and the nine tables.

use std::collections::BTreeMap;

use super::Fault;
use super::records::Table;
use crate::bank::source::Source;

/// Of the chunk lists in one; banks have three and a few strangers' extras.
const CHUNKS_MAX: usize = 256;
/// A bank's name is a line.
const NAME_BYTES_MAX: u32 = 256;

/// Where things are.
pub(super) struct Map {
    pub(super) name: String,
    pub(super) data_start: u64,
    pub(super) data_bytes: u32,
    tables: Vec<Chunk>,
}

#[derive(Clone, Copy, Debug)]
struct Chunk {
    id: [u8; 4],
    start: u64,
    bytes: u32,
}

pub(super) struct Tables(BTreeMap<[u8; 4], Vec<u8>>);

impl Tables {
    pub(super) fn table<'a>(
        &'a self,
        name: &'static [u8; 4],
        record_bytes: usize,
    ) -> Result<Table<'a>, Fault> {
        let bytes = self.0.get(name).ok_or_else(|| missing(name))?;
        Table::new(name, bytes, record_bytes)
    }
}

pub(super) fn map(source: &Source) -> Result<Map, Fault> {
    let end = riff_end(source)?;
    let (mut samples, mut tables, mut name) = (None, None, String::new());
    for list in children(source, 12, end)?.iter().filter(|chunk| &chunk.id == b"LIST") {
        let inside = || children(source, list.start + 4, list.start + u64::from(list.bytes));
        match &word(source, list.start)? {
            b"INFO" => name = name_in(source, &inside()?)?,
            b"sdta" => samples = inside()?.into_iter().find(|chunk| &chunk.id == b"smpl"),
            b"pdta" => tables = Some(inside()?),
            _ => {}
        }
    }
    let samples = samples.ok_or_else(|| missing(b"smpl"))?;
    let tables = tables.ok_or_else(|| missing(b"pdta"))?;
    Ok(Map { name, data_start: samples.start, data_bytes: samples.bytes, tables })
}

pub(super) fn tables(source: &Source, map: &Map, bytes_max: u32) -> Result<Tables, Fault> {
    let bytes: u64 = map.tables.iter().map(|chunk| u64::from(chunk.bytes)).sum();
    if bytes > u64::from(bytes_max) {
        return Err(Fault::TooBig(format!("its tables have {bytes} bytes, {bytes_max} are allowed")));
    }
    let mut tables = BTreeMap::new();
    for chunk in &map.tables {
        let mut body = vec![0; chunk.bytes as usize];
        source.read_at(chunk.start, &mut body)?;
        tables.insert(chunk.id, body);
    }
    Ok(Tables(tables))
}

/// Where the file says it ends, which must be in it.
fn riff_end(source: &Source) -> Result<u64, Fault> {
    let length = source.length()?;
    if length < 12 || &word(source, 0)? != b"RIFF" || &word(source, 8)? != b"sfbk" {
        return Err(Fault::Foreign("it does not begin as one".to_owned()));
    }
    let end = 8 + u64::from(u32::from_le_bytes(word(source, 4)?));
    if end > length {
        return Err(Fault::Damaged(format!("it says it has {end} bytes, and has {length}")));
    }
    Ok(end)
}

/// The chunks that fill `start..end`.
fn children(source: &Source, start: u64, end: u64) -> Result<Vec<Chunk>, Fault> {
    let (mut chunks, mut at) = (Vec::new(), start);
    while at + 8 <= end {
        let (id, bytes) = (word(source, at)?, u32::from_le_bytes(word(source, at + 4)?));
        let chunk = Chunk { id, start: at + 8, bytes };
        let after = chunk.start + u64::from(bytes);
        if after > end {
            let id = id.escape_ascii();
            return Err(Fault::Damaged(format!("its chunk {id} at byte {at} is longer than what it is in")));
        }
        chunks.push(chunk);
        if chunks.len() > CHUNKS_MAX {
            return Err(Fault::Damaged(format!("it has more than {CHUNKS_MAX} chunks in one")));
        }
        // Chunks begin at even places.
        at = after + after % 2;
    }
    Ok(chunks)
}

fn name_in(source: &Source, chunks: &[Chunk]) -> Result<String, Fault> {
    let Some(chunk) = chunks.iter().find(|chunk| &chunk.id == b"INAM" && chunk.bytes <= NAME_BYTES_MAX)
    else {
        return Ok(String::new());
    };
    let mut bytes = vec![0; chunk.bytes as usize];
    source.read_at(chunk.start, &mut bytes)?;
    let letters = bytes.iter().take_while(|byte| **byte != 0);
    Ok(letters.filter(|byte| (32..127).contains(*byte)).map(|byte| char::from(*byte)).collect())
}

fn word(source: &Source, at: u64) -> Result<[u8; 4], Fault> {
    let mut bytes = [0; 4];
    source.read_at(at, &mut bytes)?;
    Ok(bytes)
}

fn missing(chunk: &[u8; 4]) -> Fault {
    Fault::Damaged(format!("its part {} is missing", chunk.escape_ascii()))
}
