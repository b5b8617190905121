//! What is kept in memory has a limit, and the newest is what is kept; what goes before it entered lets others in.

use std::collections::BTreeSet;

use ai_band_plugin::folder::index::{Limits, SCAN_EVERY};
use ai_band_plugin::folder::{Event, LISTED_MAX, Standing};
use music::lane::Lane;

use crate::stage::{Stage, anonymous, ms, song};

fn day(number: u32) -> String {
    format!("2025{:02}{:02}_bass_Cmaj.mid", number / 28 + 1, number % 28 + 1)
}

#[test]
fn of_too_many_files_the_newest_are_known() {
    let mut stage = Stage::with_limits(Limits { files: 10, ..Limits::USUAL });
    for number in 0..30 {
        stage.write(&day((number * 7) % 30), song(Lane::Bass, number));
    }
    stage.pass(ms(1_000));
    let newest: BTreeSet<_> = (20..30).map(|number| day(number).into()).collect();
    assert_eq!(stage.known(), newest);
    // One that comes now makes the oldest go, and one from before stays out.
    stage.put(&day(50), song(Lane::Bass, 50));
    stage.put(&day(3), song(Lane::Bass, 51));
    stage.pass(SCAN_EVERY + ms(100));
    let newest: BTreeSet<_> = (21..30).chain([50]).map(|number| day(number).into()).collect();
    assert_eq!(stage.known(), newest);
}

#[test]
fn no_more_notes_are_held_than_allowed_and_one_file_always_is() {
    let mut stage = Stage::with_limits(Limits { events: 20, ..Limits::USUAL });
    stage.settle();
    stage.is_stuck = true;
    for number in 0..10 {
        stage.put(&day(number), song(Lane::Bass, number));
        stage.settle();
    }
    // Eight notes each: the third is over the limit, the fourth not begun.
    assert_eq!(stage.reads, 3);
    let mut stage = Stage::with_limits(Limits { events: 1, ..Limits::USUAL });
    stage.put("a.mid", song(Lane::Bass, 1));
    stage.put("b.mid", song(Lane::Keys, 2));
    stage.pass(ms(2_000));
    let sets = stage.told.iter().filter(|event| matches!(event, Event::Set { .. })).count();
    assert_eq!(sets, 2, "one after the other");
}

#[test]
fn the_list_shows_the_newest_and_counts_the_rest() {
    let mut stage = Stage::new();
    let count = LISTED_MAX + 20;
    for number in 0..count {
        stage.write(&format!("take {number:03}.mid"), anonymous(number as u32));
        stage.now += ms(1);
    }
    let lines = stage.lines();
    assert_eq!((lines.len(), stage.index.known()), (LISTED_MAX, count));
    assert_eq!(lines[0].name, format!("take {:03}.mid", count - 1));
    assert_eq!(lines[LISTED_MAX - 1].name, "take 020.mid");
    assert!(lines.iter().all(|line| line.standing == Standing::NeedsLane && line.lanes.is_empty()));
}

#[test]
fn the_list_is_told_a_few_times_a_second_however_much_happens() {
    let mut stage = Stage::new();
    stage.settle();
    stage.told.clear();
    for number in 0..100 {
        stage.put(&format!("take {number}.mid"), anonymous(number));
        stage.pass(ms(10));
    }
    let lists = stage.told.iter().filter(|event| matches!(event, Event::Listing(_))).count();
    assert!((3..=5).contains(&lists), "{lists} lists in a second");
    stage.told.clear();
    stage.pass(SCAN_EVERY * 4);
    assert!(stage.told.len() <= 1, "nothing happened, nothing is told: {:?}", stage.told.len());
}

#[test]
fn a_newest_file_that_goes_before_it_entered_lets_the_next_one_in() {
    for (what, is_deleted) in [("deleted", true), ("overwritten by half a file", false)] {
        let mut stage = Stage::new();
        stage.write(&day(1), song(Lane::Bass, 1));
        stage.write(&day(2), song(Lane::Bass, 2));
        stage.pass(ms(300));
        assert_eq!(stage.news(), [format!("arrived {}: bass", day(2))], "{what}");
        if is_deleted {
            stage.remove(&day(2));
        } else {
            stage.put(&day(2), vec![0; 10]);
        }
        stage.pass(ms(1_000));
        assert_eq!(stage.news()[1..], [format!("set 20250102: bass of {}", day(1))], "{what}");
    }
}

#[test]
fn a_file_deleted_after_it_entered_changes_nothing() {
    let mut stage = Stage::new();
    stage.write(&day(1), song(Lane::Bass, 1));
    stage.write(&day(2), song(Lane::Bass, 2));
    stage.pass(ms(1_000));
    stage.news();
    stage.remove(&day(2));
    stage.pass(SCAN_EVERY * 2);
    assert_eq!(stage.news(), [""; 0], "the song has it now");
    assert_eq!(stage.lines()[0].standing, Standing::Older);
}
