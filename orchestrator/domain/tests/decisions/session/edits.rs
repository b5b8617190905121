//! Edits of the arrangement: one step, all or nothing.

use domain::Code;
use domain::session::edit::EDITS_MAX;
use domain::session::history::STEPS_MAX;
use domain::session::takes::Take;
use domain::session::{Command, Event};
use music::arrangement::{Change, Edit, RegionId, Revision};
use music::lane::Lane;
use music::time::Ticks;

use crate::cast::{beats, clip, edit, insert, person, source, take};
use crate::stage::Stage;

fn regions(stage: &Stage) -> Vec<String> {
    let all = stage.song().arrangement().regions().iter();
    all.map(|region| format!("{} {}", region.lane, region.span)).collect()
}

#[test]
fn several_edits_are_one_step_and_one_revision() {
    let mut stage = Stage::session();
    let two = vec![insert(Lane::Bass, 0, 4, "a"), insert(Lane::Drums, 0, 4, "b")];
    let events = stage.ask(&person(1), edit(two)).unwrap();
    assert!(matches!(events.as_slice(), [Event::Edited(_)]));
    assert_eq!(regions(&stage), ["drums [0, 4)", "bass [0, 4)"]);
    assert_eq!(stage.song().arrangement().revision(), Revision(1));
    stage.ask(&person(1), Command::Undo).unwrap();
    assert_eq!(regions(&stage), [] as [&str; 0]);
}

#[test]
fn one_that_cannot_be_stops_them_all() {
    let mut stage = Stage::session();
    let overlapping = vec![insert(Lane::Bass, 0, 4, "a"), insert(Lane::Bass, 2, 6, "b")];
    let refusal = stage.refused_with(&person(1), edit(overlapping), Code::EditRefused);
    assert!(refusal.sentence.contains("would overlap region 1"), "{}", refusal.sentence);
}

#[test]
fn nothing_is_no_edit() {
    let mut stage = Stage::session();
    stage.refused_with(&person(1), edit(vec![]), Code::EditRefused);
}

#[test]
fn an_edit_of_an_earlier_revision_is_refused() {
    let mut stage = Stage::session();
    let at = |expected, start| Command::Edit {
        edits: vec![insert(Lane::Bass, start, start + 4, "a")],
        expected: Some(expected),
    };
    stage.ask(&person(2), at(0, 0)).unwrap();
    let refusal = stage.refused_with(&person(1), at(0, 8), Code::RevisionConflict);
    assert_eq!(refusal.instead.as_deref(), Some("1"));
    stage.ask(&person(1), at(1, 8)).unwrap();
}

#[test]
fn a_song_made_elsewhere_takes_the_place_of_this_one_in_one_step() {
    let mut stage = Stage::session();
    stage.ask(&person(1), edit(vec![insert(Lane::Bass, 0, 8, "old")])).unwrap();
    let push = vec![Edit::Delete { region: RegionId(1) }, insert(Lane::Bass, 0, 4, "new")];
    stage.ask(&person(1), edit(push)).unwrap();
    assert_eq!(regions(&stage), ["bass [0, 4)"]);
    stage.ask(&person(1), Command::Undo).unwrap();
    assert_eq!(regions(&stage), ["bass [0, 8)"]);
}

#[test]
fn nobody_forges_what_was_there_before() {
    let mut stage = Stage::session();
    stage.ask(&person(1), edit(vec![insert(Lane::Bass, 0, 4, "a")])).unwrap();
    let after = stage.song().arrangement().regions().to_vec();
    let forged = Edit::Undo(Change { revision: Revision(1), before: vec![], after });
    stage.refused_with(&person(2), edit(vec![forged]), Code::EditRefused);
}

#[test]
fn replacing_cuts_what_is_in_the_way_and_undo_makes_it_whole() {
    let mut stage = Stage::session();
    stage.ask(&person(1), edit(vec![insert(Lane::Keys, 0, 16, "long")])).unwrap();
    let whole = stage.song().arrangement().regions().to_vec();
    let replace = Edit::Replace { lane: Lane::Keys, span: beats(4, 8), source: source("short") };
    stage.ask(&person(1), edit(vec![replace])).unwrap();
    assert_eq!(regions(&stage), ["keys [0, 4)", "keys [4, 8)", "keys [8, 16)"]);
    stage.ask(&person(1), Command::Undo).unwrap();
    assert_eq!(stage.song().arrangement().regions(), whole);
}

fn replace_all(names: &[(Lane, i64, &str)]) -> Command {
    let regions = names.iter().map(|(lane, start, name)| take(*lane, *start, start + 4, name)).collect();
    Command::ReplaceArrangement { chart: None, regions, expected: None }
}

