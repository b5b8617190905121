//! Generate, re-roll and vary: each makes a take, and none changes what plays.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use composer::variation::{self, Keep};
use composer::{Brief, Composition, compose};
use music::lane::Lane;
use music::time::Ticks;

use super::paper::Sheet;
use super::takes::{Ground, Strip, Take};
use super::{Band, ask, context, scores, words};
use crate::model::{TakeId, TakeState};

/// What is to be written: for whom, and which bars of the sheet.
pub(super) struct Order {
    pub(super) lanes: Vec<Lane>,
    pub(super) bars: Range<usize>,
    pub(super) title: String,
}

impl Band {
    /// Or why nothing can be composed, and what to do.
    pub(super) fn readable_sheet(&self) -> Result<Arc<Sheet>, String> {
        if self.paper.is_empty() {
            return Err("there is no chart yet; type chords, as in Am7 D7 Gmaj7, or click an example".into());
        }
        if let Some(error) = self.paper.errors().and_then(|errors| errors.all().first()) {
            return Err(format!("the chart cannot be read: {error}"));
        }
        self.paper.sheet().cloned().ok_or_else(|| "the chart has no bars; write a chord, as in Am7".into())
    }

    pub(super) fn composed(&mut self, sheet: &Arc<Sheet>, order: &Order) -> Result<Take, String> {
        let chart = sheet.timed(self.host_tempo);
        let mut brief = Brief::new(self.ask.style().clone(), self.ask.seed);
        brief.lanes.clone_from(&order.lanes);
        brief.knobs = self.ask.knobs;
        brief.rerolls = self.rerolls.clone();
        let is_whole = order.bars == (0..sheet.song.bars().len());
        brief.bars = (!is_whole).then(|| order.bars.clone());
        context::tell(&mut brief, &self.arranged, sheet, &self.locks);
        let composition = compose(&chart, &brief).map_err(|error| error.to_string())?;
        let strips = strips(&composition, sheet, &order.bars);
        let mut take = self.take(sheet, order, strips)?;
        take.remarks.extend(composition.remarks.iter().map(|remark| match remark.bar {
            Some(bar) => format!("bar {bar}: {}", remark.text),
            None => remark.text.clone(),
        }));
        Ok(take)
    }

    fn take(&mut self, sheet: &Arc<Sheet>, order: &Order, music: Vec<Strip>) -> Result<Take, String> {
        let span = sheet.span(&order.bars).ok_or("the song has no such bars")?;
        let bars = sheet.shown(&order.bars);
        let locked = self.locked_in_words(sheet, &order.lanes, &order.bars);
        if locked.is_everything {
            return Err(format!(
                "{} {} locked; unlock them, or ask for others",
                words::bars(bars),
                if bars.first == bars.last { "is" } else { "are" }
            ));
        }
        Ok(Take {
            id: self.takes.next_id(),
            title: order.title.clone(),
            detail: format!("{} · {}", words::bars(bars), words::lanes(&order.lanes)),
            lanes: order.lanes.clone(),
            bars,
            span,
            scorecard: scores::of(sheet, &music, span),
            music,
            ground: Some(Ground { sheet: Arc::clone(sheet), bars: order.bars.clone() }),
            state: TakeState::ToDecide,
            remarks: locked.remarks,
            revision: None,
            has_entered: false,
            variations: 0,
            seed: self.ask.seed,
            of_session: None,
        })
    }

    /// The take's music otherwise; what is locked meanwhile stays as it is arranged.
    pub(super) fn varied(&mut self, id: TakeId, keep: Keep, amount: u8) -> Result<Take, String> {
        let parent = self.takes.get(id).ok_or("this take is gone; choose one that is shown")?.clone();
        let Some(Ground { sheet, bars }) = parent.ground.clone() else {
            return Err(
                "a take out of files knows no chords and cannot be varied; write a chart and generate".into(),
            );
        };
        let nth = parent.variations + 1;
        let seed = variation::nth_seed(parent.seed, nth);
        let ground = variation::Ground { song: &sheet.song, analysis: &sheet.analysis };
        let strip = |strip: &Strip| {
            let places = sheet.layout.bars().iter();
            let locked: BTreeSet<_> =
                places.map(|place| place.id).filter(|id| self.locks.contains(&(strip.lane, *id))).collect();
            let wish = variation::Wish { lane: strip.lane, keep, amount, seed, locked: &locked };
            let start = Ticks(strip.span.start.0.saturating_sub(strip.into.0));
            let main = variation::of_clip(ground, &wish, &strip.main, start);
            Strip { main: Arc::new(main), ..strip.clone() }
        };
        let music: Vec<Strip> = parent.music.iter().map(strip).collect();
        let kept = match keep {
            Keep::Rhythm => "rhythm",
            Keep::Pitches => "pitches",
            Keep::Contour => "contour",
        };
        let title = format!("{}, {kept} kept, variation {nth}", parent.title);
        let order = Order { lanes: parent.lanes, bars, title };
        let mut take = self.take(&sheet, &order, music)?;
        take.seed = seed;
        if let Some(parent) = self.takes.get_mut(id) {
            parent.variations = nth;
        }
        Ok(take)
    }

    pub(super) fn band_title(&self) -> String {
        format!("{} band, seed {}", ask::shown(self.ask.style_name()), self.ask.seed)
    }
}

/// Of the composition, what begins in those bars; the last notes ring on as long as they are.
fn strips(composition: &Composition, sheet: &Sheet, bars: &Range<usize>) -> Vec<Strip> {
    let Some(asked) = sheet.span(bars) else { return Vec::new() };
    let parts = composition.parts.iter();
    let regions = parts.flat_map(|part| part.regions.iter().map(|region| (part.lane, region)));
    let strip = |(lane, region): (Lane, &composer::assemble::Region)| {
        let span = region.span.intersection(asked)?;
        let part = span.shifted(-region.span.start);
        let main = Arc::new(region.main.sliced(part).ok()?);
        let fill = region.fill.as_ref().and_then(|fill| fill.sliced(part).ok()).map(Arc::new);
        Some(Strip { lane, span, main, fill, into: Ticks::ZERO, looped: false })
    };
    regions.filter_map(strip).collect()
}
