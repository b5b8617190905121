//! The chart of a session: text as it was typed, and what was read in it.

use std::sync::Arc;

use music::chart::{Chart, Errors, Ids, IdsError};
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
    chart: Arc<Chart>,
    revision: u64,
}

impl Written {
    pub(super) fn empty() -> Written {
        let chart = Chart::parse("").expect("a text without bars is a chart without bars");
        Written { text: "".into(), chart: Arc::new(chart), revision: 0 }
    }

    /// As it was kept: what [`text`](Written::text), [`ids`](Written::ids) and [`revision`](Written::revision) said.
    pub fn restore(text: Arc<str>, ids: &Ids, revision: u64) -> Result<Written, RestoreError> {
        let chart = Chart::parse(&text)?.with_ids(ids)?;
        Ok(Written { text, chart: Arc::new(chart), revision })
    }

    /// An edited text: bars that are still there keep their ids.
    fn edited(&self, text: &Arc<str>) -> Result<Written, Errors> {
        let chart = Chart::reparse(&self.chart, text)?;
        Ok(Written { text: text.clone(), chart: Arc::new(chart), revision: self.revision + 1 })
    }

    /// `earlier` again, as a revision that follows this one; ids given since are not given again.
    pub(super) fn again(&self, earlier: &Written) -> Written {
        let mut ids = earlier.chart.ids();
        ids.next = ids.next.max(self.chart.ids().next);
        let chart = (*earlier.chart).clone();
        let chart = chart.clone().with_ids(&ids).unwrap_or(chart);
        Written { text: earlier.text.clone(), chart: Arc::new(chart), revision: self.revision + 1 }
    }

    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    pub fn chart(&self) -> &Arc<Chart> {
        &self.chart
    }

    pub fn ids(&self) -> Ids {
        self.chart.ids()
    }

    /// One more with every change of the chart.
    pub fn revision(&self) -> u64 {
        self.revision
    }
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
        if before.text == *text {
            return Ok(Vec::new());
        }
        let after = before.edited(text).map_err(|errors| unreadable(&errors))?;
        let mut touched = self.timeline_of(&after);
        touched.push(Touched::Chart { before: before.clone(), after });
        Ok(self.steps_with_playhead(by.person(), Why::New, touched, now))
    }

    /// A chart with bars brings its meter, and its tempo if it names one; without, the session's hold.
    fn timeline_of(&self, after: &Written) -> Vec<Touched> {
        let song = after.chart.song();
        let mut touched = Vec::new();
        if !song.bars().is_empty() && *song.meter() != *self.meter {
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
