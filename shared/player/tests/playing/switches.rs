//! Another arrangement enters: when, how, and what is not disturbed.

use ai_band_player::{Moment, Strategy};
use music::arrangement::Revision;
use music::lane::Lane;
use music::time::Ticks;

use crate::stage::{BEAT, Song, Stage, late, note};

fn beats(beats: i64) -> Ticks {
    Ticks::from_beats(beats)
}

/// One long note on the given lane.
fn drone(lane: Lane, key: u8) -> Song {
    Song::of(lane, 64, vec![note(0, 61_440, key)])
}

#[test]
fn a_program_enters_at_its_moment() {
    let table = [
        (Moment::Now, 24_512),
        (Moment::NextBeat, 2 * BEAT),
        (Moment::NextBar, 4 * BEAT),
        (Moment::NextSection, 6 * BEAT),
        (Moment::Beat(beats(3)), 3 * BEAT),
        (Moment::Beat(beats(1)), 24_512),
    ];
    for (moment, sample) in table {
        let mut stage = Stage::empty();
        let first = drone(Lane::Pad, 60).program_with(&Default::default(), &[beats(0), beats(6)]);
        stage.handle.play(first, Moment::Now, Strategy::HardCut);
        stage.play_in(24_512, 24_512);
        stage.handle.play(drone(Lane::Pad, 62).program(), moment, Strategy::HardCut);
        stage.play(8 * BEAT);
        assert_eq!(stage.heard(), format!("+60@0 -60@{sample} +62@{sample}"), "{moment:?}");
    }
}

#[test]
fn it_enters_at_a_jump_a_wrap_or_when_stopped_if_that_comes_first() {
    let waiting = || {
        let mut stage = Stage::with(&drone(Lane::Pad, 60));
        stage.loop_range = Some((0.0, 3.0));
        stage.play(512);
        stage.handle.play(drone(Lane::Pad, 62).program(), Moment::Beat(beats(40)), Strategy::HardCut);
        stage
    };
    assert_eq!(waiting().seek(1.0).play(512).heard(), "+60@0 -60@512 +62@512");
    assert_eq!(waiting().play(4 * BEAT).heard(), "+60@0 -60@72000 +62@72000");
    let mut stage = waiting();
    assert_eq!(stage.stop(512).play(512).heard(), "+60@0 -60@512 +62@1024");
    let reports = stage.handle.reports();
    assert_eq!(reports.len(), 2);
    assert_eq!((reports[1].sample, reports[1].revision), (1_024 - 512, Revision(1)));
}

#[test]
fn approved_bars_inside_a_loop_are_heard_at_the_boundary_and_whole_ever_after() {
    let bars = |key: u8| (0..8).map(|bar| note(bar * 3_840, 240, key + bar as u8)).collect::<Vec<_>>();
    let song = Song::of(Lane::Bass, 32, bars(40));
    let mut stage = Stage::with(&song);
    stage.loop_range = Some((0.0, 32.0));
    stage.play(5 * 4 * BEAT + 100);
    stage.heard();
    let first_half = bars(40).into_iter().take(4).collect();
    let second_half = bars(80).into_iter().take(4).collect();
    let song = Song::of(Lane::Bass, 16, first_half).with(Lane::Bass, 16, 16, second_half);
    stage.handle.play(song.program(), Moment::NextBar, Strategy::HardCut);
    let heard = stage.play((3 + 8) * 4 * BEAT - 200).heard();
    let keys = heard.split(' ').filter_map(|word| word.strip_prefix('+')?.split('@').next());
    let keys: Vec<&str> = keys.collect();
    assert_eq!(keys, ["82", "83", "40", "41", "42", "43", "80", "81", "82", "83"]);
    let switched = stage.handle.reports()[1];
    assert_eq!(((switched.beat * 1e6).round(), switched.sample), (24e6, u64::from(24 * BEAT)));
}

#[test]
fn a_note_that_both_have_is_not_disturbed() {
    let before = drone(Lane::Pad, 60).with(Lane::Bass, 0, 64, vec![note(0, 61_440, 40)]);
    let after = drone(Lane::Pad, 60).with(Lane::Bass, 0, 64, vec![note(0, 61_440, 41)]);
    for strategy in [Strategy::HardCut, Strategy::Crossfade { beats: 4 }] {
        let mut stage = Stage::with(&before);
        stage.play(512).handle.play(after.program(), Moment::NextBeat, strategy);
        stage.play(6 * BEAT);
        assert_eq!(stage.heard(), "+40@0 +60@0 -40@24000", "{strategy:?}: a bass is cut and does not chase");
    }
}

