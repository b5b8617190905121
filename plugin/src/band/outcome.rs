//! What came of something asked: words for the log, and what the worker has to do.

use player::{Moment, Strategy};

use super::words;
use crate::model::LogLine;

#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub log: Vec<LogLine>,
    /// What plays has changed: compile and post it.
    pub arranged: bool,
    /// Routes or programs have changed: tell whoever sends and sounds the notes.
    pub rerouted: bool,
    /// Something that is saved has changed.
    pub changed: bool,
    pub moment: Moment,
    pub strategy: Strategy,
}

impl Default for Outcome {
    /// Nothing happened, or nothing that concerns the band.
    fn default() -> Outcome {
        Outcome {
            log: Vec::new(),
            arranged: false,
            rerouted: false,
            changed: false,
            moment: Moment::NextBar,
            strategy: Strategy::HardCut,
        }
    }
}

impl Outcome {
    /// Something that is saved has changed, and needs no words.
    pub(super) fn changed() -> Outcome {
        Outcome { changed: true, ..Outcome::default() }
    }

    pub(super) fn said(text: impl Into<String>) -> Outcome {
        Outcome { log: vec![words::said(text)], ..Outcome::default() }
    }

    pub(super) fn refused(text: impl Into<String>) -> Outcome {
        Outcome { log: vec![words::refused(words::capitalised(&text.into()))], ..Outcome::default() }
    }

    pub(super) fn arranged(self, moment: Moment, strategy: Strategy) -> Outcome {
        Outcome { arranged: true, changed: true, moment, strategy, ..self }
    }
}
