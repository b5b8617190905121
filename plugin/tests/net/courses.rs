//! Where the song is, and how a player keeps to it.

use ai_band_plugin::net::clock::{Clock, HostTime};
use ai_band_plugin::net::course_cell::CourseCell;
use ai_band_plugin::net::following::Following;
use ai_band_plugin::net::timeline::{Course, SEGMENTS, Segment, Segments};
use proptest::prelude::*;
use wire::{ExactBeat, Leader, Loop, Nanos, Pong, Timeline};

const SECOND: i64 = 1_000_000_000;

fn exact(beats: f64) -> ExactBeat {
    ExactBeat::from_beats_f64(beats).unwrap()
}

fn timeline(segments: &[(f64, f64, i64)]) -> Timeline {
    let segment = |(bpm, beat, at): &(f64, f64, i64)| wire::Segment {
        bpm: *bpm,
        beat0: exact(*beat),
        at_ns: Nanos(*at),
    };
    Timeline {
        clock_epoch: "e".to_owned(),
        rev: 1,
        leader: Leader::Session,
        playing: true,
        segments: segments.iter().map(segment).collect(),
        looped: None,
        meter: [4, 4],
    }
}

/// The server is 100 s ahead.
fn clock() -> Clock {
    let mut clock = Clock::default();
    clock.enter("e");
    clock.hear(&Pong { id: 1, t0: Nanos(0), t1: Nanos(100 * SECOND), t2: Nanos(100 * SECOND) }, HostTime(0));
    clock
}

fn course(playing: bool, looped: Option<(f64, f64)>) -> Course {
    let segment = Segment { bpm: 120.0, beat: 0.0, at: HostTime(0) };
    Course { playing, segments: Segments::one(segment), looped, meter: (4, 4) }
}

#[test]
fn a_beat_follows_from_a_time_on_this_machines_clock() {
    let said =
        timeline(&[(120.0, 8.0, 100 * SECOND), (60.0, 16.0, 104 * SECOND), (240.0, 26.0, 114 * SECOND)]);
    let course = Course::of(&said, &clock(), HostTime(0)).unwrap();
    for (at, beat, bpm) in
        [(0, 8.0, 120.0), (1, 10.0, 120.0), (4, 16.0, 60.0), (5, 17.0, 60.0), (-1, 6.0, 120.0)]
    {
        let at = HostTime(at * SECOND);
        assert_eq!((course.beat_at(at), course.tempo_at(at)), (beat, bpm), "{at:?}");
    }
    assert_eq!(course.beat_at(HostTime(15 * SECOND)), 30.0, "and after that what comes then");
    let later = Course::of(&said, &clock(), HostTime(20 * SECOND)).unwrap();
    assert_eq!(later.beat_at(HostTime(15 * SECOND)), 30.0, "what holds now is taken from the list");
    let stopped = Course::of(&Timeline { playing: false, ..said }, &clock(), HostTime(0)).unwrap();
    assert_eq!(stopped.beat_at(HostTime(3 * SECOND)), 8.0);
}

#[test]
fn loops_go_round_before_their_end_and_are_passed_behind_it() {
    let round = |beat: f64, seconds: i64| {
        let mut course = course(true, Some((4.0, 8.0)));
        course.segments = course.segments.map(|segment| Segment { beat, ..segment });
        course.beat_at(HostTime(seconds * SECOND))
    };
    for (from, seconds, beat) in
        [(0.0, 3, 6.0), (0.0, 4, 4.0), (0.0, 5, 6.0), (0.0, 60, 4.0), (8.0, 1, 10.0), (9.0, 1, 11.0)]
    {
        assert_eq!(round(from, seconds), beat, "{seconds} s after beat {from}");
    }
}

#[test]
fn timelines_of_other_clocks_and_of_nothing_are_none() {
    let good = timeline(&[(120.0, 0.0, 0)]);
    assert!(Course::of(&good, &clock(), HostTime(0)).is_some());
    let other = Timeline { clock_epoch: "f".to_owned(), ..good.clone() };
    let unmeasured = {
        let mut clock = Clock::default();
        clock.enter("e");
        clock
    };
    assert!(Course::of(&other, &clock(), HostTime(0)).is_none());
    assert!(Course::of(&good, &unmeasured, HostTime(0)).is_none());
    for bpm in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300] {
        assert!(Course::of(&timeline(&[(bpm, 0.0, 0)]), &clock(), HostTime(0)).is_none(), "{bpm}");
    }
    assert!(Course::of(&timeline(&[]), &clock(), HostTime(0)).is_none());
    let tiny = Timeline { looped: Some(Loop { start: exact(1.0), end: exact(1.0) }), ..good };
    assert_eq!(Course::of(&tiny, &clock(), HostTime(0)).unwrap().looped, None);
}

#[test]
fn what_is_put_for_the_audio_thread_comes_out() {
    let cell = CourseCell::default();
    assert_eq!(cell.get(), None);
    let step =
        |index: i64| Segment { bpm: 60.0 + index as f64, beat: index as f64, at: HostTime(index * SECOND) };
    let many = Course { segments: Segments::of((0..40).map(step)).unwrap(), ..course(true, None) };
    assert_eq!(many.segments.as_slice().len(), SEGMENTS);
    for course in [course(true, Some((4.0, 8.0))), course(false, None), many] {
        cell.put(&course);
        assert_eq!(cell.get(), Some(course));
    }
}

