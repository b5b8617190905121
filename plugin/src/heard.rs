//! What the audio thread lets everybody see: where the music is. Latest wins; nothing here is music.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use music::lane::Lane;

use crate::net::host_said::{HostSaid, HostSaidCell};

/// Written by the audio thread once a block, read by the window once a frame. Each value is whole by itself; two of
/// them may be of different blocks, which a playhead does not mind.
#[derive(Debug)]
pub struct Heard {
    playing: AtomicBool,
    has_transport: AtomicBool,
    /// Bits of an `f64`: beats of the session, not of the host.
    beat: AtomicU64,
    /// Not a number while the host says none.
    host_beat: AtomicU64,
    tempo_bpm: AtomicU64,
    /// Notes that began since it was made, by [`Lane::index`].
    begun: [AtomicU32; Lane::COUNT],
    blocks: AtomicU64,
    /// Of the host's own transport, whatever is played by.
    host: HostSaidCell,
}

/// One look at it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Glance {
    pub playing: bool,
    pub has_transport: bool,
    pub beat: f64,
    pub host_beat: Option<f64>,
    pub tempo_bpm: f64,
    pub begun: [u32; Lane::COUNT],
    pub blocks: u64,
}

impl Default for Heard {
    fn default() -> Heard {
        Heard {
            playing: AtomicBool::default(),
            has_transport: AtomicBool::default(),
            beat: AtomicU64::default(),
            host_beat: AtomicU64::new(f64::NAN.to_bits()),
            tempo_bpm: AtomicU64::default(),
            begun: Default::default(),
            blocks: AtomicU64::default(),
            host: HostSaidCell::default(),
        }
    }
}

impl Heard {
    pub fn note(&self, lane: Lane) {
        self.begun[lane.index()].fetch_add(1, Ordering::Relaxed);
    }

    /// `None`: the host says nothing of its transport.
    pub fn block(&self, transport: Option<&player::Transport>, host_beat: Option<f64>) {
        self.has_transport.store(transport.is_some(), Ordering::Relaxed);
        self.playing.store(transport.is_some_and(|transport| transport.playing), Ordering::Relaxed);
        if let Some(transport) = transport {
            // A host without a tempo says none; no news is not a number that differs from itself.
            if transport.tempo_bpm.is_finite() {
                self.tempo_bpm.store(transport.tempo_bpm.to_bits(), Ordering::Relaxed);
            }
            if let Some(beat) = transport.position_beats {
                self.beat.store(beat.to_bits(), Ordering::Relaxed);
            }
        }
        self.host_beat.store(host_beat.unwrap_or(f64::NAN).to_bits(), Ordering::Relaxed);
        self.blocks.fetch_add(1, Ordering::Relaxed);
    }

    pub fn host(&self, said: &HostSaid) {
        self.host.put(said);
    }

    /// `None` before the first block.
    pub fn host_said(&self) -> Option<HostSaid> {
        self.host.get()
    }

    pub fn glance(&self) -> Glance {
        let number = |bits: &AtomicU64| f64::from_bits(bits.load(Ordering::Relaxed));
        Glance {
            playing: self.playing.load(Ordering::Relaxed),
            has_transport: self.has_transport.load(Ordering::Relaxed),
            beat: number(&self.beat),
            host_beat: Some(number(&self.host_beat)).filter(|beat| beat.is_finite()),
            tempo_bpm: number(&self.tempo_bpm),
            begun: std::array::from_fn(|lane| self.begun[lane].load(Ordering::Relaxed)),
            blocks: self.blocks.load(Ordering::Relaxed),
        }
    }
}
