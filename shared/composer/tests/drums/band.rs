//! A band to test with: a chart, a style, and what its drummer plays.

use std::sync::LazyLock;

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::{Fill, Plan, SectionPlan};
use ai_band_composer::brief::Brief;
use ai_band_composer::drums;
use ai_band_composer::drums::kit::Piece;
use ai_band_composer::scene::{Earlier, Scene};
use ai_band_composer::sketch::{Stroke, Written};
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

/// Read once: a property asks for a style hundreds of times.
static STYLES: LazyLock<Vec<Style>> =
    LazyLock::new(|| Style::BUILT_IN.iter().map(|name| Style::built_in(name).unwrap()).collect());

pub(crate) fn style(name: &str) -> Style {
    STYLES.iter().find(|style| style.name == name).unwrap().clone()
}

pub(crate) fn brief(name: &str, seed: u64) -> Brief {
    Brief::new(style(name), seed)
}

pub(crate) fn take(chart: &str, brief: Brief) -> Take {
    take_with(chart, brief, |_| {})
}

pub(crate) fn plan(chart: &str, brief: &Brief) -> Plan {
    let song = Chart::parse(chart).unwrap().song();
    Plan::of(&song, &Analysis::of(&song), &brief.style, brief)
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

/// As [`take_with`], with drums from the first bar to the last.
pub(crate) fn throughout(chart: &str, brief: Brief, change: impl FnOnce(&mut Plan)) -> Take {
    take_with(chart, brief, |plan| {
        plan.bars.iter_mut().for_each(|bar| bar.plays[Lane::Drums.index()] = true);
        change(plan);
    })
}

/// The chart a style is shown with: its own first meter.
pub(crate) fn form_of(style: &str) -> String {
    let meter = self::style(style).general.meters[0];
    POP_FORM.replacen("| C", &format!("{{meter: {meter}}} | C"), 1)
}

impl Take {
    pub(crate) fn bar(&self, bar: usize) -> &[Stroke] {
        self.written.main.bar(bar)
    }

    pub(crate) fn fill(&self, bar: usize) -> &[Stroke] {
        self.written.fill.as_ref().unwrap().bar(bar)
    }

    pub(crate) fn section(&self, bar: usize) -> &SectionPlan {
        &self.plan.sections[self.plan.bars[bar].section]
    }

    pub(crate) fn bars(&self) -> usize {
        self.song.bars().len()
    }

    pub(crate) fn wants_fill(&self, bar: usize) -> bool {
        self.plan.bars[bar].fill != Fill::None && self.plays(bar)
    }

    /// Bars that end in a fill.
    pub(crate) fn filled(&self) -> Vec<usize> {
        (0..self.bars()).filter(|bar| self.wants_fill(*bar)).collect()
    }

    pub(crate) fn plays(&self, bar: usize) -> bool {
        self.plan.bars[bar].plays[Lane::Drums.index()]
    }
}

/// Places and keys, however loud.
pub(crate) fn hits(strokes: &[Stroke]) -> Vec<(i64, u8)> {
    strokes.iter().map(|stroke| (stroke.at.0, stroke.pitch.key())).collect()
}

pub(crate) fn of_piece(strokes: &[Stroke], piece: Piece) -> Vec<i64> {
    strokes.iter().filter(|stroke| stroke.pitch == piece.pitch()).map(|stroke| stroke.at.0).collect()
}
