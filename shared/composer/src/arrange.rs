//! Who plays when, how hard, and what happens at the seams: the plan that all roles follow.

mod call;
mod chairs;
mod energy;
pub mod form;
pub(crate) mod landing;
mod seams;
mod section;

use std::ops::Range;

use music::chart::Feel;
use music::chart::song::Song;
use music::lane::Lane;

use crate::analyse::Analysis;
use crate::brief::Brief;
use crate::style::Style;
use form::Stretch;
use section::Part;

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
    /// Who plays hits beat 1 and stops; only a lead may go on.
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
    /// As full as the song gets: whoever is asked for is heard here.
    pub is_full: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionRole {
    Intro,
    Verse,
    Chorus,
    Bridge,
    Solo,
    Ending,
}

impl SectionRole {
    pub const COUNT: usize = 6;
    pub const ALL: [SectionRole; SectionRole::COUNT] = [
        SectionRole::Intro,
        SectionRole::Verse,
        SectionRole::Chorus,
        SectionRole::Bridge,
        SectionRole::Solo,
        SectionRole::Ending,
    ];

    pub const fn index(self) -> usize {
        self as usize
    }

    pub const fn name(self) -> &'static str {
        match self {
            SectionRole::Intro => "intro",
            SectionRole::Verse => "verse",
            SectionRole::Chorus => "chorus",
            SectionRole::Bridge => "bridge",
            SectionRole::Solo => "solo",
            SectionRole::Ending => "ending",
        }
    }
}

impl Plan {
    pub fn of(song: &Song, analysis: &Analysis, style: &Style, brief: &Brief) -> Plan {
        let stretches = form::stretches(song);
        let parts = section::parts(song, &stretches, &style.general, brief.seed);
        let windows = form::windows(song);
        let slope = energy::slope(&parts);
        let mut bars: Vec<BarPlan> = Vec::with_capacity(song.bars().len());
        for (section, (stretch, part)) in stretches.iter().zip(&parts).enumerate() {
            for bar in stretch.bars.clone() {
                let window = windows.partition_point(|window| window.end <= bar);
                let energy = energy::in_bar(stretch, part, slope, bar, &brief.knobs);
                bars.push(BarPlan { section, window, energy, ..BarPlan::quiet() });
            }
        }
        chairs::seat(&mut bars, &stretches, &parts, &style.general, brief, song);
        seams::mark(&mut bars, &stretches, &parts, brief);
        for (index, bar) in bars.iter_mut().enumerate() {
            bar.is_stop = is_stop(song, analysis, index);
        }
        landing::mark(&mut bars, song, &style.general, brief);
        seams::hand_over(&mut bars, brief);
        let full = call::full(&parts);
        let section = |((stretch, part), is_full): ((Stretch, Part), bool)| SectionPlan {
            name: song.sections().get(stretch.section.index).cloned().unwrap_or_default(),
            bars: stretch.bars,
            role: part.role,
            energy: energy::with_knob(part.energy, &brief.knobs),
            is_b: part.is_b,
            is_full,
        };
        let sections = stretches.into_iter().zip(parts).zip(full).map(section).collect();
        Plan { bars, sections, windows }
    }

    /// The bars that get softer and softer to the song's end.
    pub(crate) fn fading(&self) -> Range<usize> {
        match self.bars.last().and_then(|last| last.ending) {
            Some(Landing::Fade) => landing::fading(self.bars.len()),
            Some(Landing::Button | Landing::Ring) | None => 0..0,
        }
    }
}

/// Asked for or given.
pub(crate) fn has(brief: &Brief, lane: Lane) -> bool {
    chairs::band(brief).contains(&lane)
}

/// A band of players who speak now and then: nobody carries on while one of them rests.
pub(crate) fn is_lonely(brief: &Brief) -> bool {
    !chairs::band(brief).iter().any(call::carries)
}

impl BarPlan {
    /// The song comes to rest here: a last hit, or a last chord that rings.
    pub fn is_landing(&self) -> bool {
        match self.ending {
            Some(Landing::Button | Landing::Ring) => true,
            Some(Landing::Fade) | None => false,
        }
    }

    fn quiet() -> BarPlan {
        BarPlan {
            section: 0,
            window: 0,
            energy: 0,
            plays: [false; Lane::COUNT],
            fill: Fill::None,
            is_arrival: false,
            is_stop: false,
            ending: None,
        }
    }
}

/// Stop-time, or no chord from one bar line to the next.
fn is_stop(song: &Song, analysis: &Analysis, bar: usize) -> bool {
    let changes = analysis.in_bar(bar);
    let is_silent = !changes.is_empty() && changes.iter().all(|change| change.chord.is_none());
    song.bars()[bar].feel == Feel::StopTime || is_silent
}
