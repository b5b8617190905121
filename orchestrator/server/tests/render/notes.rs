//! The notes: worked out from the clips by hand, and heard.

use music::arrangement::Region;
use music::clip::Note;
use music::time::Ticks;

use crate::stage::{Heard, Stage};

/// Two ways of counting may round a frame differently.
const FRAMES_APART_MAX: u64 = 1;

/// What of the arrangement sounds within the span, without the player: main clips round and round, cut where their
/// region or the span ends; what was held before it is taken up where its lane holds notes.
fn written(stage: &Stage) -> Vec<Heard> {
    let order = &stage.order;
    let mut all: Vec<Heard> = Vec::new();
    for region in order.arrangement.regions() {
        let clip = stage.library.get(&region.clips.main).unwrap();
        let rounds = if region.looped { -2..20 } else { 0..1 };
        for origin in rounds.map(|round| region.span.start - region.into + clip.length() * round) {
            all.extend(clip.notes().iter().filter_map(|note| sounding(stage, region, origin, note)));
        }
    }
    all.sort();
    all
}

fn sounding(stage: &Stage, region: &Region, origin: Ticks, note: &Note) -> Option<Heard> {
    let span = stage.order.span;
    let start = origin + note.start;
    // The pad of the stage is held over a seam of its lane.
    let region_end =
        if region.lane == music::lane::Lane::Pad { Ticks(9 * crate::stage::BAR) } else { region.span.end };
    let end = (start + note.length).min(region_end).min(span.end);
    let is_held = start < span.start && end > span.start && region.lane.character().sustains;
    let begins = region.span.contains(start) && span.contains(start);
    if !(begins || is_held && region.span.contains(start)) {
        return None;
    }
    let frame = |at: Ticks| {
        let nanos = stage.order.tempo.nanos_at(at) - stage.order.tempo.nanos_at(span.start);
        let seconds = (nanos + i64::from(note.offset.0) * 1_000) as f64 / 1e9;
        (seconds * f64::from(stage.order.sample_rate)).round().max(0.0) as u64
    };
    let started = if is_held { 0 } else { frame(start) };
    let (key, velocity) = (note.pitch.key(), note.velocity);
    Some(Heard { lane: region.lane, start: started, key, velocity, end: Some(frame(end)) })
}

fn assert_heard_as_written(stage: &Stage, what: &str) {
    let (written, heard) = (written(stage), stage.heard(512));
    assert_eq!(heard.len(), written.len(), "{what}: {heard:#?} for {written:#?}");
    for (heard, written) in heard.iter().zip(&written) {
        let about = |heard: u64, written: u64| heard.abs_diff(written) <= FRAMES_APART_MAX;
        let same = (heard.lane, heard.key, heard.velocity) == (written.lane, written.key, written.velocity);
        let ends = heard.end.is_some_and(|end| about(end, written.end.unwrap_or(u64::MAX)));
        assert!(same && about(heard.start, written.start) && ends, "{what}: {heard:?} for {written:?}");
    }
}

#[test]
fn a_render_has_exactly_the_arrangements_notes() {
    for sample_rate in [44_100, 48_000, 96_000] {
        let mut stage = Stage::new();
        stage.order.sample_rate = sample_rate;
        assert_heard_as_written(&stage, &format!("{sample_rate} Hz"));
    }
}

#[test]
fn so_has_any_part_of_it_with_what_is_held_into_it() {
    for (from, to) in [(1, 2), (3, 5), (4, 5), (5, 8), (6, 7), (8, 12), (11, 12)] {
        assert_heard_as_written(&Stage::new().bars(from, to), &format!("bars {from} to {to}"));
    }
}

#[test]
fn nothing_of_what_comes_after_the_span_is_heard_early() {
    // The keys' next bar begins 6 ms before its bar line.
    let heard = Stage::new().bars(6, 7).heard(512);
    assert!(heard.iter().all(|note| note.start < 40_000 || note.key != 64), "{heard:?}");
}

#[test]
fn blocks_leave_no_trace() {
    let stage = Stage::new();
    let usual = stage.heard(512);
    for block_frames in [1_024, 64, 441] {
        assert_eq!(stage.heard(block_frames), usual, "blocks of {block_frames}");
    }
}

#[test]
fn a_pickup_is_played_before_the_first_beat() {
    let mut stage = Stage::new();
    stage.order.span.start = Ticks(-960);
    let first = stage.heard(512)[0];
    let beat_frames = 48_000 * 60 / 97;
    assert!(first.start.abs_diff(beat_frames) <= 1, "a beat of silence, then the first kick: {first:?}");
}
