//! Plays a stretch between two milestones: gathers the notes that are due, and sends ends and beginnings in order.

use music::lane::Lane;

use super::arrive::Span;
use super::{Player, Scene};
use crate::automation::{FULL, Pattern};
use crate::compiled::Note;
use crate::deck::{Onset, Source, Stretch};
use crate::sink::{NoteEvent, NoteKind, NoteSink};
use crate::sounding_notes::Voice;

impl Player {
    /// Chased notes are in the buffer already; they begin at the first sample.
    pub(super) fn play(&mut self, scene: &Scene<'_>, span: &Span, sink: &mut impl NoteSink) {
        let mut at = span.at;
        while at < span.end {
            let (end, is_whole) = self.gather(scene, span, at);
            self.onsets.as_mut_slice().sort_unstable();
            self.emit(scene, span, at, end, sink);
            self.onsets.truncate(0);
            // More notes on one sample than the buffer holds are taken in turns.
            at = if is_whole { end } else { at };
        }
    }

    /// Fills the buffer with what begins in `[at, end)`; halves the way until it fits.
    fn gather(&mut self, scene: &Scene<'_>, span: &Span, at: u32) -> (u32, bool) {
        let chased = self.onsets.count();
        let mut end = span.end;
        loop {
            let loop_end = scene.ground.active_loop.map(|range| range.end - scene.ruler.tie_ticks());
            let stretch = Stretch { ruler: &scene.ruler, at, end, loop_end, pass: self.pass };
            let fits = Lane::ALL.into_iter().all(|lane| self.add_due(lane, span, &stretch));
            if fits || end == at + 1 {
                return (end, fits);
            }
            self.onsets.truncate(chased);
            end = at + (end - at) / 2;
        }
    }

    /// Whether all of a lane's due notes found room.
    fn add_due(&mut self, lane: Lane, span: &Span, stretch: &Stretch<'_>) -> bool {
        let current = &self.deck.program;
        let part = &current.parts[lane.index()];
        let channel = part.channel;
        if let Some(fade) = &mut self.fade
            && part.sustains
        {
            let channel = fade.deck.program.parts[lane.index()].channel;
            let is_only_here = |note: &Note| current.find(lane, channel, note).is_none();
            if fade.deck.add_due(lane, Source::Outgoing, stretch, is_only_here, &mut self.onsets).is_err() {
                return false;
            }
        }
        // What starts after the place of a waiting program must not begin early only to be cut there.
        let switch = self.waiting.as_ref().zip(span.switch_ticks);
        let held_back_from = span.switch_ticks.map_or(f64::MAX, |ticks| ticks - stretch.ruler.tie_ticks());
        let wanted = |note: &Note| {
            let Some((play, _)) = switch else { return true };
            (note.start as f64) < held_back_from || play.program.find(lane, channel, note).is_some()
        };
        self.deck.add_due(lane, Source::Current, stretch, wanted, &mut self.onsets).is_ok()
    }

    /// Sample by sample, but only those on which something happens.
    fn emit(&mut self, scene: &Scene<'_>, span: &Span, at: u32, end: u32, sink: &mut impl NoteSink) {
        let mut next = 0;
        loop {
            let forced = self.has_ending.then_some(at);
            let due = self.onsets.as_slice().get(next).map(|onset| onset.sample);
            let natural = self.next_natural_end(scene, at, end);
            let Some(sample) = [forced, due, natural].into_iter().flatten().min() else { return };
            let first = next;
            while self.onsets.as_slice().get(next).is_some_and(|onset| onset.sample == sample) {
                self.decide(scene, span, next);
                next += 1;
            }
            let frames_processed = self.frames_processed;
            self.collect(|voice| natural_end(scene, voice, at, frames_processed) == Some(i64::from(sample)));
            self.end_collected(sample, sink);
            for index in first..next {
                self.begin(self.onsets.as_slice()[index], sink);
            }
        }
    }

    fn next_natural_end(&self, scene: &Scene<'_>, at: u32, end: u32) -> Option<u32> {
        let ends = self
            .sounding
            .voices()
            .iter()
            .filter_map(|voice| natural_end(scene, voice, at, self.frames_processed));
        ends.min().filter(|sample| *sample < i64::from(end)).map(|sample| sample as u32)
    }

