//! The only file that speaks to C: FluidLite, wrapped so that nothing outside can misuse it.
//!
//! **Why it is sound.** One owner: no call is made without `&mut`, and the pointers never leave. FluidLite has a few
//! globals (its tables, made with the first synth; the size of the bank it is reading), all written while opening only,
//! which happens under [`OPENING`]. Banks come through [`Image`]: whatever was in a file has been read, checked and
//! written anew. Ranges are checked by the caller in Rust, so FluidLite has nothing to complain about; its log is off.
#![expect(unsafe_code, reason = "C is called")]

use std::ffi::{CStr, c_char, c_int, c_long, c_void};
use std::ptr::{self, NonNull};
use std::sync::{Mutex, PoisonError};

use fluidlite_sys as c;

use crate::bank::Image;

/// FluidLite makes tables with its first synth and keeps the size of what it loads in a global.
static OPENING: Mutex<()> = Mutex::new(());
/// More channels than voices would ever be needed by a band; a chord on every lane, thrice.
const POLYPHONY: c_int = 128;
const LOG_LEVELS: c_int = 5;
/// The shape of a chorus's movement.
const SINE: c_int = 0;
/// Its own widest setting stops at 96 kHz, for no reason in its code.
const RATES: (f64, f64) = (crate::SAMPLE_RATE_MIN as f64, crate::SAMPLE_RATE_MAX as f64);

unsafe extern "C" {
    /// Public in the library, missing in its header. Changes a setting's range.
    fn fluid_settings_register_num(
        settings: *mut c::fluid_settings_t,
        name: *const c_char,
        default: f64,
        least: f64,
        most: f64,
        hints: c_int,
        update: *const c_void,
        data: *mut c_void,
    ) -> c_int;
}

/// A synth with its bank.
pub(super) struct Native {
    synth: NonNull<c::fluid_synth_t>,
    settings: NonNull<c::fluid_settings_t>,
    bank: u32,
    /// The loader keeps a pointer to it as long as the synth lives.
    _files: Box<c::fluid_fileapi_t>,
}

// SAFETY: FluidLite keeps nothing in thread-local storage and starts no threads; what a synth points at is its own,
// apart from tables that are only read once it is open. So it may be used from any thread, one at a time, which `&mut`
// on every method ensures. It is not `Sync`.
unsafe impl Send for Native {}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    NoMemory,
    Bank,
}

pub(super) struct Reverb {
    pub(super) room: f64,
    pub(super) damping: f64,
    pub(super) width: f64,
    pub(super) level: f64,
}

pub(super) struct Chorus {
    pub(super) voices: i32,
    pub(super) level: f64,
    pub(super) speed_hz: f64,
    pub(super) depth_ms: f64,
}

impl Native {
    pub(super) fn open(image: &Image, sample_rate: u32, gain: f32) -> Result<Native, Refused> {
        let _alone = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: plain calls; every pointer is what FluidLite gave and is checked for null before use. `files` lives
        // on the heap and moves into `Native`, so its address holds; `image` is used only during `fluid_synth_sfload`,
        // because `sfreload` is never called.
        unsafe {
            for level in 0..LOG_LEVELS {
                c::fluid_set_log_function(level, None, ptr::null_mut());
            }
            let settings = NonNull::new(c::new_fluid_settings()).ok_or(Refused::NoMemory)?;
            set(settings, sample_rate);
            let Some(synth) = NonNull::new(c::new_fluid_synth(settings.as_ptr())) else {
                c::delete_fluid_settings(settings.as_ptr());
                return Err(Refused::NoMemory);
            };
            let mut files = Box::new(file_api(image));
            let native = |files| Native { synth, settings, bank: 0, _files: files };
            let loader = c::new_fluid_defsfloader();
            if loader.is_null() {
                drop(native(files));
                return Err(Refused::NoMemory);
            }
            (*loader).fileapi = &raw mut *files;
            c::fluid_synth_add_sfloader(synth.as_ptr(), loader);
            c::fluid_synth_set_gain(synth.as_ptr(), gain);
            let bank = c::fluid_synth_sfload(synth.as_ptr(), c"bank".as_ptr(), 0);
            files.data = ptr::null_mut();
            let mut native = native(files);
            native.bank = u32::try_from(bank).map_err(|_| Refused::Bank)?;
            Ok(native)
        }
    }

