//! A song with everything a role would see, and sketches to hand to the hands.

use ai_band_composer::Brief;
use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::Plan;
use ai_band_composer::scene::Scene;
use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::chart::song::Song;
use music::pitch::Pitch;
use music::time::Ticks;

pub(crate) struct Stage {
    pub(crate) song: Song,
    pub(crate) analysis: Analysis,
    pub(crate) plan: Plan,
    pub(crate) brief: Brief,
}

impl Stage {
    pub(crate) fn new(style: &str, chart: &str) -> Stage {
        Stage::with(Brief::new(Style::built_in(style).unwrap(), 1), chart)
    }

    pub(crate) fn with(brief: Brief, chart: &str) -> Stage {
        let song = Chart::parse(chart).unwrap().song();
        let analysis = Analysis::of(&song);
        let plan = Plan::of(&song, &analysis, &brief.style, &brief);
        Stage { song, analysis, plan, brief }
    }

    pub(crate) fn scene(&self) -> Scene<'_> {
        let Stage { song, analysis, plan, brief } = self;
        Scene { song, analysis, plan, style: &brief.style, brief }
    }

    /// The same strokes in every bar: `(at, length, key)` in ticks.
    pub(crate) fn every_bar(&self, strokes: &[(i64, i64, u8)]) -> Sketch {
        let stroke = |(at, length, key): &(i64, i64, u8)| stroke(*at, *length, *key);
        Sketch { bars: vec![strokes.iter().map(stroke).collect(); self.song.bars().len()] }
    }
}

pub(crate) fn stroke(at: i64, length: i64, key: u8) -> Stroke {
    Stroke::new(Ticks(at), Ticks(length), Pitch::new(key).unwrap(), 80, 100)
}

pub(crate) const EIGHTHS: [(i64, i64, u8); 8] = [
    (0, 240, 42),
    (480, 240, 42),
    (960, 240, 42),
    (1_440, 240, 42),
    (1_920, 240, 42),
    (2_400, 240, 42),
    (2_880, 240, 42),
    (3_360, 240, 42),
];
