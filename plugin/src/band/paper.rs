//! The chart: what is typed, and the last text that could be read, whose bars keep their names while it is edited.

use std::ops::Range;
use std::sync::Arc;

use composer::analyse::Analysis;
use music::chart::limits::TEXT_BYTES_MAX;
use music::chart::{Chart, Errors, Ids, IdsError, Song};
use music::tempo::Tempo;
use music::time::Span;

use super::layout::{self, Layout};
use crate::model::Bars;

#[derive(Clone, Debug, Default)]
pub(super) struct Paper {
    text: String,
    /// What is wrong with `text`; then `sheet` is of a text before it.
    errors: Option<Errors>,
    sheet: Option<Arc<Sheet>>,
}

/// A chart that could be read, and what follows from it.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) text: String,
    pub(super) chart: Chart,
    pub(super) song: Song,
    pub(super) analysis: Analysis,
    pub(super) layout: Arc<Layout>,
}

impl Sheet {
    fn new(text: String, chart: Chart) -> Option<Sheet> {
        let song = chart.song();
        let (analysis, layout) = (Analysis::of(&song), Arc::new(Layout::of(&song)));
        (!song.bars().is_empty()).then_some(Sheet { text, chart, song, analysis, layout })
    }

    pub(super) fn names_a_tempo(&self) -> bool {
        self.song.bars().iter().any(|bar| bar.tempo.is_some())
    }

    /// The same bars at a tempo, where the chart names none: hands are timed for the tempo they are heard at.
    pub(super) fn timed(&self, tempo: Option<Tempo>) -> Chart {
        let tempo = tempo.filter(|_| !self.names_a_tempo());
        let timed = tempo.and_then(|tempo| {
            let chart = Chart::parse(&format!("{{tempo: {tempo}}}\n{}", self.text)).ok()?;
            chart.with_ids(&self.chart.ids()).ok()
        });
        timed.unwrap_or_else(|| self.chart.clone())
    }

    /// All bars, or those; or what there is instead.
    pub(super) fn indices(&self, bars: Option<Bars>) -> Result<Range<usize>, String> {
        let count = self.song.bars().len();
        let Some(bars) = bars else { return Ok(0..count) };
        layout::indices(&self.song, bars).ok_or_else(|| {
            let Bars { first, last } = self.shown(&(0..count));
            let Bars { first: from, last: to } = bars;
            format!("there are no bars {from}–{to}; the song has bars {first} to {last}")
        })
    }

    pub(super) fn shown(&self, indices: &Range<usize>) -> Bars {
        layout::shown(&self.song, indices)
    }

    pub(super) fn span(&self, bars: &Range<usize>) -> Option<Span> {
        let bars = self.song.bars().get(bars.clone())?;
        Some(Span { start: bars.first()?.start, end: bars.last()?.span().end })
    }
}

impl Paper {
    /// A text with the ids its bars had when it was saved.
    pub(super) fn restored(text: String, read: Option<(String, Ids)>) -> (Paper, Option<IdsError>) {
        let mut paper = Paper::default();
        let mut damage = None;
        if let Some((read, ids)) = read
            && let Ok(chart) = Chart::parse(&read)
        {
            let named = chart.clone().with_ids(&ids);
            damage = named.as_ref().err().cloned();
            paper.sheet = Sheet::new(read, named.unwrap_or(chart)).map(Arc::new);
        }
        if paper.sheet.as_ref().is_none_or(|sheet| sheet.text != text) {
            paper.write(text);
        } else {
            paper.text = text;
        }
        (paper, damage)
    }

    /// Takes a text as it was typed; returns whether it could be read.
    pub(super) fn write(&mut self, text: String) -> bool {
        let old = self.sheet.as_ref().map(|sheet| &sheet.chart);
        let read = match old {
            Some(old) => Chart::reparse(old, &text),
            None => Chart::parse(&text),
        };
        // An empty field is no mistake, and no reason to forget the bars either: somebody is about to paste.
        let is_empty = text.trim().is_empty();
        self.errors = read.as_ref().err().filter(|_| !is_empty).cloned();
        if let Some(sheet) = read.ok().and_then(|chart| Sheet::new(text.clone(), chart)) {
            self.sheet = Some(Arc::new(sheet));
        }
        self.text = text;
        self.errors.is_none()
    }

    /// Longer ones are refused before they are kept.
    pub(super) fn is_too_long(text: &str) -> bool {
        text.len() > TEXT_BYTES_MAX
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn errors(&self) -> Option<&Errors> {
        self.errors.as_ref()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The last chart that could be read; gone mistakes or not.
    pub(super) fn sheet(&self) -> Option<&Arc<Sheet>> {
        self.sheet.as_ref()
    }
}
