//! Grids a musician can read: one row for each instrument, one sign for each step.
//!
//! `X` accent, `x` stroke, `o` soft (a ghost, on the snare), `?` perhaps a stroke, `-` perhaps a soft one, `.` nothing.
//! Spaces and `|` are for the eye.

use music::time::TICKS_PER_BEAT;

use super::kit::Piece;

/// How a step is hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Accent,
    Normal,
    Soft,
    Perhaps,
    SoftPerhaps,
}

/// What one instrument plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub piece: Piece,
    pub steps: Vec<Option<Level>>,
}

/// Rows over one stretch of time; a row may be a multiple of it and then alternates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// Steps in a quarter note.
    pub grid: u8,
    pub rows: Vec<Row>,
}

/// A sign of a pattern where it stands, before anybody decides whether a perhaps is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// From the start of the pattern's bar.
    pub at: i64,
    pub piece: Piece,
    pub level: Level,
    /// Tells this mark from all others of its pattern: chance's address.
    pub slot: u32,
}

/// More steps than two bars of 32/8 in sixteenths have are a mistake.
pub const STEPS_MAX: usize = 128;
/// 48th notes: finer than anybody plays. Every grid divides a beat's ticks.
pub const GRIDS: [u8; 7] = [1, 2, 3, 4, 6, 8, 12];

impl Level {
    pub fn is_perhaps(self) -> bool {
        matches!(self, Level::Perhaps | Level::SoftPerhaps)
    }

    pub fn is_soft(self) -> bool {
        matches!(self, Level::Soft | Level::SoftPerhaps)
    }

    /// `Ok(None)` is a rest; an error is the sign that means nothing.
    pub fn of_sign(sign: char) -> Result<Option<Level>, char> {
        match sign {
            '.' => Ok(None),
            'X' => Ok(Some(Level::Accent)),
            'x' => Ok(Some(Level::Normal)),
            'o' => Ok(Some(Level::Soft)),
            '?' => Ok(Some(Level::Perhaps)),
            '-' => Ok(Some(Level::SoftPerhaps)),
            other => Err(other),
        }
    }
}

/// The steps of a row's text, or the sign that means nothing.
pub fn steps(text: &str) -> Result<Vec<Option<Level>>, char> {
    text.chars().filter(|sign| !matches!(sign, ' ' | '|')).map(Level::of_sign).collect()
}

impl Pattern {
    pub fn step_ticks(&self) -> i64 {
        TICKS_PER_BEAT / i64::from(self.grid.max(1))
    }

    /// The marks of one bar of `length` ticks, the `turn`th since the phrase began. What is written twice is decided once:
    /// a bar that comes again leaves open what it left open before.
    pub fn marks(&self, length: i64, turn: usize) -> Vec<Mark> {
        let (step, mut marks) = (self.step_ticks(), Vec::new());
        let bar_steps = usize::try_from(length / step).unwrap_or(0).max(1);
        for row in &self.rows {
            let first = turn * bar_steps % row.steps.len().max(1);
            let bar: Vec<Option<Level>> = row.steps.iter().skip(first).take(bar_steps).copied().collect();
            let alike =
                row.steps.chunks(bar_steps).position(|other| other == bar).map_or(first, |n| n * bar_steps);
            marks.extend(bar.iter().enumerate().filter_map(|(index, level)| {
                let slot = row.piece as u32 * STEPS_MAX as u32 + (alike + index) as u32;
                Some(Mark { at: index as i64 * step, piece: row.piece, level: (*level)?, slot })
            }));
        }
        marks
    }

    pub fn has(&self, piece: Piece) -> bool {
        self.rows.iter().any(|row| row.piece == piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_reads_as_it_looks() {
        use Level::{Accent, Normal, Perhaps, Soft, SoftPerhaps};
        let read = steps("X.x. | o?-.").unwrap();
        let expected =
            [Some(Accent), None, Some(Normal), None, Some(Soft), Some(Perhaps), Some(SoftPerhaps), None];
        assert_eq!(read, expected);
        assert_eq!(steps("x.y."), Err('y'));
    }

    #[test]
    fn a_row_of_two_bars_alternates() {
        let row = Row { piece: Piece::Stick, steps: steps("x...|..x.").unwrap() };
        let pattern = Pattern { grid: 1, rows: vec![row] };
        let places = |turn| pattern.marks(3_840, turn).iter().map(|mark| mark.at).collect::<Vec<_>>();
        assert_eq!((places(0), places(1), places(2)), (vec![0], vec![1_920], vec![0]));
    }

    #[test]
    fn a_bar_that_is_written_again_is_decided_with_the_first() {
        let row = Row { piece: Piece::Snare, steps: steps("x.?. | ..-. | x.?. | ..?. | ..-.").unwrap() };
        let pattern = Pattern { grid: 1, rows: vec![row] };
        let slots = |turn| pattern.marks(3_840, turn).iter().map(|mark| mark.slot).collect::<Vec<_>>();
        assert_eq!(slots(0), slots(2));
        assert_eq!(slots(1), slots(4));
        let all: std::collections::BTreeSet<Vec<u32>> = (0..5).map(slots).collect();
        assert_eq!(all.len(), 3, "{all:?}");
    }

    #[test]
    fn every_grid_divides_a_beat() {
        for grid in GRIDS {
            assert_eq!(TICKS_PER_BEAT % i64::from(grid), 0);
        }
    }
}