    /// `false` where the bank has no such preset. Allocates.
    pub(super) fn select(&mut self, channel: u8, bank: u16, number: u16) -> bool {
        let (bank, number) = (bank.into(), number.into());
        // SAFETY: FluidLite checks the channel, and looks the preset up.
        let told = unsafe {
            c::fluid_synth_program_select(self.synth.as_ptr(), channel.into(), self.bank, bank, number)
        };
        told == c::FLUID_OK
    }

    pub(super) fn note_on(&mut self, channel: u8, key: u8, velocity: u8) {
        // SAFETY: the caller keeps to MIDI's ranges, within which FluidLite has its arrays. It fails where there is no
        // preset: silence.
        unsafe {
            c::fluid_synth_noteon(self.synth.as_ptr(), channel.into(), key.into(), velocity.into());
        }
    }

    pub(super) fn note_off(&mut self, channel: u8, key: u8) {
        // SAFETY: as above; it fails where the note has faded already.
        unsafe {
            c::fluid_synth_noteoff(self.synth.as_ptr(), channel.into(), key.into());
        }
    }

    pub(super) fn control(&mut self, channel: u8, controller: u8, value: u8) {
        // SAFETY: as above.
        unsafe {
            c::fluid_synth_cc(self.synth.as_ptr(), channel.into(), controller.into(), value.into());
        }
    }

    pub(super) fn bend(&mut self, channel: u8, value: u16) {
        // SAFETY: as above.
        unsafe {
            c::fluid_synth_pitch_bend(self.synth.as_ptr(), channel.into(), value.into());
        }
    }

    pub(super) fn set_reverb(&mut self, reverb: &Reverb) {
        // SAFETY: numbers only; FluidLite takes any.
        unsafe {
            let Reverb { room, damping, width, level } = *reverb;
            c::fluid_synth_set_reverb(self.synth.as_ptr(), room, damping, width, level);
        }
    }

    pub(super) fn set_chorus(&mut self, chorus: &Chorus) {
        // SAFETY: numbers only; FluidLite keeps the depth within its buffer.
        unsafe {
            let Chorus { voices, level, speed_hz, depth_ms } = *chorus;
            c::fluid_synth_set_chorus(self.synth.as_ptr(), voices, level, speed_hz, depth_ms, SINE);
        }
    }

    pub(super) fn set_effects_on(&mut self, is_on: bool) {
        // SAFETY: flags only.
        unsafe {
            c::fluid_synth_set_reverb_on(self.synth.as_ptr(), is_on.into());
            c::fluid_synth_set_chorus_on(self.synth.as_ptr(), is_on.into());
        }
    }

    /// As many frames as the shorter side has.
    pub(super) fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        let frames = left.len().min(right.len()).min(c_int::MAX as usize);
        // SAFETY: both slices have `frames` floats, written from index 0 in steps of 1, and `&mut` says that they do
        // not overlap.
        unsafe {
            let (left, right) = (left.as_mut_ptr().cast(), right.as_mut_ptr().cast());
            c::fluid_synth_write_float(self.synth.as_ptr(), frames as c_int, left, 0, 1, right, 0, 1);
        }
    }
}

impl Drop for Native {
    fn drop(&mut self) {
        // SAFETY: both are alive, nobody else has them, and the synth is the one that uses the settings.
        unsafe {
            c::delete_fluid_synth(self.synth.as_ptr());
            c::delete_fluid_settings(self.settings.as_ptr());
        }
    }
}

/// # Safety
/// `settings` is alive and no synth has it yet.
unsafe fn set(settings: NonNull<c::fluid_settings_t>, sample_rate: u32) {
    let (settings, rate) = (settings.as_ptr(), c"synth.sample-rate");
    // SAFETY: names and values are C strings that outlive the calls, which copy them.
    unsafe {
        fluid_settings_register_num(
            settings,
            rate.as_ptr(),
            44_100.0,
            RATES.0,
            RATES.1,
            0,
            ptr::null(),
            ptr::null_mut(),
        );
        c::fluid_settings_setnum(settings, rate.as_ptr(), sample_rate.into());
        c::fluid_settings_setint(settings, c"synth.polyphony".as_ptr(), POLYPHONY);
        // Kits are chosen by program on any channel; FluidLite would force one on the tenth.
        c::fluid_settings_setstr(settings, c"synth.drums-channel.active".as_ptr(), c"no".as_ptr());
    }
}

