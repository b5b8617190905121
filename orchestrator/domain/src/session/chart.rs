//! The chart of a session: text as it was typed, and what was read in it.

use std::sync::Arc;

use music::chart::{BarId, Chart, Errors, Ids, IdsError};
use music::tempo;

use super::history::{Touched, Why};
use super::{Event, Session};
use crate::actor::{Actor, Verb};
use crate::refusal::{Code, Refusal};
use crate::time::WallTime;

/// A text and its chart. Bars keep their ids through edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    text: Arc<str>,
    /// `None`: nothing is written yet.
    chart: Option<Arc<Chart>>,
    /// The next bar id that was never given.
    next_id: u64,
    revision: u64,
}

impl Written {
    pub(super) fn empty() -> Written {
        Written { text: "".into(), chart: None, next_id: 0, revision: 0 }
    }

    /// As it was kept: what [`text`](Written::text), [`ids`](Written::ids) and [`revision`](Written::revision) said.
    pub fn restore(text: Arc<str>, ids: &Ids, revision: u64) -> Result<Written, RestoreError> {
        let chart = if is_blank(&text) { None } else { Some(Chart::parse(&text)?.with_ids(ids)?) };
        Ok(Written { text, chart: chart.map(Arc::new), next_id: ids.next, revision })
    }

    /// An edited text: bars that are still there keep their ids.
    fn edited(&self, text: &Arc<str>) -> Result<Written, Errors> {
        let chart = match &self.chart {
            _ if is_blank(text) => None,
            Some(old) => Some(Chart::reparse(old, text)?),
            None => Some(numbered_from(self.next_id, Chart::parse(text)?)),
        };
        let next_id = chart.as_ref().map_or(self.next_id, |chart| chart.ids().next);
        let revision = self.revision + 1;
        Ok(Written { text: text.clone(), chart: chart.map(Arc::new), next_id, revision })
    }

    /// `earlier` again, as a revision that follows this one; ids given since are not given again.
    pub(super) fn again(&self, earlier: &Written) -> Written {
        let next_id = earlier.next_id.max(self.next_id);
        let counted_on = |chart: &Arc<Chart>| {
            let ids = Ids { next: next_id, ..chart.ids() };
            (**chart).clone().with_ids(&ids).map_or_else(|_| chart.clone(), Arc::new)
        };
        let chart = earlier.chart.as_ref().map(counted_on);
        Written { text: earlier.text.clone(), chart, next_id, revision: self.revision + 1 }
    }

    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    pub fn chart(&self) -> Option<&Arc<Chart>> {
        self.chart.as_ref()
    }

    pub fn ids(&self) -> Ids {
        let none = || Ids { bars: Vec::new(), next: self.next_id };
        self.chart.as_ref().map_or_else(none, |chart| chart.ids())
    }

    /// One more with every change of the chart.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// After everything was deleted, new bars are still new.
fn numbered_from(first: u64, chart: Chart) -> Chart {
    let counted = chart.ids();
    let bars = counted.bars.iter().map(|id| BarId(id.0.saturating_add(first))).collect();
    let ids = Ids { bars, next: counted.next.saturating_add(first) };
    chart.clone().with_ids(&ids).unwrap_or(chart)
}

/// A kept chart that cannot be read again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    #[error(transparent)]
    Text(#[from] Errors),
    #[error(transparent)]
    Ids(#[from] IdsError),
}

impl Session {
    pub(super) fn set_chart(
        &self,
        by: &Actor,
        text: &Arc<str>,
        expected: Option<u64>,
        now: WallTime,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Edit)?;
        let before = &self.chart;
        self.expect_revision("the chart", before.revision, expected, |touched| {
            matches!(touched, Touched::Chart { .. })
        })?;
        let touched = self.charted(text)?;
        if touched.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.steps_with_playhead(by.person(), Why::New, touched, now))
    }

    /// What another text touches; nothing, if it is the same.
    pub(super) fn charted(&self, text: &Arc<str>) -> Result<Vec<Touched>, Refusal> {
        let before = &self.chart;
        if before.text == *text {
            return Ok(Vec::new());
        }
        let after = before.edited(text).map_err(|errors| unreadable(&errors))?;
        let mut touched = self.timeline_of(&after);
        touched.push(Touched::Chart { before: before.clone(), after });
        Ok(touched)
    }

    /// A chart with bars brings its meter, and its tempo if it names one; without, the session's hold.
    fn timeline_of(&self, after: &Written) -> Vec<Touched> {
        let mut touched = Vec::new();
        let Some(song) = after.chart.as_ref().map(|chart| chart.song()) else { return touched };
        if *song.meter() != *self.meter {
            touched
                .push(Touched::Meter { before: self.meter.clone(), after: Arc::new(song.meter().clone()) });
        }
        let names_tempo = song.bars().iter().any(|bar| bar.tempo.is_some());
        if names_tempo && *song.tempo() != *self.tempo {
            touched
                .push(Touched::Tempo { before: self.tempo.clone(), after: Arc::new(song.tempo().clone()) });
        }
        touched
    }

    pub(super) fn set_tempo_map(
        &self,
        by: &Actor,
        verb: Verb,
        after: &Arc<tempo::Map>,
        now: WallTime,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(verb)?;
        if *after == self.tempo {
            return Ok(Vec::new());
        }
        let touched = vec![Touched::Tempo { before: self.tempo.clone(), after: after.clone() }];
        Ok(self.steps_with_playhead(by.person(), Why::New, touched, now))
    }

    pub(super) fn set_meter_map(
        &self,
        by: &Actor,
        after: &Arc<music::meter::Map>,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Edit)?;
        if *after == self.meter {
            return Ok(Vec::new());
        }
        let touched = vec![Touched::Meter { before: self.meter.clone(), after: after.clone() }];
        Ok(vec![self.step(by.person(), Why::New, touched)])
    }
}

/// Every mistake with its bar and what was meant.
fn unreadable(errors: &Errors) -> Refusal {
    Refusal::new(Code::InvalidChart, errors.to_string())
}
