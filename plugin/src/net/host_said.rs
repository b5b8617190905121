//! What the host says of its transport, as the audio thread leaves it for the link.

use wire::{ExactBeat, HostTransport, Loop};

use super::clock::{Clock, HostTime};
use super::glimpse::Glimpse;

/// Of one block, when its first sample is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostSaid {
    pub playing: bool,
    pub offline: bool,
    /// Of the song.
    pub beat: f64,
    pub at: HostTime,
    pub bpm: f64,
    pub meter: (u8, u8),
    pub looped: Option<(f64, f64)>,
}

/// Written with every block.
#[derive(Debug, Default)]
pub struct HostSaidCell(Glimpse<7>);

impl HostSaidCell {
    pub fn put(&self, said: &HostSaid) {
        let flags = u64::from(said.playing) | u64::from(said.offline) << 1;
        let (upper, lower) = said.meter;
        let (start, end) = said.looped.unwrap_or((f64::NAN, f64::NAN));
        self.0.put([
            flags,
            said.beat.to_bits(),
            said.at.0 as u64,
            said.bpm.to_bits(),
            u64::from(upper) << 8 | u64::from(lower),
            start.to_bits(),
            end.to_bits(),
        ]);
    }

    pub fn get(&self) -> Option<HostSaid> {
        let [flags, beat, at, bpm, meter, start, end] = self.0.get()?;
        let looped = (f64::from_bits(start), f64::from_bits(end));
        Some(HostSaid {
            playing: flags & 1 == 1,
            offline: flags & 2 == 2,
            beat: f64::from_bits(beat),
            at: HostTime(at as i64),
            bpm: f64::from_bits(bpm),
            meter: ((meter >> 8) as u8, meter as u8),
            looped: Some(looped).filter(|(start, end)| start < end),
        })
    }
}

impl HostSaid {
    /// In the session's words; `None` while the clocks have not been compared, or the host says no numbers.
    pub fn told(&self, clock: &Clock) -> Option<HostTransport> {
        let (upper, lower) = self.meter;
        let exact = ExactBeat::from_beats_f64;
        Some(HostTransport {
            playing: self.playing,
            beat: exact(self.beat)?,
            at_ns: clock.to_server(self.at)?,
            bpm: Some(self.bpm).filter(|bpm| bpm.is_finite() && *bpm > 0.0)?,
            meter: [upper, lower],
            looped: self
                .looped
                .and_then(|(start, end)| Some(Loop { start: exact(start)?, end: exact(end)? })),
            offline: self.offline,
        })
    }

    /// Whether the other one, of a later block, is more than this one gone on.
    pub fn is_changed(&self, later: &HostSaid) -> bool {
        let same = |one: &HostSaid| (one.playing, one.offline, one.meter, one.looped, one.bpm.to_bits());
        if same(self) != same(later) {
            return true;
        }
        let passed = if self.playing { later.at.0.saturating_sub(self.at.0) as f64 } else { 0.0 };
        let expected = self.beat + passed * self.bpm / 60e9;
        (later.beat - expected).abs() > SOUGHT_BEATS
    }
}

/// Further off than this somebody sought.
const SOUGHT_BEATS: f64 = 0.05;
