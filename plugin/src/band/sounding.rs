//! What an arrangement's regions play, note by note on the song's beats: for composing around it, drawing and export.

use music::arrangement::{Arrangement, Region};
use music::clip::{Clip, Control, Library, Note};
use music::lane::Lane;
use music::time::{Span, Ticks};

/// As many notes of one lane as are looked at: a clip of one tick, looped for a day, is more than anybody needs to see.
pub(super) const NOTES_MAX: usize = 1 << 17;

/// The main clips' notes that begin within `span`, by start; ends are cut where regions end.
pub(super) fn notes(arrangement: &Arrangement, library: &Library, lane: Lane, span: Span) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for (region, clip, within) in heard(arrangement, library, lane, span) {
        let room = NOTES_MAX.saturating_sub(notes.len());
        let cut = |note: Note| Note { length: note.length.min(region.span.end - note.start), ..note };
        notes.extend(struck(region, clip, within).take(room).map(cut));
    }
    notes.sort_by_key(|note| (note.start, note.pitch));
    notes
}

/// As [`notes`], of controls.
pub(super) fn controls(arrangement: &Arrangement, library: &Library, lane: Lane, span: Span) -> Vec<Control> {
    let mut controls: Vec<Control> = Vec::new();
    for (region, clip, within) in heard(arrangement, library, lane, span) {
        let room = NOTES_MAX.saturating_sub(controls.len());
        controls.extend(turned(region, clip, within).take(room));
    }
    controls.sort_by_key(|control| control.at);
    controls
}

fn heard<'a>(
    arrangement: &'a Arrangement,
    library: &'a Library,
    lane: Lane,
    span: Span,
) -> impl Iterator<Item = (&'a Region, &'a Clip, Span)> {
    arrangement.regions_in(lane, span).iter().filter_map(move |region| {
        let clip = library.get(&region.clips.main)?;
        Some((region, clip.as_ref(), region.span.intersection(span)?))
    })
}

/// Where `region` strikes or turns something first, at or after `from`, whichever of its clips it is in.
pub(super) fn next_event(region: &Region, library: &Library, from: Ticks) -> Option<Ticks> {
    let within = Span::new(from.max(region.span.start), region.span.end)?;
    let clips = || region.clips.hashes().filter_map(|hash| library.get(&hash));
    let notes = clips().filter_map(|clip| struck(region, clip, within).next()).map(|note| note.start);
    let controls = clips().filter_map(|clip| turned(region, clip, within).next()).map(|control| control.at);
    notes.chain(controls).min()
}

/// The clip's notes that begin within `within`, pass by pass; as long as they are in the clip.
pub(super) fn struck(region: &Region, clip: &Clip, within: Span) -> impl Iterator<Item = Note> {
    let sounds = Some(within).filter(|_| !clip.notes().is_empty());
    let passes = sounds.into_iter().flat_map(move |within| passes(region, clip, within));
    passes.flat_map(move |zero| {
        let notes = clip.notes();
        let first = notes.partition_point(|note| note.start + zero < within.start);
        let placed = notes[first..].iter().map(move |note| Note { start: note.start + zero, ..*note });
        placed.take_while(move |note| note.start < within.end)
    })
}

fn turned(region: &Region, clip: &Clip, within: Span) -> impl Iterator<Item = Control> {
    let turns = Some(within).filter(|_| !clip.controls().is_empty());
    let passes = turns.into_iter().flat_map(move |within| passes(region, clip, within));
    passes.flat_map(move |zero| {
        let placed = clip.controls().iter().map(move |control| Control { at: control.at + zero, ..*control });
        placed.filter(move |control| within.contains(control.at))
    })
}

/// Where the clip's beat 0 stands, once for each pass that reaches into `within`. For who has something in every pass:
/// a day of silent ones is long.
fn passes(region: &Region, clip: &Clip, within: Span) -> impl Iterator<Item = Ticks> + use<> {
    let (length, zero) = (clip.length(), region.span.start - region.into);
    let (first, last) = if region.looped {
        ((within.start - zero).div_floor(length), (within.end - Ticks(1) - zero).div_floor(length))
    } else {
        (0, 0)
    };
    (first..=last).map(move |pass| zero + length * pass)
}
