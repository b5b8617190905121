//! The named rows of a kit: drummers think in instruments, not in keys.

/// Instruments that share a row, from the top of the picture down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    Cymbals,
    Metal,
    Shaker,
    Hats,
    Toms,
    Hands,
    Wood,
    Clap,
    Snare,
    Kick,
}

impl Row {
    pub const fn name(self) -> &'static str {
        match self {
            Row::Cymbals => "cym",
            Row::Metal => "bell",
            Row::Shaker => "shake",
            Row::Hats => "hat",
            Row::Toms => "tom",
            Row::Hands => "conga",
            Row::Wood => "wood",
            Row::Clap => "clap",
            Row::Snare => "snare",
            Row::Kick => "kick",
        }
    }

    /// By its key in General MIDI; what it does not name is wood, the row of odd things.
    pub const fn of(key: u8) -> Row {
        match key {
            35 | 36 => Row::Kick,
            37 | 38 | 40 => Row::Snare,
            39 => Row::Clap,
            41 | 43 | 45 | 47 | 48 | 50 => Row::Toms,
            42 | 44 | 46 => Row::Hats,
            49 | 51 | 52 | 53 | 55 | 57 | 59 => Row::Cymbals,
            54 | 69 | 70 | 82 => Row::Shaker,
            56 | 67 | 68 | 80 | 81 => Row::Metal,
            60..=66 => Row::Hands,
            0..=34 | 58 | 71..=79 | 83..=u8::MAX => Row::Wood,
        }
    }
}
