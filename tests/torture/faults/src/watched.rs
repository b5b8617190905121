//! Which open files are under the folder.

use std::ffi::{CStr, c_int};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::plan;

/// More than a server opens.
const FILES_MAX: usize = 65_536;

static WATCHED: [AtomicBool; FILES_MAX] = [const { AtomicBool::new(false) }; FILES_MAX];

pub(crate) fn is_path(path: &CStr) -> bool {
    plan::text(plan::UNDER).is_some_and(|under| !under.is_empty() && path.to_bytes().starts_with(under))
}

pub(crate) fn is_file(file: c_int) -> bool {
    slot(file).is_some_and(|slot| slot.load(Ordering::Relaxed))
}

/// Numbers are used again: each opening says anew what it is.
pub(crate) fn note(file: c_int, is_watched: bool) {
    if let Some(slot) = slot(file) {
        slot.store(is_watched, Ordering::Relaxed);
    }
}

fn slot(file: c_int) -> Option<&'static AtomicBool> {
    usize::try_from(file).ok().and_then(|index| WATCHED.get(index))
}
