//! The first clip format: numbers as little as they can be, places as distances from the one before.
//!
//! ```text
//! clip     length  note count  notes  control count  controls
//! note     distance  length  offset  key:u8  velocity:u8  importance:u8
//! control  distance  kind:u8 (a controller's number, 128 bend, 129 pressure)  value
//! ```
//! Numbers are LEB128 (seven bits a byte, least first, no spare bytes); the offset's sign is its lowest bit.

use super::{CONTROLLER_MAX, Clip, Control, ControlKind, Damage, Error, Note, check};
use crate::pitch::Pitch;
use crate::time::{Micros, Ticks};

pub(super) const VERSION: u8 = 1;

const BEND: u8 = 128;
const PRESSURE: u8 = 129;
/// Every field in a byte: what the input must still hold for each note announced.
const NOTE_BYTES_MIN: usize = 6;
const CONTROL_BYTES_MIN: usize = 3;

pub(super) fn write(clip: &Clip, bytes: &mut Vec<u8>) {
    write_number(clip.length.0, bytes);
    write_number(clip.notes.len() as i64, bytes);
    let mut before = Ticks::ZERO;
    for note in &clip.notes {
        write_number((note.start - before).0, bytes);
        write_number(note.length.0, bytes);
        write_number(sign_lowest(note.offset), bytes);
        bytes.extend([note.pitch.key(), note.velocity, note.importance]);
        before = note.start;
    }
    write_number(clip.controls.len() as i64, bytes);
    before = Ticks::ZERO;
    for control in &clip.controls {
        write_number((control.at - before).0, bytes);
        bytes.push(kind_byte(control.kind));
        write_number(control.value.into(), bytes);
        before = control.at;
    }
}

/// Reads from byte `at` to the end, so that errors count bytes as the reader of a file does.
pub(super) fn read(bytes: &[u8], at: usize) -> Result<Clip, Error> {
    let mut reader = Reader { bytes, at };
    let length = Ticks(reader.number()?.into());
    let notes = reader.notes()?;
    let controls = reader.controls()?;
    if reader.at < bytes.len() {
        return Err(reader.damaged(reader.at, Damage::Trailing));
    }
    check::all(length, &notes, &controls)?;
    Ok(Clip { length, notes, controls })
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn notes(&mut self) -> Result<Vec<Note>, Error> {
        let count = self.count(NOTE_BYTES_MIN, check::note_count)?;
        let mut notes: Vec<Note> = Vec::with_capacity(count);
        for _ in 0..count {
            let at = self.at;
            let note = self.note(notes.last().map_or(Ticks::ZERO, |last| last.start))?;
            if notes.last().is_some_and(|last| last.order() > note.order()) {
                return Err(self.damaged(at, Damage::Order));
            }
            notes.push(note);
        }
        Ok(notes)
    }

    fn note(&mut self, before: Ticks) -> Result<Note, Error> {
        let start = before + Ticks(self.number()?.into());
        let length = Ticks(self.number()?.into());
        let offset = from_sign_lowest(self.number()?);
        let key_at = self.at;
        let pitch = Pitch::new(self.byte()?).ok_or_else(|| self.damaged(key_at, Damage::Key))?;
        Ok(Note { start, length, offset, pitch, velocity: self.byte()?, importance: self.byte()? })
    }

    fn controls(&mut self) -> Result<Vec<Control>, Error> {
        let count = self.count(CONTROL_BYTES_MIN, check::control_count)?;
        let mut controls: Vec<Control> = Vec::with_capacity(count);
        for _ in 0..count {
            let at = self.at;
            let control = self.control(controls.last().map_or(Ticks::ZERO, |last| last.at))?;
            if controls.last().is_some_and(|last| *last > control) {
                return Err(self.damaged(at, Damage::Order));
            }
            controls.push(control);
        }
        Ok(controls)
    }

    fn control(&mut self, before: Ticks) -> Result<Control, Error> {
        let place = before + Ticks(self.number()?.into());
        let kind_at = self.at;
        let kind = kind_of(self.byte()?).ok_or_else(|| self.damaged(kind_at, Damage::Kind))?;
        let value_at = self.at;
        let value = u16::try_from(self.number()?).map_err(|_| self.damaged(value_at, Damage::TooLarge))?;
        Ok(Control { at: place, kind, value })
    }

    /// Refuses before anything is reserved: a lie of five bytes must not cost more than five bytes.
    fn count(&mut self, bytes_each: usize, check: fn(usize) -> Result<(), Error>) -> Result<usize, Error> {
        let at = self.at;
        let count = self.number()? as usize;
        check(count)?;
        if count > (self.bytes.len() - self.at) / bytes_each {
            return Err(self.damaged(at, Damage::Count));
        }
        Ok(count)
    }

    fn number(&mut self) -> Result<u32, Error> {
        let start = self.at;
        let mut number = 0;
        for shift in (0..u32::BITS).step_by(7) {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            if bits.leading_zeros() < shift {
                return Err(self.damaged(start, Damage::TooLarge));
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                let spare = byte == 0 && shift > 0;
                return if spare { Err(self.damaged(start, Damage::Overlong)) } else { Ok(number) };
            }
        }
        Err(self.damaged(start, Damage::TooLarge))
    }

    fn byte(&mut self) -> Result<u8, Error> {
        let byte = *self.bytes.get(self.at).ok_or_else(|| self.damaged(self.at, Damage::CutShort))?;
        self.at += 1;
        Ok(byte)
    }

    fn damaged(&self, at: usize, damage: Damage) -> Error {
        Error::Damaged { at, damage }
    }
}

/// Never negative in a clip: lengths, counts, and distances between sorted places.
fn write_number(number: i64, bytes: &mut Vec<u8>) {
    let mut rest = number.unsigned_abs();
    while rest > 0x7f {
        bytes.push(rest as u8 & 0x7f | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
}

/// 0, −1, 1, −2 … as 0, 1, 2, 3 …: small either way.
fn sign_lowest(offset: Micros) -> i64 {
    ((offset.0 << 1) ^ (offset.0 >> 31)).into()
}

fn from_sign_lowest(number: u32) -> Micros {
    Micros((number >> 1) as i32 ^ -((number & 1) as i32))
}

fn kind_byte(kind: ControlKind) -> u8 {
    match kind {
        ControlKind::Controller(number) => number,
        ControlKind::Bend => BEND,
        ControlKind::Pressure => PRESSURE,
    }
}

fn kind_of(byte: u8) -> Option<ControlKind> {
    match byte {
        0..=CONTROLLER_MAX => Some(ControlKind::Controller(byte)),
        BEND => Some(ControlKind::Bend),
        PRESSURE => Some(ControlKind::Pressure),
        _ => None,
    }
}
