//! Sound that is asked for a stretch at a time is the same sound.

use ai_band_synth::bank::{Bank, make};
use ai_band_synth::mixdown::{Event, EventKind, Limiter, Mixer, Score, mix};
use ai_band_synth::{FluidSynth, Synth};

use crate::clicks::{Clicks, Kept};

const FRAMES: u64 = 3_000;

fn begin(frame: u64, velocity: u8) -> Event {
    Event { frame, channel: 0, kind: EventKind::Begin { key: 60, velocity } }
}

fn song() -> Vec<Event> {
    let end = |frame| Event { frame, channel: 0, kind: EventKind::End { key: 60 } };
    vec![begin(0, 127), begin(1, 127), end(400), begin(400, 90), begin(1_999, 127), end(2_500)]
}

/// In stretches of those lengths, over and over.
fn in_stretches(synth: Box<dyn Synth>, song: &[Event], lengths: &[usize]) -> (Vec<f32>, Vec<f32>) {
    let mut mixer = Mixer::new(synth);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut now = 0;
    for frames in lengths.iter().cycle() {
        let stretch = now..now + *frames as u64;
        let here = song.iter().filter(|event| stretch.contains(&event.frame));
        let events: Vec<Event> = here.map(|event| Event { frame: event.frame - now, ..*event }).collect();
        let (more_left, more_right) = mixer.next(*frames, &events);
        left.extend(more_left);
        right.extend(more_right);
        now = stretch.end;
        if left.len() as u64 >= FRAMES {
            return (left, right);
        }
    }
    unreachable!("stretches go on")
}

fn at_once(synth: &mut dyn Synth) -> Kept {
    let (mut limiter, mut kept) = (Limiter::new(synth.sample_rate()), Kept::default());
    mix(synth, &Score::new(song(), Vec::new(), FRAMES), Some(&mut limiter), &mut kept).unwrap();
    kept
}

#[test]
fn whatever_the_stretches_are_it_is_the_mix() {
    let expected = at_once(&mut Clicks::default());
    for lengths in [&[64][..], &[1, 7, 400], &[5_000], &[0, 13]] {
        let (left, right) = in_stretches(Box::new(Clicks::default()), &song(), lengths);
        assert!(left[..FRAMES as usize] == expected.left[..FRAMES as usize], "in stretches of {lengths:?}");
        assert!(right[..FRAMES as usize] == expected.right[..FRAMES as usize], "in stretches of {lengths:?}");
    }
}

#[test]
fn so_it_is_with_the_real_synth() {
    let bank = Bank::from_bytes("default", make()).unwrap();
    let open = || FluidSynth::open(&bank, 48_000).unwrap();
    let expected = at_once(&mut open());
    let (left, _) = in_stretches(Box::new(open()), &song(), &[512]);
    assert!(left[..FRAMES as usize] == expected.left[..FRAMES as usize]);
    assert!(left.iter().any(|sample| sample.abs() > 0.01), "and there is something to hear");
}

#[test]
fn an_event_that_is_out_of_its_stretch_is_at_its_end() {
    let (left, _) = in_stretches(Box::new(Clicks::default()), &[], &[100]);
    assert!(left.iter().all(|sample| *sample == 0.0));
    let mut mixer = Mixer::new(Box::new(Clicks::default()));
    let delay = Limiter::new(1_000).delay_frames();
    let first = mixer.next(100, &[begin(u64::MAX, 127)]).0.len();
    assert_eq!(first, 100 - delay);
    let next = mixer.next(100, &[]).0.to_vec();
    assert_eq!(next.iter().position(|sample| *sample > 0.1), Some(delay), "it begins with the next one");
}
