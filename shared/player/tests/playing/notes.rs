//! When notes begin and end, how loud they are, and in which order they are sent.

use ai_band_player::{LaneAutomation, Pattern};
use music::arrangement::{Clips, Source};
use music::lane::Lane;

use crate::stage::{BEAT, Song, Stage, late, note};

#[test]
fn a_note_begins_and_ends_on_its_sample_whatever_the_block() {
    for block in [1, 17, 64, 512, 4_096, 96_000] {
        let song = Song::of(Lane::Bass, 4, vec![note(960, 480, 40), note(1_501, 1, 41)]);
        let heard = Stage::with(&song).play_in(block, 2 * BEAT).heard();
        assert_eq!(heard, "+40@24000 -40@36000 +41@37525 -41@37550", "in blocks of {block}");
    }
}

#[test]
fn feel_is_milliseconds_and_moves_the_whole_note() {
    let song =
        Song::of(Lane::Keys, 4, vec![late(10_000, note(960, 960, 60)), late(-10_000, note(1_920, 960, 62))]);
    let heard = Stage::with(&song).play(4 * BEAT).heard();
    assert_eq!(heard, "+60@24480 +62@47520 -60@48480 -62@71520");
}

#[test]
fn an_early_note_on_the_landing_point_is_played_there_and_a_late_one_before_it_is_lost() {
    let song =
        Song::of(Lane::Drums, 4, vec![late(-20_000, note(960, 240, 36)), late(20_000, note(959, 240, 38))]);
    let heard = Stage::with(&song).seek(1.0).play(BEAT).heard();
    assert_eq!(heard, "+36@0 -36@5040", "its end is early, too");
}

#[test]
fn a_note_of_no_length_lasts_one_sample() {
    let song = Song::of(Lane::Drums, 1, vec![note(0, 0, 36)]);
    for block in [1, 64] {
        assert_eq!(Stage::with(&song).play_in(block, 64).heard(), "+36@0 -36@1");
    }
}

#[test]
fn a_repeated_note_ends_the_one_that_sounds_and_takes_its_end() {
    let song = Song::of(Lane::Lead, 4, vec![note(0, 3_000, 60), note(480, 240, 60)]);
    assert_eq!(Stage::with(&song).play(4 * BEAT).heard(), "+60@0 -60@12000 +60@12000 -60@18000");
}

#[test]
fn a_unison_is_one_voice_that_ends_as_the_newer_note() {
    let song = Song::of(Lane::Lead, 4, vec![note(0, 480, 60), note(0, 960, 60)]);
    assert_eq!(Stage::with(&song).play(4 * BEAT).heard(), "+60@0 -60@24000");
}

#[test]
fn at_one_sample_ends_come_first_then_beginnings_by_channel_and_key() {
    let song = Song::of(Lane::Keys, 4, vec![note(0, 960, 64), note(0, 960, 60), note(960, 960, 62)]).with(
        Lane::Bass,
        0,
        4,
        vec![note(960, 960, 90)],
    );
    let heard = Stage::with(&song).play(2 * BEAT).heard();
    assert_eq!(heard, "+60@0 +64@0 -60@24000 -64@24000 +90@24000 +62@24000");
}

#[test]
fn a_regions_end_cuts_its_notes() {
    let song = Song::of(Lane::Pad, 1, vec![note(480, 10_000, 60)]);
    assert_eq!(Stage::with(&song).play(4 * BEAT).heard(), "+60@12000 -60@24000");
}

#[test]
fn complexity_level_and_mute_decide_when_a_note_begins() {
    let soft = music::clip::Note { importance: 60, ..note(0, 480, 61) };
    let song = Song::of(Lane::Keys, 4, vec![soft, note(0, 480, 60)]);
    let heard_with = |complexity: u8, lane: LaneAutomation| {
        let mut stage = Stage::with(&song);
        stage.automation.complexity = complexity;
        stage.automation.lanes[Lane::Keys.index()] = lane;
        stage.play(BEAT).heard()
    };
    let open = LaneAutomation::default();
    assert_eq!(heard_with(67, open), "+60@0 +61@0 -60@12000 -61@12000");
    assert_eq!(heard_with(66, open), "+60@0 -60@12000");
    assert_eq!(heard_with(127, LaneAutomation { muted: true, ..open }), "");
    assert_eq!(heard_with(0, LaneAutomation { level: 64, ..open }), "+60@0v50 -60@12000");
    assert_eq!(heard_with(0, LaneAutomation { level: 0, ..open }), "");
}

#[test]
fn muting_ends_what_sounds_and_unmuting_does_not_bring_it_back() {
    let song = Song::of(Lane::Pad, 4, vec![note(0, 3_840, 60)]);
    let mut stage = Stage::with(&song);
    stage.play(512);
    stage.automation.lanes[Lane::Bass.index()].soloed = true;
    stage.play(512);
    stage.automation.lanes[Lane::Bass.index()].soloed = false;
    assert_eq!(stage.play(512).heard(), "+60@0 -60@512");
}

#[test]
fn pattern_acts_at_once_and_a_fill_in_the_next_bar() {
    let mut song = Song::default();
    let [main, b, fill] = [36, 38, 50].map(|key| song.clip(1, vec![note(0, 100, key)]));
    let clips = Clips { main, b: Some(b), fill: Some(fill) };
    let song = song.playing(Lane::Drums, 0, 12, Source::looped(clips));
    let mut stage = Stage::with(&song);
    let mut keys = |fill: bool, pattern: Pattern, beats: u32| {
        stage.automation.fill = fill;
        stage.automation.pattern = pattern;
        let heard = stage.play_in(BEAT / 10, beats * BEAT).heard();
        let begun =
            heard.split(' ').filter_map(|word| word.strip_prefix('+')?.split('@').next().map(str::to_owned));
        begun.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(keys(false, Pattern::A, 2), "36 36");
    assert_eq!(keys(true, Pattern::B, 2), "38 38", "the fill waits for the bar line");
    assert_eq!(keys(true, Pattern::B, 1), "50");
    assert_eq!(keys(false, Pattern::A, 4), "50 50 50 36", "a fill lasts its bar");
}

#[test]
fn a_refused_end_is_tried_again_and_a_refused_beginning_is_not() {
    let song = Song::of(Lane::Keys, 4, vec![note(0, 20, 60), note(0, 20, 61), note(30, 20, 62)]);
    let mut stage = Stage::with(&song);
    stage.sink.room = Some(3);
    assert_eq!(stage.play_in(1_000, 1_000).heard(), "+60@0 +61@0 -60@500");
    stage.sink.room = Some(0);
    assert_eq!(stage.play_in(1_000, 1_000).heard(), "");
    stage.sink.room = None;
    assert_eq!(stage.play_in(1_000, 1_000).heard(), "-61@2000", "and 62 was refused for good");
}

#[test]
fn twins_are_one_voice_and_disturb_nobody() {
    let early = music::clip::Note { velocity: 77, ..late(-20_000, note(0, 480, 62)) };
    let song = Song::of(Lane::Pad, 4, vec![note(0, 240, 60), note(0, 240, 60), early, note(0, 960, 62)]);
    assert_eq!(Stage::with(&song).play(2 * BEAT).heard(), "+60@0 +62@0v77 -60@6000 -62@24000");
}
