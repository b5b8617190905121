//! Hosts that say nonsense, and masses of notes.

use ai_band_player::{Status, Transport};
use music::lane::Lane;

use crate::stage::{BEAT, Song, Stage, note};

#[test]
fn nonsense_from_a_host_is_ignored_and_playing_goes_on() {
    let nonsense = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 0.0, -0.0, f64::MIN_POSITIVE];
    let song = Song::of(Lane::Keys, 4, vec![note(0, 3_840, 60)]);
    for value in nonsense {
        let mut stage = Stage::with(&song);
        let good = stage.play(512).transport();
        for transport in [
            Transport { tempo_bpm: value, ..good },
            Transport { loop_range: Some((value, value)), ..good },
            Transport { loop_range: Some((0.0, value)), ..good },
            Transport { bar_start: Some(value), ..good },
        ] {
            let position_beats = Some(stage.position_beats);
            stage.block(512, Some(Transport { position_beats, ..transport }));
            stage.position_beats += 512.0 / f64::from(BEAT);
        }
        assert_eq!(stage.heard(), "+60@0", "for {value}");
        stage.block(512, Some(Transport { position_beats: Some(value), ..good }));
        let heard = stage.stop(1).heard();
        assert_eq!(heard.matches('-').count(), 1 + heard.matches('+').count(), "{heard} after {value}");
    }
}

#[test]
fn blocks_of_no_frames_and_impossible_rates_do_nothing() {
    let mut stage = Stage::with(&Song::of(Lane::Keys, 4, vec![note(0, 3_840, 60)]));
    let transport = stage.transport();
    assert_eq!(stage.block(0, Some(transport)).heard(), "");
    for sample_rate in [0.0, -48_000.0, f64::NAN, f64::INFINITY, 1.0] {
        let automation = stage.automation;
        let block = ai_band_player::Block { frames: 64, sample_rate, transport: Some(transport), automation };
        stage.player.process(&block, &mut stage.sink);
    }
    assert_eq!(stage.heard(), "");
    assert_eq!(stage.play(512).heard(), "+60@0");
}

#[test]
fn ten_thousand_notes_on_one_sample_are_one_voice_a_key_and_none_hangs() {
    let notes = (0..10_000).map(|index| note(0, 960 + index, (index % 128) as u8)).collect();
    let mut stage = Stage::with(&Song::of(Lane::Keys, 64, notes));
    let begun = stage.play_in(64, 64).heard().matches('+').count();
    assert_eq!(begun, 128);
    let ended = stage.play(64 * BEAT).heard().matches('-').count();
    assert_eq!(ended, 128);
    assert_eq!(stage.stop(64).heard(), "");
}

#[test]
fn the_plugin_stays_awake_while_there_is_anything_to_play() {
    let mut stage = Stage::empty();
    assert_eq!(stage.stop(64).status, Status::Idle);
    assert_eq!(stage.play(64).status, Status::Awake);
    assert_eq!(stage.stop(64).status, Status::Idle);
    // A host that sleeps does not wake us when its transport starts.
    let mut stage = Stage::with(&Song::of(Lane::Keys, 4, vec![note(0, 960, 60)]));
    assert_eq!(stage.stop(64).status, Status::Awake);
    assert_eq!(stage.play(64).status, Status::Awake);
    assert_eq!(stage.stop(64).status, Status::Awake);
}
