//! What would be left after a power cut: of each file what was flushed, of each folder the names that were flushed. Kept
//! beside the files themselves, which go on showing what the system remembers.
#![allow(unsafe_code, reason = "files are known by their numbers")]

use std::collections::BTreeMap;
use std::ffi::{CStr, OsStr, c_int};
use std::fmt::Write;
use std::fs::{self, File};
use std::io::Seek;
use std::mem::ManuallyDrop;
use std::ops::Range;
use std::os::fd::FromRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirEntryExt, FileExt, MetadataExt};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::plan;

/// The folder this is kept in; without it, nothing is. `<number>` holds a file, `<number>.names` a folder.
const PLATTER: &CStr = c"AI_BAND_FAULT_PLATTER";

/// A file that was written or flushed.
struct Held {
    /// So that its number is not given to another, and it can be read. Never closed: that would end the locks on it.
    file: File,
    /// Written and not yet flushed.
    dirty: Vec<Range<u64>>,
}

static HELD: Mutex<BTreeMap<u64, Held>> = Mutex::new(BTreeMap::new());

/// While this is held nothing here changes, also for whoever reads it from outside.
pub(crate) struct Alone {
    held: MutexGuard<'static, BTreeMap<u64, Held>>,
    root: PathBuf,
    _lock: File,
}

pub(crate) fn alone() -> Option<Alone> {
    let root = PathBuf::from(OsStr::from_bytes(plan::text(PLATTER)?));
    let held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let lock = File::create(root.join("lock")).expect("the platter can be written to");
    lock.lock().expect("the platter can be locked");
    Some(Alone { held, root, _lock: lock })
}

/// So many bytes, there or where the file stood.
pub(crate) fn wrote(file: c_int, at: Option<libc::off_t>, count: libc::ssize_t) {
    let Some(mut here) = alone() else { return };
    let count = u64::try_from(count).expect("less than nothing is an error, and not written");
    let start = match at {
        Some(at) => at.cast_unsigned(),
        None => (&*borrowed(file)).stream_position().expect("a file has a place").saturating_sub(count),
    };
    here.held(file).dirty.push(start..start.saturating_add(count));
}

/// A flush that worked.
pub(crate) fn flushed(file: c_int) {
    let Some(mut here) = alone() else { return };
    if borrowed(file).metadata().expect("an open file has metadata").is_dir() {
        return here.keep_names(file);
    }
    let number = number(file);
    let lost = here.still_lost(file);
    let bytes = read(&here.held(file).file);
    let path = here.root.join(number.to_string());
    let mut kept = fs::read(&path).unwrap_or_default();
    kept.resize(bytes.len(), 0);
    let mut from = 0;
    for hole in lost.iter().chain([&(bytes.len() as u64..u64::MAX)]) {
        let until = usize::try_from(hole.start).map_or(bytes.len(), |start| start.min(bytes.len()));
        if from < until {
            kept[from..until].copy_from_slice(&bytes[from..until]);
        }
        from = from.max(usize::try_from(hole.end).unwrap_or(bytes.len()));
    }
    fs::write(&path, kept).expect("the platter can be written to");
    here.write_lost(number, &lost);
    here.held(file).dirty.clear();
}

/// A flush that failed: the system takes what it was to flush for clean, and will not try it again.
pub(crate) fn forgot(file: c_int) {
    let Some(mut here) = alone() else { return };
    if borrowed(file).metadata().expect("an open file has metadata").is_dir() {
        return;
    }
    let mut lost = here.still_lost(file);
    lost.append(&mut here.held(file).dirty);
    lost.sort_by_key(|range| range.start);
    here.write_lost(number(file), &lost);
}

impl Alone {
    fn held(&mut self, file: c_int) -> &mut Held {
        self.held.entry(number(file)).or_insert_with(|| {
            let file = File::open(format!("/proc/self/fd/{file}")).expect("an open file can be opened again");
            Held { file, dirty: Vec::new() }
        })
    }

    fn keep_names(&self, folder: c_int) {
        let mut names = String::new();
        for entry in fs::read_dir(format!("/proc/self/fd/{folder}")).expect("a folder can be listed") {
            let entry = entry.expect("a folder can be listed");
            let sort = if entry.file_type().is_ok_and(|sort| sort.is_dir()) { "folder" } else { "file" };
            let _ = writeln!(names, "{} {sort} {}", entry.ino(), entry.file_name().display());
        }
        let path = self.root.join(format!("{}.names", number(folder)));
        fs::write(path, names).expect("the platter can be written to");
    }

    /// Lost by flushes that failed, and not written again since, in order.
    fn still_lost(&mut self, file: c_int) -> Vec<Range<u64>> {
        let path = self.root.join(format!("{}.lost", number(file)));
        let text = fs::read_to_string(path).unwrap_or_default();
        let range = |line: &str| {
            let (start, end) = line.split_once(' ')?;
            Some(start.parse().ok()?..end.parse().ok()?)
        };
        let mut lost: Vec<Range<u64>> = text.lines().filter_map(range).collect();
        for again in &self.held(file).dirty {
            lost = lost.into_iter().flat_map(|range| without(&range, again)).collect();
        }
        lost
    }

    fn write_lost(&self, number: u64, lost: &[Range<u64>]) {
        let lines: String = lost.iter().map(|range| format!("{} {}\n", range.start, range.end)).collect();
        let path = self.root.join(format!("{number}.lost"));
        if !lines.is_empty() || path.exists() {
            fs::write(path, lines).expect("the platter can be written to");
        }
    }
}

fn without(range: &Range<u64>, again: &Range<u64>) -> impl Iterator<Item = Range<u64>> + use<> {
    let before = range.start..range.end.min(again.start);
    let after = range.start.max(again.end)..range.end;
    [before, after].into_iter().filter(|part| part.start < part.end)
}

/// Locks end when any opening of a file is closed: a number is looked at without that.
fn borrowed(file: c_int) -> ManuallyDrop<File> {
    // SAFETY: the caller has it open, and it is not closed here.
    ManuallyDrop::new(unsafe { File::from_raw_fd(file) })
}

fn number(file: c_int) -> u64 {
    borrowed(file).metadata().expect("an open file has metadata").ino()
}

fn read(file: &File) -> Vec<u8> {
    let length = file.metadata().expect("an open file has metadata").len();
    let mut bytes = vec![0; usize::try_from(length).expect("a test's file fits into memory")];
    let mut read = 0;
    while read < bytes.len() {
        match file.read_at(&mut bytes[read..], read as u64).expect("what was written can be read") {
            0 => break,
            count => read += count,
        }
    }
    bytes.truncate(read);
    bytes
}
