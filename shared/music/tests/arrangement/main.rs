//! Arrangements: every edit by example, what each refusal says, undo, and random edits against a plain model.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod edits;
mod history;
mod model;
mod place;
mod random;
mod replace;
mod saved;
mod sound;
mod undo;

use ai_band_music::arrangement::{Arrangement, Change, Clips, Edit, Region, RegionId, Source};
use ai_band_music::clip::Hash;
use ai_band_music::lane::Lane;
use ai_band_music::time::{Span, Ticks};

/// Clips are names: any will do.
fn clips(name: u8) -> Clips {
    Clips::only(Hash([name; 32]))
}

fn span(start: i64, end: i64) -> Span {
    Span { start: Ticks(start), end: Ticks(end) }
}

fn once(name: u8) -> Source {
    Source::once(clips(name))
}

fn id(number: u64) -> RegionId {
    RegionId(number)
}

fn insert(lane: Lane, start: i64, end: i64, source: Source) -> Edit {
    Edit::Insert { lane, span: span(start, end), source }
}

fn replace(lane: Lane, start: i64, end: i64, source: Source) -> Edit {
    Edit::Replace { lane, span: span(start, end), source }
}

/// Regions 1, 2, 3 … on the keys, one after another in the list, each with the clip of its number.
fn keys_with(spans: &[(i64, i64)]) -> Arrangement {
    let mut arrangement = Arrangement::new();
    for (name, (start, end)) in (1..).zip(spans) {
        arrangement.insert(Lane::Keys, span(*start, *end), once(name)).unwrap();
    }
    arrangement
}

fn apply(arrangement: &mut Arrangement, edit: Edit) -> Change {
    arrangement.apply(&edit).unwrap()
}

/// What a refused edit says, having made sure that it changed nothing.
fn refused(arrangement: &mut Arrangement, edit: Edit) -> String {
    let before = arrangement.clone();
    let refusal = arrangement.apply(&edit).unwrap_err();
    assert_eq!(*arrangement, before, "{refusal}, and yet something changed");
    refusal.to_string()
}

/// `1 [0, 8) a+0`: number, span and clip (a is clip 1) and how far into it, `*` when looped; in ticks.
fn drawn(region: &Region) -> String {
    let Region { id, lane: _, span, clips, into, looped } = region;
    let name = char::from(b'a' + clips.main.0[0] - 1);
    let star = if *looped { "*" } else { "" };
    format!("{} [{}, {}) {name}+{}{star}", id.0, span.start.0, span.end.0, into.0)
}

fn drawing(regions: &[Region]) -> Vec<String> {
    regions.iter().map(drawn).collect()
}

#[track_caller]
fn assert_drawn(arrangement: &Arrangement, expected: &[&str]) {
    assert_eq!(drawing(arrangement.regions()), expected);
}
