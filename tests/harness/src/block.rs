//! One call of the audio thread: what the plugin is told.

/// A block, in the words both formats have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    pub frames: u32,
    /// `None`: this host has no transport to speak of.
    pub transport: Option<Transport>,
    pub changes: Vec<Change>,
    pub notes: Vec<NoteIn>,
    /// How many events this host takes out of the block, if not all of them.
    pub notes_out_max: Option<usize>,
}

/// The transport at the block's first sample. Whatever is `None` the host does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Transport {
    pub playing: bool,
    pub tempo_bpm: Option<f64>,
    pub position_beats: Option<f64>,
    pub loop_beats: Option<(f64, f64)>,
    pub meter: Option<(u16, u16)>,
    pub bar_start_beats: Option<f64>,
    /// Samples since the host was started or sought to its start.
    pub position_samples: i64,
}

/// A parameter moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    pub sample: u32,
    pub param: u32,
    /// 0 to 1 over the whole range.
    pub normalized: f64,
}

/// Somebody plays into the plugin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoteIn {
    pub sample: u32,
    pub is_on: bool,
    pub channel: u8,
    pub key: u8,
    pub velocity: u8,
}

impl Block {
    pub fn silent(frames: u32) -> Block {
        Block { frames, ..Block::default() }
    }
}