#[test]
fn feel_around_a_switch_neither_doubles_nor_loses_a_note() {
    let feel = || vec![late(10_000, note(950, 240, 42)), late(-10_000, note(970, 240, 46))];
    let with_bass = |key| Song::of(Lane::Drums, 4, feel()).with(Lane::Bass, 0, 4, vec![note(960, 240, key)]);
    let mut stage = Stage::with(&with_bass(40));
    stage.play(512).handle.play(with_bass(41).program(), Moment::NextBeat, Strategy::HardCut);
    let heard = stage.play(2 * BEAT).heard();
    assert_eq!(heard, "+46@23770 +41@24000 +42@24230 -46@29770 -41@30000 -42@30230");
}

#[test]
fn an_early_note_that_is_about_to_be_replaced_does_not_flam() {
    let kick = |key| Song::of(Lane::Drums, 4, vec![late(-10_000, note(960, 240, key))]);
    let mut stage = Stage::with(&kick(36));
    stage.play(512).handle.play(kick(35).program(), Moment::NextBeat, Strategy::HardCut);
    assert_eq!(stage.play(2 * BEAT).heard(), "+35@24000 -35@29520");
}

#[test]
fn a_crossfade_lets_the_old_go_and_the_new_come() {
    let chords = |key| Song::of(Lane::Keys, 16, (0..16).map(|beat| note(beat * 960, 480, key)).collect());
    let mut stage = Stage::with(&chords(60));
    stage.play(512).handle.play(chords(64).program(), Moment::NextBar, Strategy::Crossfade { beats: 4 });
    stage.play(4 * BEAT - 1_024).heard();
    let heard = stage.play(6 * BEAT).heard();
    let begun: Vec<&str> = heard.split(' ').filter(|word| word.starts_with('+')).collect();
    let expected = [
        "+60@96000",
        "+60@120000v75",
        "+64@120000v25",
        "+60@144000v50",
        "+64@144000v50",
        "+60@168000v25",
        "+64@168000v75",
        "+64@192000",
        "+64@216000",
    ];
    assert_eq!(begun, expected);
}

#[test]
fn a_stop_or_a_jump_ends_a_crossfade() {
    for jump in [true, false] {
        let mut stage = Stage::with(&drone(Lane::Pad, 60));
        stage.play(512).handle.play(
            drone(Lane::Pad, 62).program(),
            Moment::Now,
            Strategy::Crossfade { beats: 8 },
        );
        stage.play(512);
        if jump {
            stage.seek(9.0);
        } else {
            stage.stop(512);
        }
        let end = 1_024;
        let start = if jump { end } else { end + 512 };
        assert_eq!(stage.play(512).heard(), format!("+60@0 -60@{end} +62@{start}"));
    }
}

#[test]
fn the_newest_of_several_waiting_programs_wins_and_all_come_home() {
    let mut stage = Stage::with(&drone(Lane::Pad, 60));
    stage.play(512);
    for key in 61..64 {
        stage.handle.play(drone(Lane::Pad, key).program(), Moment::NextBar, Strategy::HardCut);
    }
    stage.play(8 * BEAT);
    assert_eq!(stage.heard(), "+60@0 -60@96000 +63@96000");
    assert_eq!(stage.handle.reports().len(), 2, "only what entered is reported");
}

/// A host that opens a project may load it twice before its first block, and may bounce at once.
#[test]
fn what_was_posted_last_before_the_first_block_is_what_it_plays() {
    let mut stage = Stage::with(&drone(Lane::Pad, 60));
    for key in 61..=100 {
        stage.handle.play(drone(Lane::Pad, key).program(), Moment::Now, Strategy::HardCut);
    }
    assert_eq!(stage.play(512).heard(), "+100@0");
}

#[test]
fn a_handle_that_never_looks_stops_the_switching_and_nothing_else() {
    let mut stage = Stage::with(&drone(Lane::Pad, 60));
    for round in 0..200 {
        let program = drone(Lane::Pad, 60 + (round % 8)).program();
        stage.handle.play(program, Moment::Now, Strategy::HardCut);
        stage.play(512);
    }
    let reported = stage.handle.reports().len();
    assert!(reported > 10 && reported < 100, "{reported} switches");
    stage.play(512);
    assert_eq!(stage.handle.reports().len(), 1, "and goes on, with the newest, when somebody looks");
    let heard = stage.stop(512).heard();
    assert_eq!(heard.matches('+').count(), heard.matches('-').count());
}
