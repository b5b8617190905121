//! Files of one time enter together; of each chair the newest; what was there already is no news.

use ai_band_plugin::folder::index::{Hint, QUIET, WAIT_MAX};
use ai_band_plugin::folder::{Event, Standing};
use music::lane::Lane;

use crate::stage::{Stage, anonymous, bytes, clip, file, ms, song};

const BASS: &str = "20250824103000_bass_Cmaj_120.mid";
const DRUMS: &str = "20250824103000_drums_Cmaj_120.mid";

#[test]
fn a_file_is_told_at_once_and_its_set_when_it_is_quiet() {
    let mut stage = Stage::watched();
    stage.put(BASS, song(Lane::Bass, 1));
    stage.settle();
    assert_eq!(stage.news(), [format!("arrived {BASS}: bass")]);
    stage.pass(ms(400));
    stage.put(DRUMS, song(Lane::Drums, 2));
    stage.settle();
    assert_eq!(stage.news(), [format!("arrived {DRUMS}: drums")]);
    stage.pass(QUIET - ms(1));
    assert_eq!(stage.news(), [""; 0], "the drums came, so it was not quiet");
    stage.pass(ms(1));
    assert_eq!(stage.news(), [format!("set 20250824103000: drums of {DRUMS}, bass of {BASS}")]);
    stage.pass(ms(20_000));
    assert_eq!(stage.news(), [""; 0], "once");
}

#[test]
fn who_never_pauses_is_not_waited_for() {
    let mut stage = Stage::watched();
    let began = stage.now;
    for number in 1.. {
        stage.put(BASS, song(Lane::Bass, number));
        stage.pass(ms(400));
        let has_set = stage.told.iter().any(|event| matches!(event, Event::Set { .. }));
        if has_set || stage.now > began + 2 * WAIT_MAX {
            break;
        }
    }
    assert!(
        stage.now >= began + WAIT_MAX && stage.now < began + WAIT_MAX + ms(500),
        "{:?}",
        stage.now - began
    );
}

#[test]
fn who_comes_late_to_a_set_enters_alone() {
    let mut stage = Stage::watched();
    stage.put(BASS, song(Lane::Bass, 1));
    stage.pass(ms(1_000));
    stage.news();
    stage.put(DRUMS, song(Lane::Drums, 2));
    stage.pass(ms(1_000));
    assert_eq!(
        stage.news(),
        [format!("arrived {DRUMS}: drums"), format!("set 20250824103000: drums of {DRUMS}")]
    );
}

#[test]
fn of_two_files_for_a_chair_the_newer_plays() {
    let mut stage = Stage::watched();
    stage.put("20250824_bass_a.mid", song(Lane::Bass, 1));
    stage.pass(ms(10));
    stage.put("20250824_bass_b.mid", song(Lane::Bass, 2));
    stage.pass(ms(1_000));
    assert_eq!(stage.news()[2..], ["set 20250824: bass of 20250824_bass_b.mid"]);
    // Older by its name, however late it comes.
    stage.put("20250823_bass_c.mid", song(Lane::Bass, 3));
    stage.pass(ms(1_000));
    assert_eq!(stage.news(), [""; 0]);
    let lines = stage.lines();
    let standings: Vec<_> = lines.iter().map(|line| (line.name.as_str(), line.standing.clone())).collect();
    assert_eq!(
        standings,
        [
            ("20250824_bass_b.mid", Standing::HandedOver),
            ("20250824_bass_a.mid", Standing::Older),
            ("20250823_bass_c.mid", Standing::Older),
        ]
    );
}

#[test]
fn sets_one_after_the_other_all_enter_in_their_order() {
    let mut stage = Stage::watched();
    for day in 10..20 {
        stage.put(&format!("202508{day}_bass_Cmaj.mid"), song(Lane::Bass, day));
        stage.pass(ms(100));
    }
    stage.pass(ms(1_000));
    let news = stage.news();
    let sets: Vec<&String> = news.iter().filter(|word| word.starts_with("set")).collect();
    let expected: Vec<String> =
        (10..20).map(|day| format!("set 202508{day}: bass of 202508{day}_bass_Cmaj.mid")).collect();
    assert_eq!(
        sets,
        expected.iter().collect::<Vec<_>>(),
        "a newer one does not keep an older one waiting for ever"
    );
}

#[test]
fn a_band_in_one_file_is_a_set() {
    let mut stage = Stage::watched();
    let tracks = [Lane::Drums, Lane::Bass, Lane::Keys];
    let tracks =
        tracks.map(|lane| music::midi_file::Track::of_lane(lane, &clip(lane.index() as u32))).to_vec();
    stage.put("my song.mid", bytes(&file(tracks)));
    stage.pass(ms(1_000));
    assert_eq!(
        stage.news(),
        [
            "arrived my song.mid: drums, bass, keys",
            "set alone: drums of my song.mid, bass of my song.mid, keys of my song.mid"
        ]
    );
}

