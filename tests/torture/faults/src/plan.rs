//! Which call goes wrong, and how: read once from the environment, without allocating.
#![allow(unsafe_code, reason = "the environment is read where std may not be up yet")]

use std::ffi::{CStr, c_char, c_int};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use crate::platter;

/// The folder whose files are watched.
pub(crate) const UNDER: &CStr = c"AI_BAND_FAULT_UNDER";
/// The number of the call that fails, from 1.
const AT: &CStr = c"AI_BAND_FAULT_AT";
/// `full`, `io` or `short`; or `cut`: there the power goes.
const KIND: &CStr = c"AI_BAND_FAULT_KIND";
/// `once`, or `on`: from there on.
const LASTS: &CStr = c"AI_BAND_FAULT_LASTS";

/// `flushes`: those alone are counted, and fail.
const ONLY: &CStr = c"AI_BAND_FAULT_ONLY";

static COUNT: AtomicU64 = AtomicU64::new(0);
static HAS_TOLD: AtomicU8 = AtomicU8::new(0);

/// What becomes of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Works,
    Fails(c_int),
    /// Half of it is written.
    Short,
}

/// What a call is for: flushing cannot run out of room, and only writing can be short.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Writes,
    Flushes,
    Names,
}

/// Counts a call.
pub(crate) fn fate(name: &str, sort: Sort) -> Fate {
    let Some(at) = number(AT) else { return Fate::Works };
    if sort != Sort::Flushes && text(ONLY).is_some_and(|only| only == b"flushes") {
        return Fate::Works;
    }
    let call = COUNT.fetch_add(1, Ordering::SeqCst) + 1;
    let lasts = text(LASTS).is_some_and(|text| text == b"on");
    let kind = text(KIND).unwrap_or(b"io");
    let is_short = kind == b"short" && sort == Sort::Writes;
    // What was cut short is asked for again, and then there is no more room.
    let is_hit = call == at || (lasts && call > at) || (is_short && call == at + 1);
    if !is_hit {
        return Fate::Works;
    }
    if HAS_TOLD.fetch_max(1, Ordering::SeqCst) == 0 {
        tell(name, at);
    }
    if kind == b"cut" {
        end();
    }
    match (kind, sort) {
        (b"short", Sort::Writes) if call == at => Fate::Short,
        (b"short" | b"full", Sort::Writes | Sort::Names) => Fate::Fails(libc::ENOSPC),
        _ => Fate::Fails(libc::EIO),
    }
}

pub(crate) fn text(name: &CStr) -> Option<&'static [u8]> {
    // SAFETY: the name ends with a zero; nobody changes the environment of the programs this is loaded into.
    let value: *const c_char = unsafe { libc::getenv(name.as_ptr()) };
    if value.is_null() {
        return None;
    }
    // SAFETY: what the environment holds ends with a zero and stays.
    Some(unsafe { CStr::from_ptr(value) }.to_bytes())
}

fn number(name: &CStr) -> Option<u64> {
    let digits = text(name)?;
    digits.iter().try_fold(0_u64, |sum, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        sum.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// Between two flushes, never in the middle of one.
fn end() -> ! {
    let _alone = platter::alone();
    // SAFETY: it ends this process, as nothing else could.
    unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
    loop {
        std::thread::park();
    }
}

/// Straight to the system: whatever prints may be what is being tried.
fn tell(name: &str, at: u64) {
    for part in ["fault at a ", name, if at == 0 { "" } else { "\n" }] {
        // SAFETY: the bytes are there for the length that is named.
        let _ = unsafe { libc::syscall(libc::SYS_write, libc::STDERR_FILENO, part.as_ptr(), part.len()) };
    }
}
