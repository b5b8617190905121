//! Between a band and the text that a project keeps of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use music::chart::PassId;
use music::clip::{Hash, Library};

use super::arranged::Arranged;
use super::layout::Layout;
use super::paper::Paper;
use super::{Band, words};
use crate::model::LogLine;
use crate::saved_state::{self, Opened, Problem, Saved};

/// A text that could not be read: it is what is saved again, byte for byte, until a person changes something here.
/// One of a newer version is kept even then, inside the new text.
#[derive(Clone, Debug, Default)]
pub(super) struct Aside {
    text: Option<Arc<str>>,
    newer: Option<Arc<str>>,
    /// Something was changed since.
    pub(super) is_over: bool,
}

impl Band {
    /// As a project kept it, and what is to be said of it. Whatever the text is, there is a band.
    pub fn open(text: &str, seed: u64) -> (Band, Vec<LogLine>) {
        if text.is_empty() {
            return (Band::new(seed), Vec::new());
        }
        match saved_state::read(text) {
            Ok(Opened { saved, mended }) => {
                let (band, more) = Band::opened(saved);
                let lines = mended
                    .iter()
                    .chain(&more)
                    .map(|line| words::refused(format!("From the project: {line}.")));
                (band, lines.collect())
            }
            Err(problem) => {
                let mut band = Band::new(seed);
                let text: Arc<str> = text.into();
                let is_newer = matches!(problem, Problem::Newer { .. });
                band.aside.newer = is_newer.then(|| Arc::clone(&text));
                band.aside.text = Some(text);
                (band, vec![words::refused(words::capitalised(&problem.to_string()))])
            }
        }
    }

    /// What the project keeps.
    pub fn text(&self) -> Arc<str> {
        match self.aside.text.as_ref().filter(|_| !self.aside.is_over) {
            Some(untouched) => Arc::clone(untouched),
            None => saved_state::write(&self.saved()).into(),
        }
    }

    pub fn saved(&self) -> Saved {
        let arrangement = self.arranged.arrangement.clone();
        let sheet = self.paper.sheet();
        let named = self.names();
        let (locks, rerolls) = (self.locks.iter(), self.rerolls.iter());
        Saved {
            chart: self.paper.text().to_owned(),
            read: sheet.map(|sheet| (sheet.text.clone(), sheet.chart.ids())),
            style: self.ask.style_name().to_owned(),
            seed: self.ask.seed,
            lanes: self.ask.lanes.clone(),
            bars: self.ask.bars,
            knobs: self.ask.knobs,
            locks: locks.filter(|(_, id)| named.contains(id)).copied().collect(),
            rerolls: rerolls
                .filter(|((_, id), _)| named.contains(id))
                .map(|(key, count)| (*key, *count))
                .collect(),
            library: self.played(),
            layout: self.arranged.layout.bars().to_vec(),
            arrangement,
            chairs: self.chairs.clone(),
            origin_beat: self.origin_beat,
            folder: self.folder.clone(),
            bank: self.bank.clone(),
            window: self.window,
            link: self.link.clone(),
            newer: self.aside.newer.as_deref().map(str::to_owned),
        }
    }

    /// Bars that are there, or were when the music was laid: of others nothing is remembered.
    fn names(&self) -> BTreeSet<PassId> {
        let now = self.paper.sheet().map_or(&[][..], |sheet| sheet.layout.bars());
        now.iter().chain(self.arranged.layout.bars()).map(|place| place.id).collect()
    }

    /// The clips of what is arranged.
    fn played(&self) -> Library {
        let regions = self.arranged.arrangement.regions().iter();
        let hashes: BTreeSet<Hash> = regions.flat_map(|region| region.clips.hashes()).collect();
        let mut library = Library::new();
        for clip in hashes.iter().filter_map(|hash| self.arranged.library.get(hash)) {
            library.insert(Arc::clone(clip));
        }
        library
    }

    /// And what did not fit together, in words.
    fn opened(saved: Saved) -> (Band, Vec<String>) {
        let mut band = Band::new(saved.seed);
        let mut told = Vec::new();
        let has_read = saved.read.is_some();
        let (paper, damage) = Paper::restored(saved.chart, saved.read);
        let has_names = damage.is_none() && has_read;
        told.extend(damage.map(|damage| format!("{damage}; locks are lost")));
        let layout = Layout::from_bars(saved.layout).filter(|_| has_names || !has_read);
        let layout = layout
            .unwrap_or_else(|| paper.sheet().map_or_else(Layout::default, |sheet| (*sheet.layout).clone()));
        band.paper = paper;
        band.arranged = Arranged::new(saved.arrangement, saved.library, layout);
        band.ask.choose_style(&saved.style);
        band.ask.lanes = saved.lanes;
        (band.ask.bars, band.ask.knobs) = (saved.bars, saved.knobs);
        if has_names {
            (band.locks, band.rerolls) = (saved.locks, saved.rerolls);
        }
        (band.chairs, band.origin_beat) = (saved.chairs, saved.origin_beat);
        (band.folder, band.bank, band.window) = (saved.folder, saved.bank, saved.window);
        band.link = saved.link;
        band.aside.newer = saved.newer.map(Arc::from);
        if band.aside.newer.is_some() {
            told.push("a newer AI Band saved its own here, which is kept; update to open it".to_owned());
        }
        (band, told)
    }
}
