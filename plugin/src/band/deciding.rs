//! Approve, reject, audition, undo: what a person decides becomes one step of the arrangement.

use std::sync::Arc;

use music::arrangement::{Arrangement, Change, Clips, Refusal, Revision, Source};
use music::clip::Library;
use music::time::Ticks;

use super::arranged::Arranged;
use super::layout::{self, Layout};
use super::splice::{self, Piece};
use super::takes::{self, Take};
use super::{Band, words};
use crate::model::{TakeId, TakeState};

/// Auditions are counted from here, far above what an arrangement counts to, so that the player's word for one is never
/// taken for the other's.
const AUDITIONS_FROM: u64 = 1 << 52;

/// A take swapped in for this instance.
#[derive(Clone, Debug)]
pub(super) struct Audition {
    pub(super) take: TakeId,
    pub(super) arrangement: Arrangement,
}

impl Band {
    /// One step: the take's music on its lanes, around what is locked.
    pub(super) fn enter(&mut self, mut take: Take, done: &str) -> Result<Take, String> {
        let to = self.layout_for(&take)?;
        let pieces = keep_clips(&mut self.arranged, &take);
        let (from, library) = (Arc::clone(&self.arranged.layout), self.arranged.library.clone());
        let spans = self.spans(&take, &to);
        let words = format!("{}, {}", done, take.detail);
        let edits =
            |arrangement: &mut Arrangement| laid(arrangement, &library, (&from, &to), &take, &spans, &pieces);
        self.arranged
            .step(words, Some(take.id), Arc::clone(&to), edits)
            .map_err(|refusal| refusal.to_string())?;
        take.revision = Some(self.arranged.arrangement.revision());
        take.has_entered = false;
        Ok(take)
    }

    /// A step that is nobody's take.
    pub(super) fn edited(
        &mut self,
        words: String,
        edits: impl FnOnce(&mut Arrangement) -> Result<(), Refusal>,
    ) -> Result<Change, String> {
        let layout = self.laid_on();
        self.arranged.step(words, None, layout, edits).map_err(|refusal| refusal.to_string())
    }

    /// The bars that the music lies on: until something was composed, those of the chart.
    pub(super) fn laid_on(&self) -> Arc<Layout> {
        let charted = self.paper.sheet().filter(|_| self.arranged.layout.bars().is_empty());
        Arc::clone(charted.map_or(&self.arranged.layout, |sheet| &sheet.layout))
    }

    /// The bars that the music will lie on afterwards.
    fn layout_for(&self, take: &Take) -> Result<Arc<Layout>, String> {
        let Some(ground) = &take.ground else { return Ok(self.laid_on()) };
        let now = self.paper.sheet().map(|sheet| &sheet.layout);
        if now.is_some_and(|now| **now != *ground.sheet.layout) {
            return Err(format!(
                "{} was made for other bars than the chart has now; generate again",
                take.title
            ));
        }
        Ok(Arc::clone(&ground.sheet.layout))
    }

    /// For each of its lanes, where it may write.
    fn spans(&self, take: &Take, layout: &Layout) -> Vec<Vec<music::time::Span>> {
        take.lanes.iter().map(|lane| self.free_spans(layout, *lane, take.span)).collect()
    }

    pub(super) fn audition(&mut self, id: TakeId) -> Result<String, String> {
        let take = self.takes.get(id).ok_or("this take is gone; choose one that is shown")?;
        if take.state != TakeState::ToDecide {
            let state = takes::state_in_words(&take.state);
            return Err(format!("{} {state}; only a take to decide can be auditioned", take.title));
        }
        let take = take.clone();
        let arrangement = self.auditioned(&take)?;
        self.audition = Some(Audition { take: id, arrangement });
        Ok(format!("Auditioning {}, here only.", take.title))
    }

    /// What would play if the take were approved.
    fn auditioned(&mut self, take: &Take) -> Result<Arrangement, String> {
        let to = self.layout_for(take)?;
        let pieces = keep_clips(&mut self.arranged, take);
        let spans = self.spans(take, &to);
        let Arranged { arrangement, library, layout, .. } = &self.arranged;
        let mut arrangement = arrangement.clone();
        let told = |refusal: Refusal| refusal.to_string();
        laid(&mut arrangement, library, (layout, &to), take, &spans, &pieces).map_err(told)?;
        self.auditions += 1;
        let revision = Revision(AUDITIONS_FROM + self.auditions);
        let (last_id, regions) = (arrangement.last_id(), arrangement.regions().to_vec());
        Arrangement::from_regions(revision, last_id, regions).map_err(told)
    }

