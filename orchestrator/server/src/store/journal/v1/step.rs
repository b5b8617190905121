//! Steps: what can be undone, before and after.

use std::sync::Arc;

use domain::ids::PrincipalId;
use domain::session::chart::Written;
use domain::session::history;
use domain::session::lane;
use music::arrangement::{self, Change, RegionId, Revision};
use music::chart::{BarId, Ids};
use music::clip::Hash;
use music::lane::Lane;
use music::meter::Meter;
use music::tempo::Tempo;
use music::time::{Span, Ticks};
use music::{meter, tempo};
use serde::{Deserialize, Serialize};

use super::text::{Name, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    id: u64,
    by: Text<PrincipalId>,
    why: Why,
    touched: Vec<Touched>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    New,
    Undo { of: u64 },
    Redo { of: u64 },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Touched {
    Regions {
        revision: u64,
        before: Vec<Region>,
        after: Vec<Region>,
    },
    Lane {
        lane: Name<Lane>,
        before: Settings,
        after: Settings,
    },
    Chart {
        before: Chart,
        after: Chart,
    },
    /// Places in ticks, tempos in thousandths of a beat a minute.
    Tempo {
        before: Vec<(i64, u32)>,
        after: Vec<(i64, u32)>,
    },
    /// By bar, from 0.
    Meter {
        before: Vec<(i64, Text<Meter>)>,
        after: Vec<(i64, Text<Meter>)>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    id: u64,
    lane: Name<Lane>,
    span: (i64, i64),
    #[serde(flatten)]
    source: Source,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Source {
    clip: Text<Hash>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clip_b: Option<Text<Hash>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fill: Option<Text<Hash>>,
    into: i64,
    looped: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    channel: u8,
    route: Name<lane::Route>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chart {
    text: String,
    bars: Vec<u64>,
    next_bar: u64,
    revision: u64,
}

impl Step {
    pub(super) fn of(step: &history::Step) -> Step {
        Step {
            id: step.id.0,
            by: Text(step.by),
            why: Why::of(step.why),
            touched: step.touched.iter().map(Touched::of).collect(),
        }
    }

    pub(super) fn back(self) -> Result<history::Step, String> {
        let touched = self.touched.into_iter().map(Touched::back).collect::<Result<_, _>>()?;
        Ok(history::Step { id: history::StepId(self.id), by: self.by.0, why: self.why.back(), touched })
    }
}

impl Why {
    fn of(why: history::Why) -> Why {
        match why {
            history::Why::New => Why::New,
            history::Why::Undo { of } => Why::Undo { of: of.0 },
            history::Why::Redo { of } => Why::Redo { of: of.0 },
        }
    }

    fn back(self) -> history::Why {
        match self {
            Why::New => history::Why::New,
            Why::Undo { of } => history::Why::Undo { of: history::StepId(of) },
            Why::Redo { of } => history::Why::Redo { of: history::StepId(of) },
        }
    }
}

impl Touched {
    fn of(touched: &history::Touched) -> Touched {
        match touched {
            history::Touched::Regions(Change { revision, before, after }) => {
                let regions = |regions: &[arrangement::Region]| regions.iter().map(Region::of).collect();
                Touched::Regions { revision: revision.0, before: regions(before), after: regions(after) }
            }
            history::Touched::Lane { lane, before, after } => Touched::Lane {
                lane: Name(*lane),
                before: Settings::of(*before),
                after: Settings::of(*after),
            },
            history::Touched::Chart { before, after } => {
                Touched::Chart { before: Chart::of(before), after: Chart::of(after) }
            }
            history::Touched::Tempo { before, after } => {
                Touched::Tempo { before: tempo_changes(before), after: tempo_changes(after) }
            }
            history::Touched::Meter { before, after } => {
                Touched::Meter { before: meter_changes(before), after: meter_changes(after) }
            }
        }
    }

    fn back(self) -> Result<history::Touched, String> {
        Ok(match self {
            Touched::Regions { revision, before, after } => {
                let regions =
                    |regions: Vec<Region>| regions.into_iter().map(Region::back).collect::<Result<_, _>>();
                let (before, after) = (regions(before)?, regions(after)?);
                history::Touched::Regions(Change { revision: Revision(revision), before, after })
            }
            Touched::Lane { lane, before, after } => {
                history::Touched::Lane { lane: lane.0, before: before.back(), after: after.back() }
            }
            Touched::Chart { before, after } => {
                history::Touched::Chart { before: before.back()?, after: after.back()? }
            }
            Touched::Tempo { before, after } => {
                history::Touched::Tempo { before: tempo_map(before)?, after: tempo_map(after)? }
            }
            Touched::Meter { before, after } => {
                history::Touched::Meter { before: meter_map(&before)?, after: meter_map(&after)? }
            }
        })
    }
}

impl Region {
    pub(super) fn of(region: &arrangement::Region) -> Region {
        Region {
            id: region.id.0,
            lane: Name(region.lane),
            span: (region.span.start.0, region.span.end.0),
            source: Source::of(region.source()),
        }
    }

    pub(super) fn back(self) -> Result<arrangement::Region, String> {
        let arrangement::Source { clips, into, looped } = self.source.back();
        let (id, lane, span) = (RegionId(self.id), self.lane.0, span(self.span)?);
        Ok(arrangement::Region { id, lane, span, clips, into, looped })
    }
}

impl Source {
    pub(super) fn of(source: arrangement::Source) -> Source {
        let arrangement::Clips { main, b, fill } = source.clips;
        Source {
            clip: Text(main),
            clip_b: b.map(Text),
            fill: fill.map(Text),
            into: source.into.0,
            looped: source.looped,
        }
    }

    pub(super) fn back(self) -> arrangement::Source {
        let clips = arrangement::Clips {
            main: self.clip.0,
            b: self.clip_b.map(|clip| clip.0),
            fill: self.fill.map(|clip| clip.0),
        };
        arrangement::Source { clips, into: Ticks(self.into), looped: self.looped }
    }
}

impl Settings {
    pub(super) fn of(settings: lane::Settings) -> Settings {
        Settings { channel: settings.channel, route: Name(settings.route) }
    }

    pub(super) fn back(self) -> lane::Settings {
        lane::Settings { channel: self.channel, route: self.route.0 }
    }
}

impl Chart {
    pub(super) fn of(chart: &Written) -> Chart {
        let Ids { bars, next } = chart.ids();
        Chart {
            text: chart.text().to_string(),
            bars: bars.into_iter().map(|bar| bar.0).collect(),
            next_bar: next,
            revision: chart.revision(),
        }
    }

    pub(super) fn back(self) -> Result<Written, String> {
        let ids = Ids { bars: self.bars.into_iter().map(BarId).collect(), next: self.next_bar };
        Written::restore(self.text.into(), &ids, self.revision).map_err(|error| error.to_string())
    }
}

pub(super) fn span((start, end): (i64, i64)) -> Result<Span, String> {
    let made = Span::new(Ticks(start), Ticks(end));
    made.ok_or_else(|| format!("a span from tick {start} to tick {end} is none"))
}

pub(super) fn tempo_changes(map: &tempo::Map) -> Vec<(i64, u32)> {
    map.changes().iter().map(|(at, tempo)| (at.0, tempo.milli_bpm())).collect()
}

pub(super) fn meter_changes(map: &meter::Map) -> Vec<(i64, Text<Meter>)> {
    map.changes().iter().map(|change| (change.bar, Text(change.meter))).collect()
}

pub(super) fn tempo_map(changes: Vec<(i64, u32)>) -> Result<Arc<tempo::Map>, String> {
    let change = |(at, milli_bpm)| {
        let tempo =
            Tempo::from_milli_bpm(milli_bpm).ok_or_else(|| format!("{milli_bpm} thousandths is no tempo"));
        tempo.map(|tempo| (Ticks(at), tempo))
    };
    let changes = changes.into_iter().map(change).collect::<Result<_, _>>()?;
    tempo::Map::new(changes).map(Arc::new).map_err(|error| error.to_string())
}

pub(super) fn meter_map(changes: &[(i64, Text<Meter>)]) -> Result<Arc<meter::Map>, String> {
    let by_bar: Vec<(i64, Meter)> = changes.iter().map(|(bar, meter)| (*bar, meter.0)).collect();
    meter::Map::new(&by_bar).map(Arc::new).map_err(|error| error.to_string())
}
