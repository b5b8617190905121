//! The oracle by hand: positions, loops, landings, when notes begin and end (laws 2, 3, 4, 8, 11).

use ai_band_tests::scenario::ratio::Ratio;
use ai_band_tests::scenario::{
    Block, Clip, LaneSetting, Moment, Note, Number, Region, Scenario, Step, Transport,
};
use music::lane::Lane;

use crate::by_hand::*;

fn bass(notes: &[Note], played: impl IntoIterator<Item = Block>) -> String {
    heard(&song(&[(Lane::Bass, notes)], blocks(played)))
}

fn keys(notes: &[Note], played: impl IntoIterator<Item = Block>) -> String {
    heard(&song(&[(Lane::Keys, notes)], blocks(played)))
}

#[test]
fn a_note_begins_at_its_nearest_sample_and_ends_a_sample_later_at_least() {
    let ticks = |numerator, denominator| at_exactly(Ratio::new(numerator, denominator), 100);
    let table = [
        (note(2, 3, 60), at(0, 100), "20+60 50-60"),
        (note(2, 0, 60), at(0, 100), "20+60 21-60"),
        (moved(note(2, 3, 60), 4), at(0, 100), "24+60 54-60"),
        (moved(note(2, 3, 60), -4), at(0, 100), "16+60 46-60"),
        // Played early at the landing, and as long as is left of it.
        (moved(note(0, 3, 60), -4), at(0, 100), "0+60 26-60"),
        // x = 19.5 is a tie and goes up; so is 19.4992, within a thousandth of it; 19.49 is not.
        (note(2, 3, 60), ticks(1, 20), "20+60 50-60"),
        (note(2, 3, 60), ticks(626, 12_500), "20+60 50-60"),
        (note(2, 3, 60), ticks(51, 1_000), "19+60 49-60"),
        // Less than a sample before the landing belongs, a whole sample is past.
        (note(2, 3, 60), ticks(209, 100), "0+60 29-60"),
        (note(2, 3, 60), ticks(21, 10), ""),
        // Written before the landing, played late: lost.
        (moved(note(2, 3, 60), 40), at(3, 100), ""),
    ];
    for (note, block, expected) in table {
        assert_eq!(bass(&[note], [block.clone(), stopped(10)]), expected, "{note:?} in {block}");
    }
}

#[test]
fn blocks_that_touch_play_on_and_jumps_end_everything() {
    let notes = [note(2, 13, 60), note(10, 2, 61), note(30, 2, 62)];
    let third = Ratio::new(1_004, 100);
    let table: Vec<(Vec<Block>, &str)> = vec![
        (vec![at(0, 100), at(10, 100)], "20+60 100+61 120-61 150-60"),
        (vec![at(0, 100), freely(100)], "20+60 100+61 120-61 150-60"),
        // Under half a sample away is the same place; note 61 would be at −0.4.
        (vec![at(0, 100), at_exactly(third, 100)], "20+60 100+61 120-61 150-60"),
        // Half a sample is a jump, and 61 still belongs.
        (vec![at(0, 100), at_exactly(Ratio::new(1_005, 100), 100)], "20+60 100-60 100+61 120-61"),
        (vec![at(0, 100), at(29, 100)], "20+60 100-60 110+62 130-62"),
        // Playing again without a stop.
        (vec![at(0, 100), at(0, 30)], "20+60 100-60 120+60"),
        (vec![at(0, 100), stopped(50), freely(100)], "20+60 100-60 150+61 170-61"),
        (vec![at(9, 100), Block { transport: None, ..stopped(9) }, freely(10)], "10+61 30-61"),
        (vec![at(0, 100), Block { frames: 0, ..at(50, 0) }, at(10, 100)], "20+60 100+61 120-61 150-60"),
    ];
    for (played, expected) in table {
        assert_eq!(bass(&notes, played.clone()), expected, "{}", shown(&played));
    }
}

#[test]
fn nonsense_is_no_position_and_the_last_good_tempo() {
    let notes = [note(2, 13, 60)];
    for nonsense in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e18, -1e18] {
        let mut block = at(7, 100);
        said(&mut block).position_beats = Some(Number::Nonsense(nonsense));
        said(&mut block).tempo_bpm = Number::Nonsense(nonsense);
        assert_eq!(bass(&notes, [at(0, 100), block]), "20+60 150-60");
        let ignored = Block { sample_rate: Number::Nonsense(nonsense), ..at(50, 64) };
        assert_eq!(bass(&notes, [at(0, 100), ignored, at(10, 100)]), "20+60 150-60");
    }
}

