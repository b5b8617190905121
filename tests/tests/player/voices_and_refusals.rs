//! The oracle by hand: one voice a key, the order at a sample, and hosts that refuse (laws 8.3, 9, 10).

use ai_band_tests::oracle;
use ai_band_tests::scenario::{Block, Note, Scenario, Sink};
use music::lane::Lane;

use crate::by_hand::*;

fn bass(notes: &[Note], frames: u32) -> Scenario {
    song(&[(Lane::Bass, notes)], blocks([at(0, frames), stopped(1)]))
}

#[test]
fn a_key_has_one_voice() {
    let table: [(&[Note], &str); 6] = [
        // The older note's own end is forgotten.
        (&[note(1, 5, 60), note(3, 6, 60)], "10+60 30-60 30+60 90-60"),
        (&[note(1, 9, 60), note(3, 2, 60)], "10+60 30-60 30+60 50-60"),
        // Twice at the same sample: one voice, as long as the last of them.
        (&[note(1, 2, 60), note(1, 5, 60)], "10+60 60-60"),
        (&[note(1, 0, 60), note(1, 0, 60)], "10+60 11-60"),
        (&[note(1, 2, 60), note(3, 2, 60)], "10+60 30-60 30+60 50-60"),
        // Ends before beginnings, low keys first.
        (
            &[note(1, 2, 62), note(1, 2, 61), note(3, 1, 61), note(3, 1, 60)],
            "10+61 10+62 30-61 30-62 30+60 30+61 40-60 40-61",
        ),
    ];
    for (notes, expected) in table {
        assert_eq!(heard(&bass(notes, 200)), expected, "{notes:?}");
    }
}

#[test]
fn two_lanes_on_one_channel_share_their_keys() {
    let mut scenario =
        song(&[(Lane::Bass, &[note(1, 6, 60)]), (Lane::Keys, &[note(3, 2, 60)])], blocks([at(0, 100)]));
    scenario.programs[0].lanes[Lane::Keys.index()].channel = 0;
    let events = oracle::listen(&scenario).events;
    let lanes: Vec<Lane> = events.iter().map(|event| event.lane).collect();
    assert_eq!(lanes, [Lane::Bass, Lane::Bass, Lane::Keys, Lane::Keys]);
    assert_eq!(heard(&scenario), "10+60 30-60 30+60 50-60");
}

#[test]
fn a_voice_that_goes_on_as_another_lanes_note_ends_on_the_lane_that_began_it() {
    let mut scenario =
        song(&[(Lane::Bass, &[note(1, 2, 60)]), (Lane::Keys, &[note(1, 5, 60)])], blocks([at(0, 100)]));
    scenario.programs[0].lanes[Lane::Keys.index()].channel = 0;
    assert_eq!(heard(&scenario), "10+60 60-60");
    assert!(oracle::listen(&scenario).events.iter().all(|event| event.lane == Lane::Bass));
}

#[test]
fn what_a_host_refuses_is_dropped_or_owed() {
    let refusing = |notes: &[Note], capacity, frames: &[u32]| {
        let mut place = 0;
        let played = frames.iter().map(|frames| {
            let block = at(place, *frames);
            place += i64::from(*frames) / 10;
            block
        });
        let steps = blocks(played.chain([stopped(1)]).collect::<Vec<Block>>());
        let scenario = Scenario { sink: Sink::Holds(capacity), ..song(&[(Lane::Bass, notes)], steps) };
        assert_eq!(oracle::listen(&scenario).left_sounding, 0);
        heard(&scenario)
    };
    // Room for one: the end comes with the next block.
    assert_eq!(refusing(&[note(1, 2, 60)], 1, &[100, 100]), "10+60 100-60");
    assert_eq!(refusing(&[note(1, 2, 60), note(2, 2, 61)], 1, &[100, 100]), "10+60 100-60");
    // A note on a key that still owes its end is dropped when that is refused again.
    assert_eq!(refusing(&[note(1, 2, 60), note(5, 2, 60)], 1, &[100, 100]), "10+60 100-60");
    assert_eq!(refusing(&[note(1, 12, 60), note(11, 2, 60)], 1, &[100, 100, 100]), "10+60 110-60");
    assert_eq!(refusing(&[note(1, 2, 60), note(5, 2, 60)], 0, &[100, 100]), "");
}
