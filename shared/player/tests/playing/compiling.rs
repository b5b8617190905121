//! From an arrangement to what is played: regions, loops, seams, variants, and the feel settings.

use ai_band_player::Program;
use ai_band_player::compiled::{Error, Humanise, LaneSettings, NOTES_MAX, Settings, Swing};
use music::arrangement::{Clips, Source};
use music::clip::{self, OFFSET_MAX};
use music::lane::Lane;
use music::time::Ticks;

use crate::stage::{BEAT, Song, Stage, late, note};

fn settings(lane: Lane, change: impl FnOnce(&mut LaneSettings)) -> Settings {
    let mut settings = Settings::default();
    change(&mut settings.lanes[lane.index()]);
    settings
}

/// What is heard of `song` in `beats` beats under `settings`.
fn heard(song: &Song, settings: &Settings, beats: u32) -> String {
    let mut stage = Stage::empty();
    let program = song.program_with(settings, &[]);
    stage.handle.play(program, ai_band_player::Moment::Now, ai_band_player::Strategy::HardCut);
    stage.play(beats * BEAT).heard()
}

#[test]
fn a_looped_region_repeats_its_clip_from_where_it_is_cut_in() {
    let mut song = Song::default();
    let main = song.clip(2, vec![note(0, 240, 60), note(960, 240, 61)]);
    let source = Source { clips: Clips::only(main), into: Ticks::from_beats(1), looped: true };
    let song = song.playing(Lane::Keys, 0, 3, source);
    let expected = "+61@0 -61@6000 +60@24000 -60@30000 +61@48000 -61@54000";
    assert_eq!(heard(&song, &Settings::default(), 8), expected);
}

#[test]
fn a_region_that_is_not_looped_falls_silent_after_its_clip() {
    let mut song = Song::default();
    let main = song.clip(1, vec![note(0, 240, 60)]);
    let song = song.playing(Lane::Keys, 0, 8, Source::once(Clips::only(main)));
    assert_eq!(heard(&song, &Settings::default(), 8), "+60@0 -60@6000");
}

#[test]
fn a_split_in_the_middle_of_a_held_note_is_not_heard() {
    for (looped, into_beats) in [(false, 2), (true, 2), (true, 6)] {
        let mut song = Song::default();
        let main = song.clip(4, vec![note(0, 3_840, 60)]);
        let left = Source { clips: Clips::only(main), into: Ticks(0), looped };
        let right = Source { into: Ticks::from_beats(into_beats), ..left };
        let song = song.playing(Lane::Pad, 0, 2, left).playing(Lane::Pad, 2, 2, right);
        assert_eq!(heard(&song, &Settings::default(), 8), "+60@0 -60@96000", "{looped} {into_beats}");
    }
}

#[test]
fn regions_that_only_touch_cut_each_other() {
    let mut song = Song::default();
    let main = song.clip(4, vec![note(0, 3_840, 60)]);
    let again = Source::once(Clips::only(main));
    let song = song.playing(Lane::Pad, 0, 2, again).playing(Lane::Pad, 2, 2, again);
    assert_eq!(heard(&song, &Settings::default(), 8), "+60@0 -60@48000 +60@48000 -60@96000");
}

#[test]
fn lanes_that_are_not_ours_are_silent_and_channels_are_as_set() {
    let song = Song::of(Lane::Bass, 4, vec![note(0, 240, 40)]).with(Lane::Keys, 0, 4, vec![note(0, 240, 60)]);
    assert_eq!(heard(&song, &settings(Lane::Bass, |lane| lane.plays = false), 1), "+60@0 -60@6000");
    let mut stage = Stage::empty();
    let program = song.program_with(&settings(Lane::Bass, |lane| lane.channel = 7), &[]);
    stage.handle.play(program, ai_band_player::Moment::Now, ai_band_player::Strategy::HardCut);
    stage.play(64);
    let channels: Vec<_> = stage.sink.heard.iter().map(|(_, event)| (event.lane, event.channel)).collect();
    assert_eq!(channels, [(Lane::Keys, 1), (Lane::Bass, 7)]);
}

