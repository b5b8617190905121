//! What workers bring: in order, out of order, too late, and made up.

use domain::Code;
use domain::ids::JobId;
use domain::job::{Command as Of, Fence};
use domain::session::generate::{OfChords, Request};
use domain::session::takes::{Placed, Take};
use domain::session::{Command, Event};
use music::lane::Lane;
use music::time::{MAX_TICKS, Span, Ticks};

use super::table::{ask, queue};
use crate::cast::{made, person, source, take};
use crate::stage::Stage;

fn leased() -> (Stage, JobId) {
    let mut stage = Stage::session();
    let chords = OfChords {
        tracks: vec!["bass".into(), "drums".into()],
        chords: "C-F".into(),
        tempo: None,
        beats: None,
        key: None,
    };
    stage.ask(&person(1), Command::Generate(Request::Chords(chords))).unwrap();
    let job = stage.song().jobs().iter().next().unwrap().id;
    ask(&mut stage, Of::Lease { job }).unwrap();
    (stage, job)
}

fn complete(job: JobId, names: &[&str], takes: Vec<Take>) -> Of {
    let artifacts = names.iter().map(|name| made(name)).collect();
    Of::Complete { job, fence: Fence(1), artifacts, takes }
}

#[test]
fn after_a_cancel_everything_is_kept_and_nothing_else_is_touched() {
    let (mut stage, job) = leased();
    ask(&mut stage, Of::Cancel { job }).unwrap();
    let before = stage.state.clone();
    let events = ask(&mut stage, complete(job, &["b"], vec![take(Lane::Bass, 0, 4, "b")])).unwrap();
    let [Event::ArtifactKept(kept)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((kept.is_orphan, kept.job), (true, Some(job)));
    assert_eq!(stage.state, before);
}

#[test]
fn what_was_never_leased_brings_nothing_after_a_cancel_either() {
    let mut stage = Stage::session();
    let job = queue(&mut stage, &person(1));
    ask(&mut stage, Of::Cancel { job }).unwrap();
    assert_eq!(ask(&mut stage, complete(job, &["b"], vec![])).unwrap_err().code, Code::StaleToken);
}

#[test]
fn takes_that_nobody_could_play_are_refused() {
    let bass = || take(Lane::Bass, 0, 4, "b");
    let span = |start, end| Span { start: Ticks(start), end: Ticks(end) };
    let at = |span| Take { lane: Lane::Bass, regions: vec![Placed { span, source: source("b") }] };
    let cases = [
        (&["b"][..], vec![bass(), bass()], "there are two takes for bass"),
        (&["b"], vec![take(Lane::Lead, 0, 4, "b")], "nobody asked for lead"),
        (&[], vec![bass()], "which is none of its artifacts"),
        (&["a", "c"], vec![bass()], "which is none of its artifacts"),
        (&["b"], vec![Take { lane: Lane::Bass, regions: vec![] }], "is nowhere"),
        (&["b"], vec![at(span(4, 4))], "is nowhere"),
        (&["b"], vec![at(span(9, 4))], "is nowhere"),
        (&["b"], vec![at(span(0, MAX_TICKS + 1))], "beyond the end of a song"),
        (&["b"], vec![at(span(i64::MIN, 0))], "beyond the end of a song"),
    ];
    for (names, takes, part) in cases {
        let (mut stage, job) = leased();
        let refusal = ask(&mut stage, complete(job, names, takes)).unwrap_err();
        assert_eq!(refusal.code, Code::InvalidTake);
        assert!(refusal.sentence.contains(part), "{}", refusal.sentence);
        ask(&mut stage, complete(job, &["b"], vec![bass()])).unwrap();
    }
}

#[test]
fn a_take_that_overlaps_itself_stays_in_the_library() {
    let (mut stage, job) = leased();
    let mut double = take(Lane::Bass, 0, 4, "b");
    double.regions.push(double.regions[0]);
    let events = ask(&mut stage, complete(job, &["b"], vec![double])).unwrap();
    let Some(Event::TakesWithheld { why, .. }) = events.last() else { panic!("{events:?}") };
    assert!(why.to_string().contains("would overlap"), "{why}");
    assert!(stage.song().arrangement().regions().is_empty());
}

#[test]
fn every_artifact_has_an_id_of_its_own() {
    let (mut stage, job) = leased();
    let events = ask(&mut stage, complete(job, &["a", "b", "c"], vec![])).unwrap();
    let mut ids: Vec<_> = events
        .iter()
        .filter_map(|event| if let Event::ArtifactKept(kept) = event { Some(kept.id) } else { None })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}
