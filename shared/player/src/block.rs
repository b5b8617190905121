//! What the host says with every block.

use music::meter::Meter;

use crate::automation::Automation;

/// One call of the host's audio thread.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub frames: u32,
    pub sample_rate: f64,
    /// `None`: the host has no transport; the player stands still.
    pub transport: Option<Transport>,
    pub automation: Automation,
}

/// The host's transport at the block's first sample. Everything here comes from a stranger and may be nonsense.
#[derive(Clone, Copy, Debug)]
pub struct Transport {
    pub playing: bool,
    pub tempo_bpm: f64,
    pub position_beats: Option<f64>,
    /// Start and end in beats, while the host's loop is on (some hosts say so while stopped, too).
    pub loop_range: Option<(f64, f64)>,
    pub meter: Option<Meter>,
    /// Where the current bar began, in beats.
    pub bar_start: Option<f64>,
}
