//! A band to try things on, and what is asked of it in every test.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::{Band, Outcome};
use ai_band_plugin::model::{Bars, Model, TakeId, TakeState};
use music::arrangement::Arrangement;
use music::clip::Note;
use music::lane::Lane;
use music::time::Span;

pub(crate) const EIGHT_BARS: &str =
    "{style: pop} {key: G} {tempo: 108}\n| G | D | Em7 | C |\n| G | D | Em7 | D |\n";

pub(crate) fn on(chart: &str) -> Band {
    let mut band = Band::new(7);
    band.act(&Action::Chart(chart.to_owned()));
    band
}

/// A band that plays.
pub(crate) fn playing(chart: &str) -> Band {
    let mut band = on(chart);
    let outcome = band.act(&Action::Generate);
    assert!(outcome.arranged, "{outcome:?}");
    band
}

pub(crate) fn bars(first: u32, last: u32) -> Bars {
    Bars { first, last }
}

pub(crate) fn model(band: &mut Band) -> Model {
    let mut model = Model::default();
    band.model(&mut model);
    model
}

/// What was said last.
pub(crate) fn said(outcome: &Outcome) -> &str {
    outcome.log.last().map_or("", |line| line.text.as_str())
}

pub(crate) fn states(band: &mut Band) -> Vec<TakeState> {
    model(band).takes.into_iter().map(|take| take.state).collect()
}

pub(crate) fn newest(band: &mut Band) -> TakeId {
    model(band).takes.last().expect("a take was made").id
}

/// Main notes on the song's beats, of regions as they play.
pub(crate) fn notes(band: &Band, arrangement: &Arrangement, lane: Lane, span: Span) -> Vec<Note> {
    let mut notes = Vec::new();
    for region in arrangement.regions_in(lane, span) {
        let clip = band.library().get(&region.clips.main).expect("every clip that plays is at hand");
        let zero = region.span.start - region.into;
        for note in clip.notes() {
            let start = note.start + zero;
            if region.span.contains(start) && span.contains(start) {
                let length = note.length.min(region.span.end - start);
                notes.push(Note { start, length, ..*note });
            }
        }
    }
    notes
}

/// Of a bar as it is shown.
pub(crate) fn span_of(band: &mut Band, bars: Bars) -> Span {
    let model = model(band);
    let at = |number: u32| {
        let found = model.song.bars.iter().find(|bar| bar.number == number as i32);
        found.expect("the song has this bar").span
    };
    Span { start: at(bars.first).start, end: at(bars.last).end }
}
