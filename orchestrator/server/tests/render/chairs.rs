//! How lanes are heard: muted, quieter, elsewhere, with another sound, swung, moved.

use music::lane::Lane;
use music::time::Ticks;
use player::compiled::{Humanise, Swing};
use synth::bank::{Bank, make};

use crate::sounds::{frames_of, rendered};
use crate::stage::{Heard, Stage};

fn of(lane: Lane, heard: &[Heard]) -> Vec<Heard> {
    heard.iter().copied().filter(|note| note.lane == lane).collect()
}

#[test]
fn a_lane_that_is_not_heard_is_not_there_and_the_others_are_as_they_were() {
    let mut stage = Stage::new();
    let all = stage.heard(512);
    stage.order.chairs[Lane::Bass.index()].is_heard = false;
    let left = stage.heard(512);
    assert!(!of(Lane::Bass, &all).is_empty() && of(Lane::Bass, &left).is_empty());
    assert_eq!(left, all.iter().copied().filter(|note| note.lane != Lane::Bass).collect::<Vec<_>>());
    assert!(stage.order.regions().iter().all(|region| region.lane != Lane::Bass), "nor are its clips needed");
}

#[test]
fn a_level_is_heard_in_velocities() {
    let mut stage = Stage::new();
    let full = of(Lane::Keys, &stage.heard(512));
    stage.order.chairs[Lane::Keys.index()].level = 64;
    let half = of(Lane::Keys, &stage.heard(512));
    for (full, half) in full.iter().zip(&half) {
        let expected = (2 * u32::from(full.velocity) * 64 + 127) / 254;
        assert_eq!(u32::from(half.velocity), expected, "{full:?}");
    }
    assert_eq!(full.len(), half.len());
}

#[test]
fn swing_and_humanise_move_notes_and_the_same_way_every_time() {
    let straight = Stage::new();
    let mut moved = Stage::new();
    let performance = &mut moved.order.chairs[Lane::Drums.index()].performance;
    performance.swing = Some(Swing { unit: Ticks(960), percent: 66 });
    let (before, after) = (of(Lane::Drums, &straight.heard(512)), of(Lane::Drums, &moved.heard(512)));
    assert_eq!(before[0].start, after[0].start, "the first of a pair stays");
    assert!(after[1].start > before[1].start + 4_000, "the second waits: {:?} {:?}", before[1], after[1]);
    moved.order.chairs[Lane::Drums.index()].performance.humanise = Humanise { micros_max: 9_000, seed: 7 };
    let human = moved.heard(512);
    assert_ne!(of(Lane::Drums, &human), after);
    assert_eq!(moved.heard(512), human);
    assert_eq!(of(Lane::Bass, &human), of(Lane::Bass, &straight.heard(512)), "the others stay");
}

#[test]
fn a_place_and_a_program_are_heard() {
    let bank = Bank::from_bytes("default", make()).unwrap();
    let energy = |stage: &Stage| {
        let frames = frames_of(&rendered(stage, &bank));
        let side = |side: usize| frames.iter().map(|frame| f64::from(frame[side]).powi(2)).sum::<f64>();
        (side(0), side(1), frames)
    };
    let mut stage = Stage::new().bars(2, 3);
    for lane in Lane::ALL.into_iter().filter(|lane| *lane != Lane::Bass) {
        stage.order.chairs[lane.index()].is_heard = false;
    }
    let (left, right, usual) = energy(&stage);
    assert!(left > 0.0 && left < right * 1.5 && right < left * 1.5, "in the middle: {left} {right}");
    stage.order.chairs[Lane::Bass.index()].pan = Some(0);
    let (left, right, _) = energy(&stage);
    assert!(left > right * 4.0, "on the left: {left} {right}");
    (stage.order.chairs[Lane::Bass.index()].pan, stage.order.chairs[Lane::Bass.index()].program) = (None, 16);
    assert!(energy(&stage).2 != usual, "an organ is no bass");
}
