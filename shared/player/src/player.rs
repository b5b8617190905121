//! The audio thread's end: follows each block, runs through it from milestone to milestone, ends what must end.

mod arrive;
mod emit;

use music::lane::Lane;
use music::time::TICKS_PER_BEAT;

use crate::automation::Automation;
use crate::block::Block;
use crate::compiled::{Note, Program, Variants};
use crate::deck::{Deck, Onsets, Pass};
use crate::from_audio::FromAudio;
use crate::handle::PlayerHandle;
use crate::sink::NoteSink;
use crate::sounding_notes::{Slot, SlotSet, SoundingNotes, Voice};
use crate::switch::Fade;
use crate::to_audio::{Mailbox, Play};
use crate::transport::{Follower, Ground, Ruler};

/// Programs and reports on their way out, for seconds of a handle that does not look.
const OUTBOX: usize = 64;
/// The most that can go out until a next program is taken in: one replaced while it waits, one played, one fading,
/// one report. With this much room before each taking, nothing is ever freed on the audio thread.
const OUTBOX_ROOM: usize = 4;

/// Plays programs. Lives on the audio thread; made together with its [`PlayerHandle`].
pub struct Player {
    follower: Follower,
    deck: Deck,
    fade: Option<Fade>,
    waiting: Option<Play>,
    sounding: SoundingNotes,
    /// Slots that end at the next sample with events.
    ending: SlotSet,
    has_ending: bool,
    onsets: Onsets,
    pass: Pass,
    /// The last block was played aloud, and nothing was reset since.
    is_rolling: bool,
    /// The fill clips play in this bar.
    is_fill_bar: bool,
    /// Every line before this position has been reached in this pass.
    reached_ticks: f64,
    frames_processed: u64,
    next_id: u32,
    to_audio: Mailbox,
    from_audio: rtrb::Producer<FromAudio>,
}

/// Whether the host may stop calling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing sounds or waits, time stands still, and there is no note to play: whoever posts a program wakes the host.
    Idle,
    Awake,
}

/// What holds for the rest of the block, or until it wraps.
#[derive(Clone, Copy)]
struct Scene<'a> {
    ground: &'a Ground,
    ruler: Ruler,
    automation: &'a Automation,
}

impl Player {
    /// The two ends, born together. Allocates all that will ever be needed.
    #[expect(clippy::disallowed_methods, reason = "made before there is an audio thread")]
    pub fn new() -> (Player, PlayerHandle) {
        let to_audio = Mailbox::default();
        let (from_audio, from_audio_out) = rtrb::RingBuffer::new(OUTBOX);
        let player = Player {
            follower: Follower::new(),
            deck: Deck::new(Box::new(Program::empty())),
            fade: None,
            waiting: None,
            sounding: SoundingNotes::new(no_voice()),
            ending: SlotSet::new(),
            has_ending: false,
            onsets: Onsets::new(),
            pass: 0,
            is_rolling: false,
            is_fill_bar: false,
            reached_ticks: f64::MIN,
            frames_processed: 0,
            next_id: 0,
            to_audio: Mailbox::clone(&to_audio),
            from_audio,
        };
        (player, PlayerHandle { to_audio, from_audio: from_audio_out })
    }

    /// Plays one block into `sink`.
    pub fn process(&mut self, block: &Block, sink: &mut impl NoteSink) -> Status {
        let Some(ground) = self.follower.follow(block) else { return self.status() };
        self.take_mail();
        self.collect(|voice| voice.owes_end);
        let scene = Scene { ground: &ground, ruler: ground.ruler, automation: &block.automation };
        if ground.is_playing && !block.automation.bypass {
            self.run(scene, sink);
        } else {
            self.stand_still(&scene, sink);
        }
        self.frames_processed += u64::from(ground.frames);
        self.status()
    }

    /// The host starts over: what sounds ends at sample 0 of the next block, which lands wherever it says.
    pub fn reset(&mut self) {
        self.is_rolling = false;
    }