#[test]
fn a_tempo_change_explains_a_drift() {
    let faster = |position: Option<i128>| {
        let mut block = freely(100);
        *said(&mut block) = Transport { tempo_bpm: Number::whole(2 * TEMPO), ..said(&mut block).clone() };
        said(&mut block).position_beats = position.map(|ticks| Number::Exact(Ratio::new(ticks, 960)));
        block
    };
    let notes = [note(2, 28, 60), note(15, 5, 61)];
    // A hundred samples are 10 ticks before and 20 after: from 10 to 20 is continuous, more is a jump.
    let table = [
        (None, "20+60 125+61 150-61 200-60"),
        (Some(10), "20+60 125+61 150-61 200-60"),
        (Some(16), "20+60 100+61 120-61 170-60"),
        (Some(20), "20+60 100+61 101-61 150-60"),
        (Some(21), "20+60 100-60"),
    ];
    for (position, expected) in table {
        assert_eq!(bass(&notes, [at(0, 100), faster(position), stopped(9)]), expected, "at {position:?}");
    }
}

#[test]
fn loops_wrap_inside_blocks() {
    let notes = [note(4, 6, 60), note(18, 10, 61), note(20, 4, 62)];
    let round = |position, frames| looping(at(position, frames), 0, 20);
    let free = |frames| looping(freely(frames), 0, 20);
    let table: Vec<(Vec<Block>, &str)> = vec![
        (vec![round(0, 200), round(0, 100), stopped(9)], "40+60 100-60 180+61 200-61 240+60 300-60"),
        (vec![round(16, 320), stopped(9)], "20+61 40-61 80+60 140-60 220+61 240-61 280+60 320-60"),
        (vec![free(200), free(100), stopped(9)], "40+60 100-60 180+61 200-61 240+60 300-60"),
        (vec![round(20, 50)], "0+62 40-62"),
        // Shorter than 1/64 beat, 15 ticks, is no loop.
        (vec![looping(at(0, 260), 6, 20), stopped(9)], "40+60 100-60 180+61 200+62 240-62 260-61"),
        (vec![looping(stopped(100), 0, 20), at(0, 110)], "140+60 200-60"),
        // The host goes on past the end, then says where it is.
        (vec![round(12, 100), round(2, 100), stopped(9)], "60+61 80-61 120+60 180-60"),
    ];
    for (played, expected) in table {
        assert_eq!(bass(&notes, played.clone()), expected, "{}", shown(&played));
    }
    // A note on the loop's end does not begin before it, however early.
    let early = [moved(note(20, 5, 60), -40), note(0, 1, 61)];
    assert_eq!(bass(&early, [round(10, 120), stopped(9)]), "100+61 110-61");
    assert_eq!(bass(&early, [at(10, 120), stopped(9)]), "60+60 110-60");
}

#[test]
fn after_a_wrap_a_host_that_counts_whole_samples_goes_on() {
    let notes = [note(0, 6, 60)];
    // The wrap at sample 80 lands on 0, so the next block is expected at 2; a sample is a tenth of a tick.
    let table = [
        (Ratio::new(20, 10), "80+60 140-60"),
        (Ratio::new(21, 10), "80+60 139-60"),
        (Ratio::new(19, 10), "80+60 141-60"),
        (Ratio::new(214, 100), "80+60 139-60"),
        (Ratio::new(215, 100), "80+60 100-60"),
    ];
    for (said, expected) in table {
        let played = [looping(at(12, 100), 0, 20), looping(at_exactly(said, 100), 0, 20), stopped(9)];
        assert_eq!(bass(&notes, played), expected, "said {said}");
    }
    // A block later half a sample is a jump again.
    let later = [looping(at(12, 100), 0, 20), at(2, 20), at_exactly(Ratio::new(41, 10), 10)];
    assert_eq!(bass(&notes, later), "80+60 120-60");
}

#[test]
fn a_wrap_keeps_the_fraction_and_a_third_of_a_tick() {
    let notes = [note(0, 1, 60)];
    // The end lies at sample 66⅔: the wrap is at 67, a third of a sample past the start; 60 belongs.
    let third = looping(at_exactly(Ratio::new(40, 3), 100), 0, 20);
    assert_eq!(bass(&notes, [third, stopped(1)]), "67+60 77-60");
    let shifted = looping(at_exactly(Ratio::new(199, 10), 250), 1, 20);
    assert_eq!(bass(&[note(1, 1, 60)], [shifted, stopped(1)]), "1+60 11-60 191+60 201-60");
}

