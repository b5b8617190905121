//! The player on a stand: a scenario's plain data becomes real clips, programs and blocks, and what is sent is kept.

use music::arrangement::{Arrangement, Clips, Revision, Source};
use music::clip::{self, Library};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Span, Ticks};
use player::compiled::{LaneSettings, Settings};
use player::{NoteEvent, NoteSink, Pattern, Player, PlayerHandle, Program, Refused, Switched};

use super::Fault;
use crate::scenario::{self, Moment, Scenario, SinkAtWork, Step, Strategy};

/// Everything that came out of the player.
#[derive(Clone, Debug, Default)]
pub struct Performed {
    pub sent: Vec<Sent>,
    pub reports: Vec<Switched>,
    /// Of each program of the scenario.
    pub revisions: Vec<Revision>,
    /// For each block that does something: frames, and whether it sounds (it plays, and is not bypassed).
    pub blocks: Vec<(u32, bool)>,
}

#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// Counted over blocks that do something.
    pub block: usize,
    /// Of the block's first frame, within the scenario.
    pub block_start: u64,
    pub event: NoteEvent,
}

/// A player with all that a scenario needs, ready before the first block.
pub struct Stand {
    player: Player,
    handle: PlayerHandle,
    /// In the order they are posted, the next one last.
    programs: Vec<Program>,
    sink: Collector,
    performed: Performed,
    frames: u64,
}

/// Longer than any scenario is.
const EVENTS_MAX: usize = 65_536;

struct Collector {
    at_work: SinkAtWork,
    taken: Vec<NoteEvent>,
}

impl NoteSink for Collector {
    fn send(&mut self, event: NoteEvent) -> Result<(), Refused> {
        if !self.at_work.accepts() {
            return Err(Refused);
        }
        // Within its capacity, so that the collector never allocates under the guard either.
        assert!(self.taken.len() < self.taken.capacity(), "a scenario of too many events");
        self.taken.push(event);
        Ok(())
    }
}

/// Plays the whole scenario.
pub fn perform(scenario: &Scenario) -> Result<Performed, Fault> {
    let mut stand = Stand::new(scenario);
    stand.play(scenario, &mut |audio| audio())?;
    Ok(stand.performed)
}

impl Stand {
    pub fn new(scenario: &Scenario) -> Stand {
        let (player, handle) = Player::new();
        let posts: Vec<usize> = posted(scenario).collect();
        let programs = posts.into_iter().rev().map(|index| compiled(scenario, index)).collect();
        let revisions = (0..scenario.programs.len()).map(|index| compiled(scenario, index).revision());
        let performed = Performed { revisions: revisions.collect(), ..Performed::default() };
        let sink = Collector { at_work: scenario.sink.at_work(), taken: Vec::with_capacity(EVENTS_MAX) };
        Stand { player, handle, programs, sink, performed, frames: 0 }
    }

    /// What the audio thread does, and nothing else, happens inside `on_audio_thread`.
    pub fn play(
        &mut self,
        scenario: &Scenario,
        on_audio_thread: &mut dyn FnMut(&mut dyn FnMut()),
    ) -> Result<(), Fault> {
        let last = scenario.steps.iter().rposition(|step| matches!(step, Step::Block(_)));
        for (index, step) in scenario.steps.iter().enumerate() {
            match step {
                Step::Reset => on_audio_thread(&mut || self.player.reset()),
                Step::Post { moment, strategy, .. } => self.post(*moment, *strategy),
                Step::Block(block) => {
                    self.sink.at_work.begin_block(Some(index) == last);
                    self.sink.taken.clear();
                    let said = translated(block);
                    on_audio_thread(&mut || {
                        self.player.process(&said, &mut self.sink);
                    });
                    self.collect(block);
                }
            }
        }
        Ok(())
    }

    fn post(&mut self, moment: Moment, strategy: Strategy) {
        let program = self.programs.pop().expect("one for every post");
        self.handle.play(Box::new(program), translated_moment(moment), translated_strategy(strategy));
    }

