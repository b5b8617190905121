//! The second program written from `docs/player.md`: slow, exact, one decision per sample. It shares nothing with the
//! player but the law, so that what both say alike is what the law says.

mod clock;
mod lines;
mod loudness;
mod measure;
mod paper;
mod stage;
mod voices;

use std::cell::Cell;

use clock::{Clock, Now};
use lines::{Latch, Lines};
use measure::{Near, Ruler, Stretch};
use paper::{Note, Paper};
use stage::{Posted, Stage};
use voices::{Beginning, Here, Voices};

use crate::scenario::{Automation, Block, Moment, Scenario, SinkAtWork, Step};
pub use voices::{Event, Kind};

/// What a scenario must sound like.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hearing {
    pub events: Vec<Event>,
    pub reports: Vec<Report>,
    /// Notes that sound when all is over.
    pub left_sounding: usize,
    /// Choices, other than an event's sample, so near to a threshold that floats may choose otherwise.
    pub tight_choices: u64,
}

/// A program entered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    /// By its place in the scenario.
    pub program: usize,
    pub beat: f64,
    /// Counted over all blocks that do something.
    pub sample: u64,
}

/// Plays the scenario by the law.
pub fn listen(scenario: &Scenario) -> Hearing {
    let programs = scenario.programs.iter().map(|program| Paper::new(scenario, program));
    let papers: Vec<Paper> = std::iter::once(Paper::silence()).chain(programs).collect();
    let ruler = Ruler::new(scenario);
    let mut oracle = Oracle {
        ruler,
        clock: Clock::new(ruler),
        stage: Stage::new(ruler, &papers),
        voices: Voices::default(),
        latch: Latch::new(),
        sink: scenario.sink.at_work(),
        blocks: 0,
        frames: 0,
        hearing: Hearing::default(),
    };
    let last = scenario.steps.iter().rposition(|step| matches!(step, Step::Block(_)));
    for (index, step) in scenario.steps.iter().enumerate() {
        match step {
            Step::Reset => oracle.clock.reset(),
            Step::Post { program, moment, strategy } => {
                oracle.stage.posted.push_back(Posted {
                    program: *program,
                    moment: *moment,
                    strategy: *strategy,
                });
            }
            Step::Block(block) => {
                oracle.sink.begin_block(Some(index) == last);
                oracle.block(block);
            }
        }
    }
    oracle.hearing.left_sounding = oracle.voices.len();
    oracle.hearing.tight_choices += oracle.clock.tight_choices;
    oracle.hearing
}

struct Oracle<'a> {
    ruler: Ruler,
    clock: Clock,
    stage: Stage<'a>,
    voices: Voices,
    latch: Latch,
    sink: SinkAtWork,
    blocks: usize,
    frames: u64,
    hearing: Hearing,
}

/// What holds while one block is looked at.
struct Scene<'b> {
    block: &'b Block,
    now: Now,
    stretch: Stretch,
    /// Where what waits will enter.
    entry: Option<Entry>,
    wrap: Option<Near>,
    hairs: Cell<bool>,
}

#[derive(Clone, Copy)]
struct Entry {
    place: i128,
    near: Near,
}

