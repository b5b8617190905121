//! The band without a server: what is asked, composed, decided, arranged and set up by one person at one window.
//!
//! **Invariant.** No thread, clock or IO. Whatever is asked, it answers in words and never panics; a step is whole or not
//! at all, and undo takes back exactly one.

mod acting;
mod arranged;
mod ask;
mod chairs;
mod composing;
mod context;
mod deciding;
mod examples;
mod export;
mod files;
mod layout;
mod locks;
mod outcome;
mod paper;
mod saving;
mod scores;
mod session;
mod session_takes;
mod sounding;
mod splice;
mod steps;
mod takes;
mod view;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;

use music::arrangement::{Arrangement, Revision};
use music::chart::PassId;
use music::clip::{Hash, Library};
use music::lane::Lane;
use music::tempo::Tempo;
use music::time::Ticks;
use player::compiled::Settings;
use player::{Moment, Strategy, Switched};

use arranged::Arranged;
use ask::Ask;
use context::Locks;
use deciding::Audition;
use paper::Paper;
use saving::Aside;
use session_takes::Unplayed;
use takes::Takes;
use view::Drawn;

use crate::model::WindowView;
use crate::saved_state::Link;

pub use chairs::{Chair, HUMANISE_MICROS_MAX, STRAIGHT_PERCENT, SWING_PERCENT, SWUNG};
pub use export::Exported;
pub use files::FileClip;
pub use layout::LaidBar;
pub use outcome::Outcome;

/// Everything a person has made here. What is saved of it is in `saved_state`.
#[derive(Clone, Debug)]
pub struct Band {
    paper: Paper,
    ask: Ask,
    arranged: Arranged,
    locks: Locks,
    /// How often a bar of a lane was rolled anew.
    rerolls: BTreeMap<(Lane, PassId), u32>,
    takes: Takes,
    unplayed: Unplayed,
    /// What the player last said that it has begun to play of what is arranged.
    entered: Option<Revision>,
    audition: Option<Audition>,
    auditions: u64,
    /// By [`Lane::index`].
    chairs: [Chair; Lane::COUNT],
    origin_beat: f64,
    folder: Folder,
    bank: Option<PathBuf>,
    window: WindowView,
    link: Link,
    aside: Aside,
    /// Where the music is, as the worker last said; `None` while it stands still.
    playhead: Option<Ticks>,
    host_tempo: Option<Tempo>,
    drawn: Drawn,
}

/// Where files come from, and by which rule they play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Empty: the usual one.
    pub path: PathBuf,
    pub watched: bool,
    /// "Files from this folder are approved."
    pub approved: bool,
}

impl Default for Folder {
    fn default() -> Folder {
        Folder { path: PathBuf::new(), watched: true, approved: true }
    }
}

impl Band {
    /// An empty page with every chair taken; nothing plays until somebody asks.
    pub fn new(seed: u64) -> Band {
        Band {
            paper: Paper::default(),
            ask: Ask::new(seed),
            arranged: Arranged::default(),
            locks: Locks::new(),
            rerolls: BTreeMap::new(),
            takes: Takes::default(),
            unplayed: Unplayed::default(),
            entered: None,
            audition: None,
            auditions: 0,
            chairs: Lane::ALL.map(Chair::of),
            origin_beat: 0.0,
            folder: Folder::default(),
            bank: None,
            window: WindowView::default(),
            link: Link::default(),
            aside: Aside::default(),
            playhead: None,
            host_tempo: None,
            drawn: Drawn::default(),
        }
    }

    /// What the player should play now: what is arranged, with the audition swapped in.
    pub fn heard(&self) -> &Arrangement {
        self.audition.as_ref().map_or(&self.arranged.arrangement, |audition| &audition.arrangement)
    }

    /// What is saved, and what an offline rendering plays.
    pub fn arrangement(&self) -> &Arrangement {
        &self.arranged.arrangement
    }

    /// Holds the clips of both.
    pub fn library(&self) -> &Library {
        &self.arranged.library
    }

    /// For the player: it plays the chairs that are owned here.
    pub fn settings(&self) -> Settings {
        chairs::settings(&self.chairs)
    }

    /// By [`Lane::index`]: routes and programs for whoever sends or sounds the notes.
    pub fn chairs(&self) -> &[Chair; Lane::COUNT] {
        &self.chairs
    }

    /// Where sections begin: what `Moment::NextSection` waits for.
    pub fn sections(&self) -> Vec<Ticks> {
        let Some(sheet) = self.paper.sheet() else { return Vec::new() };
        let mut starts = Vec::new();
        let mut before = None;
        for bar in sheet.song.bars() {
            if before != Some(bar.section) {
                starts.push(bar.start);
            }
            before = Some(bar.section);
        }
        starts
    }

    /// The chart's bars are still where they were when the music was laid on them.
    pub fn is_laid_as_charted(&self) -> bool {
        let laid = &self.arranged.layout;
        let charted = self.paper.sheet().is_some_and(|sheet| sheet.layout == *laid);
        laid.bars().is_empty() || charted
    }

    /// What plays has bars elsewhere than the chart that can be read now; a bar taken out and written again is as it was.
    fn is_outrun(&self) -> bool {
        let laid = self.arranged.layout.bars().iter();
        let charted = self.paper.sheet().filter(|_| self.paper.errors().is_none() && laid.len() > 0);
        charted
            .is_some_and(|sheet| !laid.map(LaidBar::span).eq(sheet.layout.bars().iter().map(LaidBar::span)))
    }

    pub fn origin_beat(&self) -> f64 {
        self.origin_beat
    }

    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// `None` is the default bank.
    pub fn bank(&self) -> Option<&PathBuf> {
        self.bank.as_ref()
    }

    /// Where the music is, in beats of the song, so that words can say which bar comes next. `None`: it stands still.
    pub fn playhead(&mut self, beat: Option<f64>) {
        self.playhead = beat.and_then(Ticks::from_beats_f64);
    }

    /// What the host plays at; hands are timed for it where the chart names no tempo.
    pub fn host_tempo(&mut self, bpm: f64) {
        let milli = (bpm * 1_000.0).round();
        let is_tempo = (0.0..=f64::from(u32::MAX)).contains(&milli);
        self.host_tempo = if is_tempo { Tempo::from_milli_bpm(milli as u32) } else { self.host_tempo };
    }

    /// A program entered: the takes in it play.
    pub fn switched(&mut self, switched: &Switched) {
        if switched.revision > self.arranged.arrangement.revision() {
            return;
        }
        self.entered = self.entered.max(Some(switched.revision));
        for take in self.takes.iter_mut() {
            take.has_entered |= take.revision.is_some_and(|revision| revision <= switched.revision);
        }
        self.settle_takes();
    }

    /// A step was made: it enters with the next bar.
    fn entered(&mut self, said: String) -> Outcome {
        self.settle_takes();
        self.renew_audition();
        let swapped_in = self.audition.iter().flat_map(|audition| audition.arrangement.regions());
        let needed: Vec<Hash> = swapped_in.flat_map(|region| region.clips.hashes()).collect();
        let is_cut = self.arranged.clear_up(needed.into_iter());
        let enters = match self.playhead {
            Some(_) => format!("Enters at bar {}.", self.next_bar()),
            None => "Plays from the next start.".to_owned(),
        };
        let mut outcome = Outcome::said(format!("{said} {enters} Undo"));
        if is_cut {
            outcome.log.push(words::said("There was too much to remember: undo begins here."));
        }
        outcome.arranged(Moment::NextBar, Strategy::HardCut)
    }
}
