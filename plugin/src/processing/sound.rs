//! What sounds: the instrument of this moment, and the one before it until its last note has rung out.
//!
//! Another program on one lane is another instrument whole, because choosing programs allocates. So the old one plays
//! to its end what began in it, the other lanes' notes above all, and only what begins from now on is the new one's.

mod outgoing;

use crate::mailboxes::{Instrument, NewInstrument};

use super::keys::Keys;
use super::outlet::Cue;
use outgoing::Outgoing;

/// Longer than any release and reverb of a bank: then the synth is left alone until somebody plays.
const TAIL_SECONDS: f64 = 12.0;
/// In one block there can go home: one for another rate, one that a newer one overtook, one that has rung out.
const HOME_ROOM: usize = 3;

/// Where those go that are done with: the audio thread frees nothing.
type Home = rtrb::Producer<Box<Instrument>>;

pub(super) struct Sound {
    current: Option<Box<Instrument>>,
    outgoing: Option<Outgoing>,
    /// Waits until the outgoing one has made room: two at a time are enough.
    next: Option<Box<Instrument>>,
    sample_rate: f64,
    /// Frames since something was last begun or down.
    still_frames: f64,
}

impl Sound {
    pub(super) fn new() -> Sound {
        let sample_rate = f64::from(u16::MAX);
        Sound { current: None, outgoing: None, next: None, sample_rate, still_frames: f64::INFINITY }
    }

    /// Off the audio thread. One made for another rate is out of tune; freeing is allowed here.
    pub(super) fn activate(&mut self, sample_rate: f64) {
        self.sample_rate = sample_rate;
        let fitting = |held: &mut Option<Box<Instrument>>| {
            *held = held.take().filter(|instrument| is_for(instrument, sample_rate));
        };
        fitting(&mut self.current);
        fitting(&mut self.next);
        self.outgoing = None;
    }

    pub(super) fn all_off(&mut self) {
        if let Some(instrument) = &mut self.current {
            instrument.all_sound_off();
        }
        if let Some(outgoing) = &mut self.outgoing {
            outgoing.all_off();
        }
    }

    /// The newest instrument plays from now on; `sounding` is what is down.
    pub(super) fn take(&mut self, newest: &NewInstrument, sounding: &Keys, home: &mut Home) {
        if home.slots() < HOME_ROOM {
            return;
        }
        if let Some(instrument) = newest.take() {
            let refused = if is_for(&instrument, self.sample_rate) {
                self.next.replace(instrument)
            } else {
                // Its successor is being made.
                Some(instrument)
            };
            send_home(refused, home);
        }
        // In silence it is not rendered, so it would never be over.
        if self.is_still() || self.outgoing.as_ref().is_some_and(Outgoing::is_over) {
            send_home(self.outgoing.take().map(Outgoing::into_instrument), home);
        }
        match &mut self.outgoing {
            Some(outgoing) if self.next.is_some() => outgoing.hurry(),
            Some(_) => {}
            None => self.replace(sounding),
        }
    }

    fn replace(&mut self, sounding: &Keys) {
        let Some(next) = self.next.take() else { return };
        let old = self.current.replace(next);
        self.outgoing = old.map(|old| Outgoing::new(old, sounding.clone(), self.sample_rate));
    }

    /// From cue to cue, into buffers of silence.
    pub(super) fn render(&mut self, left: &mut [f32], right: &mut [f32], cues: &[Cue], sounding: &Keys) {
        let frames = left.len().min(right.len());
        if cues.is_empty() && sounding.is_empty() {
            self.still_frames += frames as f64;
        } else {
            self.still_frames = 0.0;
        }
        if self.is_still() {
            return;
        }
        let mut at = 0;
        for cue in cues {
            let sample = (cue.sample as usize).min(frames);
            if sample > at {
                self.stretch(&mut left[at..sample], &mut right[at..sample]);
                at = sample;
            }
            self.cue(*cue);
        }
        self.stretch(&mut left[at..frames], &mut right[at..frames]);
    }

    /// Nothing has sounded for longer than anything rings.
    fn is_still(&self) -> bool {
        self.still_frames > TAIL_SECONDS * self.sample_rate
    }

    fn stretch(&mut self, left: &mut [f32], right: &mut [f32]) {
        if let Some(instrument) = &mut self.current {
            instrument.render(left, right);
        }
        if let Some(outgoing) = &mut self.outgoing {
            outgoing.add_to(left, right);
        }
    }

    /// A note ends where it began; pressed again, it begins anew in the newest.
    fn cue(&mut self, cue: Cue) {
        let has_ended = self.outgoing.as_mut().is_some_and(|outgoing| outgoing.end(cue.channel, cue.key));
        let Some(instrument) = &mut self.current else { return };
        match cue.velocity {
            0 if has_ended => {}
            0 => instrument.note_off(cue.channel, cue.key),
            velocity => instrument.note_on(cue.channel, cue.key, velocity),
        }
    }
}

fn send_home(instrument: Option<Box<Instrument>>, home: &mut Home) {
    if let Some(instrument) = instrument
        && let Err(rtrb::PushError::Full(instrument)) = home.push(instrument)
    {
        debug_assert!(false, "there was room");
        // Leaking an instrument is better than freeing it here.
        std::mem::forget(instrument);
    }
}

/// Hosts' rates are whole numbers, as far as they can be played.
fn is_for(instrument: &Instrument, sample_rate: f64) -> bool {
    f64::from(instrument.sample_rate()) == sample_rate.round()
}
