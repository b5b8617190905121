//! Sketches become parts: a region for each run of bars that a lane plays within a section, with its clips.

mod arrangement;
mod runs;
mod timeline;

use music::clip::{Clip, Note};
use music::lane::Lane;
use music::time::{Span, Ticks};

use crate::compose::Part;
use crate::perform::{self, Played};
use crate::scene::Scene;
use crate::sketch::Written;

pub use arrangement::arrangement;

/// A region to be: where it stands and what it plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub span: Span,
    pub main: Clip,
    /// As long as `main`.
    pub fill: Option<Clip>,
}

/// What is written becomes what is played.
pub fn part(scene: &Scene<'_>, lane: Lane, written: Written) -> Part {
    let mut played = perform::performed(scene, lane, &written.main);
    let main = timeline::laid_out(scene, lane, &played);
    let fill = written.fill.as_ref().map(|fill| perform::performed(scene, lane, fill));
    let fill = fill.map(|fill| timeline::laid_out(scene, lane, &fill));
    let all: Vec<&[Note]> = [Some(main.as_slice()), fill.as_deref()].into_iter().flatten().collect();
    let region = |span: Span| {
        let main_clip = clip(&main, span)?;
        let fill_clip = fill.as_ref().and_then(|notes| clip(notes, span)).filter(|clip| *clip != main_clip);
        let is_heard = !main_clip.notes().is_empty() || fill_clip.is_some();
        is_heard.then_some(Region { span, main: main_clip, fill: fill_clip })
    };
    let regions: Vec<Region> = runs::spans(scene, lane, &all).into_iter().filter_map(region).collect();
    keep_heard(scene, &mut played, &regions);
    Part { lane, regions, sketch: written.main, played }
}

/// A bar that somebody keeps is as it was heard: notes are as long as there was room for, and those that had none are gone.
fn keep_heard(scene: &Scene<'_>, played: &mut Played, regions: &[Region]) {
    let heard = |start: Ticks, note: &Note| {
        let region = &regions[..regions.partition_point(|region| region.span.start <= start)].last()?;
        let notes = region.main.notes();
        let start = start - region.span.start;
        let first = notes.partition_point(|other| other.start < start);
        let mut here = notes[first..].iter().take_while(|other| other.start == start);
        here.find(|other| other.pitch == note.pitch).map(|other| other.length)
    };
    for (bar, notes) in played.iter_mut().enumerate() {
        let start = scene.bar(bar).start;
        notes.retain_mut(|note| heard(start + note.start, note).map(|length| note.length = length).is_some());
    }
}

/// The notes that begin within `span`; what rings on ends with it, as the player would end it.
fn clip(notes: &[Note], span: Span) -> Option<Clip> {
    let (first, after) = (
        notes.partition_point(|note| note.start < span.start),
        notes.partition_point(|note| note.start < span.end),
    );
    let within = notes[first..after].iter().map(|note| Note {
        start: note.start - span.start,
        length: note.length.min(span.end - note.start),
        ..*note
    });
    // A region is at most a phrase long and its notes were checked one by one, so nothing is left to refuse.
    Clip::new(span.length(), within.collect(), Vec::new()).ok()
}