#[test]
fn what_is_arranged_is_no_news_and_keeps_older_ones_out() {
    let mut stage = Stage::new();
    stage.arranged.insert(clip(2).hash());
    stage.write("20250823_bass_Cmaj.mid", song(Lane::Bass, 1));
    stage.write("20250824_bass_Cmaj.mid", song(Lane::Bass, 2));
    stage.pass(ms(1_000));
    assert_eq!(stage.news(), [""; 0], "an opened project plays what it saved");
    let standings: Vec<Standing> = stage.lines().into_iter().map(|line| line.standing).collect();
    assert_eq!(standings, [Standing::Arranged, Standing::Older]);
    // Another take under the arranged one's name is news.
    stage.put("20250824_bass_Cmaj.mid", song(Lane::Bass, 3));
    stage.pass(ms(1_000));
    assert_eq!(stage.news().len(), 2);
}

#[test]
fn the_same_bytes_again_are_no_news() {
    let mut stage = Stage::watched();
    stage.put(BASS, song(Lane::Bass, 1));
    stage.pass(ms(1_000));
    stage.news();
    let reads = stage.reads;
    stage.put(BASS, song(Lane::Bass, 1));
    stage.hint(BASS, Hint::Touched);
    stage.pass(ms(1_000));
    assert_eq!(stage.news(), [""; 0]);
    assert!(stage.reads > reads, "it was read to know that");
    assert_eq!(stage.lines()[0].standing, Standing::HandedOver);
}

#[test]
fn a_file_deleted_before_its_set_enters_does_not_enter() {
    let mut stage = Stage::watched();
    stage.put(BASS, song(Lane::Bass, 1));
    stage.put(DRUMS, song(Lane::Drums, 2));
    stage.pass(ms(100));
    stage.remove(BASS);
    stage.pass(ms(1_000));
    assert_eq!(stage.news()[2..], [format!("set 20250824103000: drums of {DRUMS}")]);
    stage.put("alone.mid", song(Lane::Pad, 3));
    stage.settle();
    stage.remove("alone.mid");
    stage.pass(ms(1_000));
    assert_eq!(stage.news(), ["arrived alone.mid: pad"], "of a set without files nothing is said");
}

#[test]
fn a_chair_that_nobody_knows_is_asked_for_and_chosen() {
    let mut stage = Stage::watched();
    stage.put("take.mid", anonymous(1));
    stage.pass(ms(1_000));
    assert_eq!(stage.news(), ["needs lane take.mid: 8 notes"]);
    assert_eq!(stage.lines()[0].standing, Standing::NeedsLane);
    stage.index.choose("no such.mid", Lane::Bass);
    stage.index.choose("take.mid", Lane::Pad);
    stage.pass(ms(1_000));
    assert_eq!(stage.news(), ["arrived take.mid: pad", "set alone: pad of take.mid"]);
    // Rewritten, it is still for the chair that was chosen.
    stage.put("take.mid", anonymous(2));
    stage.pass(ms(1_000));
    assert_eq!(stage.news(), ["arrived take.mid: pad", "set alone: pad of take.mid"]);
}

#[test]
fn a_chair_chosen_while_its_set_is_not_quiet_keeps_the_set_waiting() {
    let mut stage = Stage::watched();
    let strange = "20250824 take.mid";
    stage.put(strange, anonymous(1));
    stage.put("20250824_bass_Cmaj.mid", song(Lane::Bass, 2));
    stage.pass(ms(400));
    stage.index.choose(strange, Lane::Lead);
    stage.pass(ms(400));
    stage.news();
    stage.pass(ms(200));
    let expected = format!("set 20250824: bass of 20250824_bass_Cmaj.mid, lead of {strange}");
    assert_eq!(stage.news(), [expected]);
}

#[test]
fn what_was_there_an_hour_ago_is_listed_and_taken_only_by_hand() {
    const HOUR_NS: i64 = 3_600_000_000_000;
    let mut stage = Stage::new();
    stage.write_at("20250824_bass_Cmaj.mid", song(Lane::Bass, 1), -HOUR_NS - 1);
    stage.write_at("20250823_drums_Cmaj.mid", song(Lane::Drums, 2), -HOUR_NS + 1_000_000_000);
    stage.pass(ms(1_000));
    let set = "set 20250823: drums of 20250823_drums_Cmaj.mid";
    assert_eq!(stage.news(), ["arrived 20250823_drums_Cmaj.mid: drums", set]);
    assert_eq!(stage.lines()[0].standing, Standing::Old);
    stage.index.choose("20250824_bass_Cmaj.mid", Lane::Bass);
    stage.pass(ms(1_000));
    assert_eq!(stage.news()[1..], ["set 20250824: bass of 20250824_bass_Cmaj.mid"]);
    // Moved here now, from years ago: that is somebody's wish, not a leftover.
    stage.write_at("20250825_keys_Cmaj.mid", song(Lane::Keys, 3), -1_000 * HOUR_NS);
    stage.pass(ms(10_000));
    assert_eq!(stage.news()[1..], ["set 20250825: keys of 20250825_keys_Cmaj.mid"]);
}
