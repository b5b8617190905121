//! Music out of files: a set enters together, looped to whole bars, by a rule or as a take to decide.

use std::sync::Arc;
use std::time::Duration;

use music::clip::Clip;
use music::lane::Lane;
use music::tempo::Tempo;
use music::time::{Span, Ticks};
use player::Moment;

use super::takes::{Strip, Take};
use super::{Band, Outcome, words};
use crate::model::{Bars, TakeState};

/// One lane's music out of a file.
#[derive(Clone, Debug)]
pub struct FileClip {
    pub lane: Lane,
    /// As long as its file's whole bars: it loops at its end.
    pub clip: Clip,
    /// Of the file.
    pub name: String,
}

/// How far loops go where no chart says how long the song is: half an hour at 120 BPM.
const LOOPED: Ticks = Ticks::from_beats(4_096);
const FOUR: Ticks = Ticks::from_beats(4);
/// A set has a file for every chair at most; of several for one chair the last is taken.
const NAMES_SHOWN: usize = 3;

impl Band {
    /// A set of files as one step under the rule that the folder's files are approved, else as a take to decide.
    pub fn insert_files(&mut self, set: Vec<FileClip>) -> Outcome {
        let mut by_lane: Vec<FileClip> = Vec::new();
        for file in set {
            by_lane.retain(|known| known.lane != file.lane);
            by_lane.push(file);
        }
        by_lane.retain(|file| !self.is_arranged_already(file));
        if by_lane.is_empty() {
            return Outcome::default();
        }
        by_lane.sort_by_key(|file| file.lane);
        let take = self.file_take(&by_lane);
        if !self.folder.approved {
            let said = format!("{} waits for a decision, {}.", take.title, take.detail);
            self.takes.add(take);
            return Outcome::said(said);
        }
        match self.enter(take, "files") {
            Ok(take) => {
                self.aside.is_over = true;
                let said = format!("{}, by the rule for this folder.", take.title);
                self.takes.add(take);
                self.entered(said)
            }
            Err(refusal) => Outcome::refused(refusal),
        }
    }

    /// The first bar line that is at least so far away, as the song counts; the next one while nothing plays.
    pub fn bar_after(&self, wait: Duration) -> Moment {
        let Some(here) = self.playhead else { return Moment::NextBar };
        let tempo = self.host_tempo.unwrap_or(Tempo::DEFAULT);
        let away = Ticks::from_beats_f64(wait.as_secs_f64() * tempo.bpm_f64() / 60.0).unwrap_or(Ticks::ZERO);
        let earliest = here + away;
        let bars = self.paper.sheet().map_or(&[][..], |sheet| sheet.song.bars());
        let next = bars.iter().map(|bar| bar.start).find(|start| *start >= earliest);
        // Behind the chart, and without one, bars are counted in fours.
        Moment::Beat(next.unwrap_or_else(|| FOUR * (earliest - Ticks(1)).div_floor(FOUR) + FOUR))
    }

    fn is_arranged_already(&self, file: &FileClip) -> bool {
        let hash = file.clip.hash();
        let mut regions = self.arranged.arrangement.regions().iter();
        regions.any(|region| region.lane == file.lane && region.clips.main == hash)
    }

    fn file_take(&mut self, set: &[FileClip]) -> Take {
        let sheet = self.paper.sheet();
        let bars = sheet.map_or(0, |sheet| sheet.song.bars().len());
        let end = sheet.map_or(LOOPED, |sheet| sheet.song.end()).max(Ticks(1));
        let shown = sheet.map_or(Bars { first: 1, last: 1 }, |sheet| sheet.shown(&(0..bars)));
        let span = Span { start: Ticks::ZERO, end };
        let strip = |file: &FileClip| Strip {
            lane: file.lane,
            span,
            main: Arc::new(file.clip.clone()),
            fill: None,
            into: Ticks::ZERO,
            looped: true,
        };
        let lanes: Vec<Lane> = set.iter().map(|file| file.lane).collect();
        let names: Vec<&str> = set.iter().take(NAMES_SHOWN).map(|file| file.name.as_str()).collect();
        let more = if set.len() > NAMES_SHOWN { " and more" } else { "" };
        Take {
            id: self.takes.next_id(),
            title: format!("{}{more}", names.join(", ")),
            detail: format!("looped · {}", words::lanes(&lanes)),
            music: set.iter().map(strip).collect(),
            lanes,
            bars: shown,
            span,
            ground: None,
            state: TakeState::ToDecide,
            scorecard: Vec::new(),
            remarks: Vec::new(),
            revision: None,
            has_entered: false,
            variations: 0,
            seed: 0,
            of_session: None,
        }
    }
}
