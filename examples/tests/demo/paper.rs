//! The demo's notes laid out on the song, for the other tests to look at.

use ai_band_examples::demo::{Demo, Section};
use music::clip::{Clip, Note};
use music::lane::Lane;
use music::time::{Span, Ticks};

pub(crate) const SIXTEENTH: Ticks = Ticks(240);

/// What a lane plays, main clips only, in playing order.
pub(crate) fn notes(demo: &Demo, lane: Lane) -> Vec<Note> {
    let regions = demo.arrangement.regions().iter().filter(|region| region.lane == lane);
    let placed = |region: &music::arrangement::Region| {
        let start = region.span.start;
        let clip = demo.library.get(&region.clips.main).expect("the demo's library is complete");
        clip.notes().iter().map(|note| Note { start: note.start + start, ..*note }).collect::<Vec<_>>()
    };
    regions.flat_map(placed).collect()
}

pub(crate) fn notes_in(demo: &Demo, lane: Lane, span: Span) -> Vec<Note> {
    notes(demo, lane).into_iter().filter(|note| span.contains(note.start)).collect()
}

/// The keys that sound at a moment, lowest first.
pub(crate) fn sounding(notes: &[Note], at: Ticks) -> Vec<u8> {
    let held = notes.iter().filter(|note| note.start <= at && at < note.start + note.length);
    let mut keys: Vec<u8> = held.map(|note| note.pitch.key()).collect();
    keys.sort_unstable();
    keys
}

pub(crate) fn section<'a>(demo: &'a Demo, name: &str) -> &'a Section {
    demo.sections.iter().find(|section| section.name == name).expect("the demo has this section")
}

/// The drums' three clips in a section: main, B and fill.
pub(crate) fn drum_clips<'a>(demo: &'a Demo, section: &Section) -> [&'a Clip; 3] {
    let region = demo.arrangement.region_at(Lane::Drums, section.span.start).expect("drums always play");
    let clips = [Some(region.clips.main), region.clips.b, region.clips.fill];
    clips.map(|hash| {
        let hash = hash.expect("drums have all three");
        demo.library.get(&hash).expect("the demo's library is complete").as_ref()
    })
}
