//! Notes between the VST3 host and the plugin, in either direction.
#![allow(unsafe_code, reason = "a C interface: its functions are unsafe to implement")]
#![allow(clippy::unnecessary_cast, reason = "its enumerations have a sign on Windows and none elsewhere")]

use std::sync::Mutex;

use vst3::Class;
use vst3::Steinberg::Vst::Event_::EventTypes_::{kNoteOffEvent, kNoteOnEvent};
use vst3::Steinberg::Vst::{Event, IEventList, IEventListTrait, NoteOffEvent, NoteOnEvent};
use vst3::Steinberg::{int32, kInvalidArgument, kResultFalse, kResultOk, tresult};

use super::open;
use crate::block::NoteIn;
use crate::heard::NoteEvent;

const VELOCITY_MAX: f32 = 127.0;

/// Notes on their way in or out.
#[derive(Default)]
pub(in crate::vst3) struct Events {
    list: Mutex<Vec<Event>>,
    /// How many are taken; `None` is all.
    room: Mutex<Option<usize>>,
}

impl Events {
    pub(in crate::vst3) fn clear(&self, room: Option<usize>) {
        open(&self.list).clear();
        *open(&self.room) = room;
    }

    pub(in crate::vst3) fn fill(&self, notes: &[NoteIn]) {
        let mut list = open(&self.list);
        list.clear();
        list.extend(notes.iter().map(event));
    }

    pub(in crate::vst3) fn notes(&self) -> Vec<NoteEvent> {
        open(&self.list).iter().filter_map(note).collect()
    }
}

fn event(note: &NoteIn) -> Event {
    // SAFETY: plain numbers, for which zero is a value.
    let mut event: Event = unsafe { std::mem::zeroed() };
    event.sampleOffset = note.sample as i32;
    let (channel, pitch) = (i16::from(note.channel), i16::from(note.key));
    let velocity = f32::from(note.velocity) / VELOCITY_MAX;
    if note.is_on {
        event.r#type = kNoteOnEvent as u16;
        event.__field0.noteOn = NoteOnEvent { channel, pitch, tuning: 0.0, velocity, length: 0, noteId: -1 };
    } else {
        event.r#type = kNoteOffEvent as u16;
        event.__field0.noteOff = NoteOffEvent { channel, pitch, velocity, noteId: -1, tuning: 0.0 };
    }
    event
}

fn note(event: &Event) -> Option<NoteEvent> {
    let kind = u32::from(event.r#type);
    let (is_on, channel, key, velocity) = if kind == kNoteOnEvent as u32 {
        // SAFETY: the type says which of the union's fields is meant.
        let on = unsafe { event.__field0.noteOn };
        (true, on.channel, on.pitch, on.velocity)
    } else if kind == kNoteOffEvent as u32 {
        // SAFETY: as above.
        let off = unsafe { event.__field0.noteOff };
        (false, off.channel, off.pitch, off.velocity)
    } else {
        return None;
    };
    // A number out of range is no note, and found out as such.
    let number = |number: i16| u8::try_from(number).unwrap_or(255);
    Some(NoteEvent {
        sample: u64::try_from(event.sampleOffset).unwrap_or(u64::MAX),
        is_on,
        channel: number(channel),
        key: number(key),
        velocity: (velocity * VELOCITY_MAX).round() as u8,
    })
}

impl Class for Events {
    type Interfaces = (IEventList,);
}

impl IEventListTrait for Events {
    unsafe fn getEventCount(&self) -> int32 {
        open(&self.list).len() as int32
    }

    unsafe fn getEvent(&self, index: int32, event: *mut Event) -> tresult {
        let list = open(&self.list);
        let found = usize::try_from(index).ok().and_then(|index| list.get(index));
        // SAFETY: null or the caller's event.
        match (found, unsafe { event.as_mut() }) {
            (Some(found), Some(event)) => {
                *event = *found;
                kResultOk
            }
            _ => kInvalidArgument,
        }
    }

    unsafe fn addEvent(&self, event: *mut Event) -> tresult {
        // SAFETY: null or the caller's event.
        let Some(event) = (unsafe { event.as_ref() }) else { return kInvalidArgument };
        let mut list = open(&self.list);
        if open(&self.room).is_some_and(|room| list.len() >= room) {
            return kResultFalse;
        }
        list.push(*event);
        kResultOk
    }
}
