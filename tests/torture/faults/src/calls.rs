//! The calls that stand before libc's.
#![allow(unsafe_code, reason = "to stand before libc is to be called as it is")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

use libc::{mode_t, off_t, size_t, ssize_t};

use crate::plan::{Fate, Sort, fate};
use crate::{platter, watched};

/// libc's own, looked up when it is first wanted.
struct Real {
    name: &'static CStr,
    found: AtomicPtr<c_void>,
}

impl Real {
    const fn named(name: &'static CStr) -> Real {
        Real { name, found: AtomicPtr::new(std::ptr::null_mut()) }
    }

    fn get(&self) -> *mut c_void {
        let found = self.found.load(Ordering::Acquire);
        if !found.is_null() {
            return found;
        }
        // SAFETY: the name ends with a zero.
        let found = unsafe { libc::dlsym(libc::RTLD_NEXT, self.name.as_ptr()) };
        self.found.store(found, Ordering::Release);
        found
    }
}

fn fail(error: c_int) {
    // SAFETY: every thread has its own.
    unsafe { *libc::__errno_location() = error };
}

/// Calls of the form `(file, …) -> number`: counted where the file is watched.
macro_rules! on_a_file {
    ($name:ident, $real:ident, $symbol:literal, $sort:expr, ($($arg:ident: $of:ty),*) -> $result:ty) => {
        static $real: Real = Real::named($symbol);

        #[unsafe(no_mangle)]
        pub(crate) unsafe extern "C" fn $name(file: c_int $(, $arg: $of)*) -> $result {
            if watched::is_file(file)
                && let Fate::Fails(error) = fate(stringify!($name), $sort)
            {
                fail(error);
                return -1;
            }
            // SAFETY: the symbol has this type, and the caller's arguments are passed on as they are.
            unsafe {
                let real: unsafe extern "C" fn(c_int $(, $of)*) -> $result = std::mem::transmute($real.get());
                real(file $(, $arg)*)
            }
        }
    };
}

/// Calls that flush: what they did not flush is forgotten.
macro_rules! flushing {
    ($name:ident, $real:ident, $symbol:literal) => {
        static $real: Real = Real::named($symbol);

        #[unsafe(no_mangle)]
        pub(crate) unsafe extern "C" fn $name(file: c_int) -> c_int {
            let is_watched = watched::is_file(file);
            if is_watched && let Fate::Fails(error) = fate(stringify!($name), Sort::Flushes) {
                platter::forgot(file);
                fail(error);
                return -1;
            }
            // SAFETY: the symbol has this type.
            let flushed = unsafe {
                let real: unsafe extern "C" fn(c_int) -> c_int = std::mem::transmute($real.get());
                real(file)
            };
            if is_watched && flushed == 0 {
                platter::flushed(file);
            }
            flushed
        }
    };
}

flushing!(fsync, FSYNC, c"fsync");
flushing!(fdatasync, FDATASYNC, c"fdatasync");
on_a_file!(ftruncate, FTRUNCATE, c"ftruncate", Sort::Names, (length: off_t) -> c_int);
on_a_file!(ftruncate64, FTRUNCATE64, c"ftruncate64", Sort::Names, (length: off_t) -> c_int);

/// Calls that write, and may write less than they were asked to.
macro_rules! writing {
    ($name:ident, $real:ident, $symbol:literal $(, $at:ident)?) => {
        static $real: Real = Real::named($symbol);

        #[unsafe(no_mangle)]
        pub(crate) unsafe extern "C" fn $name(
            file: c_int,
            bytes: *const c_void,
            count: size_t
            $(, $at: off_t)?
        ) -> ssize_t {
            let is_watched = watched::is_file(file);
            let fate = if is_watched { fate(stringify!($name), Sort::Writes) } else { Fate::Works };
            let count = match fate {
                Fate::Works => count,
                Fate::Short => count / 2,
                Fate::Fails(error) => {
                    fail(error);
                    return -1;
                }
            };
            // SAFETY: the symbol has this type; fewer of the caller's bytes are still the caller's.
            let written = unsafe {
                let real: unsafe extern "C" fn(c_int, *const c_void, size_t $(, writing!(@ $at))?) -> ssize_t =
                    std::mem::transmute($real.get());
                real(file, bytes, count $(, $at)?)
            };
            if is_watched && written > 0 {
                let place: &[off_t] = &[$($at)?];
                platter::wrote(file, place.first().copied(), written);
            }
            written
        }
    };
    (@ $at:ident) => { off_t };
}

writing!(write, WRITE, c"write");
writing!(pwrite, PWRITE, c"pwrite", at);
writing!(pwrite64, PWRITE64, c"pwrite64", at);

/// Opening: notes which files are watched; only what may make a file can fail for lack of room.
macro_rules! opening {
    ($name:ident, $real:ident, $symbol:literal $(, $folder:ident)?) => {
        static $real: Real = Real::named($symbol);

        #[unsafe(no_mangle)]
        pub(crate) unsafe extern "C" fn $name(
            $($folder: c_int,)?
            path: *const c_char,
            flags: c_int,
            mode: mode_t,
        ) -> c_int {
            // SAFETY: a path ends with a zero.
            let is_watched = watched::is_path(unsafe { CStr::from_ptr(path) });
            if is_watched
                && flags & libc::O_CREAT != 0
                && let Fate::Fails(error) = fate(stringify!($name), Sort::Names)
            {
                fail(error);
                return -1;
            }
            // SAFETY: the symbol has this type; the mode is not looked at where no file is made.
            let file = unsafe {
                let real: unsafe extern "C" fn($(opening!(@ $folder),)? *const c_char, c_int, mode_t) -> c_int =
                    std::mem::transmute($real.get());
                real($($folder,)? path, flags, mode)
            };
            watched::note(file, is_watched);
            file
        }
    };
    (@ $folder:ident) => { c_int };
}

opening!(open, OPEN, c"open");
opening!(open64, OPEN64, c"open64");
opening!(openat, OPENAT, c"openat", folder);
opening!(openat64, OPENAT64, c"openat64", folder);

static CLOSE: Real = Real::named(c"close");

/// Its number may be given to a socket next.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn close(file: c_int) -> c_int {
    watched::note(file, false);
    // SAFETY: the symbol has this type.
    unsafe {
        let real: unsafe extern "C" fn(c_int) -> c_int = std::mem::transmute(CLOSE.get());
        real(file)
    }
}

static RENAME: Real = Real::named(c"rename");

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    // SAFETY: a path ends with a zero.
    let is_watched = watched::is_path(unsafe { CStr::from_ptr(to) });
    if is_watched && let Fate::Fails(error) = fate("rename", Sort::Names) {
        fail(error);
        return -1;
    }
    // SAFETY: the symbol has this type.
    unsafe {
        let real: unsafe extern "C" fn(*const c_char, *const c_char) -> c_int =
            std::mem::transmute(RENAME.get());
        real(from, to)
    }
}
