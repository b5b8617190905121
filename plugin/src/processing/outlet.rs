//! Where notes go: to the host, to the synth, or to both, as their lane is routed; and the notes that come in among
//! them, in time.

use music::lane::Lane;
use nice_plug::midi::{Channel, Key, VoiceID};
use nice_plug::prelude::{NoteEvent, PluginNoteEvent, ProcessContext};
use player::{NoteKind, NoteSink, Refused};

use super::keys::Keys;
use crate::heard::Heard;
use crate::model::Route;
use crate::plugin::AiBand;
use crate::wiring::Wiring;

/// A key going down or up at a sample of this block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) sample: u32,
    pub(super) channel: u8,
    pub(super) key: u8,
    /// 0 is up.
    pub(super) velocity: u8,
}

pub(super) struct Outlet<'a, C> {
    pub(super) context: &'a mut C,
    pub(super) wiring: &'a Wiring,
    pub(super) heard: &'a Heard,
    pub(super) sent: &'a mut Keys,
    pub(super) sounding: &'a mut Keys,
    /// Never grown over `cues_max`: that much was reserved.
    pub(super) cues: &'a mut Vec<Cue>,
    pub(super) cues_max: usize,
    /// In order of samples; those passed through are taken off the front.
    pub(super) incoming: &'a [Cue],
    pub(super) pressed: &'a mut [Option<u8>; 128],
    /// Ends of what came in that were refused.
    pub(super) owed: &'a mut Keys,
    pub(super) thru: Option<(Lane, u8)>,
}

impl<C: ProcessContext<AiBand>> NoteSink for Outlet<'_, C> {
    fn send(&mut self, event: player::NoteEvent) -> Result<(), Refused> {
        self.pass_through(event.sample);
        let velocity = match event.kind {
            NoteKind::Begin { velocity } => velocity,
            NoteKind::End => 0,
        };
        let cue = Cue { sample: event.sample, channel: event.channel, key: event.key, velocity };
        self.deliver(cue, event.lane, Some(event.id))?;
        if velocity > 0 {
            self.heard.note(event.lane);
        }
        Ok(())
    }
}

