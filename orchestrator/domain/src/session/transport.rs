//! The session's own transport: where its playhead is follows from where and when it started.

mod playhead;

use std::sync::Arc;

use music::tempo::{self, Tempo};

use super::{Event, Session};
use crate::actor::{Actor, Verb};
use crate::refusal::{Code, Refusal};
use crate::time::{Beat, PARTS_PER_BEAT, WallTime};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transport {
    run: Run,
    pub(super) looped: Option<Loop>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    Standing {
        at: Beat,
    },
    /// The playhead was at `from` at the time `since`, and has moved with the tempo map from there.
    Playing {
        from: Beat,
        since: WallTime,
    },
}

/// `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loop {
    pub start: Beat,
    pub end: Beat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// From where it stands, or from a place.
    Start {
        from: Option<Beat>,
    },
    /// Back to the beginning.
    Stop,
    /// Stays where it is.
    Pause,
    /// To the beginning, playing on if it plays.
    Reset,
    Seek {
        to: Beat,
    },
    /// The same from beginning to end.
    Tempo(Tempo),
    Loop(Option<Loop>),
}

/// A loop of less is a buzz.
pub const LOOP_MIN: Beat = Beat(PARTS_PER_BEAT / 4);

impl Transport {
    pub(super) fn new() -> Transport {
        Transport { run: Run::Standing { at: Beat::ZERO }, looped: None }
    }

    pub fn run(&self) -> Run {
        self.run
    }

    pub fn is_playing(&self) -> bool {
        matches!(self.run, Run::Playing { .. })
    }

    pub fn looped(&self) -> Option<Loop> {
        self.looped
    }

    /// Where the playhead is, computed anew whenever it is asked: nothing ticks.
    pub fn position(&self, tempo: &tempo::Map, now: WallTime) -> Beat {
        match self.run {
            Run::Standing { at } => at,
            Run::Playing { from, since } => playhead::after(from, now.since(since), self.looped, tempo),
        }
    }

    pub(super) fn start(&mut self, from: Beat, since: WallTime) {
        self.run = Run::Playing { from, since };
    }

    pub(super) fn halt(&mut self, at: Beat) {
        self.run = Run::Standing { at };
    }
}

impl Session {
    pub(super) fn move_transport(
        &self,
        by: &Actor,
        command: &Command,
        now: WallTime,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Transport)?;
        if let Some(host) = self.lead.host() {
            let sentence =
                format!("the host of instance {host} leads; press play there, or let the session lead first");
            return Err(Refusal::new(Code::HostLeads, sentence));
        }
        match command {
            Command::Start { from } => self.start_transport(*from, now),
            Command::Stop => Ok(self.halted_at(Beat::ZERO)),
            Command::Pause => Ok(self.halted_at(self.position(now))),
            Command::Reset => Ok(self.moved_to(Beat::ZERO, now)),
            Command::Seek { to } => {
                self.check_position(*to)?;
                Ok(self.moved_to(*to, now))
            }
            Command::Tempo(tempo) => {
                self.set_tempo_map(by, Verb::Transport, &Arc::new(tempo::Map::constant(*tempo)), now)
            }
            Command::Loop(looped) => self.set_loop(*looped, now),
        }
    }

    fn start_transport(&self, from: Option<Beat>, now: WallTime) -> Result<Vec<Event>, Refusal> {
        if let Some(from) = from {
            self.check_position(from)?;
        }
        if from.is_none() && self.transport.is_playing() {
            return Ok(Vec::new());
        }
        let beat = from.unwrap_or_else(|| self.position(now));
        Ok(vec![Event::TransportStarted { beat, at: now }])
    }

    fn halted_at(&self, beat: Beat) -> Vec<Event> {
        let stands = self.transport.run() == Run::Standing { at: beat };
        if stands { Vec::new() } else { vec![Event::TransportHalted { beat }] }
    }

    fn moved_to(&self, beat: Beat, now: WallTime) -> Vec<Event> {
        match self.transport.run() {
            Run::Playing { .. } => vec![Event::TransportStarted { beat, at: now }],
            Run::Standing { .. } => self.halted_at(beat),
        }
    }

    /// The playhead goes on from where it is now: what was looped before is behind it.
    fn set_loop(&self, looped: Option<Loop>, now: WallTime) -> Result<Vec<Event>, Refusal> {
        if let Some(Loop { start, end }) = looped {
            self.check_position(start)?;
            self.check_position(end)?;
            if end.0.saturating_sub(start.0) < LOOP_MIN.0 {
                let sentence =
                    format!("a loop from {start} to {end} is too short; a quarter of a beat is the least");
                return Err(Refusal::new(Code::InvalidLoop, sentence));
            }
        }
        if looped == self.transport.looped {
            return Ok(Vec::new());
        }
        let anchored = self
            .transport
            .is_playing()
            .then(|| Event::TransportStarted { beat: self.position(now), at: now });
        Ok(anchored.into_iter().chain([Event::LoopSet { looped }]).collect())
    }

    pub(super) fn check_position(&self, beat: Beat) -> Result<(), Refusal> {
        let first = self.first_beat();
        if (first..=Beat::MAX).contains(&beat) {
            return Ok(());
        }
        let sentence = format!("{beat} is nowhere in a song; {first} to {} is possible", Beat::MAX);
        Err(Refusal::new(Code::InvalidPosition, sentence))
    }

    /// Where the pickup begins, or the song.
    pub(super) fn first_beat(&self) -> Beat {
        let pickup = self.chart.chart().and_then(|chart| chart.song().bars().first().map(|bar| bar.start));
        pickup.map_or(Beat::ZERO, Beat::from_ticks).min(Beat::ZERO)
    }
}
