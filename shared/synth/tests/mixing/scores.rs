//! When things happen, what is beside them, and when it is over.

use ai_band_synth::mixdown::{Event, EventKind, Limiter, Recording, Score, mix};

use crate::clicks::{Clicks, Kept, RATE, mixed};

fn begin(frame: u64, channel: u8, key: u8) -> Event {
    Event { frame, channel, kind: EventKind::Begin { key, velocity: 127 } }
}

fn end(frame: u64, channel: u8, key: u8) -> Event {
    Event { frame, channel, kind: EventKind::End { key } }
}

fn clicks(left: &[f32]) -> Vec<usize> {
    left.iter().enumerate().filter(|(_, sample)| **sample > 0.5).map(|(place, _)| place).collect()
}

#[test]
fn notes_are_on_their_frames() {
    let frames = [0, 1, 4_095, 4_096, 4_097, 9_000];
    let events: Vec<Event> = frames.iter().map(|frame| begin(*frame, 0, 60)).collect();
    let (_, kept) = mixed(&Score::new(events, vec![], 0), None);
    assert_eq!(clicks(&kept.left), frames.map(|frame| frame as usize));
}

/// A control shapes the note it comes with; a note that ends makes room for one that begins.
#[test]
fn within_a_frame_controls_come_first_then_ends_then_beginnings() {
    let kind = |kind| Event { frame: 7, channel: 2, kind };
    let events = vec![
        begin(7, 2, 60),
        end(7, 2, 60),
        kind(EventKind::Bend { value: 5 }),
        kind(EventKind::Control { controller: 7, value: 9 }),
        begin(3, 2, 60),
    ];
    let (synth, _) = mixed(&Score::new(events, vec![], 0), None);
    assert_eq!(synth.told, ["3 on 2 60", "7 control 2 7 9", "7 bend 2 5", "7 off 2 60", "7 on 2 60"]);
}

#[test]
fn a_mix_ends_when_its_score_has_and_nothing_rings() {
    for (end_frame, frames) in [(0, 310), (5_000, 5_310)] {
        let (_, kept) = mixed(&Score::new(vec![begin(5, 0, 60)], vec![], end_frame), None);
        let rest = kept.left.len() - frames;
        assert!(rest <= 2 * 4_096, "{} frames for {end_frame}", kept.left.len());
    }
}

#[test]
fn a_synth_that_never_falls_silent_is_left_in_the_end() {
    let (mut synth, mut kept) = (Clicks { hums: true, ..Clicks::default() }, Kept::default());
    let score = Score::new(vec![begin(0, 0, 60)], vec![], 100);
    let frames = mix(&mut synth, &score, None, &mut kept).unwrap();
    assert!((12 * RATE as u64..14 * RATE as u64 + 4_096).contains(&frames), "{frames}");
}

#[test]
fn nothing_at_all_is_a_moment_of_silence() {
    let (_, kept) = mixed(&Score::default(), Some(&mut Limiter::new(RATE)));
    assert!(kept.left.len() < 5_000 && kept.left.iter().all(|sample| *sample == 0.0));
}

#[test]
fn recordings_lie_where_they_were_put_and_lengthen_the_mix() {
    let recording = |start_frame: u64, count: usize| Recording {
        start_frame,
        left: (0..count).map(|place| place as f32 + 1.0).collect(),
        right: vec![-1.0; count],
    };
    for (start, count) in [(0, 10), (4_090, 12), (5_000, 9_000), (1, 0)] {
        let (_, kept) = mixed(&Score::new(vec![], vec![recording(start, count)], 50), None);
        let first = start as usize;
        assert!(kept.left[..first].iter().all(|sample| *sample == 0.0), "something before {start}");
        let there: Vec<f32> = kept.left[first..first + count].to_vec();
        assert_eq!(there, recording(0, count).left, "{start}");
        assert!(kept.right[first..first + count].iter().all(|sample| *sample == -1.0));
        assert!(kept.left[first + count..].iter().all(|sample| *sample == 0.0), "something after {start}");
    }
}

#[test]
fn two_recordings_and_notes_add_up() {
    let flat = |start_frame: u64| Recording { start_frame, left: vec![0.25; 20], right: vec![0.25; 20] };
    let score = Score::new(vec![begin(12, 0, 60)], vec![flat(0), flat(10)], 0);
    let (_, kept) = mixed(&score, None);
    assert_eq!([kept.left[5], kept.left[11], kept.left[12], kept.left[25]], [0.25, 0.5, 1.5, 0.25]);
}

#[test]
fn stems_together_are_the_mix() {
    let events = (0..60).flat_map(|place| {
        [begin(place * 37, (place % 5) as u8, 60), end(place * 37 + 20, (place % 5) as u8, 60)]
    });
    let score = Score::new(events.collect(), vec![], 3_000);
    let (_, whole) = mixed(&score, None);
    let mut sum = vec![0.0; whole.left.len()];
    assert_eq!(score.channels(), [0, 1, 2, 3, 4]);
    for channel in score.channels() {
        let stem = score.of_channels(&[channel]);
        assert_eq!(stem.end_frame(), score.end_frame());
        let (_, kept) = mixed(&stem, None);
        sum.iter_mut().zip(&kept.left).for_each(|(sum, sample)| *sum += sample);
    }
    assert_eq!(sum, whole.left);
}

#[test]
fn progress_rises_to_the_end() {
    let (_, kept) = mixed(&Score::new(vec![begin(20_000, 0, 60)], vec![], 40_000), None);
    assert!(kept.shares.is_sorted() && kept.shares[0] > 0.0 && kept.shares.last() == Some(&1.0));
    assert!(kept.shares.len() > 8);
}

#[test]
fn a_full_disk_ends_the_mix_with_its_own_error() {
    let (mut synth, mut kept) = (Clicks::default(), Kept { fails_after: Some(9_000), ..Kept::default() });
    let score = Score::new(vec![], vec![], 1_000_000);
    let error = mix(&mut synth, &score, None, &mut kept).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
    assert!(kept.left.len() < 20_000);
}

/// What a limiter needs to look ahead is not heard as a delay, nor missing at the end.
#[test]
fn a_limiter_moves_nothing() {
    let events: Vec<Event> = [0, 50, 3_999].into_iter().map(|frame| begin(frame, 0, 60)).collect();
    let score = Score::new(events, vec![], 4_000);
    let (_, plain) = mixed(&score, None);
    let (_, limited) = mixed(&score, Some(&mut Limiter::new(RATE)));
    assert_eq!(clicks(&limited.left), clicks(&plain.left));
    assert_eq!(limited.left.len(), plain.left.len());
}
