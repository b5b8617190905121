//! Following hosts: jumps, loops, tempo changes, pre-roll, and hosts that say little.

use ai_band_player::Transport;
use music::lane::Lane;

use crate::stage::{BEAT, Song, Stage, note};

/// A click on every beat from −4 to 16, named by its key: beat 0 is 64.
fn clicks() -> Song {
    let notes = (0..20).map(|beat| note(beat * 960, 240, 60 + beat as u8)).collect();
    Song::default().with(Lane::Drums, -4, 20, notes)
}

#[test]
fn a_seek_ends_everything_at_the_first_sample_after_it() {
    let mut stage = Stage::with(&Song::of(Lane::Bass, 8, vec![note(0, 7_680, 40)]));
    stage.play(1_024).seek(4.0).play(1_024);
    assert_eq!(stage.heard(), "+40@0 -40@1024", "a bass does not chase");
}

#[test]
fn a_lane_that_sustains_takes_held_notes_up_again() {
    let mut stage = Stage::with(&Song::of(Lane::Pad, 8, vec![note(0, 7_680, 60), note(0, 960, 62)]));
    stage.play(1_024).seek(4.0).play(BEAT);
    assert_eq!(stage.heard(), "+60@0 +62@0 -60@1024 -62@1024 +60@1024");
}

#[test]
fn playing_again_without_a_stop_is_a_jump() {
    let mut stage = Stage::with(&clicks());
    stage.play(1_000).seek(0.0).play(1_000);
    assert_eq!(stage.heard(), "+64@0 -64@1000 +64@1000");
}

#[test]
fn half_a_sample_of_noise_is_no_jump_and_a_whole_one_is() {
    for (noise_samples, heard) in
        [(0.4, "+64@0"), (-0.4, "+64@0"), (1.5, "+64@0 -64@1000"), (-1_000.0, "+64@0 -64@1000 +64@1000")]
    {
        let mut stage = Stage::with(&clicks());
        let mut transport = stage.play(1_000).transport();
        transport.position_beats = Some((1_000.0 + noise_samples) / f64::from(BEAT));
        assert_eq!(stage.block(1_000, Some(transport)).heard(), heard, "noise of {noise_samples} samples");
    }
}

#[test]
fn pre_roll_is_played_from_negative_beats() {
    let mut stage = Stage::with(&clicks());
    assert_eq!(stage.seek(-1.0).play(BEAT + 100).heard(), "+63@0 -63@6000 +64@24000");
}

#[test]
fn a_loop_wraps_inside_a_block_when_the_host_does_not_split_it() {
    for block in [1, 17, 4_096, 100_000] {
        let mut stage = Stage::with(&clicks());
        stage.loop_range = Some((0.0, 2.0));
        let heard = stage.play_in(block, 4 * BEAT).heard();
        let expected = "+64@0 -64@6000 +65@24000 -65@30000 +64@48000 -64@54000 +65@72000 -65@78000";
        assert_eq!(heard, expected, "in blocks of {block}");
    }
}

#[test]
fn a_loop_shorter_than_a_block_wraps_as_often_as_it_must() {
    let mut stage = Stage::with(&clicks());
    stage.loop_range = Some((0.0, 0.125));
    let heard = stage.play_in(8_192, 8_192).heard();
    assert_eq!(heard, "+64@0 -64@3000 +64@3000 -64@6000 +64@6000");
}

#[test]
fn what_hangs_over_the_end_of_a_loop_ends_there() {
    let mut stage = Stage::with(&Song::of(Lane::Lead, 8, vec![note(1_900, 480, 60)]));
    stage.loop_range = Some((0.0, 2.0));
    assert_eq!(stage.play_in(4_096, 3 * BEAT).heard(), "+60@47500 -60@48000");
}