#[test]
fn a_whole_song_is_pushed_in_one_step_and_comes_back_with_another() {
    let mut stage = Stage::session();
    stage.ask(&person(2), edit(vec![insert(Lane::Keys, 0, 16, "old")])).unwrap();
    let before = stage.song().arrangement().regions().to_vec();
    stage.ask(&person(1), replace_all(&[(Lane::Bass, 0, "b"), (Lane::Drums, 4, "d")])).unwrap();
    assert_eq!(regions(&stage), ["drums [4, 8)", "bass [0, 4)"]);
    let ids: Vec<u64> = stage.song().arrangement().regions().iter().map(|region| region.id.0).collect();
    assert_eq!(ids, [3, 2], "no name is given twice");
    stage.ask(&person(1), Command::Undo).unwrap();
    assert_eq!(stage.song().arrangement().regions(), before);
    stage.ask(&person(1), Command::Redo).unwrap();
    stage.ask(&person(1), replace_all(&[])).unwrap();
    assert_eq!(regions(&stage), [] as [&str; 0]);
    stage.refused_with(&person(1), replace_all(&[]), Code::EditRefused);
}

#[test]
fn a_song_that_comes_with_its_chart_is_one_step_of_both() {
    let mut stage = Stage::session();
    let whole = |text: &str, regions: Vec<Take>| Command::ReplaceArrangement {
        chart: Some(text.into()),
        regions,
        expected: None,
    };
    let of_song = |stage: &Stage| (stage.song().chart().text().to_string(), regions(stage).len());
    let bass = || vec![take(Lane::Bass, 0, 4, "b")];
    stage.ask(&person(1), whole("{tempo: 90} | C | G |", bass())).unwrap();
    assert_eq!(of_song(&stage), ("{tempo: 90} | C | G |".to_owned(), 1));
    assert_eq!(stage.song().tempo().at(Ticks::ZERO).bpm_f64(), 90.0);
    stage.refused_with(&person(1), whole("| Hm7 |", bass()), Code::InvalidChart);
    let twice = vec![take(Lane::Bass, 0, 4, "a"), take(Lane::Bass, 2, 6, "b")];
    stage.refused_with(&person(1), whole("| F |", twice), Code::EditRefused);
    assert_eq!(of_song(&stage), ("{tempo: 90} | C | G |".to_owned(), 1), "all of it or nothing");
    stage.ask(&person(1), Command::Undo).unwrap();
    assert_eq!(of_song(&stage), (String::new(), 0));
    assert_eq!(stage.song().tempo().at(Ticks::ZERO).bpm_f64(), 120.0);
    stage.ask(&person(1), whole("| C |", vec![])).unwrap();
    assert_eq!(of_song(&stage), ("| C |".to_owned(), 0), "a chart before there is music");
}

#[test]
fn a_song_that_overlaps_itself_is_not_pushed() {
    let mut stage = Stage::session();
    let refusal = stage.refused_with(
        &person(1),
        replace_all(&[(Lane::Bass, 0, "a"), (Lane::Bass, 3, "b")]),
        Code::EditRefused,
    );
    assert!(refusal.sentence.contains("would overlap"), "{}", refusal.sentence);
    let stale = Command::ReplaceArrangement { chart: None, regions: vec![], expected: Some(9) };
    stage.refused_with(&person(1), stale, Code::RevisionConflict);
}

#[test]
fn too_many_edits_at_once_are_too_many() {
    let mut stage = Stage::session();
    let all = vec![Edit::Delete { region: RegionId(1) }; EDITS_MAX + 1];
    let refusal = stage.refused_with(&person(1), edit(all), Code::LimitReached);
    assert_eq!(refusal.sentence, "1025 edits at once; 1024 is the limit");
}

#[test]
fn clips_that_may_come_back_are_still_in_use() {
    let mut stage = Stage::session();
    let used = |stage: &Stage, name: &str| stage.song().uses().has(&clip(name));
    stage.ask(&person(1), edit(vec![insert(Lane::Bass, 0, 4, "a")])).unwrap();
    assert!(used(&stage, "a") && !used(&stage, "b"));
    stage.ask(&person(1), edit(vec![Edit::Delete { region: RegionId(1) }])).unwrap();
    assert!(used(&stage, "a"), "an undo would bring it back");
}

#[test]
fn clips_of_forgotten_steps_are_in_use_no_more() {
    let mut stage = Stage::session();
    let name = |number: usize| format!("clip {number}");
    for number in 0..=STEPS_MAX / 2 {
        stage.ask(&person(1), edit(vec![insert(Lane::Bass, 0, 4, &name(number))])).unwrap();
        let there = stage.song().arrangement().regions()[0].id;
        stage.ask(&person(1), edit(vec![Edit::Delete { region: there }])).unwrap();
    }
    let uses = stage.song().uses();
    assert!(!uses.has(&clip(&name(0))) && uses.has(&clip(&name(1))));
    assert_eq!(uses.clips().count(), STEPS_MAX / 2);
    assert!(*uses == stage.song().uses_counted_anew());
}