    /// The audition goes on over what is arranged now, or ends.
    pub(super) fn renew_audition(&mut self) {
        let Some(audition) = self.audition.take() else { return };
        let take = self.takes.get(audition.take).filter(|take| take.state == TakeState::ToDecide).cloned();
        let Some(take) = take else { return };
        if let Ok(arrangement) = self.auditioned(&take) {
            self.audition = Some(Audition { arrangement, ..audition });
        }
    }

    pub(super) fn approve(&mut self, id: TakeId) -> Result<String, String> {
        let take = self.takes.get(id).ok_or("this take is gone; choose one that is shown")?;
        if take.state != TakeState::ToDecide {
            let state = takes::state_in_words(&take.state);
            return Err(format!("{} {state}; only a take to decide can be approved", take.title));
        }
        let take = self.enter(take.clone(), "approve")?;
        let said = format!("Approved {}, {}.", take.title, take.detail);
        self.put_back(take);
        Ok(said)
    }

    fn put_back(&mut self, take: Take) {
        if let Some(place) = self.takes.get_mut(take.id) {
            *place = take;
        }
    }

    pub(super) fn reject(&mut self, id: TakeId, reason: &str) -> Result<String, String> {
        let take = self.takes.get_mut(id).ok_or("this take is gone; choose one that is shown")?;
        if take.state != TakeState::ToDecide {
            let state = takes::state_in_words(&take.state);
            return Err(format!("{} {state}; only a take to decide can be rejected", take.title));
        }
        let reason = words::shortened(reason.trim(), REASON_CHARS_MAX);
        let said = if reason.is_empty() {
            format!("Rejected {}.", take.title)
        } else {
            format!("Rejected {}: {reason}.", take.title)
        };
        take.state = TakeState::Rejected { reason };
        Ok(said)
    }

    /// Every take's state follows from the steps that are done, undone, and what the player said.
    pub(super) fn settle_takes(&mut self) {
        self.take_up_made();
        let bar = self.next_bar();
        let done = self.arranged.taken();
        for index in 0..self.takes.all().len() {
            let take = &self.takes.all()[index];
            if let Some(clips) = &take.of_session {
                let mut settled = take.clone();
                self.settle_session_take(&mut settled, clips, bar);
                self.put_back(settled);
                continue;
            }
            let Some(revision) = take.revision else { continue };
            let state = match done.iter().position(|id| *id == take.id) {
                None => TakeState::ToDecide,
                Some(place) if self.is_covered(take, &done[place + 1..]) => TakeState::Superseded,
                Some(_) if take.has_entered => TakeState::Playing,
                Some(_) => TakeState::Armed { bar },
            };
            let is_waiting = state == TakeState::ToDecide;
            if let Some(take) = self.takes.get_mut(take.id) {
                take.state = state;
                take.revision = (!is_waiting).then_some(revision);
            }
        }
    }

    /// One that came later plays everywhere where this one did.
    fn is_covered(&self, take: &Take, later: &[TakeId]) -> bool {
        later.iter().filter_map(|id| self.takes.get(*id)).any(|other| {
            take.lanes.iter().all(|lane| other.lanes.contains(lane))
                && other.span.start <= take.span.start
                && take.span.end <= other.span.end
        })
    }

    /// Where the music is, the next bar's number; bar 1 while it stands still.
    pub(super) fn next_bar(&self) -> u32 {
        let Some(sheet) = self.paper.sheet() else { return 1 };
        let here = self.playhead.unwrap_or(Ticks(i64::MIN));
        let next = sheet.song.bars().partition_point(|bar| bar.start <= here);
        layout::bar_number(&sheet.song, next).max(1) as u32
    }
}

/// What a line of the log has room for.
const REASON_CHARS_MAX: usize = 200;

fn keep_clips(arranged: &mut Arranged, take: &Take) -> Vec<Piece> {
    let mut keep = |strip: &takes::Strip| {
        let main = arranged.keep(&strip.main);
        let fill = strip.fill.as_ref().map(|fill| arranged.keep(fill));
        let clips = Clips { main, b: None, fill };
        let source = Source { clips, into: strip.into, looped: strip.looped };
        Piece { lane: strip.lane, span: strip.span, source }
    };
    take.music.iter().map(&mut keep).collect()
}

fn laid(
    arrangement: &mut Arrangement,
    library: &Library,
    (from, to): (&Layout, &Layout),
    take: &Take,
    spans: &[Vec<music::time::Span>],
    pieces: &[Piece],
) -> Result<(), Refusal> {
    layout::relay(arrangement, from, to)?;
    for (lane, spans) in take.lanes.iter().zip(spans) {
        splice::lay(arrangement, library, *lane, spans, pieces)?;
    }
    Ok(())
}
