//! Tables of records of one size, and the bags that say which settings belong to which zone.

use super::Fault;
use super::chunks::Tables;
use crate::bank::font::{Generator, Modulator};

pub(super) struct Table<'a> {
    name: &'a [u8; 4],
    bytes: &'a [u8],
    record_bytes: usize,
}

#[derive(Clone, Copy)]
pub(super) struct Record<'a>(&'a [u8]);

impl<'a> Table<'a> {
    pub(super) fn new(name: &'a [u8; 4], bytes: &'a [u8], record_bytes: usize) -> Result<Table<'a>, Fault> {
        if bytes.is_empty() || !bytes.len().is_multiple_of(record_bytes) {
            return Err(Fault::Damaged(format!(
                "its table {} has {} bytes",
                name.escape_ascii(),
                bytes.len()
            )));
        }
        Ok(Table { name, bytes, record_bytes })
    }

    fn records(&self) -> impl Iterator<Item = Record<'a>> + use<'a> {
        self.bytes.chunks_exact(self.record_bytes).map(Record)
    }

    /// The last one only says where the others end.
    pub(super) fn records_but_last(&self) -> impl Iterator<Item = Record<'a>> + use<'a> {
        self.records().take(self.count() - 1)
    }

    /// Each record but the last with the one after it.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (Record<'a>, Record<'a>)> + use<'a> {
        self.records().zip(self.records().skip(1))
    }

    fn count(&self) -> usize {
        self.bytes.len() / self.record_bytes
    }

    fn between(&self, first: u16, end: u16) -> Result<impl Iterator<Item = Record<'a>> + use<'a>, Fault> {
        let (first, end) = (usize::from(first), usize::from(end));
        if first > end || end > self.count() {
            let name = self.name.escape_ascii();
            return Err(Fault::Damaged(format!(
                "something points at {first} to {end} of the {} records of its table {name}",
                self.count()
            )));
        }
        Ok(self.records().skip(first).take(end - first))
    }
}

/// Records are as long as their table says: what reads beyond them was written wrong here.
impl Record<'_> {
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.0[at]
    }

    pub(super) fn word(&self, at: usize) -> u16 {
        u16::from_le_bytes([self.0[at], self.0[at + 1]])
    }

    pub(super) fn double_word(&self, at: usize) -> u32 {
        u32::from(self.word(at)) | u32::from(self.word(at + 2)) << 16
    }

    /// The first 20 bytes, as far as they are letters.
    pub(super) fn name(&self) -> String {
        let letters = self.0[..20].iter().take_while(|byte| **byte != 0);
        letters.map(|byte| if (32..127).contains(byte) { char::from(*byte) } else { '?' }).collect()
    }
}

/// A zone as it is in the file.
pub(super) struct RawZone {
    pub(super) generators: Vec<Generator>,
    pub(super) modulators: Vec<Modulator>,
}

pub(super) struct Bags<'a> {
    bags: Table<'a>,
    modulators: Table<'a>,
    generators: Table<'a>,
}

impl<'a> Bags<'a> {
    /// Of bags, modulators and generators.
    pub(super) fn new(tables: &'a Tables, names: [&'static [u8; 4]; 3]) -> Result<Bags<'a>, Fault> {
        let [bags, modulators, generators] = names;
        Ok(Bags {
            bags: tables.table(bags, 4)?,
            modulators: tables.table(modulators, 10)?,
            generators: tables.table(generators, 4)?,
        })
    }

    /// Those from the bag `first` to the bag `end`.
    pub(super) fn zones(&self, first: u16, end: u16) -> Result<Vec<RawZone>, Fault> {
        let bags = self.bags.between(first, end)?;
        let after = self.bags.records().skip(usize::from(first) + 1);
        bags.zip(after).map(|(bag, next)| self.zone(bag, next)).collect()
    }

    fn zone(&self, bag: Record<'_>, next: Record<'_>) -> Result<RawZone, Fault> {
        let generators = self.generators.between(bag.word(0), next.word(0))?;
        let modulators = self.modulators.between(bag.word(2), next.word(2))?;
        let generator =
            |record: Record<'_>| Generator { kind: record.word(0), amount: [record.byte(2), record.byte(3)] };
        let modulator = |record: Record<'_>| Modulator {
            source: record.word(0),
            destination: record.word(2),
            amount: i16::from_le_bytes([record.byte(4), record.byte(5)]),
            amount_source: record.word(6),
            transform: record.word(8),
        };
        Ok(RawZone {
            generators: generators.map(generator).collect(),
            modulators: modulators.map(modulator).collect(),
        })
    }
}