impl<C: ProcessContext<AiBand>> Outlet<'_, C> {
    /// Notes that came in up to this sample, on the lane they are played on. A beginning that is refused is lost:
    /// whoever plays it hears that.
    pub(super) fn pass_through(&mut self, sample: u32) {
        while let Some((cue, rest)) = self.incoming.split_first().filter(|(cue, _)| cue.sample <= sample) {
            self.incoming = rest;
            self.pass(*cue);
        }
    }

    fn pass(&mut self, cue: Cue) {
        let key = usize::from(cue.key & 127);
        if let Some(channel) = self.pressed[key].take() {
            self.end(cue.sample, channel, cue.key);
        }
        if let Some((lane, channel)) = self.thru.filter(|_| cue.velocity > 0)
            && !self.owed.is_down(channel, cue.key)
            && self.deliver(Cue { channel, ..cue }, lane, None).is_ok()
        {
            self.pressed[key] = Some(channel);
        }
    }

    /// Ends what came in and is still down, of the keys that have a bit in `keys`.
    pub(super) fn release(&mut self, keys: u128, sample: u32) {
        for key in (0..128_u8).filter(|key| keys >> key & 1 == 1) {
            if let Some(channel) = self.pressed[usize::from(key)].take() {
                self.end(sample, channel, key);
            }
        }
    }

    /// One that came in ends; if nobody takes that now, with a later block.
    fn end(&mut self, sample: u32, channel: u8, key: u8) {
        if self.deliver(Cue { sample, channel, key, velocity: 0 }, Lane::Extra, None).is_err() {
            self.owed.press(channel, key);
        }
    }

    /// Ends what should have ended before.
    pub(super) fn pay(&mut self) {
        while let Some((channel, key)) = self.owed.first() {
            if self.deliver(Cue { sample: 0, channel, key, velocity: 0 }, Lane::Extra, None).is_err() {
                return;
            }
            self.owed.release(channel, key);
        }
    }

    /// A note ends where it began, however its lane is routed by then.
    fn deliver(&mut self, cue: Cue, lane: Lane, id: Option<u32>) -> Result<(), Refused> {
        let (to_host, to_synth) = match (cue.velocity, self.wiring.route(lane)) {
            (0, _) => (self.sent.is_down(cue.channel, cue.key), self.sounding.is_down(cue.channel, cue.key)),
            (_, Route::Sound) => (false, true),
            (_, Route::Midi) => (true, false),
            (_, Route::Both) => (true, true),
        };
        let sounds = to_synth && self.cue(cue);
        let is_sent = to_host && self.context.try_send_event(event(cue, id)).is_ok();
        if is_sent {
            turn(self.sent, cue);
        }
        // A note is there if anybody plays it: each side remembers what is down there, and a host that takes no notes
        // does not silence the sound. It has ended when it has ended everywhere; what is refused is tried again.
        let is_done = match cue.velocity {
            0 => sounds == to_synth && is_sent == to_host,
            _ => sounds || is_sent,
        };
        if is_done { Ok(()) } else { Err(Refused) }
    }

    fn cue(&mut self, cue: Cue) -> bool {
        let has_room = self.cues.len() < self.cues_max;
        if has_room {
            turn(self.sounding, cue);
            self.cues.push(cue);
        }
        has_room
    }

    /// Ends whatever is still down anywhere, notes that came in among them: for somebody who presses *Panic*.
    pub(super) fn silence(&mut self, sample: u32) {
        while let Some((channel, key)) = self.sent.first().or_else(|| self.sounding.first()) {
            let cue = Cue { sample, channel, key, velocity: 0 };
            if self.deliver(cue, Lane::Extra, None).is_err() {
                return;
            }
        }
    }
}

fn turn(keys: &mut Keys, cue: Cue) {
    match cue.velocity {
        0 => keys.release(cue.channel, cue.key),
        _ => keys.press(cue.channel, cue.key),
    };
}

/// Remembers a note that came in. Beyond `max` in one block beginnings are dropped, and of ends only their keys are known.
pub(super) fn take_in(
    event: &PluginNoteEvent<AiBand>,
    incoming: &mut Vec<Cue>,
    max: usize,
    ended_keys: &mut u128,
) {
    let (timing, key, velocity) = match *event {
        NoteEvent::NoteOn { timing, key, velocity, .. } => (timing, key, midi_velocity(velocity)),
        NoteEvent::NoteOff { timing, key, .. } | NoteEvent::Choke { timing, key, .. } => (timing, key, 0),
        // Bends, pressure and whatever a later framework adds: not passed on.
        _ => return,
    };
    let Some(key) = key.number() else { return };
    if incoming.len() < max {
        incoming.push(Cue { sample: timing, channel: 0, key, velocity });
    } else if velocity == 0 {
        *ended_keys |= 1 << (key & 127);
    }
}

fn event(cue: Cue, id: Option<u32>) -> PluginNoteEvent<AiBand> {
    let (channel, key) = (Channel::Number(cue.channel), Key::Number(cue.key));
    let voice_id = id.map_or(VoiceID::Wildcard, |id| VoiceID::ID((id & i32::MAX as u32) as i32));
    match cue.velocity {
        0 => NoteEvent::NoteOff { timing: cue.sample, voice_id, channel, key, velocity: 0.0 },
        velocity => NoteEvent::NoteOn {
            timing: cue.sample,
            voice_id,
            channel,
            key,
            velocity: f32::from(velocity) / f32::from(player::automation::FULL),
        },
    }
}

/// Never 0: that would be an end.
fn midi_velocity(velocity: f32) -> u8 {
    (velocity * f32::from(player::automation::FULL)).round().clamp(1.0, 127.0) as u8
}