/// A place in a file that is being read.
struct Reading<'a> {
    image: &'a Image,
    position: u64,
}

fn file_api(image: &Image) -> c::fluid_fileapi_t {
    c::fluid_fileapi_t {
        data: ptr::from_ref(image).cast_mut().cast(),
        free: None,
        fopen: Some(open),
        fread: Some(read),
        fseek: Some(seek),
        fclose: Some(close),
        ftell: Some(tell),
    }
}

// The functions below are called by FluidLite inside `fluid_synth_sfload` only, with what `file_api` and `open` gave it.
// They cannot unwind: nothing in them panics, and across `extern "C"` a panic would abort.

unsafe extern "C" fn open(files: *mut c::fluid_fileapi_t, _name: *const c_char) -> *mut c_void {
    // SAFETY: `data` is the image `Native::open` borrows as long as loading lasts.
    unsafe {
        let image = (*files).data.cast::<Image>();
        if image.is_null() {
            return ptr::null_mut();
        }
        Box::into_raw(Box::new(Reading { image: &*image, position: 0 })).cast()
    }
}

unsafe extern "C" fn read(buffer: *mut c_void, count: c_int, reading: *mut c_void) -> c_int {
    let Ok(count) = usize::try_from(count) else { return c::FLUID_FAILED };
    if count == 0 {
        return c::FLUID_OK;
    }
    // SAFETY: `reading` came from `open` and has not been closed; the buffer has room for `count` bytes, which are
    // zeroed before they are seen as a slice.
    unsafe {
        let reading = &mut *reading.cast::<Reading<'_>>();
        ptr::write_bytes(buffer.cast::<u8>(), 0, count);
        let buffer = std::slice::from_raw_parts_mut(buffer.cast::<u8>(), count);
        if reading.image.read_at(reading.position, buffer).is_err() {
            return c::FLUID_FAILED;
        }
        reading.position += count as u64;
    }
    c::FLUID_OK
}

#[allow(clippy::useless_conversion, reason = "`c_long` has 32 bits on Windows, 64 elsewhere")]
unsafe extern "C" fn seek(reading: *mut c_void, offset: c_long, origin: c_int) -> c_int {
    // SAFETY: `reading` came from `open` and has not been closed.
    let reading = unsafe { &mut *reading.cast::<Reading<'_>>() };
    let start = match u32::try_from(origin) {
        Ok(c::SEEK_SET) => Some(0),
        Ok(c::SEEK_CUR) => Some(reading.position),
        Ok(c::SEEK_END) => Some(reading.image.length()),
        _ => None,
    };
    let position = start.and_then(|start| start.checked_add_signed(offset.into()));
    match position.filter(|position| *position <= reading.image.length()) {
        Some(position) => reading.position = position,
        None => return c::FLUID_FAILED,
    }
    c::FLUID_OK
}

#[allow(clippy::useless_conversion, reason = "`c_long` has 32 bits on Windows, 64 elsewhere")]
unsafe extern "C" fn tell(reading: *mut c_void) -> c_long {
    // SAFETY: `reading` came from `open` and has not been closed.
    let position = unsafe { (*reading.cast::<Reading<'_>>()).position };
    c_long::try_from(position).unwrap_or(c::FLUID_FAILED.into())
}

unsafe extern "C" fn close(reading: *mut c_void) -> c_int {
    // SAFETY: `reading` came from `open`, and FluidLite forgets what it closes.
    unsafe { drop(Box::from_raw(reading.cast::<Reading<'_>>())) };
    c::FLUID_OK
}

/// Which FluidLite this is.
pub(super) fn version() -> &'static str {
    // SAFETY: a constant C string.
    let text = unsafe { CStr::from_ptr(c::fluid_version_str()) };
    text.to_str().unwrap_or("unknown")
}
