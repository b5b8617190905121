//! A band to test with: a chart, a style, and what its drummer plays.

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::Plan;
use ai_band_composer::brief::Brief;
use ai_band_composer::drums;
use ai_band_composer::scene::{Earlier, Scene};
use ai_band_composer::sketch::Written;
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::chart::song::Song;
use music::lane::Lane;

pub(crate) const POP_FORM: &str = "[Intro]\n| C | G | Am | F |\n\
    [Verse]\n| C | Am | F | G | C | Am | F | G |\n\
    [Chorus]\n| F | G | C | Am | F | G | C | C |\n\
    [Verse 2]\n| C | Am | F | G | C | Am | F | G |\n\
    [Chorus 2]\n| F | G | C | Am | F | G | C | C |\n\
    [Bridge]\n| Am | Em | F | G7 |\n\
    [Chorus 3]\n| F | G | C | Am | F | G | C | C |\n";

/// Everything a test looks at.
pub(crate) struct Take {
    pub(crate) song: Song,
    pub(crate) plan: Plan,
    pub(crate) written: Written,
    pub(crate) brief: Brief,
}

pub(crate) fn brief(style: &str, seed: u64) -> Brief {
    Brief::new(Style::built_in(style).unwrap(), seed)
}

pub(crate) fn take(chart: &str, brief: Brief) -> Take {
    take_with(chart, brief, |_| {})
}

/// With a plan that the test changes before anybody plays.
pub(crate) fn take_with(chart: &str, brief: Brief, change: impl FnOnce(&mut Plan)) -> Take {
    let song = Chart::parse(chart).unwrap().song();
    let analysis = Analysis::of(&song);
    let mut plan = Plan::of(&song, &analysis, &brief.style, &brief);
    change(&mut plan);
    let scene = Scene { song: &song, analysis: &analysis, plan: &plan, style: &brief.style, brief: &brief };
    let written = drums::write(&scene, &Earlier::new());
    Take { song, plan, written, brief }
}

/// The chart a style is shown with: its own first meter.
pub(crate) fn form_of(style: &str) -> String {
    let meter = Style::built_in(style).unwrap().general.meters[0];
    POP_FORM.replacen("| C", &format!("{{meter: {meter}}} | C"), 1)
}

impl Take {
    #[allow(dead_code, reason = "next")]
    pub(crate) fn plays(&self, bar: usize) -> bool {
        self.plan.bars[bar].plays[Lane::Drums.index()]
    }
}
