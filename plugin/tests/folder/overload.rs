//! Too many files, an owner who is stuck, a system that loses events, a folder that goes: nothing is missed, nothing grows.

use std::collections::BTreeSet;

use ai_band_plugin::folder::Event;
use ai_band_plugin::folder::index::{Hint, LOOKS_MAX, Limits, SCAN_EVERY, Work};
use music::lane::Lane;

use crate::stage::{Stage, anonymous, in_words, ms, song};

/// Enough to tell a queue from a state, few enough for a quick test.
const MANY: u32 = 3_000;

fn name(number: u32) -> String {
    format!("202508{:02}{:02}{:02}{:02}_bass_Cmaj.mid", number / 864 + 1, number / 36 % 24, number % 36, 0)
}

#[test]
fn of_many_files_at_the_start_only_those_that_matter_are_read() {
    let mut stage = Stage::new();
    for number in 0..MANY {
        stage.write(&name(number), song(Lane::Bass, number));
    }
    stage.write("20250101_drums_Cmaj.mid", song(Lane::Drums, 1));
    stage.pass(ms(1_000));
    assert_eq!(stage.index.known(), MANY as usize + 1);
    assert_eq!(stage.reads, 2, "the newest bass, and the only drums");
    let news = stage.news();
    let newest = name(MANY - 1);
    assert_eq!(news[0], format!("arrived {newest}: bass"));
    assert_eq!(news.len(), 4, "{news:?}");
}

#[test]
fn a_file_that_comes_now_waits_for_none_of_the_many() {
    let mut stage = Stage::new();
    for number in 0..MANY {
        // Nothing but reading tells what they are.
        stage.write(&format!("take {number}.mid"), anonymous(number));
    }
    for _ in 0..MANY {
        stage.step();
    }
    let reads = stage.reads;
    assert!(reads > 10 && reads < MANY as usize, "in the middle of it: {reads}");
    // Older by its name than all the others, too.
    stage.put("20200101_bass_Cmaj.mid", song(Lane::Bass, 1));
    for _ in 0..8 {
        stage.step();
    }
    stage.told.clear();
    stage.listen();
    let news: Vec<String> = stage.told.iter().filter_map(in_words).collect();
    assert_eq!(news[0], "arrived 20200101_bass_Cmaj.mid: bass");
}

#[test]
fn an_owner_who_is_stuck_misses_nothing_and_lets_nothing_grow() {
    let mut stage = Stage::new();
    stage.settle();
    stage.is_stuck = true;
    for number in 0..MANY {
        stage.put(&name(number), song(Lane::Bass, number));
        stage.settle();
    }
    assert_eq!(stage.index.known(), MANY as usize);
    assert_eq!(stage.reads, Limits::USUAL.ready, "the others wait as names");
    stage.is_stuck = false;
    stage.told.clear();
    stage.pass(ms(2_000));
    assert_eq!(stage.index.known(), MANY as usize);
    let sets: Vec<&Event> = stage.told.iter().filter(|event| matches!(event, Event::Set { .. })).collect();
    assert_eq!(sets.len(), Limits::USUAL.ready + 1, "those that were read, then the newest of all");
    let last = sets.last().and_then(|event| in_words(event)).unwrap();
    assert!(last.ends_with(&name(MANY - 1)), "{last}");
}

#[test]
fn an_overflow_is_looked_after_at_once() {
    let mut stage = Stage::new();
    stage.settle();
    stage.write("bass.mid", song(Lane::Bass, 1));
    stage.pass(ms(1_000));
    assert_eq!(stage.index.known(), 0, "nobody said so");
    stage.index.overflow();
    stage.pass(ms(10));
    assert_eq!(stage.index.known(), 1);
}

#[test]
fn what_nobody_saw_is_found_within_five_seconds() {
    let mut stage = Stage::new();
    stage.settle();
    stage.write("bass.mid", song(Lane::Bass, 1));
    stage.pass(SCAN_EVERY + ms(10));
    assert_eq!(stage.index.known(), 1);
    stage.files.clear();
    stage.pass(SCAN_EVERY + ms(10));
    assert_eq!(stage.index.known(), 0);
}

