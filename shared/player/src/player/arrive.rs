//! Milestones of a block: landings, bar lines, switches and the ends of fades.

use music::lane::Lane;

use super::{Player, Scene, beats};
use crate::compiled::Program;
use crate::deck::Deck;
use crate::from_audio::{FromAudio, Switched};
use crate::switch::{Fade, View};
use crate::to_audio::Strategy;

/// Samples `[at, end)` between two milestones.
pub(super) struct Span {
    pub(super) at: u32,
    pub(super) end: u32,
    /// The first bar line that has not been reached.
    pub(super) next_bar_ticks: f64,
    /// Where the waiting program will enter, if a line lets it in.
    pub(super) switch_ticks: Option<f64>,
}

impl Player {
    /// Position jumps to where `scene.ruler` says: everything ends, and a new pass lands.
    pub(super) fn arrive(&mut self, scene: &Scene<'_>, at: u32) {
        self.collect(|voice| !voice.owes_end);
        self.end_fade();
        self.pass = self.pass.wrapping_add(1).max(1);
        self.is_fill_bar = false;
        let from = scene.ruler.landing_from(at);
        self.reached_ticks = from;
        if let Some(play) = self.waiting.take() {
            let old = std::mem::replace(&mut self.deck, Deck::new(play.program));
            self.finish(old.program);
            self.report(scene, at);
        }
        self.deck.land(from);
        self.chase(scene, at, from, None);
    }

    /// Does what is due at sample `at` and says how far the way is free.
    pub(super) fn pass_milestones(&mut self, scene: &Scene<'_>, at: u32, limit: u32) -> Span {
        let sample = |ticks: f64| scene.ruler.sample_of(ticks).max(at.into());
        let is_here = |ticks: f64| sample(ticks) == i64::from(at);
        let view = View {
            reached_ticks: self.reached_ticks,
            lines: &scene.ground.lines,
            active_loop: scene.ground.active_loop,
            ruler: &scene.ruler,
        };
        let sections = &self.deck.program.sections;
        let mut switch_ticks = self.waiting.as_ref().and_then(|play| play.place(sections, &view));
        let bar_ticks = view.lines.next_bar(view.reached_ticks);
        if view.is_reachable(bar_ticks) && is_here(bar_ticks) {
            self.is_fill_bar = scene.automation.fill;
        }
        if self.fade.as_ref().is_some_and(|fade| is_here(fade.end())) {
            self.end_fade();
        }
        if switch_ticks.is_some_and(is_here) {
            self.enter(scene, at);
            switch_ticks = None;
        }
        let passed = view.reached_ticks.max(scene.ruler.reached_before(at + 1));
        let next_bar_ticks = view.lines.next_bar(passed);
        let bar = Some(next_bar_ticks).filter(|ticks| view.is_reachable(*ticks));
        let milestones = [bar, switch_ticks, self.fade.as_ref().map(Fade::end)];
        let nearest = milestones.into_iter().flatten().map(sample).filter(|sample| *sample > at.into()).min();
        let end = nearest.map_or(limit, |sample| sample.min(limit.into()) as u32);
        let before_loop_end = view.loop_end_ticks().unwrap_or(f64::INFINITY);
        self.reached_ticks = self.reached_ticks.max(scene.ruler.reached_before(end).min(before_loop_end));
        Span { at, end, next_bar_ticks, switch_ticks }
    }

    /// The waiting program enters within a pass.
    fn enter(&mut self, scene: &Scene<'_>, at: u32) {
        let Some(play) = self.waiting.take() else { return };
        let mut deck = Deck::new(play.program);
        // Not where the position is, but how far the pass has come: a host may have corrected it backwards since.
        let from = self.reached_ticks;
        deck.take_over(&self.deck, from, self.pass);
        let old = std::mem::replace(&mut self.deck, deck);
        let fade_beats = match play.strategy {
            Strategy::HardCut => 0,
            Strategy::Crossfade { beats } => beats,
        };
        for voice in self.sounding.voices_mut().iter_mut().filter(|voice| !voice.owes_end) {
            let part = &self.deck.program.parts[voice.lane.index()];
            voice.is_outgoing = fade_beats > 0 && part.sustains;
            let continues = self.deck.program.find(voice.lane, voice.slot.channel(), &voice.note).is_some();
            if !voice.is_outgoing && !continues {
                self.ending.insert(voice.slot);
                self.has_ending = true;
            }
        }
        if fade_beats > 0 {
            self.fade = Some(Fade::new(old, scene.ruler.ticks_at(at.into()), fade_beats));
        } else {
            self.chase(scene, at, from, Some(&old.program));
            self.finish(old.program);
        }
        self.report(scene, at);
    }

    /// Takes up held notes on lanes that sustain, but for those that `known` has: they sound, or were not to.
    fn chase(&mut self, scene: &Scene<'_>, at: u32, from: f64, known: Option<&Program>) {
        for lane in Lane::ALL {
            let part = &self.deck.program.parts[lane.index()];
            let is_new = |note: &_| known.is_none_or(|known| known.find(lane, part.channel, note).is_none());
            if part.sustains
                && self.deck.add_held(lane, from, (&scene.ruler, at), is_new, &mut self.onsets).is_err()
            {
                return;
            }
        }
    }

    /// What the outgoing program still holds ends, unless the one that plays has it too.
    pub(super) fn end_fade(&mut self) {
        let Some(fade) = self.fade.take() else { return };
        for voice in self.sounding.voices_mut().iter_mut().filter(|voice| voice.is_outgoing) {
            voice.is_outgoing = false;
            let continues = self.deck.program.find(voice.lane, voice.slot.channel(), &voice.note).is_some();
            if !continues && !voice.owes_end {
                self.ending.insert(voice.slot);
                self.has_ending = true;
            }
        }
        self.finish(fade.deck.program);
    }

    pub(super) fn report(&mut self, scene: &Scene<'_>, at: u32) {
        self.send_home(FromAudio::Switched(Switched {
            revision: self.deck.program.revision,
            beat: beats(scene.ruler.ticks_at(at.into())),
            sample: self.frames_processed + u64::from(at),
        }));
    }

    pub(super) fn finish(&mut self, program: Box<Program>) {
        self.send_home(FromAudio::Finished(program));
    }

    fn send_home(&mut self, message: FromAudio) {
        if let Err(rtrb::PushError::Full(message)) = self.from_audio.push(message) {
            debug_assert!(false, "room was made before the program was taken");
            // Leaking a program is better than freeing it here.
            std::mem::forget(message);
        }
    }
}
