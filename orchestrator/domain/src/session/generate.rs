//! Asking for music: a chart and a wish, or the short form that other clients send, become one job.

pub mod chords;

use std::ops::Range;
use std::sync::Arc;

use music::key::Key;
use music::lane::Lane;
use music::tempo::Tempo;

use super::{Event, Session};
use crate::actor::{Actor, Verb};
use crate::ids::JobId;
use crate::job::{self, Asker, Composing, Job, Priority};
use crate::refusal::{Code, Refusal};
use crate::seed::Seed;
use crate::time::WallTime;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    Chart(OfChart),
    Chords(OfChords),
}

/// Ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfChart {
    /// `None`: the session's chart as it is now.
    pub text: Option<Arc<str>>,
    /// `None`: the chart's, or the band's own.
    pub style: Option<Arc<str>>,
    /// `None`: by chance.
    pub seed: Option<u64>,
    /// Empty: the style's.
    pub lanes: Vec<Lane>,
    /// Of the song as it is played, by index.
    pub bars: Option<Range<u32>>,
    pub priority: Priority,
}

/// `"C-Am-F-G"`, a bar each, over and over for as long as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfChords {
    pub tracks: Vec<String>,
    pub chords: String,
    pub tempo: Option<Tempo>,
    pub beats: Option<u32>,
    pub key: Option<Key>,
}

/// A line of a window names no longer style.
pub const STYLE_BYTES_MAX: usize = 64;
/// An hour of 4/4 at 120 BPM.
pub const BEATS_MAX: u32 = 7_200;

impl Session {
    pub(super) fn generate(
        &self,
        by: &Actor,
        request: &Request,
        now: WallTime,
        seed: Seed,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Generate)?;
        let (spec, priority) = match request {
            Request::Chart(request) => (self.of_chart(request, seed)?, request.priority),
            Request::Chords(request) => (of_chords(request, seed)?, Priority::Normal),
        };
        self.jobs.has_room()?;
        let asker = Asker {
            client: Session::client(by),
            person: by.person(),
            may_approve: by.verbs.has(Verb::Approve),
        };
        let job = Job::queued(JobId::mint(seed, 0), asker, spec, priority, now);
        Ok(job::queued(job))
    }

    fn of_chart(&self, request: &OfChart, seed: Seed) -> Result<Composing, Refusal> {
        let text = request.text.as_ref().unwrap_or(self.chart.text()).clone();
        if text.trim().is_empty() {
            let sentence = "the chart has no bars; write some chords first, as in | Am7 | D7 |";
            return Err(Refusal::new(Code::InvalidChart, sentence));
        }
        let bars = read(&text)?.song().bars().len();
        if let Some(range) = &request.bars
            && (range.is_empty() || range.end as usize > bars)
        {
            let sentence = format!("bars {} to {} are not in a song of {bars}", range.start, range.end);
            return Err(Refusal::new(Code::InvalidPosition, sentence));
        }
        if request.style.as_ref().is_some_and(|style| style.len() > STYLE_BYTES_MAX) {
            let sentence = format!("no style has a name of more than {STYLE_BYTES_MAX} bytes");
            return Err(Refusal::new(Code::InvalidText, sentence));
        }
        Ok(Composing {
            text,
            style: request.style.clone(),
            seed: request.seed.unwrap_or_else(|| composing_seed(seed)),
            lanes: once_each(&request.lanes),
            bars: request.bars.clone(),
            tempo: None,
            replaces_own: false,
        })
    }
}

fn of_chords(request: &OfChords, seed: Seed) -> Result<Composing, Refusal> {
    if request.beats.is_some_and(|beats| beats == 0 || beats > BEATS_MAX) {
        let sentence = format!("a duration is 1 to {BEATS_MAX} beats");
        return Err(Refusal::new(Code::InvalidPosition, sentence));
    }
    let named = |track: &String| {
        Lane::named(track).ok_or_else(|| {
            let all = super::rule::names(&Lane::ALL);
            let shown: String = track.chars().take(STYLE_BYTES_MAX).collect();
            Refusal::new(Code::InvalidLane, format!("\"{shown}\" is no track type; there are {all}"))
        })
    };
    let lanes = request.tracks.iter().map(named).collect::<Result<Vec<Lane>, Refusal>>()?;
    let text = chords::chart_text(request)?;
    read(&text)?;
    Ok(Composing {
        text,
        style: None,
        seed: composing_seed(seed),
        lanes: once_each(&lanes),
        bars: None,
        tempo: request.tempo,
        replaces_own: true,
    })
}

/// 53 bits: what every reader of a number keeps exact.
fn composing_seed(seed: Seed) -> u64 {
    (seed.draw("composing", 0) as u64) >> 11
}

fn once_each(lanes: &[Lane]) -> Vec<Lane> {
    Lane::ALL.into_iter().filter(|lane| lanes.contains(lane)).collect()
}

fn read(text: &str) -> Result<music::chart::Chart, Refusal> {
    music::chart::Chart::parse(text).map_err(|errors| Refusal::new(Code::InvalidChart, errors.to_string()))
}
