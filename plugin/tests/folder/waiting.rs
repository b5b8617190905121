//! Files that are not whole: waited for while they grow, called damaged when they stand still, and nobody waits for them.

use ai_band_plugin::folder::Standing;
use ai_band_plugin::folder::index::{Hint, STILL};
use music::lane::Lane;

use crate::stage::{Stage, anonymous, ms, song};

#[test]
fn a_file_written_slowly_counts_when_it_is_whole() {
    let mut stage = Stage::watched();
    let whole = song(Lane::Bass, 1);
    for end in (0..whole.len()).step_by(10) {
        stage.write("bass.mid", whole[..end].to_vec());
        stage.hint("bass.mid", Hint::Touched);
        stage.pass(ms(300));
        assert_eq!(stage.news(), [""; 0], "{end} bytes");
    }
    assert_eq!(stage.lines()[0].standing, Standing::Unfinished);
    stage.put("bass.mid", whole);
    stage.settle();
    assert_eq!(stage.news(), ["arrived bass.mid: bass"]);
}

#[test]
fn a_file_that_is_written_is_not_read_at_each_byte() {
    let mut stage = Stage::watched();
    let whole = song(Lane::Bass, 1);
    for end in 0..whole.len() {
        stage.write("bass.mid", whole[..end].to_vec());
        stage.hint("bass.mid", Hint::Touched);
        stage.pass(ms(1));
    }
    let tenths = whole.len().div_ceil(100) + 1;
    assert!(stage.reads <= tenths, "{} reads in {} ms", stage.reads, whole.len());
}

#[test]
fn a_damaged_file_is_said_to_be_so_once_and_stops_nothing() {
    let mut stage = Stage::watched();
    let mut damaged = song(Lane::Bass, 1);
    damaged.truncate(100);
    stage.put("20250824_bass_Cmaj.mid", damaged);
    stage.put("20250824_drums_Cmaj.mid", song(Lane::Drums, 2));
    stage.pass(STILL - ms(1));
    let news = stage.news();
    assert_eq!(
        news[..2],
        ["arrived 20250824_drums_Cmaj.mid: drums", "set 20250824: drums of 20250824_drums_Cmaj.mid"]
    );
    stage.pass(ms(10_000));
    let news = stage.news();
    assert_eq!(news.len(), 1, "{news:?}");
    assert!(news[0].starts_with("damaged 20250824_bass_Cmaj.mid: byte "), "{news:?}");
    assert!(news[0].contains("the file was cut short"), "{news:?}");
    // Mended, it plays.
    stage.put("20250824_bass_Cmaj.mid", song(Lane::Bass, 1));
    stage.pass(ms(1_000));
    assert_eq!(stage.news()[1..], ["set 20250824: bass of 20250824_bass_Cmaj.mid"]);
}

#[test]
fn what_is_refused_by_its_content_is_refused_at_once() {
    let mut stage = Stage::watched();
    stage.put("bass.mid", crate::stage::bytes(&crate::stage::file(Vec::new())));
    stage.settle();
    let news = stage.news();
    assert_eq!(news, ["damaged bass.mid: there are no notes in it; export it again with the track selected"]);
}

#[test]
fn a_newest_file_that_is_damaged_does_not_keep_the_next_one_out() {
    let mut stage = Stage::new();
    stage.write("20250824_bass_Cmaj.mid", vec![0; 50]);
    stage.write("20250823_bass_Cmaj.mid", song(Lane::Bass, 1));
    stage.write("20250822_bass_Cmaj.mid", song(Lane::Bass, 2));
    stage.pass(ms(1_000));
    assert_eq!(stage.news()[1..], ["set 20250823: bass of 20250823_bass_Cmaj.mid"]);
}

#[test]
fn a_good_file_overwritten_by_half_of_one_does_not_enter() {
    let mut stage = Stage::watched();
    stage.put("a.mid", song(Lane::Bass, 1));
    stage.settle();
    stage.news();
    stage.put("a.mid", song(Lane::Bass, 2)[..60].to_vec());
    stage.pass(ms(1_000));
    assert_eq!(stage.news(), [""; 0]);
    stage.put("a.mid", song(Lane::Bass, 3));
    stage.pass(ms(1_000));
    assert_eq!(stage.news(), ["arrived a.mid: bass", "set alone: bass of a.mid"]);
}

#[test]
fn a_file_that_vanishes_while_it_is_waited_for_is_forgotten() {
    let mut stage = Stage::watched();
    stage.put("a.mid", vec![1, 2, 3]);
    stage.put("b.mid", anonymous(1));
    stage.settle();
    assert_eq!(stage.index.known(), 2);
    // Nobody saw this one go; the next try finds out.
    stage.files.clear();
    stage.pass(ms(300));
    assert_eq!(stage.index.known(), 1);
    stage.pass(ms(5_000));
    assert_eq!(stage.index.known(), 0);
}
