//! The form of a song: its sections in playing order, long ones cut into phrases, all cut into four-bar windows.

use std::ops::Range;

use music::chart::song::{SectionPass, Song};

/// Searches run in windows of at most so many bars; a re-roll reaches one, and the beat that leads into it.
pub const WINDOW_BARS: usize = 4;
/// A section longer than this is heard as several phrases, which are planned one by one.
const WHOLE_BARS_MAX: usize = 12;
pub(super) const PHRASE_BARS: usize = 8;

/// A stretch that is planned as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) section: SectionPass,
    /// Which phrase of its section, and of how many.
    pub(crate) phrase: usize,
    pub(crate) phrases: usize,
    pub(crate) bars: Range<usize>,
    /// Bars before the song's first beat; they are among `bars`.
    pub(crate) pickups: usize,
}

pub(crate) fn stretches(song: &Song) -> Vec<Stretch> {
    sections(song).into_iter().flat_map(|(section, bars)| phrases(song, section, bars)).collect()
}

/// In order, touching, none longer than [`WINDOW_BARS`], none over the edge of a stretch.
pub fn windows(song: &Song) -> Vec<Range<usize>> {
    let cut = |stretch: Stretch| {
        let Stretch { bars, pickups, .. } = stretch;
        let first = bars.start + pickups;
        let before = (pickups > 0).then_some(bars.start..first);
        let starts = (first..bars.end).step_by(WINDOW_BARS);
        before.into_iter().chain(starts.map(move |start| start..bars.end.min(start + WINDOW_BARS)))
    };
    stretches(song).into_iter().flat_map(cut).collect()
}

fn sections(song: &Song) -> Vec<(SectionPass, Range<usize>)> {
    let mut sections: Vec<(SectionPass, Range<usize>)> = Vec::new();
    for (index, bar) in song.bars().iter().enumerate() {
        match sections.last_mut() {
            Some((section, bars)) if *section == bar.section => bars.end = index + 1,
            Some(_) | None => sections.push((bar.section, index..index + 1)),
        }
    }
    sections
}

fn phrases(song: &Song, section: SectionPass, bars: Range<usize>) -> Vec<Stretch> {
    let pickups = song.bars()[bars.clone()].iter().take_while(|bar| bar.start.is_negative()).count();
    let length = bars.len() - pickups;
    let phrases = if length > WHOLE_BARS_MAX { (length + PHRASE_BARS / 2) / PHRASE_BARS } else { 1 };
    let stretch = |phrase: usize| {
        let start = bars.start + pickups + phrase * PHRASE_BARS;
        let end = if phrase + 1 == phrases { bars.end } else { start + PHRASE_BARS };
        let (start, pickups) = if phrase == 0 { (bars.start, pickups) } else { (start, 0) };
        Stretch { section, phrase, phrases, bars: start..end, pickups }
    };
    (0..phrases).map(stretch).collect()
}
