//! Who plays when, how hard, and what happens at the seams: the plan that all roles follow.

use std::ops::Range;

use music::chart::song::Song;
use music::lane::Lane;

use crate::analyse::Analysis;
use crate::brief::Brief;
use crate::style::Style;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// One for each bar of the song.
    pub bars: Vec<BarPlan>,
    pub sections: Vec<SectionPlan>,
    /// Four-bar windows within sections: searches run inside one, between anchors fixed by hash and local chord.
    pub windows: Vec<Range<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarPlan {
    /// Index into [`Plan::sections`].
    pub section: usize,
    /// Index into [`Plan::windows`].
    pub window: usize,
    /// 0–127.
    pub energy: u8,
    /// By [`Lane::index`].
    pub plays: [bool; Lane::COUNT],
    pub fill: Fill,
    /// A section begins here after a fill, or the song lands: crash, long notes.
    pub is_arrival: bool,
    /// Nobody but who is marked plays after beat 1.
    pub is_stop: bool,
    pub ending: Option<Landing>,
}

/// How the last bar of a phrase leads into the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    None,
    /// The last beat.
    Short,
    /// The last two beats.
    Half,
    /// The whole bar.
    Whole,
}

/// What the last bar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// One short hit on the last chord's first beat.
    Button,
    /// The last chord held to the end.
    Ring,
    /// Ever softer, still playing.
    Fade,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionPlan {
    pub name: String,
    pub bars: Range<usize>,
    pub role: SectionRole,
    pub energy: u8,
    /// B variations contrast with A's: another cymbal, another comping cell.
    pub is_b: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionRole {
    Intro,
    Verse,
    Chorus,
    Bridge,
    Solo,
    Ending,
}

impl Plan {
    pub fn of(song: &Song, analysis: &Analysis, style: &Style, brief: &Brief) -> Plan {
        let _ = (song, analysis, style, brief);
        Plan { bars: Vec::new(), sections: Vec::new(), windows: Vec::new() }
    }
}
