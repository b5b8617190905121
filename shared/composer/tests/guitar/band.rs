//! Songs for the guitar to play, from a chart's text to a sketch.

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::Plan;
use ai_band_composer::brief::Brief;
use ai_band_composer::guitar;
use ai_band_composer::scene::{Earlier, Scene};
use ai_band_composer::sketch::{Sketch, Stroke, Written};
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::chart::song::Song;
use music::lane::Lane;

/// A song with its plan, before anybody has played a note.
pub(crate) struct Band {
    pub(crate) song: Song,
    pub(crate) analysis: Analysis,
    pub(crate) plan: Plan,
    pub(crate) brief: Brief,
}

pub(crate) fn style(name: &str) -> Style {
    Style::built_in(name).unwrap_or_else(|| panic!("no style {name}"))
}

pub(crate) fn brief(name: &str, seed: u64) -> Brief {
    let mut brief = Brief::new(style(name), seed);
    brief.lanes = vec![Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar];
    brief
}

impl Band {
    pub(crate) fn new(chart: &str, brief: Brief) -> Band {
        let chart = Chart::parse(chart).unwrap_or_else(|errors| panic!("{errors}\n{chart}"));
        let song = chart.song();
        let analysis = Analysis::of(&song);
        let plan = Plan::of(&song, &analysis, &brief.style, &brief);
        Band { song, analysis, plan, brief }
    }

    /// The same where the guitar plays every bar.
    pub(crate) fn playing(chart: &str, brief: Brief) -> Band {
        let mut band = Band::new(chart, brief);
        band.plan.bars.iter_mut().for_each(|bar| bar.plays[Lane::Guitar.index()] = true);
        band
    }

    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene {
            song: &self.song,
            analysis: &self.analysis,
            plan: &self.plan,
            style: &self.brief.style,
            brief: &self.brief,
        }
    }

    pub(crate) fn written(&self, earlier: &Earlier) -> Written {
        guitar::write(&self.scene(), earlier)
    }

    pub(crate) fn played(&self) -> Sketch {
        self.written(&Earlier::new()).main
    }

    /// A sketch's strokes with the song's time instead of the bar's.
    pub(crate) fn timeline(&self, sketch: &Sketch) -> Vec<Stroke> {
        let bars = self.song.bars().iter().zip(&sketch.bars);
        bars.flat_map(|(bar, strokes)| {
            strokes.iter().map(|stroke| Stroke { at: bar.start + stroke.at, ..*stroke })
        })
        .collect()
    }
}
