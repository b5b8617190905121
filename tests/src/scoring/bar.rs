//! What is asked of whom.

use composer::style::Drummer;
use music::lane::Lane;
use music::scorecard::Measure;

/// One row of the table.
pub struct Bar {
    pub name: &'static str,
    pub measure: Measure,
    pub lanes: &'static [Lane],
    pub styles: Styles,
    pub aim: Aim,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Styles {
    All,
    /// Where somebody human sits at the drums; a machine may repeat itself to the tick.
    Human,
    Named(&'static [&'static str]),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    AtLeast(f64),
    AtMost(f64),
    Within(f64, f64),
}

const DRUMS: &[Lane] = &[Lane::Drums];
const BASS: &[Lane] = &[Lane::Bass];
const KEYS: &[Lane] = &[Lane::Keys];
const GUITAR: &[Lane] = &[Lane::Guitar];
const WALKING: Styles = Styles::Named(&["swing"]);
const GHOSTED: Styles = Styles::Named(&["funk", "swing", "shuffle"]);

pub const BARS: &[Bar] = &[
    bar("root on chord change (walking)", Measure::RootOnChange, BASS, WALKING, Aim::AtLeast(0.70)),
    bar(
        "step approach into the change (walking)",
        Measure::StepIntoChange,
        BASS,
        WALKING,
        Aim::AtLeast(0.60),
    ),
    bar("repeated notes (walking)", Measure::RepeatedNotes, BASS, WALKING, Aim::AtMost(0.06)),
    bar("distinct bars, walking bass", Measure::DistinctBars, BASS, WALKING, Aim::AtLeast(0.8)),
    bar(
        "chord tones + tensions, strong beats, comp",
        Measure::Colours,
        KEYS,
        Styles::All,
        Aim::AtLeast(0.99),
    ),
    bar(
        "voice leading, semitones a voice (keys)",
        Measure::VoiceLeading,
        KEYS,
        Styles::All,
        Aim::AtMost(1.0),
    ),
    bar("clash rate", Measure::Clashes, KEYS, Styles::All, Aim::AtMost(0.005)),
    bar("limb violations (human drummer)", Measure::Limbs, DRUMS, Styles::Human, Aim::AtMost(0.0)),
    bar("distinct bars, drums (human)", Measure::DistinctBars, DRUMS, Styles::Human, Aim::Within(0.25, 0.6)),
    bar("distinct bars, comp (human)", Measure::DistinctBars, KEYS, Styles::Human, Aim::Within(0.25, 0.6)),
    bar("fill salience at section ends", Measure::FillSalience, DRUMS, Styles::All, Aim::AtLeast(2.5)),
    bar("the same fill twice in a row", Measure::SameFill, DRUMS, Styles::All, Aim::AtMost(0.0)),
    bar("ghost share of snare", Measure::Ghosts, DRUMS, GHOSTED, Aim::Within(0.15, 0.45)),
    bar("exactly on the grid (human)", Measure::OnGrid, &Lane::ALL, Styles::Human, Aim::AtMost(0.1)),
    bar("notes out of range", Measure::OutOfRange, &Lane::ALL, Styles::All, Aim::AtMost(0.0)),
    bar("chords beyond two hands (keys)", Measure::HandSpan, KEYS, Styles::All, Aim::AtMost(0.0)),
    bar("chords beyond one hand (guitar)", Measure::FretSpan, GUITAR, Styles::All, Aim::AtMost(0.0)),
];

const fn bar(name: &'static str, measure: Measure, lanes: &'static [Lane], styles: Styles, aim: Aim) -> Bar {
    Bar { name, measure, lanes, styles, aim }
}

impl Bar {
    pub fn concerns(&self, style: &str, drummer: Drummer) -> bool {
        match self.styles {
            Styles::All => true,
            Styles::Human => drummer == Drummer::Human,
            Styles::Named(names) => names.contains(&style),
        }
    }
}

impl Aim {
    /// How far it is missed; `None` when it is not.
    pub fn missed_by(self, value: f64) -> Option<f64> {
        let by = match self {
            Aim::AtLeast(least) => least - value,
            Aim::AtMost(most) => value - most,
            Aim::Within(least, most) => (least - value).max(value - most),
        };
        (by > 0.0).then_some(by)
    }
}

impl std::fmt::Display for Aim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Aim::AtLeast(least) => write!(f, "≥ {least}"),
            Aim::AtMost(most) => write!(f, "≤ {most}"),
            Aim::Within(least, most) => write!(f, "{least}–{most}"),
        }
    }
}