#[test]
fn a_loop_behind_the_playhead_or_while_stopped_means_nothing() {
    let mut stage = Stage::with(&clicks());
    stage.loop_range = Some((0.0, 2.0));
    let mut beyond = stage.transport();
    beyond.position_beats = Some(3.0);
    assert_eq!(stage.block(BEAT + 100, Some(beyond)).heard(), "+67@0 -67@6000 +68@24000");
    assert_eq!(stage.stop(100_000).heard(), format!("-68@{}", BEAT + 100));
}

#[test]
fn a_host_that_splits_at_the_loops_end_is_followed_to_its_start() {
    let mut stage = Stage::with(&clicks());
    stage.loop_range = Some((0.0, 1.0));
    for (frames, beats) in [(23_000, 0.0), (1_000, 23_000.0 / 24_000.0), (512, 0.0)] {
        let transport = Transport { position_beats: Some(beats), ..stage.transport() };
        stage.block(frames, Some(transport));
    }
    assert_eq!(stage.heard(), "+64@0 -64@6000 +64@24000");
}

#[test]
fn without_a_position_time_goes_on_by_itself_and_loops() {
    let mut stage = Stage::with(&clicks());
    stage.loop_range = Some((0.0, 1.0));
    for _ in 0..4 {
        let transport = Transport { position_beats: None, ..stage.transport() };
        stage.block(BEAT / 2, Some(transport));
    }
    assert_eq!(stage.heard(), "+64@0 -64@6000 +64@24000 -64@30000");
}

#[test]
fn a_tempo_step_moves_what_is_to_come_and_the_ends_of_what_sounds() {
    let mut stage = Stage::with(&Song::of(Lane::Keys, 4, vec![note(0, 960, 60), note(1_440, 480, 62)]));
    stage.play_in(12_000, 12_000);
    let transport = Transport { tempo_bpm: 60.0, ..stage.transport() };
    stage.block(4 * BEAT, Some(transport));
    assert_eq!(stage.heard(), "+60@0 -60@36000 +62@60000 -62@84000", "half a beat at 120, the rest at 60");
}

#[test]
fn a_ramp_that_the_host_spreads_over_its_blocks_is_no_jump() {
    for said_at in [0, 1] {
        let mut stage = Stage::with(&Song::of(Lane::Pad, 64, vec![note(0, 61_440, 60)]));
        let mut position = 0.0;
        for block in 0..100 {
            let bpm = |at: i32| 120.0 + f64::from(at) * 0.6;
            let tempo_bpm = bpm(block + said_at);
            let transport = Transport { tempo_bpm, position_beats: Some(position), ..stage.transport() };
            stage.block(1_024, Some(transport));
            position += 1_024.0 / 48_000.0 / 60.0 * (bpm(block) + bpm(block + 1)) / 2.0;
        }
        assert_eq!(stage.heard(), "+60@0", "tempo of a block's {}", ["start", "end"][said_at as usize]);
    }
}

#[test]
fn stopping_and_a_missing_transport_end_everything_at_once() {
    for transport in [None, Some(Transport { playing: false, ..Stage::empty().transport() })] {
        let mut stage = Stage::with(&clicks());
        assert_eq!(stage.play(512).block(512, transport).heard(), "+64@0 -64@512");
    }
}

#[test]
fn bypass_is_silent_while_time_goes_on() {
    let mut stage = Stage::with(&clicks());
    stage.play(512);
    stage.automation.bypass = true;
    stage.play(BEAT);
    stage.automation.bypass = false;
    assert_eq!(stage.play(BEAT).heard(), "+64@0 -64@512 +66@48000");
}

#[test]
fn after_a_reset_what_sounded_ends_at_the_next_sample_0() {
    let mut stage = Stage::with(&Song::of(Lane::Pad, 8, vec![note(0, 7_680, 60)]));
    stage.play(512).player.reset();
    assert_eq!(stage.play(512).heard(), "+60@0 -60@512 +60@512", "and is taken up again, if it plays on");
    stage.player.reset();
    assert_eq!(stage.stop(512).heard(), "-60@1024");
}
