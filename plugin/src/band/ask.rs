//! What is asked of the composer next: style, seed, chairs, bars, knobs.

use std::sync::OnceLock;

use composer::brief::Knobs;
use composer::style::Style;
use music::lane::Lane;

use crate::action::Knob;
use crate::model::Bars;

/// Whoever leaves everything as it is hears this.
const STYLE: &str = "pop";
pub(super) const KNOB_MAX: u8 = 127;

/// Each is read once, whoever asks: a style is many files, and many instances may play it.
static READ: [OnceLock<Style>; Style::BUILT_IN.len()] = [const { OnceLock::new() }; Style::BUILT_IN.len()];

#[derive(Clone, Debug)]
pub(super) struct Ask {
    /// One of [`Style::BUILT_IN`].
    style: &'static str,
    pub(super) seed: u64,
    /// `None`: whoever sits in the style's band.
    pub(super) lanes: Option<Vec<Lane>>,
    pub(super) bars: Option<Bars>,
    pub(super) knobs: Knobs,
}

impl Ask {
    pub(super) fn new(seed: u64) -> Ask {
        Ask { style: STYLE, seed, lanes: None, bars: None, knobs: Knobs::default() }
    }

    pub(super) fn style(&self) -> &'static Style {
        let place = Style::BUILT_IN.into_iter().position(|name| name == self.style).unwrap_or(0);
        READ[place].get_or_init(|| {
            let style = Style::built_in(Style::BUILT_IN[place]);
            style.expect("the styles that come with the program can be read: a test reads them all")
        })
    }

    pub(super) fn style_name(&self) -> &'static str {
        self.style
    }

    /// One that is not there leaves it as it is.
    pub(super) fn choose_style(&mut self, name: &str) {
        let known = Style::BUILT_IN.into_iter().find(|known| *known == name);
        self.style = known.unwrap_or(self.style);
    }

    pub(super) fn lanes(&self) -> Vec<Lane> {
        self.lanes.clone().unwrap_or_else(|| self.style().general.lanes.clone())
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
