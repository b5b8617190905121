//! What a search finds: each bar's chords with the voicing of each.

use crate::voicing::Voicing;

/// The voicing of each change in each bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voiced {
    pub(super) bars: Vec<Vec<(usize, Voicing)>>,
}

impl Voiced {
    /// `change` is an index into the analysis; `bar` the one it is written in or held through.
    pub fn of(&self, bar: usize, change: usize) -> Option<&Voicing> {
        self.bars.get(bar)?.iter().find(|(index, _)| *index == change).map(|(_, voicing)| voicing)
    }

    pub fn in_bar(&self, bar: usize) -> &[(usize, Voicing)] {
        self.bars.get(bar).map_or(&[], Vec::as_slice)
    }
}