    /// Whether a note sounds, and how loud; if it does, what sounds on its key ends first.
    fn decide(&mut self, scene: &Scene<'_>, span: &Span, index: usize) {
        let onset = self.onsets.as_slice()[index];
        let note = self.note_of(&onset);
        let deck = match (onset.source, &mut self.fade) {
            (Source::Outgoing, Some(fade)) => &mut fade.deck,
            (Source::Outgoing | Source::Chased | Source::Current, _) => &mut self.deck,
        };
        deck.mark_begun(onset.lane, onset.index as usize, self.pass);
        let velocity = self.velocity(scene, span, &onset, &note);
        self.onsets.as_mut_slice()[index].velocity = velocity;
        let frame = self.frames_processed + u64::from(onset.sample);
        let is_retrigger = |voice: &Voice| voice.began_frame != frame;
        if velocity > 0 && self.sounding.get(onset.slot).is_some_and(is_retrigger) {
            self.ending.insert(onset.slot);
            self.has_ending = true;
        }
    }

    fn note_of(&self, onset: &Onset) -> Note {
        let deck = match (onset.source, &self.fade) {
            (Source::Outgoing, Some(fade)) => &fade.deck,
            (Source::Outgoing | Source::Chased | Source::Current, _) => &self.deck,
        };
        deck.program.parts[onset.lane.index()].notes[onset.index as usize]
    }

    /// 0 when the note is not to sound.
    fn velocity(&self, scene: &Scene<'_>, span: &Span, onset: &Onset, note: &Note) -> u8 {
        let automation = scene.automation;
        let is_in_next_bar = (note.start as f64) >= span.next_bar_ticks - scene.ruler.tie_ticks();
        let is_fill = if is_in_next_bar { automation.fill } else { self.is_fill_bar };
        let is_wanted = automation.is_audible(onset.lane)
            && note.variants.include(automation.pattern == Pattern::B, is_fill)
            && u16::from(note.importance) + u16::from(automation.complexity) >= u16::from(FULL);
        if !is_wanted {
            return 0;
        }
        let velocity = automation.velocity(note.velocity, onset.lane);
        match &self.fade {
            Some(fade) if self.deck.program.parts[onset.lane.index()].sustains => match onset.source {
                Source::Outgoing => fade.falling(velocity, note.start),
                Source::Chased | Source::Current => {
                    let is_in_both = fade.deck.program.find(onset.lane, onset.slot.channel(), note).is_some();
                    if is_in_both { velocity } else { fade.rising(velocity, note.start) }
                }
            },
            Some(_) | None => velocity,
        }
    }

    pub(super) fn end_collected(&mut self, sample: u32, sink: &mut impl NoteSink) {
        self.has_ending = false;
        while let Some(slot) = self.ending.pop() {
            let Some(voice) = self.sounding.get_mut(slot) else { continue };
            let (channel, key) = (slot.channel(), slot.key());
            let event =
                NoteEvent { sample, kind: NoteKind::End, lane: voice.begun_by, channel, key, id: voice.id };
            match sink.send(event) {
                Ok(()) => self.sounding.end(slot),
                Err(_refused) => voice.owes_end = true,
            }
        }
    }

    fn begin(&mut self, onset: Onset, sink: &mut impl NoteSink) {
        if onset.velocity == 0 {
            return;
        }
        let note = self.note_of(&onset);
        let began_frame = self.frames_processed + u64::from(onset.sample);
        let is_outgoing = onset.source == Source::Outgoing;
        let Onset { sample, slot, lane, velocity, .. } = onset;
        if let Some(voice) = self.sounding.get_mut(slot) {
            // A unison goes on as the newer note; a voice that could not be ended keeps its key.
            if voice.began_frame == began_frame && !voice.owes_end {
                *voice = Voice { lane, note, is_outgoing, ..*voice };
            }
            return;
        }
        let id = self.next_id;
        let kind = NoteKind::Begin { velocity };
        if sink.send(NoteEvent { sample, kind, lane, channel: slot.channel(), key: slot.key(), id }).is_ok() {
            self.next_id = self.next_id.wrapping_add(1);
            self.sounding.begin(Voice {
                slot,
                lane,
                begun_by: lane,
                note,
                id,
                began_frame,
                is_outgoing,
                owes_end: false,
            });
        }
    }
}

/// The sample of the block, from `at` on, at which a voice's note is over; a note lasts a sample at least.
fn natural_end(scene: &Scene<'_>, voice: &Voice, at: u32, frames_processed: u64) -> Option<i64> {
    if voice.owes_end {
        return None;
    }
    let written = scene.ruler.sample_of_note(voice.note.end, voice.note.offset_us);
    let earliest = (voice.began_frame + 1).saturating_sub(frames_processed) as i64;
    Some(written.max(earliest).max(at.into()))
}
