//! Where a bank's bytes are: in memory, or in a file that is too big to be held twice.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Debug)]
pub(crate) enum Source {
    Bytes(Arc<[u8]>),
    /// Held open, so that what was checked is what is played, even when another file takes its name.
    File(Arc<Mutex<File>>),
}

impl Source {
    pub(crate) fn length(&self) -> io::Result<u64> {
        match self {
            Source::Bytes(bytes) => Ok(bytes.len() as u64),
            Source::File(file) => lock(file).metadata().map(|metadata| metadata.len()),
        }
    }

    /// All of `buffer`, or an error.
    pub(crate) fn read_at(&self, position: u64, buffer: &mut [u8]) -> io::Result<()> {
        match self {
            Source::Bytes(bytes) => {
                let start = usize::try_from(position).unwrap_or(usize::MAX);
                let end = start.saturating_add(buffer.len());
                buffer.copy_from_slice(bytes.get(start..end).ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
            Source::File(file) => {
                let mut file = lock(file);
                file.seek(SeekFrom::Start(position))?;
                file.read_exact(buffer)
            }
        }
    }
}

/// A thread that died while reading left no harm behind: every read seeks first.
fn lock(file: &Mutex<File>) -> std::sync::MutexGuard<'_, File> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file as FluidLite sees it: our own words around somebody's sample data.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    head: Arc<[u8]>,
    data: Source,
    data_start: u64,
    data_bytes: u64,
    tail: Arc<[u8]>,
}

impl Image {
    pub(crate) fn new(head: Vec<u8>, data: Source, data_start: u64, data_bytes: u32, tail: Vec<u8>) -> Image {
        Image { head: head.into(), data, data_start, data_bytes: data_bytes.into(), tail: tail.into() }
    }

    pub(crate) fn length(&self) -> u64 {
        self.head.len() as u64 + self.data_bytes + self.tail.len() as u64
    }

    pub(crate) fn read_at(&self, position: u64, buffer: &mut [u8]) -> io::Result<()> {
        let ends = position.checked_add(buffer.len() as u64).is_some_and(|end| end <= self.length());
        if !ends {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let (mut position, mut rest) = (position, buffer);
        while !rest.is_empty() {
            let (part, at, left) = self.part(position);
            let count = rest.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let (now, later) = rest.split_at_mut(count);
            match part {
                Part::Head => now.copy_from_slice(&self.head[at as usize..at as usize + count]),
                Part::Data => self.data.read_at(self.data_start + at, now)?,
                Part::Tail => now.copy_from_slice(&self.tail[at as usize..at as usize + count]),
            }
            position += count as u64;
            rest = later;
        }
        Ok(())
    }

    /// What is there, how far in, and how much of it is left.
    fn part(&self, position: u64) -> (Part, u64, u64) {
        let data = self.head.len() as u64;
        let tail = data + self.data_bytes;
        match position {
            _ if position < data => (Part::Head, position, data - position),
            _ if position < tail => (Part::Data, position - data, tail - position),
            _ => (Part::Tail, position - tail, self.length() - position),
        }
    }
}

enum Part {
    Head,
    Data,
    Tail,
}
