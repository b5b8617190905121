//! Lays the clips of regions out as notes on the song's own ticks.

use music::arrangement::{Clips, Region};
use music::clip::{self, Clip, Library};
use music::time::Ticks;

use super::{Error, Note, Variants};

/// Regions that go on where the one before them stops, as a split leaves them, count as one:
/// a note held across the seam is one note.
pub(super) fn joined(regions: &[Region], library: &Library) -> Vec<Region> {
    let mut all: Vec<Region> = Vec::with_capacity(regions.len());
    for region in regions {
        match all.last_mut() {
            Some(last) if continues(last, region, library) => last.span.end = region.span.end,
            Some(_) | None => all.push(*region),
        }
    }
    all
}

fn continues(before: &Region, after: &Region, library: &Library) -> bool {
    let touching = before.lane == after.lane && before.span.end == after.span.start;
    let alike = before.clips == after.clips && before.looped == after.looped;
    if !touching || !alike {
        return false;
    }
    let reached = before.into + before.span.length();
    match library.get(&before.clips.main) {
        Some(clip) if before.looped => (reached - after.into).rem_floor(clip.length()) == Ticks::ZERO,
        Some(_) | None => reached == after.into,
    }
}

/// Appends what `region` plays, of every variant, taking it out of `room`.
pub(super) fn region(
    region: &Region,
    library: &Library,
    notes: &mut Vec<Note>,
    room: &mut usize,
) -> Result<(), Error> {
    let mut length = None;
    for (hash, variants) in variants(&region.clips) {
        let missing = Error::MissingClip { lane: region.lane, start: region.span.start, clip: hash };
        let clip = library.get(&hash).ok_or(missing)?;
        if *length.get_or_insert(clip.length()) != clip.length() {
            return Err(Error::UnequalClips { lane: region.lane, start: region.span.start });
        }
        let too_many = Error::TooManyNotes { lane: region.lane, start: region.span.start };
        lay_out(region, clip, variants, notes, room).ok_or(too_many)?;
    }
    Ok(())
}

/// Each clip of a region with the states in which it is heard.
fn variants(clips: &Clips) -> impl Iterator<Item = (clip::Hash, Variants)> {
    const PATTERN_A: u8 = 0b0001;
    const PATTERN_B: u8 = 0b0010;
    const FILL: u8 = 0b1100;
    let fill = if clips.fill.is_some() { 0 } else { FILL };
    let fill_with = |pattern: u8| fill & (pattern << 2);
    let main = match clips.b {
        Some(_) => PATTERN_A | fill_with(PATTERN_A),
        None => PATTERN_A | PATTERN_B | fill,
    };
    let main = (clips.main, Variants(main));
    let b = clips.b.map(|hash| (hash, Variants(PATTERN_B | fill_with(PATTERN_B))));
    let fill = clips.fill.map(|hash| (hash, Variants(FILL)));
    [Some(main), b, fill].into_iter().flatten()
}

/// `None` when there is no room left.
fn lay_out(
    region: &Region,
    clip: &Clip,
    variants: Variants,
    notes: &mut Vec<Note>,
    room: &mut usize,
) -> Option<()> {
    if clip.notes().is_empty() {
        return Some(());
    }
    let length = clip.length();
    let first = if region.looped { region.into.div_floor(length) } else { 0 };
    let mut origin = region.span.start - region.into + length * first;
    while origin < region.span.end {
        for note in clip.notes().iter().filter(|note| region.span.contains(origin + note.start)) {
            *room = room.checked_sub(1)?;
            let start = origin + note.start;
            notes.push(Note {
                start: start.0,
                end: (start + note.length).min(region.span.end).0,
                offset_us: note.offset.0,
                key: note.pitch.key(),
                velocity: note.velocity,
                importance: note.importance,
                variants,
            });
        }
        if !region.looped {
            break;
        }
        origin += length;
    }
    Some(())
}
