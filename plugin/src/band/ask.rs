//! What is asked of the composer next: style, seed, chairs, bars, knobs.

use composer::brief::Knobs;
use composer::style::Style;
use music::lane::Lane;

use crate::action::Knob;
use crate::model::Bars;

/// Whoever leaves everything as it is hears this.
const STYLE: &str = "pop";
pub(super) const KNOB_MAX: u8 = 127;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ask {
    /// One of [`Style::BUILT_IN`].
    pub(super) style: String,
    pub(super) seed: u64,
    /// `None`: whoever sits in the style's band.
    pub(super) lanes: Option<Vec<Lane>>,
    pub(super) bars: Option<Bars>,
    pub(super) knobs: Knobs,
}

impl Ask {
    pub(super) fn new(seed: u64) -> Ask {
        Ask { style: STYLE.to_owned(), seed, lanes: None, bars: None, knobs: Knobs::default() }
    }

    /// A style that is not there any more gives way to the first one.
    pub(super) fn style(&self) -> Style {
        let style = Style::built_in(&self.style).or_else(|| Style::built_in(STYLE));
        style.expect("the styles that come with the program can be read: a test reads them all")
    }

    pub(super) fn lanes(&self) -> Vec<Lane> {
        self.lanes.clone().unwrap_or_else(|| self.style().general.lanes)
    }

    pub(super) fn set(&mut self, knob: Knob, value: u8) {
        let value = value.min(KNOB_MAX);
        match knob {
            Knob::Intensity => self.knobs.intensity = value,
            Knob::Complexity => self.knobs.complexity = value,
            Knob::Syncopation => self.knobs.syncopation = value,
            Knob::Swing => self.knobs.swing = value,
            Knob::Humanise => self.knobs.humanise = value,
            Knob::Fills => self.knobs.fills = value,
            Knob::Density(lane) => self.knobs.density[lane.index()] = value,
        }
    }

    /// In the order they are shown.
    pub(super) fn knobs(&self) -> Vec<(Knob, u8)> {
        let Knobs { intensity, complexity, syncopation, swing, humanise, fills, density } = self.knobs;
        let mut knobs = vec![
            (Knob::Intensity, intensity),
            (Knob::Complexity, complexity),
            (Knob::Syncopation, syncopation),
            (Knob::Swing, swing),
            (Knob::Humanise, humanise),
            (Knob::Fills, fills),
        ];
        let written = Lane::ALL.into_iter().filter(|lane| is_written(*lane));
        knobs.extend(written.map(|lane| (Knob::Density(lane), density[lane.index()])));
        knobs
    }
}

/// Nobody composes for the extra chair: it is there for files.
pub(super) fn is_written(lane: Lane) -> bool {
    lane != Lane::Extra
}

/// "Jazz waltz" for `jazz-waltz`.
pub(super) fn shown(style: &str) -> String {
    super::words::capitalised(&style.replace('-', " "))
}

/// The built-in style a chart's header means: `Bossa`, `jazz waltz`.
pub(super) fn style_named(text: &str) -> Option<&'static str> {
    let plain = text.trim().to_lowercase().replace([' ', '_'], "-");
    Style::BUILT_IN.into_iter().find(|name| *name == plain)
}