impl Oracle<'_> {
    fn block(&mut self, block: &Block) {
        let Some(now) = self.clock.read(block) else { return };
        self.stage.begin_block();
        let stretch = now.stretch;
        let wrap = now.active_loop.map(|active| stretch.first_at_or_past(active.end));
        let mut scene = Scene { block, now, stretch, entry: None, wrap, hairs: Cell::new(false) };
        self.latch.begin_block(Lines::bars(self.ruler, block), &stretch);
        self.stage.measure(&stretch);
        self.voices.measure(&stretch, self.ruler);
        scene.entry = self.entry(&scene);
        for sample in 0..i64::from(block.frames) {
            self.sample(&mut scene, sample);
        }
        if now.playing {
            self.latch.end_block(block.frames.into(), &scene.stretch, now.active_loop);
            self.clock.carry(scene.stretch.place_at(block.frames.into()));
        }
        self.blocks += 1;
        self.frames += u64::from(block.frames);
    }

    fn sample(&mut self, scene: &mut Scene<'_>, sample: i64) {
        scene.hairs.set(false);
        let mut beginnings = Vec::new();
        if sample == 0 && (!scene.now.sounding || scene.now.follows_reset) {
            self.voices.cut(|_| true);
        }
        if sample == 0 {
            let automation = &scene.block.automation;
            self.voices.cut(|note| !is_audible(note, automation));
        }
        if !scene.now.playing {
            if sample == 0 {
                self.replace_at_once(scene, sample);
            }
        } else if self.lands(scene, sample) {
            beginnings = self.land(scene, sample);
        } else {
            beginnings = self.go_on(scene, sample);
        }
        if scene.now.sounding {
            self.begin_waiting(scene, sample, &mut beginnings);
        } else {
            beginnings.clear();
        }
        let moment = self.frames + sample as u64;
        let here = Here { block: self.blocks, sample, moment, tight: scene.hairs.get() };
        self.voices.send(here, beginnings, &mut self.sink, &mut self.hearing.events);
    }

    /// Whether a pass begins here; wraps if the loop says so.
    fn lands(&mut self, scene: &mut Scene<'_>, sample: i64) -> bool {
        let (Some(wrap), Some(active)) = (scene.wrap, scene.now.active_loop) else {
            return sample == 0 && scene.now.landing;
        };
        if wrap.sample > sample {
            return sample == 0 && scene.now.landing;
        }
        let scale = scene.stretch.scale;
        let at = active.landing(scene.stretch.place_at(sample), scale);
        scene.stretch = Stretch { scale, from: sample, at };
        scene.hairs.set(wrap.tight);
        self.clock.wrapped();
        let next = scene.stretch.first_at_or_past(active.end);
        scene.wrap = Some(Near { sample: next.sample.max(sample + 1), ..next });
        true
    }

    /// Stopped: what waits enters at once.
    fn replace_at_once(&mut self, scene: &Scene<'_>, sample: i64) {
        if let Some(program) = self.stage.take_over() {
            self.report(program, scene, sample);
        }
    }

    fn land(&mut self, scene: &mut Scene<'_>, sample: i64) -> Vec<Beginning> {
        self.voices.cut(|_| true);
        self.replace_at_once(scene, sample);
        scene.entry = None;
        self.latch.land(sample, &scene.stretch, scene.now.active_loop, scene.block.automation.fill);
        let chased = self.stage.land(sample, &scene.stretch);
        self.voices.measure(&scene.stretch, self.ruler);
        self.chased(scene, chased)
    }

    /// A sample within a pass: bar lines, the end of a fade, a switch.
    fn go_on(&mut self, scene: &mut Scene<'_>, sample: i64) -> Vec<Beginning> {
        self.latch.pass(sample, &scene.stretch, scene.now.active_loop, scene.block.automation.fill);
        if !scene.now.sounding {
            self.stage.fading = None;
        }
        if let Some(fading) = self.stage.fading.as_ref().filter(|fading| fading.end.sample <= sample) {
            scene.hairs.set(fading.end.tight);
            self.stage.fading = None;
            let stage = &self.stage;
            self.voices.cut(|note| !stage.goes_on(note));
        }
        let Some(entry) = scene.entry.filter(|entry| entry.near.sample <= sample) else { return Vec::new() };
        scene.hairs.set(scene.hairs.get() || entry.near.tight);
        scene.entry = None;
        let front = match sample {
            0 => self.latch.front,
            _ => self.latch.front_at(sample, &scene.stretch, scene.now.active_loop),
        };
        let entered = self.stage.enter(sample, &scene.stretch, front);
        let Some((program, chased)) = entered else { return Vec::new() };
        if !scene.now.sounding {
            self.stage.fading = None;
        }
        self.report(program, scene, sample);
        let stage = &self.stage;
        self.voices.cut(|note| !stage.goes_on(note));
        self.chased(scene, chased)
    }

    fn report(&mut self, program: usize, scene: &Scene<'_>, sample: i64) {
        let place = if scene.now.playing { scene.stretch.place_at(sample) } else { scene.stretch.at };
        let sample = self.frames + sample as u64;
        self.hearing.reports.push(Report { program, beat: self.ruler.beats(place), sample });
    }

    /// Law 7.2, for a block that continues.
    fn entry(&self, scene: &Scene<'_>) -> Option<Entry> {
        let posted = self.stage.waiting.filter(|_| scene.now.playing && !scene.now.landing)?;
        let stretch = &scene.stretch;
        let at_once = Entry { place: stretch.at, near: Near { sample: 0, tight: false } };
        if !scene.now.sounding {
            return Some(at_once);
        }
        let unreached = self.latch.front;
        let next_bar = || Lines::bars(self.ruler, scene.block).from(unreached);
        let sections = &self.stage.current.paper.sections;
        let place = match posted.moment {
            Moment::Now => return Some(at_once),
            Moment::NextBeat => Lines::beats(self.ruler, scene.block).from(unreached),
            Moment::NextBar => next_bar(),
            Moment::NextSection => {
                let starts = sections.iter().map(|start| self.ruler.ticks(*start));
                starts.filter(|start| *start >= unreached).min().unwrap_or_else(next_bar)
            }
            Moment::Beat(ticks) => self.ruler.ticks(ticks),
        };
        // Only a place can be behind; what has been passed stays passed.
        if place < unreached {
            return Some(at_once);
        }
        let reachable = !lines::is_past_loop(place, scene.now.active_loop, stretch);
        reachable.then(|| Entry { place, near: stretch.nearest(place, 0) })
    }

    /// Law 4.2: notes whose sample has come.
    fn begin_waiting(&mut self, scene: &Scene<'_>, sample: i64, beginnings: &mut Vec<Beginning>) {
        for due in self.stage.due(sample) {
            if self.is_held_back(&due.note, scene, due.outgoing) {
                continue;
            }
            self.stage.begun(due);
            beginnings.extend(self.beginning(scene, due.note, false, due.outgoing, due.tight));
        }
    }

    fn is_held_back(&self, note: &Note, scene: &Scene<'_>, outgoing: bool) -> bool {
        let start = self.ruler.ticks(note.start);
        let stays = || self.stage.waiting_paper().is_some_and(|paper| paper.contains(note));
        let after_entry = |entry: Entry| scene.stretch.scale.is_at_or_after(start, entry.place);
        (outgoing && !self.stage.fades_out(note))
            || lines::is_past_loop(start, scene.now.active_loop, &scene.stretch)
            || (scene.entry.is_some_and(after_entry) && !stays())
    }

    fn chased(&self, scene: &Scene<'_>, notes: Vec<Note>) -> Vec<Beginning> {
        notes.into_iter().filter_map(|note| self.beginning(scene, note, true, false, false)).collect()
    }

    /// Law 4.3.
    fn beginning(
        &self,
        scene: &Scene<'_>,
        note: Note,
        chased: bool,
        outgoing: bool,
        tight: bool,
    ) -> Option<Beginning> {
        let automation = &scene.block.automation;
        let fill = self.latch.fill_for(self.ruler.ticks(note.start), &scene.stretch, automation.fill);
        let wanted = note.is_wanted(automation.pattern_b, fill);
        let important = i32::from(note.importance) >= 127 - i32::from(automation.complexity);
        let lane = &automation.lanes[note.lane.index()];
        let velocity = loudness::heard(note.velocity, automation, lane, self.stage.fade_of(&note, outgoing));
        let sounds = is_audible(&note, automation) && wanted && important && velocity > 0;
        let ends = scene.stretch.nearest(self.ruler.ticks(note.end), note.offset_us);
        sounds.then_some(Beginning { note, velocity, chased, outgoing, ends, tight })
    }
}

/// Law 4.3: not muted; and soloed, if any lane is.
fn is_audible(note: &Note, automation: &Automation) -> bool {
    let any_soloed = automation.lanes.iter().any(|lane| lane.soloed);
    let own = automation.lanes[note.lane.index()];
    !own.muted && (own.soloed || !any_soloed)
}
