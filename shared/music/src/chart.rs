//! Charts: sections of bars of chords as a musician writes them, and the song they make.
//!
//! Text goes in through [`Chart::parse`], or [`Chart::reparse`] while somebody edits; [`Chart::song`] plays it out.
//! The text is described for musicians in `docs/charts.md`. Nothing a chart holds can fail later: repeats, jumps, slots
//! and lengths are all checked while it is read.

mod bar;
mod directive;
mod display;
mod draft;
mod ending;
mod error;
mod feel;
mod form;
mod ids;
pub mod import;
mod lexer;
pub mod limits;
mod order;
mod sign;
mod slots;
pub mod song;
mod tag;
mod token;
mod transpose;
mod word;

pub use bar::{Bar, Changes, Content, Signs, Slot};
pub use ending::Ending;
pub use error::{Error, Errors, Problem};
pub use feel::Feel;
pub use ids::{BarId, Ids, IdsError, PassId};
pub use sign::{Jump, Target, Until};
pub use song::Song;

use draft::Draft;
use error::Complaints;
use ids::Place;
use order::Visit;

/// A chart as written. Two charts are equal when they read the same, ids and all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    header: Header,
    sections: Vec<Section>,
    /// The next bar id that was never given.
    next_id: u64,
    /// The bars in playing order, worked out once.
    order: Vec<Visit>,
}

/// What concerns the whole chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    pub title: Option<String>,
    pub composer: Option<String>,
    pub style: Option<String>,
    pub ending: Option<Ending>,
    /// How many of the last bars slow down.
    pub ritard_bars: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Empty for bars before any name.
    pub name: String,
    pub times: u32,
    /// Empty where the name calls an earlier section back.
    pub bars: Vec<Bar>,
}

impl Chart {
    /// Reads a chart's text, or tells every mistake in it.
    pub fn parse(text: &str) -> Result<Chart, Errors> {
        let mut complaints = Complaints::new(text);
        if text.len() > limits::TEXT_BYTES_MAX {
            complaints.add(None, 0..0, Problem::LongText);
            return Draft::new(complaints).read([]);
        }
        let tokens = lexer::tokens(text, &mut complaints);
        Draft::new(complaints).read(tokens)
    }

    /// Reads an edited text: bars that are still there keep their ids, new ones get ids never used before.
    pub fn reparse(old: &Chart, text: &str) -> Result<Chart, Errors> {
        Chart::parse(text).map(|chart| chart.continuing(old))
    }

    /// The same chart with the ids its bars had in `old`, wherever they come from.
    #[must_use]
    pub fn continuing(mut self, old: &Chart) -> Chart {
        let ids = old.ids().carried_over(&old.places(), &self.places());
        self.give(&ids);
        self
    }

    /// What to save beside the text.
    pub fn ids(&self) -> Ids {
        Ids { bars: self.bars().map(|bar| bar.id).collect(), next: self.next_id }
    }

    /// The same chart with ids that were saved beside its text.
    pub fn with_ids(mut self, ids: &Ids) -> Result<Chart, IdsError> {
        ids.check(self.bars().count())?;
        self.give(ids);
        Ok(self)
    }

    fn give(&mut self, ids: &Ids) {
        let bars = self.sections.iter_mut().flat_map(|section| &mut section.bars);
        bars.zip(&ids.bars).for_each(|(bar, id)| bar.id = *id);
        self.next_id = ids.next;
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// In the order of the paper.
    pub fn bars(&self) -> impl Iterator<Item = &Bar> {
        self.sections.iter().flat_map(|section| &section.bars)
    }

    fn places(&self) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        for section in &self.sections {
            places.extend(section.bars.iter().map(|bar| Place { section: &section.name, bar }));
        }
        places
    }

    /// The bars in playing order on a timeline.
    pub fn song(&self) -> Song {
        song::expand(self)
    }
}

impl std::str::FromStr for Chart {
    type Err = Errors;

    fn from_str(text: &str) -> Result<Chart, Errors> {
        Chart::parse(text)
    }
}
