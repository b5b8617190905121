//! Takes of the session: made there, arranged there by its rules, and shown among those that were made here.

use std::collections::BTreeSet;

use music::clip::Hash;
use music::lane::Lane;
use music::time::{Span, TICKS_PER_BEAT};

use super::takes::Take;
use super::{Band, words};
use crate::model::{Bars, TakeState};
use crate::net::made::{Made, MadeFile};

/// Names of files that a title has room for.
const NAMES_SHOWN: usize = 3;
/// Without a chart, bars are counted in fours.
const FOUR_TICKS: i64 = 4 * TICKS_PER_BEAT;

/// What the session has made and nothing here plays yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Unplayed {
    waiting: Vec<Made>,
    /// Jobs whose takes are, or were, in the list.
    taken_up: BTreeSet<String>,
}

impl Band {
    /// What the session's work has made by now. As soon as it is arranged it is a take; what is only kept there is none.
    pub fn hear_of_made(&mut self, made: Vec<Made>) {
        let is_new = |made: &Made| !self.unplayed.taken_up.contains(&made.job);
        self.unplayed.waiting = made.into_iter().filter(is_new).collect();
        self.settle_takes();
    }

    /// What has come into the arrangement is a take from now on.
    pub(super) fn take_up_made(&mut self) {
        for made in std::mem::take(&mut self.unplayed.waiting) {
            match self.session_take(&made) {
                Some(take) => {
                    self.unplayed.taken_up.insert(made.job);
                    self.takes.add(take);
                }
                None => self.unplayed.waiting.push(made),
            }
        }
    }

    /// Where it stands follows from what is arranged, and from what the player has begun to play.
    pub(super) fn settle_session_take(&self, take: &mut Take, clips: &[(Lane, Hash)], bar: u32) {
        if self.span_of_clips(clips).is_none() {
            (take.state, take.revision, take.has_entered) = (TakeState::Superseded, None, false);
            return;
        }
        let revision = self.arranged.arrangement.revision();
        let since = *take.revision.get_or_insert(revision);
        take.has_entered |= self.entered.is_some_and(|entered| since <= entered);
        take.state = if take.has_entered { TakeState::Playing } else { TakeState::Armed { bar } };
    }

    fn session_take(&mut self, made: &Made) -> Option<Take> {
        let is_played = |file: &&MadeFile| self.span_of_clips(&[(file.lane, file.hash)]).is_some();
        let files: Vec<&MadeFile> = made.files.iter().filter(is_played).collect();
        let clips: Vec<(Lane, Hash)> = files.iter().map(|file| (file.lane, file.hash)).collect();
        let span = self.span_of_clips(&clips)?;
        let mut lanes: Vec<Lane> = clips.iter().map(|(lane, _)| *lane).collect();
        lanes.sort();
        lanes.dedup();
        let names: Vec<&str> = files.iter().take(NAMES_SHOWN).map(|file| file.name.as_str()).collect();
        let more = if files.len() > NAMES_SHOWN { " and more" } else { "" };
        let bars = self.bars_of(span);
        Some(Take {
            id: self.takes.next_id(),
            title: format!("{}{more}", names.join(", ")),
            detail: format!("{} · {}", words::bars(bars), words::lanes(&lanes)),
            lanes,
            bars,
            span,
            music: Vec::new(),
            ground: None,
            state: TakeState::Armed { bar: bars.first },
            scorecard: Vec::new(),
            remarks: vec!["Made in the session, and approved by its rule".to_owned()],
            revision: None,
            has_entered: false,
            variations: 0,
            seed: 0,
            of_session: Some(clips),
        })
    }

    /// From where the first of them begins to where the last one ends; `None` where nothing plays them.
    fn span_of_clips(&self, clips: &[(Lane, Hash)]) -> Option<Span> {
        let plays = |lane: Lane, hash: Hash| clips.contains(&(lane, hash));
        let regions = self.arranged.arrangement.regions().iter();
        let ours = regions.filter(|region| region.clips.hashes().any(|hash| plays(region.lane, hash)));
        let spans: Vec<Span> = ours.map(|region| region.span).collect();
        let start = spans.iter().map(|span| span.start).min()?;
        let end = spans.iter().map(|span| span.end).max()?;
        Some(Span { start, end })
    }

    fn bars_of(&self, span: Span) -> Bars {
        let charted = self.paper.sheet().and_then(|sheet| {
            let bars = sheet.song.bars();
            let first = bars.iter().position(|bar| bar.span().end > span.start)?;
            let end = bars.iter().rposition(|bar| bar.start < span.end)? + 1;
            (first < end).then(|| sheet.shown(&(first..end)))
        });
        charted.unwrap_or_else(|| {
            let number = |ticks: i64| u32::try_from(ticks.div_euclid(FOUR_TICKS) + 1).unwrap_or(1).max(1);
            Bars { first: number(span.start.0), last: number(span.end.0 - 1) }
        })
    }
}
