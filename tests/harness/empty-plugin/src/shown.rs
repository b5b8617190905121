//! What the mirror writes where: the left channel holds numbers, the right one says which of them it was told.
//! The plugin and those who try hosts with it read this same file.

/// A number's place in the block; blocks shorter than [`Shown::COUNT`] show nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Playing,
    Tempo,
    Beats,
    BarStart,
    LoopStart,
    LoopEnd,
    MeterUpper,
    MeterLower,
    SampleRate,
    MaxFrames,
    IsOffline,
    Resets,
    Knob,
    Switch,
    Activations,
}

impl Shown {
    pub const COUNT: usize = Shown::Activations as usize + 1;

    /// Sample of the block.
    pub const fn place(self) -> usize {
        self as usize
    }
}
