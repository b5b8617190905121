//! What is asked of whom.

use composer::style::{self, Drummer};
use music::lane::Lane;
use music::scorecard::Measure;

/// One row of the table.
pub struct Bar {
    pub name: &'static str,
    pub measure: Measure,
    pub whose: Whose,
    pub styles: Styles,
    pub aim: Aim,
}

/// Whose notes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Lanes(&'static [Lane]),
    /// The bass in the bars in which it walks.
    WalkingBass,
    /// What lanes do together.
    Band,
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

const DRUMS: Whose = Whose::Lanes(&[Lane::Drums]);
const BASS: Whose = Whose::Lanes(&[Lane::Bass]);
const KEYS: Whose = Whose::Lanes(&[Lane::Keys]);
const GUITAR: Whose = Whose::Lanes(&[Lane::Guitar]);
const TWO_HANDS: Whose = Whose::Lanes(&[Lane::Keys, Lane::Pad]);
const CHORDS: Whose = Whose::Lanes(&[Lane::Keys, Lane::Guitar, Lane::Pad]);
const RHYTHM: Whose = Whose::Lanes(&[Lane::Bass, Lane::Keys, Lane::Guitar]);
const EVERYBODY: Whose = Whose::Lanes(&Lane::ALL);
const WALKING: Styles = Styles::Named(&["swing"]);
const GHOSTED: Styles = Styles::Named(&["funk", "swing", "shuffle"]);

#[rustfmt::skip]
pub const BARS: &[Bar] = &[
    bar("root on chord change (walking)", Measure::RootOnChange, Whose::WalkingBass, WALKING, Aim::AtLeast(0.70)),
    bar("step approach into the change (walking)", Measure::StepIntoChange, Whose::WalkingBass, WALKING, Aim::AtLeast(0.60)),
    bar("repeated notes (walking)", Measure::RepeatedNotes, Whose::WalkingBass, WALKING, Aim::AtMost(0.06)),
    bar("distinct bars over the same chords (walking)", Measure::DistinctLines, Whose::WalkingBass, WALKING, Aim::AtLeast(0.8)),
    bar("distinct rhythms, bass (human)", Measure::DistinctRhythms, BASS, Styles::Human, Aim::Within(0.2, 0.7)),
    bar("chord tones + tensions, strong beats, comp", Measure::Colours, KEYS, Styles::All, Aim::AtLeast(0.99)),
    bar("colours that the chord allows, comp", Measure::Tensions, CHORDS, Styles::All, Aim::AtLeast(0.95)),
    bar("guide tones sounded (keys)", Measure::GuideTones, KEYS, Styles::All, Aim::AtLeast(0.9)),
    bar("voice leading, semitones a voice (keys)", Measure::VoiceLeading, KEYS, Styles::All, Aim::AtMost(1.0)),
    bar("clash rate", Measure::Clashes, Whose::Band, Styles::All, Aim::AtMost(0.005)),
    bar("pushed chords come early", Measure::Pushes, RHYTHM, Styles::All, Aim::AtLeast(0.9)),
    bar("energy follows the plan, correlation", Measure::Energy, Whose::Band, Styles::All, Aim::AtLeast(0.5)),
    bar("distinct bars, drums (human)", Measure::DistinctBars, DRUMS, Styles::Human, Aim::Within(0.25, 0.6)),
    bar("distinct bars, comp (human)", Measure::DistinctBars, KEYS, Styles::Human, Aim::Within(0.25, 0.6)),
    bar("groove consistency, drums", Measure::GrooveConsistency, DRUMS, Styles::Human, Aim::Within(0.85, 0.97)),
    bar("groove consistency, bass", Measure::GrooveConsistency, BASS, Styles::Human, Aim::Within(0.85, 0.97)),
    bar("groove consistency, comp", Measure::GrooveConsistency, KEYS, Styles::Human, Aim::Within(0.85, 0.97)),
    bar("fill salience at section ends", Measure::FillSalience, DRUMS, Styles::All, Aim::AtLeast(2.5)),
    bar("the same fill twice in a row", Measure::SameFill, DRUMS, Styles::All, Aim::AtMost(0.0)),
    bar("ghost share of snare", Measure::Ghosts, DRUMS, GHOSTED, Aim::Within(0.15, 0.45)),
    bar("velocity sd, drums (human)", Measure::VelocitySd, DRUMS, Styles::Human, Aim::Within(15.0, 28.0)),
    bar("timing sd, ms (human)", Measure::TimingSd, EVERYBODY, Styles::Human, Aim::Within(4.0, 10.0)),
    bar("timing drift, lag 1 (human)", Measure::TimingDrift, EVERYBODY, Styles::Human, Aim::Within(0.2, 0.6)),
    bar("exactly on the grid (human)", Measure::OnGrid, EVERYBODY, Styles::Human, Aim::AtMost(0.1)),
    bar("limb violations (human drummer)", Measure::Limbs, DRUMS, Styles::Human, Aim::AtMost(0.0)),
    bar("notes out of range", Measure::OutOfRange, EVERYBODY, Styles::All, Aim::AtMost(0.0)),
    bar("intervals too close for their depth (keys)", Measure::LowIntervals, TWO_HANDS, Styles::All, Aim::AtMost(0.0)),
    bar("chords beyond two hands (keys)", Measure::HandSpan, KEYS, Styles::All, Aim::AtMost(0.0)),
    bar("chords beyond one hand (guitar)", Measure::FretSpan, GUITAR, Styles::All, Aim::AtMost(0.0)),
];

const fn bar(name: &'static str, measure: Measure, whose: Whose, styles: Styles, aim: Aim) -> Bar {
    Bar { name, measure, whose, styles, aim }
}

static LANES: [Lane; Lane::COUNT] = Lane::ALL;

impl From<style::Whose> for Whose {
    fn from(whose: style::Whose) -> Whose {
        match whose {
            style::Whose::Lane(lane) => Whose::Lanes(&LANES[lane.index()..=lane.index()]),
            style::Whose::Walking => Whose::WalkingBass,
            style::Whose::Together => Whose::Band,
        }
    }
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
