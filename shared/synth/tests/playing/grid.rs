//! When things sound: within 64 frames of when they were asked for, whatever the block size.

use ai_band_synth::Synth;

use crate::stand::{listen_mono, open};

/// A claves has its first sound in its first frames.
const CLAVES: u8 = 75;
const KIT: u8 = 9;

/// At which frame a stroke is first heard when it was asked for at `frame`.
fn heard_at(frame: usize) -> usize {
    let mut synth = open(48_000).dry();
    let before = listen_mono(&mut synth, frame);
    assert!(before.iter().all(|sample| *sample == 0.0), "something sounds before it was asked for");
    synth.note_on(KIT, CLAVES, 127);
    let after = listen_mono(&mut synth, 512);
    frame + after.iter().position(|sample| *sample != 0.0).expect("a stroke is heard")
}

#[test]
fn a_note_is_never_early_and_at_most_64_frames_late() {
    let own = heard_at(0);
    let limit = usize::try_from(open(48_000).latency_frames_max()).unwrap();
    assert_eq!(limit, 64);
    let mut latest = 0;
    for frame in (0..=192).chain([1_000, 4_095, 4_097]) {
        let late = heard_at(frame) - frame - own;
        assert!(late < limit, "asked for at {frame}, {late} frames late");
        assert_eq!(late, (limit - frame % limit) % limit, "not on the grid");
        latest = latest.max(late);
    }
    assert_eq!(latest, limit - 1, "the limit is too wide");
}

/// An event ends a block: the same events give the same sound however the time between them is cut.
#[test]
fn the_block_size_is_not_heard() {
    let play = |block: usize| {
        let mut synth = open(44_100);
        let mut heard = Vec::new();
        for (frames, key) in [(700, 60), (1_300, 64), (555, 67), (4_096, 72)] {
            synth.note_on(1, key, 100);
            synth.note_on(KIT, 38, 90);
            let mut left = frames;
            while left > 0 {
                let now = block.min(left);
                heard.extend(listen_mono(&mut synth, now));
                left -= now;
            }
        }
        heard
    };
    let whole = play(usize::MAX);
    for block in [1, 17, 63, 64, 65, 512, 1_024] {
        assert!(play(block) == whole, "blocks of {block} sound different");
    }
}

#[test]
fn no_frames_and_unequal_sides_are_fine() {
    let mut synth = open(48_000);
    synth.note_on(1, 60, 100);
    synth.render(&mut [], &mut []);
    let (mut left, mut right) = ([7.0; 100], [7.0; 40]);
    synth.render(&mut left, &mut right);
    assert!(left[40..].iter().all(|sample| *sample == 7.0), "more than the shorter side was written");
    assert!(left[..40].iter().any(|sample| *sample != 7.0));
}

#[test]
fn a_synth_is_handed_over_whole() {
    let mut here = open(48_000);
    here.note_on(1, 60, 100);
    let mut there = open(48_000);
    there.note_on(1, 60, 100);
    let from_there = std::thread::spawn(move || listen_mono(&mut there, 2_000)).join().unwrap();
    assert!(from_there == listen_mono(&mut here, 2_000));
}