#[test]
fn without_events_it_looks_every_second() {
    let mut stage = Stage::new();
    stage.index.poll(true);
    stage.settle();
    stage.write("bass.mid", song(Lane::Bass, 1));
    stage.pass(ms(1_010));
    assert_eq!(stage.index.known(), 1);
}

#[test]
fn overflow_after_overflow_leaves_it_time_for_files() {
    let mut stage = Stage::new();
    stage.settle();
    let mut scans = 0;
    for _ in 0..1_000 {
        stage.index.overflow();
        loop {
            match stage.index.work(stage.now) {
                Work::BeginScan => {
                    scans += 1;
                    stage.index.scan_began(stage.now, 0);
                }
                Work::ScanOn => stage.index.scan_ended(stage.now, true),
                Work::Nothing => break,
                Work::Look(_) | Work::Read { .. } | Work::Again => panic!("there is no file"),
            }
        }
        stage.now += ms(1);
    }
    assert!((5..=11).contains(&scans), "{scans} looks around in a second");
}

#[test]
fn more_names_than_can_wait_are_an_overflow() {
    let mut stage = Stage::new();
    stage.settle();
    stage.pass(ms(200));
    let count = LOOKS_MAX + 10;
    for number in 0..count {
        let name = format!("take {number}.mid");
        stage.write(&name, vec![0]);
        stage.hint(&name, Hint::Touched);
    }
    stage.pass(ms(10));
    assert_eq!(stage.index.known(), count, "all of them, before the first name's time has come");
}

#[test]
fn a_new_sub_folder_is_looked_into() {
    let mut stage = Stage::new();
    stage.settle();
    stage.folders.insert("bass".into());
    stage.write("bass/take.mid", anonymous(1));
    stage.hint("bass", Hint::Settled);
    stage.pass(ms(150));
    assert_eq!(stage.news(), ["arrived bass/take.mid: bass"]);
    // And when it goes, what was in it is not there any more.
    stage.folders.remove(std::path::Path::new("bass"));
    stage.files.clear();
    stage.hint("bass", Hint::Settled);
    stage.pass(ms(300));
    assert_eq!(stage.index.known(), 0);
    assert_eq!(stage.news(), [""; 0]);
}

#[test]
fn a_folder_that_goes_and_comes_back_does_not_bring_the_same_again() {
    let mut stage = Stage::new();
    stage.write("20250824_bass_Cmaj.mid", song(Lane::Bass, 1));
    stage.pass(ms(1_000));
    stage.news();
    stage.index.gone(stage.now);
    assert_eq!(stage.index.known(), 0);
    stage.pass(ms(2_000));
    assert_eq!(stage.known(), BTreeSet::from(["20250824_bass_Cmaj.mid".into()]));
    assert_eq!(stage.news(), [""; 0]);
    stage.write("20250825_bass_Cmaj.mid", song(Lane::Bass, 2));
    stage.index.gone(stage.now);
    stage.pass(ms(2_000));
    assert_eq!(stage.news()[1..], ["set 20250825: bass of 20250825_bass_Cmaj.mid"]);
}

#[test]
fn a_look_that_broke_off_forgets_nothing() {
    let mut stage = Stage::new();
    stage.write("bass.mid", song(Lane::Bass, 1));
    stage.settle();
    stage.index.scan_began(stage.now, 0);
    stage.index.scan_ended(stage.now, false);
    assert_eq!(stage.index.known(), 1);
}

#[test]
fn a_status_is_told_when_it_changes() {
    use ai_band_plugin::folder::Status;
    let mut stage = Stage::new();
    stage.settle();
    stage.news();
    for (text, is_fault) in [("gone", true), ("gone", true), ("back", false)] {
        stage.index.report(Status { text: text.to_owned(), is_fault });
        stage.settle();
    }
    assert_eq!(stage.news(), ["status fault gone", "status back"]);
}