/// Here a tick is 500/1013 of a sample: every decision would stand on an edge that is some 1013th of one.
#[test]
fn no_tempo_puts_a_landing_on_the_edge_of_what_belongs() {
    let position = Ratio::new(458, 125);
    let mut block = Block { sample_rate: Number::whole(1_000), ..at_exactly(position, 512) };
    said(&mut block).tempo_bpm = Number::Exact(Ratio::new(1_013, 8));
    let beats = |thirds: i128| Number::Exact(Ratio::new(thirds, 3 * 960));
    said(&mut block).loop_range = Some((beats(1), beats(52)));
    let begun = bass(&[note(0, 1, 60)], [block]).matches('+').count();
    assert!(begun > 10, "begun {begun} times");
}

#[test]
fn lanes_that_sustain_take_held_notes_up_again() {
    let notes = [note(0, 10, 60)];
    assert_eq!(keys(&notes, [at(5, 100)]), "0+60 50-60");
    assert_eq!(bass(&notes, [at(5, 100)]), "");
    assert_eq!(keys(&notes, [looping(at(2, 100), 3, 40), stopped(1)]), "0+60 80-60");
    // Held across the loop's end, it is cut there, and chased where the loop lands inside it.
    assert_eq!(
        keys(&[note(0, 60, 60)], [looping(at(20, 300), 5, 40), stopped(1)]),
        "0+60 200-60 200+60 300-60"
    );
    // An end less than a sample ahead is not worth it.
    assert_eq!(keys(&notes, [at_exactly(Ratio::new(996, 100), 10)]), "");
    assert_eq!(keys(&notes, [at_exactly(Ratio::new(995, 100), 10)]), "0+60 1-60");
}

#[test]
fn regions_cut_loop_and_join() {
    let clips = vec![Clip { length: 10, notes: vec![note(0, 4, 60), note(8, 6, 61)] }];
    let once = region(Lane::Bass, 0, 30);
    let table: Vec<(Vec<Region>, &str)> = vec![
        (vec![once], "0+60 40-60 80+61 140-61"),
        (vec![Region { end: 9, ..once }], "0+60 40-60 80+61 90-61"),
        (vec![Region { looped: true, end: 12, ..once }], "0+60 40-60 80+61 100+60 120-60 120-61"),
        (vec![Region { into: 8, end: 9, ..once }], "0+61 60-61"),
        (vec![Region { into: 8, looped: true, end: 9, ..once }], "0+61 20+60 60-60 60-61"),
        // A split: the note across the seam is one note.
        (vec![Region { end: 9, ..once }, Region { start: 9, into: 9, ..once }], "0+60 40-60 80+61 140-61"),
        // Not a split: another place in the clip.
        (
            vec![Region { end: 9, ..once }, Region { start: 9, into: 8, ..once }],
            "0+60 40-60 80+61 90-61 90+61 150-61",
        ),
    ];
    for (regions, expected) in table {
        let mut program = silent();
        program.regions = regions.clone();
        let steps = std::iter::once(post(0, Moment::Now)).chain(blocks([at(0, 200)]));
        let one = scenario(clips.clone(), vec![program], steps.collect());
        assert_eq!(heard(&one), expected, "{regions:#?}");
    }
}

#[test]
fn lanes_of_others_are_left_out() {
    let mut one: Scenario = song(&[(Lane::Bass, &[note(1, 1, 60)])], blocks([at(0, 50)]));
    one.programs[0].lanes[Lane::Bass.index()] = LaneSetting { plays: false, channel: 0, sustains: true };
    assert_eq!(heard(&one), "");
}

#[test]
fn bypass_and_reset_end_everything_and_land_again() {
    let notes = [note(2, 30, 60), note(25, 3, 61)];
    let bypassed = |position| with(at(position, 100), |automation| automation.bypass = true);
    let all = |steps: Vec<Step>| heard(&song(&[(Lane::Keys, &notes)], steps));
    assert_eq!(
        all(blocks([at(0, 100), bypassed(10), at(20, 100), stopped(1)])),
        "20+60 100-60 200+60 250+61 280-61 300-60"
    );
    let mut steps = blocks([at(0, 100), at(10, 100), stopped(1)]);
    steps.insert(1, Step::Reset);
    assert_eq!(all(steps), "20+60 100-60 100+60 200-60");
}

#[test]
fn a_note_on_the_loops_end_waits_for_the_wrap_whatever_floats_make_of_it() {
    // 30 859 / 960 × 960 is a little more than 30 859 in floats.
    let early = [moved(note(30_859, 2, 60), -100), note(30_840, 1, 61)];
    let round = looping(at(30_850, 100), 30_840, 30_859);
    assert_eq!(bass(&early, [round, stopped(1)]), "90+61 100-61");
}
