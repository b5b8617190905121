//! Cells: what the bass plays in a bar or two, as a grid with one sign for each step.
//!
//! | sign | what it plays |
//! |---|---|
//! | `1` | the chord's bass: its root, or what stands behind the slash |
//! | `r` | the same, unless the line gets to another chord tone better |
//! | `2` … `7` | that degree of the chord or its scale, above the bass |
//! | `8`, `P` | the octave above `1`; popped |
//! | `v` | the fifth below `1` |
//! | `c` | any chord tone, wherever the line goes |
//! | `w` | a walking note: wherever the line goes |
//! | `a` | an approach into the next note, by step or from its fifth |
//! | `>` | the next bar's bass, early, and held over the bar line |
//! | `k` | `1` where the drums' kick plays, otherwise nothing new |
//! | `x` | a dead note |
//! | `-` | the note before goes on |
//! | `.` | rest |
//!
//! Blanks are for the eye; `|` begins the cell's next bar.

use music::meter::Meter;
use music::pitch::Pitch;
use music::time::{TICKS_PER_BEAT, Ticks};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub part: Part,
    pub feel: Option<Feel>,
    pub meter: Meter,
    /// Section energies it is for, both included.
    pub energy: (u8, u8),
    pub weight: u32,
    pub bars: Vec<Vec<Note>>,
}

/// What a cell is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Main,
    /// The last bar of four: where a phrase turns round.
    Turn,
    /// Leads into what comes; only its end is played where only its end is asked for.
    Fill,
}

/// Cells for charts that ask for two or four to the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feel {
    Two,
    Four,
}

/// A sign with its place in the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    pub at: Ticks,
    pub length: Ticks,
    pub sign: Sign,
    /// From the `maybe` grid: an ornament that comes and goes.
    pub is_maybe: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Bass,
    Line,
    /// 2–7.
    Degree(u8),
    Octave,
    Pop,
    FifthBelow,
    Tone,
    Walk,
    Approach,
    Ahead,
    Kick,
    Dead,
    /// Not written in grids: a pitch that somebody locked.
    Fixed(Pitch),
}

/// Steps in a whole note that a grid may have: quarters to sixteenths, and the triplets among them.
pub const STEPS: [u32; 5] = [4, 8, 12, 16, 24];

impl Note {
    pub fn end(&self) -> Ticks {
        self.at + self.length
    }
}

impl Cell {
    /// Notes in a bar, for choosing between busy and sparse.
    pub fn off_beats(&self) -> usize {
        let is_off = |note: &&Note| note.at.0 % TICKS_PER_BEAT != 0 && !note.is_maybe;
        self.bars.iter().flatten().filter(is_off).count() / self.bars.len().max(1)
    }
}

/// Reads a grid; the error says what was wrong and what fits.
pub(crate) fn read(
    grid: &str,
    steps_per_whole: u32,
    meter: Meter,
    is_maybe: bool,
) -> Result<Vec<Vec<Note>>, String> {
    let step = Ticks(4 * TICKS_PER_BEAT / i64::from(steps_per_whole));
    grid.split('|').map(|bar| read_bar(bar, step, meter, is_maybe)).collect()
}

fn read_bar(bar: &str, step: Ticks, meter: Meter, is_maybe: bool) -> Result<Vec<Note>, String> {
    let signs: Vec<char> = bar.chars().filter(|c| !c.is_whitespace()).collect();
    let wanted = meter.bar_ticks().0 / step.0;
    if signs.len() as i64 != wanted || meter.bar_ticks().0 % step.0 != 0 {
        let found = signs.len();
        return Err(format!("\"{}\" has {found} steps; a bar of {meter} has {wanted} here", bar.trim()));
    }
    let mut notes: Vec<Note> = Vec::new();
    let mut is_sounding = false;
    for (index, sign) in signs.iter().enumerate() {
        match sign {
            '.' => is_sounding = false,
            '-' if is_maybe => {}
            '-' => match notes.last_mut().filter(|_| is_sounding) {
                Some(note) => note.length += step,
                None => return Err(format!("\"{}\" holds a note that never began", bar.trim())),
            },
            _ => {
                let sign = read_sign(*sign)?;
                notes.push(Note { at: step * index as i64, length: step, sign, is_maybe });
                is_sounding = true;
            }
        }
    }
    Ok(notes)
}

fn read_sign(sign: char) -> Result<Sign, String> {
    match sign {
        '1' => Ok(Sign::Bass),
        'r' => Ok(Sign::Line),
        '2'..='7' => Ok(Sign::Degree(sign as u8 - b'0')),
        '8' => Ok(Sign::Octave),
        'P' => Ok(Sign::Pop),
        'v' => Ok(Sign::FifthBelow),
        'c' => Ok(Sign::Tone),
        'w' => Ok(Sign::Walk),
        'a' => Ok(Sign::Approach),
        '>' => Ok(Sign::Ahead),
        'k' => Ok(Sign::Kick),
        'x' => Ok(Sign::Dead),
        other => Err(format!("'{other}' is not a sign; write 1 to 8, P, r, v, c, w, a, >, k, x, - or .")),
    }
}
