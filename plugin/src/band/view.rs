//! The band's parts of the window's picture; long lists are drawn anew only when what they show has changed.

use std::sync::Arc;

use composer::analyse::Analysis;
use composer::style::Style;
use music::arrangement::Arrangement;
use music::chart::Song;
use music::clip::{Library, Note};
use music::lane::Lane;
use music::tempo::Tempo;
use music::time::{MAX_TICKS, Span, TICKS_PER_BEAT, Ticks};

use super::paper::Sheet;
use super::takes::{self, Take};
use super::{Band, ask, examples, layout, sounding};
use crate::model::{AskView, BarView, ChartError, LaneView, Model, RollNote, SongView, TakeView};

/// What was drawn last, and of what.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    song: Arc<SongView>,
    song_of: Option<(Option<Arc<Sheet>>, u64, Tempo)>,
    notes: [Arc<[RollNote]>; Lane::COUNT],
    notes_of: Option<(Option<Arc<Sheet>>, u64)>,
    armed: [Arc<[RollNote]>; Lane::COUNT],
    armed_of: Option<(Option<Arc<Sheet>>, Vec<u64>)>,
}

impl PartialEq for Sheet {
    /// Sheets are made anew with every text, and never changed.
    fn eq(&self, other: &Sheet) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Band {
    /// Fills in what the band knows; everything else is left as it is.
    pub fn model(&mut self, model: &mut Model) {
        self.draw();
        model.song = Arc::clone(&self.drawn.song);
        model.lanes = Lane::ALL.map(|lane| self.lane_view(lane)).into();
        model.takes = self.takes.all().iter().map(take_view).collect();
        model.ask = self.ask_view();
        model.undo = self.arranged.next_undo().map(str::to_owned);
        model.redo = self.arranged.next_redo().map(str::to_owned);
        model.origin_beat = self.origin_beat;
        model.auditioned = self.audition.as_ref().map(|audition| audition.take);
        model.folder.path.clone_from(&self.folder.path);
        model.folder.watched = self.folder.watched;
        model.folder.approved = self.folder.approved;
        model.bank.path.clone_from(&self.bank);
        model.window = self.window;
        model.reopens_alone = self.link.is_automatic;
        model.server = self.link.server.clone().unwrap_or_default();
    }

    fn draw(&mut self) {
        let sheet = self.paper.sheet().cloned();
        let revision = self.arranged.arrangement.revision().0;
        let tempo = self.host_tempo.unwrap_or(Tempo::DEFAULT);
        let song_of = Some((sheet.clone(), revision, tempo));
        if self.drawn.song_of != song_of {
            self.drawn.song = Arc::new(song_view(sheet.as_deref(), revision, tempo));
            self.drawn.song_of = song_of;
        }
        let notes_of = Some((sheet.clone(), revision));
        if self.drawn.notes_of != notes_of {
            let (arrangement, library) = (&self.arranged.arrangement, &self.arranged.library);
            self.drawn.notes =
                Lane::ALL.map(|lane| roll(arrangement, library, lane, sheet.as_deref(), EVERYWHERE));
            self.drawn.notes_of = notes_of;
        }
        let armed_of = Some((sheet.clone(), self.outlined()));
        if self.drawn.armed_of != armed_of {
            self.drawn.armed = Lane::ALL.map(|lane| self.armed(lane, sheet.as_deref()));
            self.drawn.armed_of = armed_of;
        }
    }

    /// What outlines depend on, in numbers.
    fn outlined(&self) -> Vec<u64> {
        let armed = self.takes.all().iter().filter(|take| takes::is_armed(&take.state));
        let audition = self.audition.as_ref().map(|audition| audition.arrangement.revision().0);
        armed.map(|take| take.id.0).chain(audition).collect()
    }

    fn armed(&self, lane: Lane, sheet: Option<&Sheet>) -> Arc<[RollNote]> {
        let library = &self.arranged.library;
        let mut notes: Vec<RollNote> = Vec::new();
        let audition = self.audition.as_ref().and_then(|audition| {
            let take = self.takes.get(audition.take)?;
            take.lanes.contains(&lane).then_some((&audition.arrangement, take.span))
        });
        let armed =
            self.takes.all().iter().filter(|take| takes::is_armed(&take.state) && take.lanes.contains(&lane));
        let armed = armed.map(|take| (&self.arranged.arrangement, take.span));
        for (arrangement, span) in audition.into_iter().chain(armed) {
            notes.extend(roll(arrangement, library, lane, sheet, span).iter());
        }
        notes.sort_by_key(|note| (note.start, note.key));
        notes.into()
    }

    fn lane_view(&self, lane: Lane) -> LaneView {
        let chair = &self.chairs[lane.index()];
        LaneView {
            lane,
            owned: chair.owned,
            route: chair.route,
            channel: chair.channel,
            program: chair.program,
            swing: chair.performance.swing,
            humanise_micros: chair.performance.humanise.micros_max,
            notes: Arc::clone(&self.drawn.notes[lane.index()]),
            armed: Arc::clone(&self.drawn.armed[lane.index()]),
            locked: self.locked_bars(lane),
        }
    }

    fn ask_view(&self) -> AskView {
        let styles = Style::BUILT_IN.map(|name| (name.to_owned(), ask::shown(name)));
        let examples = examples::EXAMPLES.iter();
        AskView {
            chart: self.paper.text().to_owned(),
            errors: self.chart_errors(),
            summary: self.paper.sheet().map_or_else(String::new, |sheet| self.summary(sheet)),
            is_outrun: self.is_outrun(),
            style: self.ask.style_name().to_owned(),
            styles: styles.into(),
            seed: self.ask.seed,
            lanes: self.ask.lanes(),
            bars: self.ask.bars,
            knobs: self.ask.knobs(),
            examples: examples.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        }
    }

    fn chart_errors(&self) -> Vec<ChartError> {
        let errors = self.paper.errors().map_or(&[][..], |errors| errors.all());
        let view = |error: &music::chart::Error| ChartError {
            range: error.range.clone(),
            message: error.to_string(),
            suggestion: error.suggestion().map(str::to_owned),
        };
        errors.iter().map(view).collect()
    }

    /// "32 bars · A minor · 4/4 · 120".
    fn summary(&self, sheet: &Sheet) -> String {
        let bars = sheet.song.bars();
        let count = bars.len() - layout::pickups(&sheet.song);
        let plural = if count == 1 { "bar" } else { "bars" };
        let first = bars.iter().find(|bar| !bar.start.is_negative()).or(bars.first());
        let key =
            first.and_then(|bar| bar.key).or_else(|| sheet.analysis.changes.first().map(|change| change.key));
        let meter = first.map(|bar| bar.meter.to_string());
        let tempo = first
            .and_then(|bar| bar.tempo)
            .map_or_else(|| "host's tempo".to_owned(), |tempo| tempo.to_string());
        let parts = [
            Some(format!("{count} {plural}")),
            key.map(|key| format!("{} {}", key.tonic, key.mode)),
            meter,
            Some(tempo),
        ];
        parts.into_iter().flatten().collect::<Vec<String>>().join(" · ")
    }
}

const EVERYWHERE: Span = Span { start: Ticks(-MAX_TICKS), end: Ticks(MAX_TICKS) };

fn take_view(take: &Take) -> TakeView {
    TakeView {
        id: take.id,
        title: take.title.clone(),
        detail: take.detail.clone(),
        lanes: take.lanes.clone(),
        bars: take.bars,
        state: take.state.clone(),
        scorecard: take.scorecard.clone(),
        remarks: take.remarks.clone(),
    }
}

fn song_view(sheet: Option<&Sheet>, revision: u64, host: Tempo) -> SongView {
    let Some(sheet) = sheet else {
        return SongView { revision, tempo_bpm: host.bpm_f64(), ..SongView::default() };
    };
    let tempo = sheet.song.bars().iter().find_map(|bar| bar.tempo).unwrap_or(host);
    SongView {
        title: sheet.chart.header().title.clone().unwrap_or_default(),
        bars: bars(&sheet.song),
        revision,
        tempo_bpm: tempo.bpm_f64(),
    }
}

fn bars(song: &Song) -> Vec<BarView> {
    let mut section = None;
    let bar = |(index, bar): (usize, &music::chart::song::Bar)| {
        let begins = section != Some(bar.section);
        section = Some(bar.section);
        let name = song.sections().get(bar.section.index).filter(|name| begins && !name.is_empty());
        let chords = song.chords_in(bar.span()).iter().filter(|chord| bar.span().contains(chord.start));
        let text = |chord: &music::chart::song::Harmony| {
            chord.chord.map_or_else(|| "N.C.".to_owned(), |chord| chord.to_string())
        };
        BarView {
            number: layout::bar_number(song, index),
            span: bar.span(),
            meter: (bar.meter.numerator(), bar.meter.denominator()),
            section: name.cloned(),
            chords: chords.map(|chord| (chord.start, text(chord))).collect(),
        }
    };
    song.bars().iter().enumerate().map(bar).collect()
}

fn roll(
    arrangement: &Arrangement,
    library: &Library,
    lane: Lane,
    sheet: Option<&Sheet>,
    span: Span,
) -> Arc<[RollNote]> {
    let notes = sounding::notes(arrangement, library, lane, span);
    let analysis = sheet.map(|sheet| &sheet.analysis).filter(|_| !lane.character().is_kit);
    let note = |note: &Note| RollNote {
        start: note.start,
        length: note.length,
        key: note.pitch.key(),
        velocity: note.velocity,
        clashes: analysis.is_some_and(|analysis| clashes(note, analysis)),
    };
    notes.iter().map(note).collect()
}

/// Shorter notes pass by.
const CLASH_MIN: Ticks = Ticks(TICKS_PER_BEAT / 2);

/// Held over a chord that neither has it nor has room for it.
fn clashes(note: &Note, analysis: &Analysis) -> bool {
    let change = analysis.at(note.start).filter(|_| note.length >= CLASH_MIN);
    change.is_some_and(|change| {
        let has = change.chord.is_some_and(|chord| chord.classes().contains(note.pitch.class()));
        change.chord.is_some() && !has && !change.scale_at(note.start).contains(note.pitch.class())
    })
}