#[test]
fn drum_maps_and_folds_move_keys() {
    let song = Song::of(Lane::Drums, 4, vec![note(0, 240, 36), note(960, 240, 100)]);
    let mut map = [0; 128];
    (map[36], map[100]) = (24, 110);
    let mapped = settings(Lane::Drums, |lane| {
        lane.performance.drum_map = Some(Box::new(map));
        lane.performance.fold = Some((30, 100));
    });
    assert_eq!(heard(&song, &mapped, 2), "+36@0 -36@6000 +98@24000 -98@30000");
    let narrow = settings(Lane::Drums, |lane| lane.performance.fold = Some((40, 41)));
    assert_eq!(
        heard(&song, &narrow, 1),
        "+36@0 -36@6000",
        "no octave of it fits; it stays as near as it can"
    );
}

#[test]
fn swing_delays_every_second_eighth_and_keeps_the_beat() {
    let song = Song::of(Lane::Keys, 4, (0..4).map(|eighth| note(eighth * 480, 480, 60)).collect());
    let swung = |percent| {
        let swing = Some(Swing { unit: Ticks(480), percent });
        heard(&song, &settings(Lane::Keys, |lane| lane.performance.swing = swing), 1)
    };
    assert_eq!(swung(50), "+60@0 -60@12000 +60@12000");
    assert_eq!(swung(75), "+60@0 -60@18000 +60@18000");
    assert_eq!(swung(0), swung(50), "nobody swings backwards");
    assert_eq!(swung(255), swung(75), "or harder than three to one");
}

#[test]
fn humanising_is_the_same_every_time_and_within_its_limit() {
    let song = Song::of(Lane::Keys, 32, (0..32).map(|beat| note(beat * 960, 480, 60)).collect());
    let with = |micros_max, seed| {
        let humanise = Humanise { micros_max, seed };
        heard(&song, &settings(Lane::Keys, |lane| lane.performance.humanise = humanise), 33)
    };
    assert_eq!(with(8_000, 1), with(8_000, 1));
    assert_ne!(with(8_000, 1), with(8_000, 2));
    let begun: Vec<i64> =
        with(8_000, 1).split(' ').filter_map(|word| word.strip_prefix("+60@")?.parse().ok()).collect();
    let off: Vec<i64> = (0..32).zip(&begun).map(|(beat, at)| at - beat * i64::from(BEAT)).collect();
    assert!(off.iter().all(|samples| samples.abs() <= 384), "8 ms are 384 samples: {off:?}");
    assert!(off.iter().any(|samples| *samples > 100) && off.iter().any(|samples| *samples < -100), "{off:?}");
    let wild = Song::of(Lane::Keys, 4, vec![late(OFFSET_MAX.0, note(960, 480, 60))]);
    let far =
        settings(Lane::Keys, |lane| lane.performance.humanise = Humanise { micros_max: u32::MAX, seed: 3 });
    assert!(!heard(&wild, &far, 4).is_empty(), "however wild, a note is looked for where it can be");
}

#[test]
fn what_cannot_be_compiled_says_where_and_what_to_do() {
    let mut song = Song::default();
    let dense = song.clip(1, (0..960).map(|tick| note(tick, 1, 60)).collect());
    let missing = clip::Hash([7; 32]);
    let compiled =
        |song: &Song| Program::compile(&song.arrangement, &song.library, &Settings::default(), &[]);

    let huge = song.playing(Lane::Lead, 0, 2_000, Source::looped(Clips::only(dense)));
    let error = compiled(&huge).unwrap_err();
    assert_eq!(error, Error::TooManyNotes { lane: Lane::Lead, start: Ticks(0) });
    assert!(
        error.to_string().contains(&format!("over {NOTES_MAX} notes; shorten a looped region")),
        "{error}"
    );

    let lost = Song::default().playing(Lane::Bass, 4, 4, Source::once(Clips::only(missing)));
    let error = compiled(&lost).unwrap_err();
    assert!(error.to_string().starts_with("the bass region at beat 4 plays clip sha256:0707"), "{error}");

    let mut song = Song::default();
    let [short, long] = [1, 2].map(|beats| song.clip(beats, vec![note(0, 1, 60)]));
    let clips = Clips { fill: Some(short), ..Clips::only(long) };
    let error = compiled(&song.playing(Lane::Bass, 0, 4, Source::once(clips))).unwrap_err();
    assert!(error.to_string().contains("must be equally long"), "{error}");
}

#[test]
fn an_empty_clip_looped_for_a_day_costs_nothing() {
    let mut song = Song::default();
    let silence = song.clip(1, vec![]);
    let song = song.playing(Lane::Pad, 0, 200_000, Source::looped(Clips::only(silence)));
    assert_eq!(song.program().note_count(), 0);
}
