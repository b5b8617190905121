//! The demo song: a chart, and parts written for it by hand. Every note was chosen by a person; nothing here composes.

mod bass;
mod drums;
mod grid;
mod guitar;
mod keys;
mod passage;
mod touch;

use music::arrangement::{Arrangement, Clips, Source};
use music::chart::{Chart, Song};
use music::clip::{self, Clip, Library, Note};
use music::lane::Lane;
use music::time::{Span, Ticks};

use passage::Passage;

const CHART: &str = include_str!("../charts/demo.chart");

/// A song with everything needed to play it.
#[derive(Clone, Debug)]
pub struct Demo {
    pub chart: Chart,
    pub song: Song,
    pub arrangement: Arrangement,
    pub library: Library,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub name: String,
    pub span: Span,
}

/// What one chair plays in one section, on the song's own ticks.
struct Part {
    main: Vec<Note>,
    b: Option<Vec<Note>>,
    fill: Option<Vec<Note>>,
}

impl Part {
    fn only(main: Vec<Note>) -> Part {
        Part { main, b: None, fill: None }
    }
}

/// The same every time.
pub fn demo() -> Demo {
    let chart = Chart::parse(CHART).expect("the demo's chart has no mistakes");
    let song = chart.song();
    let passages = Passage::all(&song);
    let (mut arrangement, mut library) = (Arrangement::new(), Library::new());
    for passage in &passages {
        for (lane, part) in parts(&song, passage) {
            let clips = part.into_clips(passage.span, &mut library);
            let placed = arrangement.insert(lane, passage.span, Source::once(clips));
            placed.expect("passages stand one after the other");
        }
    }
    let sections =
        passages.iter().map(|passage| Section { name: passage.name.clone(), span: passage.span }).collect();
    Demo { chart, song, arrangement, library, sections }
}

/// Who plays; whoever has nothing to play is left out.
fn parts(song: &Song, passage: &Passage) -> Vec<(Lane, Part)> {
    let all = [
        (Lane::Drums, drums::part(passage)),
        (Lane::Bass, Part::only(bass::part(song, passage))),
        (Lane::Keys, Part::only(keys::part(song, passage))),
        (Lane::Guitar, Part::only(guitar::part(song, passage))),
    ];
    all.into_iter().filter(|(_, part)| !part.main.is_empty()).collect()
}

impl Part {
    fn into_clips(self, span: Span, library: &mut Library) -> Clips {
        let mut keep =
            |notes| library.insert(clip(notes, span).expect("hand-written notes are within limits"));
        Clips { main: keep(self.main), b: self.b.map(&mut keep), fill: self.fill.map(&mut keep) }
    }
}

fn clip(notes: Vec<Note>, span: Span) -> Result<Clip, clip::Error> {
    let from_start = |note: Note| Note { start: note.start - span.start, ..note };
    Clip::new(span.length(), notes.into_iter().map(from_start).collect(), Vec::new())
}

/// A sixteenth note: the demo's patterns have sixteen to the bar.
const STEP: Ticks = Ticks(240);
