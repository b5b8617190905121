//! Editing: steps forwards, backwards, and forwards again.

use std::sync::Arc;

use music::arrangement::{self, Change, Edit, Region, RegionId, Source};

use super::history::{Step, Touched, Why};
use super::takes::Take;
use super::{Event, Session};
use crate::actor::{Actor, Verb};
use crate::ids::PrincipalId;
use crate::refusal::{Code, Refusal};
use crate::time::WallTime;

/// What a hand drags at once. Each looks at the whole arrangement: a thousand in a full one take a third of a second.
pub const EDITS_MAX: usize = 1_024;

impl Session {
    pub(super) fn edit(
        &self,
        by: &Actor,
        edits: &[Edit],
        expected: Option<u64>,
    ) -> Result<Vec<Event>, Refusal> {
        self.may_edit(by, expected)?;
        if edits.len() > EDITS_MAX {
            let sentence = format!("{} edits at once; {EDITS_MAX} is the limit", edits.len());
            return Err(Refusal::new(Code::LimitReached, sentence));
        }
        if edits.iter().any(|edit| matches!(edit, Edit::Undo(_))) {
            let sentence = "an edit cannot say what was there before; ask for an undo instead";
            return Err(Refusal::new(Code::EditRefused, sentence));
        }
        let change = self.changed(edits).map_err(|refusal| refused(&refusal))?;
        Ok(vec![self.step(by.person(), Why::New, vec![Touched::Regions(change)])])
    }

    pub(super) fn replace_arrangement(
        &self,
        by: &Actor,
        chart: Option<&Arc<str>>,
        regions: &[Take],
        expected: Option<u64>,
        now: WallTime,
    ) -> Result<Vec<Event>, Refusal> {
        self.may_edit(by, expected)?;
        let mut touched = chart.map_or_else(|| Ok(Vec::new()), |text| self.charted(text))?;
        let all = self.arrangement.regions().to_vec();
        let is_chart_alone = !touched.is_empty() && all.is_empty() && regions.is_empty();
        if !is_chart_alone {
            let change = self.exchanged(all, regions.iter()).map_err(|refusal| refused(&refusal))?;
            touched.push(Touched::Regions(change));
        }
        Ok(self.steps_with_playhead(by.person(), Why::New, touched, now))
    }

    fn may_edit(&self, by: &Actor, expected: Option<u64>) -> Result<(), Refusal> {
        by.need(Verb::Edit)?;
        let is_same = |touched: &Touched| matches!(touched, Touched::Regions(_));
        self.expect_revision("the arrangement", self.arrangement.revision().0, expected, is_same)
    }