    fn status(&self) -> Status {
        let is_still = !self.is_rolling && self.sounding.is_empty() && self.waiting.is_none();
        // Not with a song that only waits for its host to play: a starting transport wakes no sleeping plugin.
        if is_still && self.deck.program.note_count() == 0 { Status::Idle } else { Status::Awake }
    }

    /// From milestone to milestone: landings, bar lines, switches and fade ends all stand between two stretches.
    fn run(&mut self, mut scene: Scene<'_>, sink: &mut impl NoteSink) {
        let frames = scene.ground.frames;
        self.collect(|voice| !scene.automation.is_audible(voice.lane));
        if scene.ground.is_jump || !self.is_rolling {
            self.arrive(&scene, 0);
        }
        self.is_rolling = true;
        let mut at = 0;
        while at < frames {
            let wrap = wrap_sample(&scene, at);
            let stretch = self.pass_milestones(&scene, at, wrap.unwrap_or(frames));
            self.play(&scene, &stretch, sink);
            at = stretch.end;
            if wrap == Some(at) {
                scene.ruler = wrapped(&scene, at);
                self.follower.wrap();
                self.arrive(&scene, at);
            }
        }
        self.follower.carry(scene.ruler.ticks_at(f64::from(frames)));
    }

    fn stand_still(&mut self, scene: &Scene<'_>, sink: &mut impl NoteSink) {
        self.is_rolling = false;
        self.collect(|_| true);
        self.end_collected(0, sink);
        self.end_fade();
        if let Some(play) = self.waiting.take() {
            let old = std::mem::replace(&mut self.deck, Deck::new(play.program));
            self.finish(old.program);
            self.report(scene, 0);
        }
        self.follower.carry(end_ticks(*scene));
    }

    /// What was posted last.
    fn take_mail(&mut self) {
        if self.fade.is_none()
            && self.from_audio.slots() >= OUTBOX_ROOM
            && let Some(program) = self.to_audio.take()
            && let Some(replaced) = self.waiting.replace(Play::posted(program))
        {
            self.finish(replaced.program);
        }
    }

    /// Marks voices that must end at the next sample with events.
    fn collect(&mut self, must_end: impl Fn(&Voice) -> bool) {
        for voice in self.sounding.voices().iter().filter(|voice| must_end(voice)) {
            self.ending.insert(voice.slot);
            self.has_ending = true;
        }
    }
}

/// The sample at which the block wraps next, if it does so inside.
fn wrap_sample(scene: &Scene<'_>, at: u32) -> Option<u32> {
    // At a thousand samples a second and ten thousand beats a minute a loop can be shorter than a sample.
    let wrap = scene.ground.active_loop?.wrap_sample(&scene.ruler).max(f64::from(at) + 1.0);
    (wrap < f64::from(scene.ground.frames)).then_some(wrap as u32)
}

fn wrapped(scene: &Scene<'_>, at: u32) -> Ruler {
    let ticks = scene.ruler.ticks_at(f64::from(at));
    let landed =
        scene.ground.active_loop.map_or(ticks, |range| range.wrapped(ticks, scene.ruler.samples_per_tick));
    scene.ruler.jumped(at, landed)
}

/// Where a block ends that is not played aloud.
fn end_ticks(mut scene: Scene<'_>) -> f64 {
    if !scene.ground.is_playing {
        return scene.ruler.ticks_at(0.0);
    }
    let mut at = 0;
    while let Some(wrap) = wrap_sample(&scene, at) {
        scene.ruler = wrapped(&scene, wrap);
        at = wrap;
    }
    scene.ruler.ticks_at(f64::from(scene.ground.frames))
}

fn beats(ticks: f64) -> f64 {
    ticks / TICKS_PER_BEAT as f64
}

fn no_voice() -> Voice {
    let note =
        Note { start: 0, end: 0, offset_us: 0, key: 0, velocity: 0, importance: 0, variants: Variants(0) };
    Voice {
        slot: Slot::new(0, 0),
        lane: Lane::Drums,
        begun_by: Lane::Drums,
        note,
        id: 0,
        began_frame: 0,
        is_outgoing: false,
        owes_end: false,
    }
}
