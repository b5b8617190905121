//! A stage to try the player on: songs written in beats, a host that counts samples, a sink that remembers.

use ai_band_player::compiled::Settings;
use ai_band_player::{
    Automation, Block, Moment, NoteEvent, NoteKind, NoteSink, Player, PlayerHandle, Program,
};
use ai_band_player::{Refused, Status, Strategy, Transport};
use music::arrangement::{Arrangement, Clips, Source};
use music::clip::{Clip, Library, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Span, Ticks};

/// 25 samples a tick: 120 BPM at 48 kHz, so that every expected sample can be counted by hand.
pub(crate) const RATE: f64 = 48_000.0;
pub(crate) const BPM: f64 = 120.0;
pub(crate) const BEAT: u32 = 24_000;

pub(crate) fn note(start: i64, length: i64, key: u8) -> Note {
    Note {
        start: Ticks(start),
        length: Ticks(length),
        offset: Micros(0),
        pitch: Pitch::new(key).unwrap(),
        velocity: 100,
        importance: 127,
    }
}

pub(crate) fn late(micros: i32, note: Note) -> Note {
    Note { offset: Micros(micros), ..note }
}

/// Arrangements with the clips they name.
#[derive(Default)]
pub(crate) struct Song {
    pub(crate) library: Library,
    pub(crate) arrangement: Arrangement,
}

impl Song {
    /// One region from beat 0 on, as long as a clip of `beats` beats.
    pub(crate) fn of(lane: Lane, beats: i64, notes: Vec<Note>) -> Song {
        Song::default().with(lane, 0, beats, notes)
    }

    pub(crate) fn with(mut self, lane: Lane, start_beats: i64, beats: i64, notes: Vec<Note>) -> Song {
        let main = self.clip(beats, notes);
        self.playing(lane, start_beats, beats, Source::once(Clips::only(main)))
    }

    pub(crate) fn playing(mut self, lane: Lane, start_beats: i64, beats: i64, source: Source) -> Song {
        let span = Span::new(Ticks::from_beats(start_beats), Ticks::from_beats(start_beats + beats)).unwrap();
        self.arrangement.insert(lane, span, source).unwrap();
        self
    }

    pub(crate) fn clip(&mut self, beats: i64, notes: Vec<Note>) -> music::clip::Hash {
        self.library.insert(Clip::new(Ticks::from_beats(beats), notes, vec![]).unwrap())
    }

    pub(crate) fn program(&self) -> Box<Program> {
        self.program_with(&Settings::default(), &[])
    }

    pub(crate) fn program_with(&self, settings: &Settings, sections: &[Ticks]) -> Box<Program> {
        Box::new(Program::compile(&self.arrangement, &self.library, settings, sections).unwrap())
    }
}

/// A host at 120 BPM and 48 kHz that plays on from where it is, and hears what the player sends.
pub(crate) struct Stage {
    pub(crate) player: Player,
    pub(crate) handle: PlayerHandle,
    pub(crate) automation: Automation,
    pub(crate) loop_range: Option<(f64, f64)>,
    pub(crate) position_beats: f64,
    pub(crate) sink: Sink,
    pub(crate) status: Status,
}

#[derive(Default)]
pub(crate) struct Sink {
    /// With the sample counted from the stage's first block.
    pub(crate) heard: Vec<(u64, NoteEvent)>,
    pub(crate) frames: u64,
    /// Accepts this many events a block, if set.
    pub(crate) room: Option<usize>,
    taken: usize,
}

impl NoteSink for Sink {
    fn send(&mut self, event: NoteEvent) -> Result<(), Refused> {
        if self.room.is_some_and(|room| self.taken >= room) {
            return Err(Refused);
        }
        self.taken += 1;
        self.heard.push((self.frames + u64::from(event.sample), event));
        Ok(())
    }
}

impl Stage {
    pub(crate) fn with(song: &Song) -> Stage {
        let mut stage = Stage::empty();
        stage.handle.play(song.program(), Moment::Now, Strategy::HardCut);
        stage
    }

    pub(crate) fn empty() -> Stage {
        let (player, handle) = Player::new();
        Stage {
            player,
            handle,
            automation: Automation::default(),
            loop_range: None,
            position_beats: 0.0,
            sink: Sink::default(),
            status: Status::Idle,
        }
    }

    pub(crate) fn transport(&self) -> Transport {
        Transport {
            playing: true,
            tempo_bpm: BPM,
            position_beats: Some(self.position_beats),
            loop_range: self.loop_range,
            meter: None,
            bar_start: None,
        }
    }

    /// Plays blocks of `block` frames until `frames` are over, without ever splitting at a loop's end.
    pub(crate) fn play_in(&mut self, block: u32, frames: u32) -> &mut Stage {
        let mut left = frames;
        while left > 0 {
            let frames = block.min(left);
            let transport = self.transport();
            self.block(frames, Some(transport));
            self.position_beats += f64::from(frames) / f64::from(BEAT);
            if let Some((start, end)) = self.loop_range.filter(|(_, end)| self.position_beats >= *end) {
                self.position_beats = start + (self.position_beats - end);
            }
            left -= frames;
        }
        self
    }

    pub(crate) fn play(&mut self, frames: u32) -> &mut Stage {
        self.play_in(512, frames)
    }

    pub(crate) fn stop(&mut self, frames: u32) -> &mut Stage {
        let transport = Transport { playing: false, ..self.transport() };
        self.block(frames, Some(transport))
    }

    pub(crate) fn seek(&mut self, beats: f64) -> &mut Stage {
        self.position_beats = beats;
        self
    }

    pub(crate) fn block(&mut self, frames: u32, transport: Option<Transport>) -> &mut Stage {
        self.sink.taken = 0;
        let block = Block { frames, sample_rate: RATE, transport, automation: self.automation };
        self.status = self.player.process(&block, &mut self.sink);
        self.sink.frames += u64::from(frames);
        self
    }

    /// `+60@100v90` (velocity 100 unsaid) for a beginning and `-60@100` for an end, in order; forgets them.
    pub(crate) fn heard(&mut self) -> String {
        let heard = std::mem::take(&mut self.sink.heard);
        let words = heard.iter().map(|(at, event)| match event.kind {
            NoteKind::Begin { velocity: 100 } => format!("+{}@{at}", event.key),
            NoteKind::Begin { velocity } => format!("+{}@{at}v{velocity}", event.key),
            NoteKind::End => format!("-{}@{at}", event.key),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}