    fn collect(&mut self, block: &scenario::Block) {
        let Performed { sent, reports, blocks, .. } = &mut self.performed;
        reports.extend(self.handle.reports());
        if block.frames == 0 || block.sample_rate.within(1_000, 10_000_000).is_none() {
            // Such blocks must do nothing; what they send anyway counts for the block before.
            let taken = self.sink.taken.iter().map(|event| Sent {
                block: blocks.len(),
                block_start: self.frames,
                event: *event,
            });
            sent.extend(taken);
            return;
        }
        let (block_start, count) = (self.frames, blocks.len());
        sent.extend(self.sink.taken.iter().map(|event| Sent { block: count, block_start, event: *event }));
        let playing = block.transport.as_ref().is_some_and(|transport| transport.playing);
        blocks.push((block.frames, playing && !block.automation.bypass));
        self.frames += u64::from(block.frames);
    }
}

fn posted(scenario: &Scenario) -> impl Iterator<Item = usize> {
    scenario.steps.iter().filter_map(|step| match step {
        Step::Post { program, .. } => Some(*program),
        Step::Block(_) | Step::Reset => None,
    })
}

fn compiled(scenario: &Scenario, index: usize) -> Program {
    let program = &scenario.programs[index];
    let mut library = Library::new();
    let hashes: Vec<clip::Hash> = scenario.clips.iter().map(|clip| library.insert(real_clip(clip))).collect();
    let mut arrangement = Arrangement::new();
    for region in &program.regions {
        let span = Span::new(Ticks(region.start), Ticks(region.end)).expect("regions are not empty");
        let of = |index: usize| hashes[index];
        let clips = Clips { main: of(region.main), b: region.b.map(of), fill: region.fill.map(of) };
        let source = Source { clips, into: Ticks(region.into), looped: region.looped };
        arrangement.insert(region.lane, span, source).expect("regions do not overlap");
    }
    let settings = Settings {
        lanes: Lane::ALL.map(|lane| {
            let scenario::LaneSetting { plays, channel, sustains } = program.lanes[lane.index()];
            LaneSettings { plays, channel, sustains, ..LaneSettings::of(lane) }
        }),
    };
    let sections: Vec<Ticks> = program.sections.iter().map(|start| Ticks(*start)).collect();
    Program::compile(&arrangement, &library, &settings, &sections).expect("every clip is in the library")
}

fn real_clip(clip: &scenario::Clip) -> clip::Clip {
    let notes = clip.notes.iter().map(|note| clip::Note {
        start: Ticks(note.start),
        length: Ticks(note.length),
        offset: Micros(note.offset_us),
        pitch: Pitch::new(note.key).expect("keys are on the keyboard"),
        velocity: note.velocity,
        importance: note.importance,
    });
    clip::Clip::new(Ticks(clip.length), notes.collect(), Vec::new()).expect("clips keep to the limits")
}

fn translated(block: &scenario::Block) -> player::Block {
    let transport = block.transport.as_ref().map(|said| player::Transport {
        playing: said.playing,
        tempo_bpm: said.tempo_bpm.as_f64(),
        position_beats: said.position_beats.map(scenario::Number::as_f64),
        loop_range: said.loop_range.map(|(start, end)| (start.as_f64(), end.as_f64())),
        meter: said.meter,
        bar_start: said.bar_start.map(scenario::Number::as_f64),
    });
    let own = &block.automation;
    let automation = player::Automation {
        complexity: own.complexity,
        intensity: own.intensity,
        pattern: if own.pattern_b { Pattern::B } else { Pattern::A },
        fill: own.fill,
        bypass: own.bypass,
        lanes: own.lanes.map(|lane| player::LaneAutomation {
            muted: lane.muted,
            soloed: lane.soloed,
            level: lane.level,
        }),
    };
    player::Block { frames: block.frames, sample_rate: block.sample_rate.as_f64(), transport, automation }
}

fn translated_moment(moment: Moment) -> player::Moment {
    match moment {
        Moment::Now => player::Moment::Now,
        Moment::NextBeat => player::Moment::NextBeat,
        Moment::NextBar => player::Moment::NextBar,
        Moment::NextSection => player::Moment::NextSection,
        Moment::Beat(ticks) => player::Moment::Beat(Ticks(ticks)),
    }
}

fn translated_strategy(strategy: Strategy) -> player::Strategy {
    match strategy {
        Strategy::HardCut => player::Strategy::HardCut,
        Strategy::Crossfade { beats } => player::Strategy::Crossfade { beats },
    }
}