/// Blocks of 10 ms along a course; what each is told.
fn play(following: &mut Following, course: &Course, from: i64, blocks: i64) -> Vec<(f64, f64, f64)> {
    let step = |block: i64| {
        let due = HostTime(from + block * SECOND / 100);
        let step = following.step(course, due, 0.01);
        (step.beat, step.tempo_bpm, course.beat_at(due))
    };
    (0..blocks).map(step).collect()
}

#[test]
fn a_small_error_is_caught_up_with_and_never_a_jump() {
    let mut following = Following::default();
    let before = course(true, None);
    play(&mut following, &before, 0, 100);
    // The clock is measured better: 5 ms.
    let mut after = before;
    after.segments = after.segments.map(|segment| Segment { at: HostTime(5_000_000), ..segment });
    let told = play(&mut following, &after, SECOND, 300);
    for pair in told.windows(2) {
        let ((beat, bpm, _), (next, ..)) = (pair[0], pair[1]);
        assert!((next - beat - 0.01 * bpm / 60.0).abs() < 1e-9, "each block begins where the last one ended");
        assert!((bpm / 120.0 - 1.0).abs() < 0.030_001, "nobody plays {bpm}");
    }
    let (beat, _, target) = *told.last().unwrap();
    assert!((beat - target).abs() / 2.0 < 10e-6, "{beat} for {target}");
}

/// A session of four tempi, of which none lasts for a whole number of blocks.
fn changing() -> Course {
    let (mut all, mut beat, mut at) = (Vec::new(), 0.0, 0);
    for (bpm, millis) in [(120.0, 1_003), (60.0, 507), (240.0, 1_111), (90.0, 1_000)] {
        all.push(Segment { bpm, beat, at: HostTime(at) });
        beat += bpm * millis as f64 / 60_000.0;
        at += millis * SECOND / 1_000;
    }
    Course { segments: Segments::of(all).unwrap(), ..course(true, None) }
}

#[test]
fn a_whole_map_of_tempi_is_followed_and_a_change_within_a_block_is_no_error() {
    for frames_ms in [1, 10, 93] {
        let mut following = Following::default();
        let course = changing();
        let mut expected: Option<f64> = None;
        for block in 0..3_600 / frames_ms {
            let due = HostTime(block * frames_ms * SECOND / 1_000);
            let step = following.step(&course, due, frames_ms as f64 / 1_000.0);
            let target = course.beat_at(due);
            assert!(
                (step.beat - target).abs() < 1e-9,
                "{frames_ms} ms, block {block}: {} {target}",
                step.beat
            );
            assert!(expected.is_none_or(|expected| (step.beat - expected).abs() < 1e-9), "no jump");
            expected = Some(step.beat + step.tempo_bpm * frames_ms as f64 / 60_000.0);
        }
    }
}

#[test]
fn over_a_stretch_a_tempo_is_what_its_parts_make() {
    let course = changing();
    let over = |from_ms: i64, ms: i64| course.tempo_over(HostTime(from_ms * 1_000_000), ms * 1_000_000);
    for (from_ms, ms, bpm) in
        [(0, 100, 120.0), (1_003, 507, 60.0), (993, 20, 90.0), (5_000, 1_000, 90.0), (500, 0, 120.0)]
    {
        assert!((over(from_ms, ms) - bpm).abs() < 1e-9, "{from_ms} + {ms}: {}", over(from_ms, ms));
    }
}

#[test]
fn a_seek_is_a_jump_and_a_stop_is_one_too() {
    let mut following = Following::default();
    let before = course(true, None);
    play(&mut following, &before, 0, 100);
    let mut sought = before;
    sought.segments = sought.segments.map(|segment| Segment { beat: 64.0, ..segment });
    assert_eq!(play(&mut following, &sought, SECOND, 1)[0].0, 66.0);
    let stopped = Course { playing: false, ..sought };
    assert_eq!(play(&mut following, &stopped, 2 * SECOND, 2)[1].0, 64.0);
}

#[test]
fn around_a_loop_nothing_jumps() {
    let mut following = Following::default();
    let course = course(true, Some((0.0, 3.0)));
    for (beat, bpm, target) in play(&mut following, &course, 0, 1_000) {
        let off = (beat - target).abs();
        assert!(
            off.min(3.0 - off) < 1e-6 && bpm == 120.0 || (bpm - 120.0).abs() < 0.01,
            "{beat} {target} {bpm}"
        );
    }
}

proptest! {
    #[test]
    fn a_player_is_never_far_from_the_session(
        bpm in 30.0_f64..300.0,
        steps in prop::collection::vec((0_u32..4_000_000, 1_i64..50), 1..40),
    ) {
        let mut following = Following::default();
        let segment = Segment { bpm, beat: 0.0, at: HostTime(0) };
        let course = Course { playing: true, segments: Segments::one(segment), looped: None, meter: (4, 4) };
        let mut at = 0;
        for (late, blocks) in steps {
            for _ in 0..blocks {
                let due = HostTime(at + i64::from(late));
                let step = following.step(&course, due, 0.01);
                let off = (step.beat - course.beat_at(due)) * 60.0 / bpm;
                prop_assert!(off.abs() <= 0.030_001, "{off} s");
                at += SECOND / 100;
            }
        }
    }
}
