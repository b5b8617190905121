//! Charts, briefs and edits that a property may meet, and what is heard of a composition.

use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, Part};
use music::chart::song::Song;
use music::clip::Note;
use music::lane::Lane;
use music::time::Ticks;
use proptest::prelude::*;

pub(crate) const LANES: [Lane; 7] =
    [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead, Lane::Percussion];
const BARS: [&str; 14] = [
    "C",
    "Am7",
    "Dm7 G7",
    "F",
    "G7sus4 G7",
    "Em7 A7",
    "Fmaj7 >G",
    "N.C.",
    "C/E",
    "Bb7",
    "Am . F G",
    "Gm7",
    "D7#9",
    "Ebmaj7",
];
const METERS: [&str; 4] = ["4/4", "3/4", "6/8", "5/4"];
const NAMES: [&str; 5] = ["Intro", "Verse", "Chorus", "Bridge", "Verse 2"];

/// A few cases each time; as many as one likes with `PROPTEST_CASES`.
pub(crate) fn cases(few: u32) -> ProptestConfig {
    let wished = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(wished.unwrap_or(few)) }
}

/// A chart that can be edited and still prints as one would write it.
#[derive(Clone)]
pub(crate) struct Sheet {
    pub(crate) head: String,
    /// Sections in order, and how often each is played.
    pub(crate) sections: Vec<(Vec<&'static str>, usize)>,
}

impl Sheet {
    pub(crate) fn text(&self) -> String {
        let section = |(name, (bars, times)): (&&str, &(Vec<&str>, usize))| {
            let times = if *times > 1 { format!(" x{times}") } else { String::new() };
            format!("[{name}]{times}\n| {} |\n", bars.join(" | "))
        };
        self.head.clone() + &NAMES.iter().zip(&self.sections).map(section).collect::<String>()
    }

    /// Counted on paper.
    pub(crate) fn bars(&self) -> usize {
        self.sections.iter().map(|(bars, _)| bars.len()).sum()
    }

    /// The section of a written bar, and which of its bars.
    pub(crate) fn place(&self, written: usize) -> (usize, usize) {
        let mut before = 0;
        for (section, (bars, _)) in self.sections.iter().enumerate() {
            if written < before + bars.len() {
                return (section, written - before);
            }
            before += bars.len();
        }
        panic!("bar {written} of {}", self.bars())
    }
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.text())
    }
}

prop_compose! {
    pub(crate) fn sheet(times: usize)(
        meter in 0..METERS.len(),
        sections in prop::collection::vec((prop::collection::vec(0..BARS.len(), 1..10), 1..=times), 1..5),
        ending in 0..3_usize,
    ) -> Sheet {
        let ending = ["", "{ending: button}\n", "{ending: fade}\n"][ending];
        let head = format!("{{meter: {}}} {{tempo: 118}}\n{ending}", METERS[meter]);
        let bar = |bar: usize| if meter == 0 { BARS[bar] } else { BARS[bar].split(' ').next().unwrap() };
        let section = |(bars, times): (Vec<usize>, usize)| (bars.into_iter().map(bar).collect(), times);
        Sheet { head, sections: sections.into_iter().map(section).collect() }
    }
}

pub(crate) fn chart_text() -> impl Strategy<Value = String> {
    sheet(1).prop_map(|sheet| sheet.text())
}

/// A brief that prints on one line.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    style: &'static str,
    seed: u64,
    lanes: Vec<Lane>,
}

impl Asked {
    pub(crate) fn brief(&self) -> Brief {
        let style = Style::built_in(self.style).unwrap();
        Brief { lanes: self.lanes.clone(), ..Brief::new(style, self.seed) }
    }
}

prop_compose! {
    pub(crate) fn asked()(
        style in 0..Style::BUILT_IN.len(),
        seed in any::<u64>(),
        lanes in prop::sample::subsequence(LANES.to_vec(), 1..=7),
    ) -> Asked {
        Asked { style: Style::BUILT_IN[style], seed, lanes }
    }
}

/// Notes on the song's ticks, of one lane's main clips.
pub(crate) fn heard(composition: &Composition, lane: Lane) -> Vec<Note> {
    let regions = composition.parts.iter().filter(|part| part.lane == lane).flat_map(|part| &part.regions);
    let notes = regions.flat_map(|region| {
        region.main.notes().iter().map(|note| Note { start: region.span.start + note.start, ..*note })
    });
    let mut notes: Vec<Note> = notes.collect();
    notes.sort_by_key(|note| (note.start, note.pitch));
    notes
}

pub(crate) fn part(composition: &Composition, lane: Lane) -> &Part {
    composition.parts.iter().find(|part| part.lane == lane).unwrap()
}

pub(crate) fn begins_in(bar: usize, song: &Song) -> impl Fn(&&Note) -> bool + use<> {
    let span = song.bars()[bar].span();
    move |note| span.contains(note.start)
}

/// All of a note: what nothing outside of its window may change.
pub(crate) fn facts(note: &Note) -> (Ticks, u8, i32, u8, u8, Ticks) {
    (note.start, note.pitch.key(), note.offset.0, note.velocity, note.importance, note.length)
}