    /// `gone` away and `new` there, under ids that were never given.
    pub(super) fn exchanged<'a>(
        &self,
        gone: Vec<Region>,
        new: impl Iterator<Item = &'a Take>,
    ) -> Result<Change, arrangement::Refusal> {
        let placed = new.flat_map(|take| take.regions.iter().map(|placed| (take.lane, placed)));
        let ids = (self.arrangement.last_id().0.saturating_add(1)..).map(RegionId);
        let after = ids.zip(placed).map(|(id, (lane, placed))| {
            let Source { clips, into, looped } = placed.source;
            Region { id, lane, span: placed.span, clips, into, looped }
        });
        let change =
            Change { revision: self.arrangement.revision().next(), before: gone, after: after.collect() };
        (*self.arrangement).clone().follow(&change).map(|()| change)
    }

    /// All of them as one change.
    pub(super) fn changed(&self, edits: &[Edit]) -> Result<Change, arrangement::Refusal> {
        if let [edit] = edits {
            return self.arrangement.check(edit);
        }
        let mut copy = (*self.arrangement).clone();
        arrangement::History::new()
            .together(&mut copy, |copy| edits.iter().try_for_each(|edit| copy.apply(edit).map(drop)))
    }

    pub(super) fn undo(&self, by: &Actor, now: WallTime) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Edit)?;
        let Some(step) = self.history.undoable(by.person()) else {
            let sentence = "there is nothing of yours left to undo";
            return Err(Refusal::new(Code::NothingToUndo, sentence));
        };
        let touched = self.taken_back(step, "undone")?;
        Ok(self.steps_with_playhead(by.person(), Why::Undo { of: step.id }, touched, now))
    }

    pub(super) fn redo(&self, by: &Actor, now: WallTime) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Edit)?;
        let Some(step) = self.history.redoable(by.person()) else {
            let sentence = "there is nothing of yours left to do again";
            return Err(Refusal::new(Code::NothingToRedo, sentence));
        };
        let touched = self.taken_back(step, "done again")?;
        Ok(self.steps_with_playhead(by.person(), Why::Redo { of: step.id }, touched, now))
    }

    /// What `step` touched, as it was before; refused where anybody has touched it since.
    fn taken_back(&self, step: &Step, how: &str) -> Result<Vec<Touched>, Refusal> {
        step.touched.iter().rev().map(|touched| self.inverse(step, touched, how)).collect()
    }

    fn inverse(&self, step: &Step, touched: &Touched, how: &str) -> Result<Touched, Refusal> {
        match touched {
            Touched::Regions(change) => self.regions_before(step, change, how).map(Touched::Regions),
            Touched::Lane { lane, before, after } => {
                let now = self.seat(*lane).settings;
                let is_same = |other: &Touched| matches!(other, Touched::Lane { lane: on, .. } if on == lane);
                self.unchanged(step, now == *after, &format!("the {lane} lane"), how, is_same)?;
                Ok(Touched::Lane { lane: *lane, before: now, after: *before })
            }
            Touched::Chart { before, after } => {
                let is_same = |other: &Touched| matches!(other, Touched::Chart { .. });
                self.unchanged(step, self.chart.text() == after.text(), "the chart", how, is_same)?;
                Ok(Touched::Chart { before: self.chart.clone(), after: self.chart.again(before) })
            }
            Touched::Tempo { before, after } => {
                let is_same = |other: &Touched| matches!(other, Touched::Tempo { .. });
                self.unchanged(step, self.tempo == *after, "the tempo", how, is_same)?;
                Ok(Touched::Tempo { before: self.tempo.clone(), after: before.clone() })
            }
            Touched::Meter { before, after } => {
                let is_same = |other: &Touched| matches!(other, Touched::Meter { .. });
                self.unchanged(step, self.meter == *after, "the meter", how, is_same)?;
                Ok(Touched::Meter { before: self.meter.clone(), after: before.clone() })
            }
        }
    }

    fn regions_before(&self, step: &Step, change: &Change, how: &str) -> Result<Change, Refusal> {
        match self.arrangement.check(&Edit::Undo(change.clone())) {
            Ok(change) => Ok(change),
            Err(arrangement::Refusal::Undo(conflict)) => {
                let region = conflict.region;
                let is_same = |other: &Touched| other.touches_region(region);
                Err(self.conflict(step, &region.to_string(), how, is_same))
            }
            Err(other) => Err(refused(&other)),
        }
    }

    fn unchanged(
        &self,
        step: &Step,
        is_unchanged: bool,
        what: &str,
        how: &str,
        is_same: impl Fn(&Touched) -> bool,
    ) -> Result<(), Refusal> {
        if is_unchanged { Ok(()) } else { Err(self.conflict(step, what, how, is_same)) }
    }

    fn conflict(&self, step: &Step, what: &str, how: &str, is_same: impl Fn(&Touched) -> bool) -> Refusal {
        let later = self.history.later(step.id, is_same);
        let by = later.map_or_else(|| "somebody".to_owned(), |later| later.by.to_string());
        let sentence = format!(
            "step {} cannot be {how}: {what} has been changed since by {by}; that change has to be undone first",
            step.id.0
        );
        Refusal::new(Code::UndoConflict, sentence).with_instead(by)
    }

    /// Names who was there before, when somebody edits what is not there any more.
    pub(super) fn expect_revision(
        &self,
        what: &str,
        revision: u64,
        expected: Option<u64>,
        is_same: impl Fn(&Touched) -> bool,
    ) -> Result<(), Refusal> {
        if expected.is_none_or(|expected| expected == revision) {
            return Ok(());
        }
        let by = self.history.steps().rev().find(|step| step.touched.iter().any(&is_same));
        let by = by.map(|step| format!(" by {}", step.by)).unwrap_or_default();
        let sentence = format!(
            "{what} is at revision {revision}{by}, not at {}; read it again and repeat the edit",
            expected.unwrap_or_default()
        );
        Err(Refusal::new(Code::RevisionConflict, sentence).with_instead(revision.to_string()))
    }

    pub(super) fn step(&self, by: PrincipalId, why: Why, touched: Vec<Touched>) -> Event {
        Event::Edited(Arc::new(Step { id: self.history.next_id(), by, why, touched }))
    }

    /// A playhead that runs stays where it is when the tempo under it changes.
    pub(super) fn steps_with_playhead(
        &self,
        by: PrincipalId,
        why: Why,
        touched: Vec<Touched>,
        now: WallTime,
    ) -> Vec<Event> {
        let is_tempo = touched.iter().any(|touched| matches!(touched, Touched::Tempo { .. }));
        let anchored = (is_tempo && self.transport.is_playing())
            .then(|| Event::TransportStarted { beat: self.position(now), at: now });
        anchored.into_iter().chain([self.step(by, why, touched)]).collect()
    }

    pub(super) fn take_step(&mut self, step: &Arc<Step>) {
        for touched in &step.touched {
            match touched {
                Touched::Regions(change) => {
                    // Decided on this very arrangement; a journal that says otherwise is the store's to notice.
                    if Arc::make_mut(&mut self.arrangement).follow(change).is_ok() {
                        self.uses.add(change.after.iter().flat_map(|region| region.clips.hashes()));
                        self.uses.remove(change.before.iter().flat_map(|region| region.clips.hashes()));
                    }
                    self.taken.forget_unplayed(&self.arrangement);
                }
                Touched::Lane { lane, after, .. } => self.seats[lane.index()].settings = *after,
                Touched::Chart { after, .. } => self.chart = after.clone(),
                Touched::Tempo { after, .. } => self.tempo = after.clone(),
                Touched::Meter { after, .. } => self.meter = after.clone(),
            }
        }
        self.uses.add(step.clips());
        for forgotten in self.history.remember(step) {
            self.uses.remove(forgotten.clips());
        }
    }
}

pub(super) fn refused(refusal: &arrangement::Refusal) -> Refusal {
    Refusal::new(Code::EditRefused, refusal.to_string())
}
