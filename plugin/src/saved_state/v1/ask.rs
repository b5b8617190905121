//! The chart and what was asked of the composer.

use composer::brief;
use music::chart::limits::{BARS_WRITTEN_MAX, TEXT_BYTES_MAX};
use music::chart::{BarId, Ids};
use music::lane::Lane;
use serde::{Deserialize, Serialize};

use super::Mended;
use super::by_lane::ByLane;
use super::few::Few;
use crate::model::Bars;
use crate::saved_state::saved::Saved;

/// The text that could be read is told only where it is another than the one that stands there.
#[derive(Serialize)]
pub(super) struct Chart<'a> {
    text: &'a str,
    read: Option<ReadText<'a>>,
}

#[derive(Serialize)]
struct ReadText<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    bars: Vec<u64>,
    next: u64,
}

#[derive(Deserialize)]
pub(super) struct ReadChart {
    text: String,
    read: Option<Names>,
}

#[derive(Deserialize)]
struct Names {
    text: Option<String>,
    bars: Few<u64, BARS_WRITTEN_MAX>,
    next: u64,
}

impl<'a> Chart<'a> {
    pub(super) fn of(saved: &'a Saved) -> Chart<'a> {
        let read = saved.read.as_ref().map(|(text, ids)| ReadText {
            text: Some(text.as_str()).filter(|text| *text != saved.chart),
            bars: ids.bars.iter().map(|id| id.0).collect(),
            next: ids.next,
        });
        Chart { text: &saved.chart, read }
    }
}

impl ReadChart {
    pub(super) fn into_saved(self, saved: &mut Saved, mended: &mut Mended) {
        let longest = self.read.iter().filter_map(|read| read.text.as_ref()).map(String::len).max();
        if self.text.len().max(longest.unwrap_or(0)) > TEXT_BYTES_MAX {
            mended.say(format!("the chart: is longer than {TEXT_BYTES_MAX} bytes, so it is empty"));
            return;
        }
        saved.read = self.read.map(|read| {
            let bars = read.bars.0.into_iter().map(BarId).collect();
            (read.text.unwrap_or_else(|| self.text.clone()), Ids { bars, next: read.next })
        });
        saved.chart = self.text;
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct Ask {
    style: String,
    seed: u64,
    lanes: Option<Few<String, { Lane::COUNT }>>,
    bars: Option<(u32, u32)>,
    knobs: Knobs,
}

#[derive(Serialize, Deserialize)]
struct Knobs {
    intensity: u8,
    complexity: u8,
    syncopation: u8,
    swing: u8,
    humanise: u8,
    fills: u8,
    density: ByLane<u8>,
}

const KNOB_MAX: u8 = 127;

impl Ask {
    pub(super) fn of(saved: &Saved) -> Ask {
        let lanes = saved.lanes.as_ref();
        let names = lanes.map(|lanes| lanes.iter().map(|lane| lane.name().to_owned()).collect());
        Ask {
            style: saved.style.clone(),
            seed: saved.seed,
            lanes: names.map(Few),
            bars: saved.bars.map(|bars| (bars.first, bars.last)),
            knobs: Knobs::of(&saved.knobs),
        }
    }

    pub(super) fn into_saved(self, saved: &mut Saved, mended: &mut Mended) {
        if composer::style::Style::BUILT_IN.contains(&self.style.as_str()) {
            saved.style = self.style;
        } else {
            mended.say(format!("style: there is none of this name here, so it is {}", saved.style));
        }
        saved.seed = self.seed;
        let named = |names: Few<String, { Lane::COUNT }>| {
            let known = Lane::ALL.into_iter().filter(|lane| names.0.iter().any(|name| name == lane.name()));
            known.collect::<Vec<Lane>>()
        };
        saved.lanes = self.lanes.map(named).filter(|lanes| !lanes.is_empty());
        let bars = self.bars.map(|(first, last)| Bars { first, last });
        saved.bars = bars.filter(|bars| bars.first <= bars.last);
        saved.knobs = self.knobs.into_knobs();
    }
}

impl Knobs {
    fn of(knobs: &brief::Knobs) -> Knobs {
        let brief::Knobs { intensity, complexity, syncopation, swing, humanise, fills, density } = *knobs;
        let density = ByLane::of(|lane| Some(density[lane.index()]));
        Knobs { intensity, complexity, syncopation, swing, humanise, fills, density }
    }

    fn into_knobs(self) -> brief::Knobs {
        let within = |knob: u8| knob.min(KNOB_MAX);
        let density = |lane: Lane| self.density.get(lane).map_or(brief::NEUTRAL, |knob| within(*knob));
        brief::Knobs {
            intensity: within(self.intensity),
            complexity: within(self.complexity),
            syncopation: within(self.syncopation),
            swing: within(self.swing),
            humanise: within(self.humanise),
            fills: within(self.fills),
            density: Lane::ALL.map(density),
        }
    }
}
