//! The composer's knobs on a command line.

use std::str::FromStr;

use anyhow::Context;
use clap::Args;
use composer::Knobs;
use composer::brief::NEUTRAL;
use music::lane::Lane;

use super::order;

/// 64 is as the style has it.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Knobs, 0 to 127; 64 is as the style has it")]
pub struct KnobArguments {
    /// How hard the band plays: louder, and grooves for more energy.
    #[arg(long, value_parser = knob, value_name = "N", allow_negative_numbers = true)]
    intensity: Option<u8>,
    /// How much happens in a bar.
    #[arg(long, value_parser = knob, value_name = "N", allow_negative_numbers = true)]
    complexity: Option<u8>,
    /// How much of it is off the beat.
    #[arg(long, value_parser = knob, value_name = "N", allow_negative_numbers = true)]
    syncopation: Option<u8>,
    /// How unequal pairs are, in styles that swing; 0 is straight.
    #[arg(long, value_parser = knob, value_name = "N", allow_negative_numbers = true)]
    swing: Option<u8>,
    /// How far from the grid hands are; 0 is on it.
    #[arg(long, value_parser = knob, value_name = "N", allow_negative_numbers = true)]
    humanise: Option<u8>,
    /// How often sections are led over, and how long.
    #[arg(long, value_parser = knob, value_name = "N", allow_negative_numbers = true)]
    fills: Option<u8>,
    /// How many notes one chair plays, as in keys:20.
    #[arg(long, value_name = "LANE:N", allow_hyphen_values = true)]
    density: Vec<Density>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Density {
    lane: Lane,
    value: u8,
}

impl KnobArguments {
    pub fn knobs(&self) -> Knobs {
        let value = |turned: Option<u8>| turned.unwrap_or(NEUTRAL);
        let mut knobs = Knobs {
            intensity: value(self.intensity),
            complexity: value(self.complexity),
            syncopation: value(self.syncopation),
            swing: value(self.swing),
            humanise: value(self.humanise),
            fills: value(self.fills),
            ..Knobs::default()
        };
        self.density.iter().for_each(|density| knobs.density[density.lane.index()] = density.value);
        knobs
    }
}

/// As far as a knob turns.
const KNOB_MAX: u8 = 127;

fn knob(text: &str) -> anyhow::Result<u8> {
    let value = text.trim().parse().ok().filter(|value| *value <= KNOB_MAX);
    value.with_context(|| format!("\"{text}\" is no place of a knob; they turn from 0 to {KNOB_MAX}"))
}

impl FromStr for Density {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Density> {
        let parts = text.split_once(':');
        let (name, value) =
            parts.with_context(|| format!("\"{text}\" is no density; write it as in keys:20"))?;
        Ok(Density { lane: order::lane(name)?, value: knob(value)? })
    }
}
