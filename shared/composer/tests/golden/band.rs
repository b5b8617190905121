//! A song for each style, and the whole band that plays it.

use std::ops::Range;

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::{Fill, Landing, Plan};
use ai_band_composer::paper::Paper;
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, Part, compose};
use music::chart::{Chart, Song};
use music::clip::Clip;
use music::lane::Lane;
use music::time::Ticks;

use crate::kept;

const SEED: u64 = 7;
/// Enough of a clip's name to tell it from any other.
const HASH_DIGITS: usize = 12;

pub(crate) struct Band {
    style: &'static str,
    song: Song,
    plan: Plan,
    composition: Composition,
}

impl Band {
    pub(crate) fn of(style: &'static str) -> Band {
        let text =
            std::fs::read_to_string(kept::folder().join("golden").join(style).join("song.chart")).unwrap();
        let chart = Chart::parse(&text).unwrap_or_else(|errors| panic!("{style}: {errors}"));
        let mut brief = Brief::new(Style::built_in(style).unwrap(), SEED);
        brief.lanes = Lane::ALL.into_iter().filter(|lane| *lane != Lane::Extra).collect();
        let song = chart.song();
        let plan = Plan::of(&song, &Analysis::of(&song), &brief.style, &brief);
        Band { style, song, plan, composition: compose(&chart, &brief).unwrap() }
    }

    /// The sections in the order they are played.
    pub(crate) fn sections(&self) -> impl Iterator<Item = (String, Range<usize>)> {
        self.plan.sections.iter().map(|section| (section.name.to_lowercase(), section.bars.clone()))
    }

    /// What was planned, what everybody plays, and what the clips are called.
    pub(crate) fn page(&self, bars: &Range<usize>) -> String {
        let parts: &[Part] = &self.composition.parts;
        let grid = Paper { song: &self.song, parts, shows_hands: true }.section(bars.clone());
        format!("{}\n{grid}\nclips\n{}", self.heading(bars), self.clips(bars))
    }

    fn heading(&self, bars: &Range<usize>) -> String {
        let section = &self.plan.sections[self.plan.bars[bars.start].section];
        let variation = if section.is_b { "B" } else { "A" };
        let mut text = format!(
            "{}, {}: {}, variation {variation}, energy {}",
            self.style,
            section.name,
            section.role.name(),
            section.energy
        );
        for bar in bars.clone() {
            let marks = self.marks(bar);
            if !marks.is_empty() {
                text += &format!("\nbar {}: {}", bar + 1, marks.join(", "));
            }
        }
        text
    }

    fn marks(&self, bar: usize) -> Vec<&'static str> {
        let plan = &self.plan.bars[bar];
        let fill = match plan.fill {
            Fill::None => None,
            Fill::Short => Some("fill of a beat"),
            Fill::Half => Some("fill of two beats"),
            Fill::Whole => Some("fill of a bar"),
        };
        let ending = plan.ending.map(|landing| match landing {
            Landing::Button => "button",
            Landing::Ring => "ring",
            Landing::Fade => "fade",
        });
        let arrival = plan.is_arrival.then_some("arrival");
        let stop = plan.is_stop.then_some("stop");
        [arrival, stop, fill, ending].into_iter().flatten().collect()
    }

    /// Exact to the microsecond, with the fill alternates that no grid shows.
    fn clips(&self, bars: &Range<usize>) -> String {
        let starts: Vec<Ticks> = self.song.bars()[bars.clone()].iter().map(|bar| bar.start).collect();
        let mut text = String::new();
        for part in &self.composition.parts {
            for region in &part.regions {
                let Some(into) = starts.iter().position(|start| *start == region.span.start) else {
                    continue;
                };
                let fill = region.fill.as_ref().map(|fill| format!(" fill {}", digits(fill)));
                let (bar, main) = (bars.start + into + 1, digits(&region.main));
                text += &format!("{:>14} |bar {bar}: {main}{}\n", part.lane.name(), fill.unwrap_or_default());
            }
        }
        text
    }
}

fn digits(clip: &Clip) -> String {
    let name = clip.hash().to_string();
    name.trim_start_matches("sha256:").chars().take(HASH_DIGITS).collect()
}
