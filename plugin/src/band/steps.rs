//! What changes the music: each is refused in words, waits as a take, or is one step that undo takes back.

use music::lane::Lane;
use player::{Moment, Strategy};

use super::composing::Order;
use super::takes::Take;
use super::{Band, Outcome, ask, splice, words};
use crate::model::{Bars, TakeId};

impl Band {
    pub(super) fn generate(&mut self) -> Outcome {
        let order = self.readable_sheet().and_then(|sheet| {
            let bars = sheet.indices(self.ask.bars)?;
            let (lanes, title) = (self.ask.lanes(), self.band_title());
            Ok((sheet, Order { lanes, bars, title }))
        });
        let (sheet, order) = match order {
            Ok(order) => order,
            Err(refusal) => return Outcome::refused(refusal),
        };
        let take = self.composed(&sheet, &order);
        match take {
            Ok(take) if self.is_empty_where(&take) => match self.enter(take, "generate") {
                Ok(take) => {
                    let said = format!("{}: {}.", take.title, take.detail);
                    self.takes.add(take);
                    self.entered(said)
                }
                Err(refusal) => Outcome::refused(refusal),
            },
            take => self.proposed(take),
        }
    }

    /// Nobody plays on any of its lanes: who asks for music for an empty chair wants to hear it.
    fn is_empty_where(&self, take: &Take) -> bool {
        let regions = |lane: &Lane| self.arranged.arrangement.regions_in(*lane, take.span);
        take.lanes.iter().all(|lane| regions(lane).is_empty())
    }

    pub(super) fn proposed(&mut self, take: Result<Take, String>) -> Outcome {
        match take {
            Ok(take) => {
                let said = format!("{} waits for a decision, {}.", take.title, take.detail);
                self.takes.add(take);
                Outcome::said(said)
            }
            Err(refusal) => Outcome::refused(refusal),
        }
    }

    pub(super) fn stepped(&mut self, said: Result<String, String>) -> Outcome {
        match said {
            Ok(said) => self.entered(said),
            Err(refusal) => Outcome::refused(refusal),
        }
    }

    pub(super) fn swapped(&mut self, said: Result<String, String>) -> Outcome {
        match said {
            Ok(said) => Outcome { arranged: true, ..Outcome::said(said) },
            Err(refusal) => Outcome::refused(refusal),
        }
    }

    pub(super) fn stop_audition(&mut self) -> Outcome {
        match self.audition.take() {
            Some(_) => self.swapped(Ok("The audition is over; the take still waits.".to_owned())),
            None => Outcome::refused("nothing is auditioned; choose a take to decide first"),
        }
    }

    pub(super) fn decide_against(&mut self, take: TakeId, reason: &str) -> Outcome {
        let said = self.reject(take, reason);
        let was_heard = said.is_ok() && self.audition.as_ref().is_some_and(|audition| audition.take == take);
        if was_heard {
            self.audition = None;
        }
        let outcome = self.swapped(said);
        Outcome { arranged: was_heard, ..outcome }
    }

    pub(super) fn lock(&mut self, lane: Lane, bars: Bars, locked: bool) -> Outcome {
        let places =
            self.paper.sheet().ok_or_else(|| "there is no chart yet, and so no bars to lock".to_owned());
        let places = places.and_then(|sheet| {
            let indices = sheet.indices(Some(bars))?;
            Ok(sheet.layout.bars()[indices].to_vec())
        });
        let places = match places {
            Ok(places) => places,
            Err(refusal) => return Outcome::refused(refusal),
        };
        for place in &places {
            if locked {
                self.locks.insert((lane, place.id));
            } else {
                self.locks.remove(&(lane, place.id));
            }
        }
        let done = if locked { "locked" } else { "unlocked" };
        self.renew_audition();
        let said = format!("{} {done}, {}.", words::capitalised(lane.name()), words::bars(bars));
        Outcome { changed: true, arranged: self.audition.is_some(), ..Outcome::said(said) }
    }

    pub(super) fn reroll(&mut self, lane: Lane, bars: Bars) -> Result<String, String> {
        if !ask::is_written(lane) {
            return Err(format!("nobody composes for {lane}; drop files there, or choose another chair"));
        }
        let sheet = self.readable_sheet()?;
        let indices = sheet.indices(Some(bars))?;
        let before = self.rerolls.clone();
        for place in &sheet.layout.bars()[indices.clone()] {
            let count = self.rerolls.entry((lane, place.id)).or_default();
            *count = count.saturating_add(1);
        }
        let title = format!("{} re-rolled", words::capitalised(lane.name()));
        let order = Order { lanes: vec![lane], bars: indices, title };
        let entered = self.composed(&sheet, &order).and_then(|take| self.enter(take, "re-roll"));
        match entered {
            Ok(_) => Ok(format!("{} re-rolled, {}.", words::capitalised(lane.name()), words::bars(bars))),
            Err(refusal) => {
                self.rerolls = before;
                Err(refusal)
            }
        }
    }

    pub(super) fn clear(&mut self, lane: Lane, bars: Bars) -> Result<String, String> {
        let sheet = self.paper.sheet().ok_or("there is no chart yet, and so no bars to clear")?;
        let indices = sheet.indices(Some(bars))?;
        let span = sheet.span(&indices).ok_or("the song has no such bars")?;
        let layout = self.laid_on();
        let free = self.free_spans(&layout, lane, span);
        if free.is_empty() {
            return Err(format!("{lane}, {} locked; unlock first", words::bars(bars)));
        }
        let words = format!("clear, {} · {lane}", words::bars(bars));
        self.edited(words, |arrangement| {
            free.iter().try_for_each(|span| splice::clear(arrangement, lane, *span))
        })
        .map_err(|_| format!("{lane} plays nothing in {}", words::bars(bars)))?;
        Ok(format!("{} cleared, {}.", words::capitalised(lane.name()), words::bars(bars)))
    }

    pub(super) fn undo(&mut self) -> Outcome {
        match self.arranged.undo() {
            Ok(step) => self.crossed(&format!("Undone: {}.", step.words)),
            Err(refusal) => Outcome::refused(refusal.to_string()),
        }
    }

    pub(super) fn redo(&mut self) -> Outcome {
        match self.arranged.redo() {
            Ok(step) => {
                let revision = self.arranged.arrangement.revision();
                if let Some(take) = step.take.and_then(|take| self.takes.get_mut(take)) {
                    (take.revision, take.has_entered) = (Some(revision), false);
                }
                self.crossed(&format!("Done again: {}.", step.words))
            }
            Err(refusal) => Outcome::refused(refusal.to_string()),
        }
    }

    fn crossed(&mut self, said: &str) -> Outcome {
        self.settle_takes();
        self.renew_audition();
        Outcome::said(said).arranged(Moment::NextBar, Strategy::HardCut)
    }
}
