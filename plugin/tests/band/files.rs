//! Sets of files: one step by the folder's rule, or a take to decide.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::FileClip;
use ai_band_plugin::model::TakeState;
use music::clip::{Clip, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Ticks};

use crate::stage::{EIGHT_BARS, bars, model, newest, on, playing, said, states};

fn file(lane: Lane, key: u8) -> FileClip {
    let (pitch, length, offset) = (Pitch::new(key).expect("a key"), Ticks(480), Micros(0));
    let note = |beat: i64| Note {
        start: Ticks::from_beats(beat),
        length,
        offset,
        pitch,
        velocity: 90,
        importance: 127,
    };
    let clip = Clip::new(Ticks::from_beats(4), vec![note(0), note(2)], vec![]).expect("a clip");
    FileClip { lane, clip, name: format!("{lane}.mid") }
}

#[test]
fn a_set_enters_as_one_step_by_the_rule() {
    let mut band = playing(EIGHT_BARS);
    let before = band.heard().regions().to_vec();
    let outcome = band.insert_files(vec![file(Lane::Lead, 60), file(Lane::Bass, 40)]);
    assert_eq!(
        said(&outcome),
        "bass.mid, lead.mid, by the rule for this folder. Plays from the next start. Undo"
    );
    assert!(outcome.arranged && outcome.changed);
    let lead = model(&mut band).lanes[Lane::Lead.index()].notes.clone();
    assert_eq!(lead.len(), 16, "two notes in each of eight bars");
    assert_eq!(lead[15].start, Ticks::from_beats(30));
    assert!(!band.insert_files(vec![file(Lane::Lead, 60)]).arranged, "it plays already");
    band.act(&Action::Undo);
    assert_eq!(band.heard().regions(), before);
}

#[test]
fn without_the_rule_it_waits() {
    let mut band = playing(EIGHT_BARS);
    band.act(&Action::FolderApproved(false));
    let outcome = band.insert_files(vec![file(Lane::Lead, 60)]);
    assert_eq!(said(&outcome), "lead.mid waits for a decision, looped · lead.");
    assert!(!outcome.arranged);
    let take = newest(&mut band);
    band.act(&Action::Approve(take));
    assert_eq!(states(&mut band)[1], TakeState::Armed { bar: 1 });
}

#[test]
fn locked_bars_are_left_to_who_plays_them() {
    let mut band = playing(EIGHT_BARS);
    let lane = Lane::Bass;
    band.act(&Action::Lock { lane, bars: bars(3, 4), locked: true });
    band.insert_files(vec![file(lane, 40)]);
    let spans: Vec<(i64, i64, bool)> = band
        .heard()
        .regions()
        .iter()
        .filter(|region| region.lane == lane)
        .map(|region| (region.span.start.0 / 3_840, region.span.end.0 / 3_840, region.looped))
        .collect();
    assert_eq!((spans[0], spans[spans.len() - 1]), ((0, 2, true), (4, 8, true)));
}

#[test]
fn without_a_chart_loops_go_on_for_long() {
    let mut band = on("");
    band.insert_files(vec![file(Lane::Drums, 36)]);
    assert_eq!(band.heard().regions()[0].span.end, Ticks::from_beats(4_096));
    assert!(!band.insert_files(vec![]).arranged);
}

#[test]
fn what_can_be_undone_has_words() {
    let mut band = playing(EIGHT_BARS);
    band.insert_files(vec![file(Lane::Lead, 60)]);
    let shown = model(&mut band);
    assert_eq!((shown.undo.as_deref(), shown.redo), (Some("files, looped · lead"), None));
    band.act(&Action::Undo);
    let shown = model(&mut band);
    assert_eq!(shown.redo.as_deref(), Some("files, looped · lead"));
    assert_eq!(shown.undo.as_deref(), Some("generate, bars 1–8 · drums, bass, keys, guitar"));
}
