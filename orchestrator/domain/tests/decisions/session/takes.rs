//! Takes: which enter the arrangement by themselves, and what is said of those that do not.

use domain::actor::Kind;
use domain::ids::{JobId, PrincipalId};
use domain::job::{self, Fence};
use domain::session::generate::Request;
use domain::session::rule::Rule;
use domain::session::takes::{Client, Take, Withheld};
use domain::session::{Command, Event};
use domain::{Actor, Code, Verb};
use music::arrangement::Edit;
use music::arrangement::RegionId;
use music::lane::Lane;

use super::generate::{of_chart, of_chords};
use crate::cast::{all_but, beats, chart, clip, edit, insert, made, person, plugin, source, take, worker};
use crate::stage::Stage;

const BAND: [(Lane, &str); 2] = [(Lane::Drums, "d"), (Lane::Bass, "b")];

fn request(stage: &mut Stage, by: &Actor, request: Request) -> JobId {
    let events = stage.ask(by, Command::Generate(request)).unwrap();
    let Event::JobQueued(job) = &events[0] else { panic!("{events:?}") };
    job.id
}

fn chords() -> Request {
    Request::Chords(of_chords("C-F"))
}

/// Drums and bass over the first eight beats, called `name`.
fn band(name: &str) -> (Vec<domain::artifact::Made>, Vec<Take>) {
    let called = |part: &str| format!("{name}-{part}");
    let takes = BAND.map(|(lane, part)| take(lane, 0, 8, &called(part)));
    (BAND.map(|(_, part)| made(&called(part))).to_vec(), takes.to_vec())
}

fn complete(stage: &mut Stage, job: JobId, name: &str) -> Vec<Event> {
    stage.ask(&worker(), Command::Job(job::Command::Lease { job })).unwrap();
    let (artifacts, takes) = band(name);
    let done = job::Command::Complete { job, fence: Fence(1), artifacts, takes };
    stage.ask(&worker(), Command::Job(done)).unwrap()
}

fn arranged(events: &[Event]) -> Vec<Lane> {
    let lanes = events.iter().filter_map(|event| match event {
        Event::TakesArranged { lanes, .. } => Some(lanes.clone()),
        _ => None,
    });
    lanes.flatten().collect()
}

fn withheld(events: &[Event]) -> Vec<(Vec<Lane>, Withheld)> {
    let all = events.iter().filter_map(|event| match event {
        Event::TakesWithheld { lanes, why, .. } => Some((lanes.clone(), why.clone())),
        _ => None,
    });
    all.collect()
}

#[test]
fn asking_for_an_empty_chair_is_asking_to_hear_it() {
    let mut stage = Stage::session();
    let job = request(&mut stage, &plugin("a"), chords());
    let events = complete(&mut stage, job, "one");
    let kinds = |event: &Event| matches!(event, Event::ArtifactKept(kept) if kept.job == Some(job));
    assert_eq!(events.iter().filter(|event| kinds(event)).count(), 2, "every take is in the library");
    assert_eq!(arranged(&events), [Lane::Drums, Lane::Bass]);
    let region = stage.song().arrangement().region_at(Lane::Bass, music::time::Ticks::ZERO).unwrap();
    let origin = stage.song().taken().origin(&region.clips.main).unwrap();
    assert_eq!((origin.job, origin.decision.rule), (job, Rule::ApproveFirstTake));
    assert_eq!((origin.decision.set_by, origin.decision.at), (PrincipalId::SYSTEM, stage.now));
    assert_eq!((origin.decision.asked_by, origin.decision.through), (PrincipalId(1), PrincipalId(50)));
}

#[test]
fn who_asked_may_take_it_back_in_one_step() {
    let mut stage = Stage::session();
    let job = request(&mut stage, &plugin("a"), chords());
    complete(&mut stage, job, "one");
    stage.ask(&person(1), Command::Undo).unwrap();
    assert!(stage.song().arrangement().regions().is_empty());
    stage.ask(&person(1), Command::Redo).unwrap();
    assert_eq!(
        stage.song().taken().origin(&clip("one-b")).unwrap().job,
        job,
        "and the record is still there"
    );
}

#[test]
fn what_is_not_approved_stays_in_the_library_and_says_why() {
    let both = vec![Lane::Drums, Lane::Bass];
    let off = Command::SetRule { rule: Rule::ApproveFirstTake, is_on: false };
    let agent = Actor { kind: Kind::Agent, ..all_but(Verb::Approve) };
    let cases = [
        (Some(off), person(1), Withheld::RuleIsOff, "the rule approve_first_take is off"),
        (None, agent, Withheld::MayNotApprove, "who asked may not approve"),
    ];
    for (before, by, why, sentence) in cases {
        let mut stage = Stage::session();
        if let Some(before) = before {
            stage.ask(&person(1), before).unwrap();
        }
        let job = request(&mut stage, &by, chords());
        let events = complete(&mut stage, job, "one");
        assert_eq!(why.to_string(), sentence);
        assert_eq!(withheld(&events), [(both.clone(), why)]);
        assert!(stage.song().arrangement().regions().is_empty());
    }
}

#[test]
fn a_chair_that_plays_keeps_playing_and_the_others_enter() {
    let mut stage = Stage::session();
    stage.ask(&person(2), edit(vec![insert(Lane::Bass, 7, 9, "theirs")])).unwrap();
    let job = request(&mut stage, &person(1), chords());
    let events = complete(&mut stage, job, "one");
    assert_eq!(arranged(&events), [Lane::Drums]);
    assert_eq!(withheld(&events), [(vec![Lane::Bass], Withheld::ChairIsTaken)]);
    assert_eq!(stage.song().arrangement().regions_in(Lane::Bass, beats(0, 16)).len(), 1);
}

/// The first request is always granted; then somebody does something, and the second is granted or not.
#[test]
fn a_second_request_replaces_ones_own_and_nothing_else() {
    let replace = Edit::Replace { lane: Lane::Bass, span: beats(2, 3), source: source("by-hand") };
    let cut = Edit::Split { region: RegionId(2), at: music::time::Ticks::from_beats(4) };
    let cases: Vec<(&str, Actor, Option<Edit>, Vec<Lane>)> = vec![
        ("own takes make way", plugin("a"), None, vec![Lane::Drums, Lane::Bass]),
        ("another instance's do not", plugin("b"), None, vec![]),
        ("another's do not", person(2), None, vec![]),
        ("what was put in by hand does not", plugin("a"), Some(replace), vec![Lane::Drums]),
        ("own takes in pieces are own", plugin("a"), Some(cut), vec![Lane::Drums, Lane::Bass]),
    ];
    for (what, by, between, expected) in cases {
        let mut stage = Stage::session();
        let first = request(&mut stage, &plugin("a"), chords());
        complete(&mut stage, first, "one");
        if let Some(between) = between {
            stage.ask(&person(3), edit(vec![between])).unwrap();
        }
        let second = request(&mut stage, &by, chords());
        let events = complete(&mut stage, second, "two");
        assert_eq!(arranged(&events), expected, "{what}");
    }
}

#[test]
fn our_own_requests_wait_where_something_plays() {
    let mut stage = Stage::session();
    stage.ask(&person(1), chart("| C | F |")).unwrap();
    for (name, expected) in [("one", 2), ("two", 0)] {
        let job = request(&mut stage, &person(1), Request::Chart(of_chart()));
        assert_eq!(arranged(&complete(&mut stage, job, name)).len(), expected);
    }
}

#[test]
fn what_happens_with_takes_is_decided_once() {
    let mut stage = Stage::session();
    let job = request(&mut stage, &person(1), chords());
    stage.refused_with(&Actor::system(), Command::ArrangeTakes { job }, Code::ImpossibleTransition);
    complete(&mut stage, job, "one");
    stage.ask(&person(1), Command::Undo).unwrap();
    stage.refused_with(&Actor::system(), Command::ArrangeTakes { job }, Code::AlreadyDecided);
}

#[test]
fn the_same_notes_stay_the_first_clients() {
    let mut stage = Stage::session();
    let first = request(&mut stage, &plugin("a"), chords());
    complete(&mut stage, first, "same");
    let moved =
        Edit::Move { region: RegionId(2), lane: Lane::Bass, start: music::time::Ticks::from_beats(32) };
    stage.ask(&person(3), edit(vec![moved])).unwrap();
    let second = request(&mut stage, &plugin("b"), chords());
    assert_eq!(arranged(&complete(&mut stage, second, "same")), [Lane::Bass]);
    let expected = Client { principal: PrincipalId(50), instance: Some(crate::cast::id("a")) };
    assert_eq!(stage.song().taken().origin(&clip("same-b")).unwrap().client, expected);
}

#[test]
fn an_artifact_that_plays_is_not_dropped() {
    let mut stage = Stage::session();
    let events = stage.ask(&person(1), Command::KeepArtifact(made("mine"))).unwrap();
    let [Event::ArtifactKept(kept)] = events.as_slice() else { panic!("{events:?}") };
    stage.ask(&person(1), edit(vec![insert(Lane::Lead, 0, 4, "mine")])).unwrap();
    let drop = Command::DropArtifact { artifact: kept.id, hash: clip("mine") };
    let refusal = stage.refused_with(&person(1), drop.clone(), Code::Referenced);
    assert!(refusal.sentence.contains("is played by region 1 on lead at [0, 4)"), "{}", refusal.sentence);
    stage.ask(&person(1), Command::Undo).unwrap();
    assert_eq!(stage.ask(&person(1), drop).unwrap(), [Event::ArtifactDropped { artifact: kept.id }]);
}

#[test]
fn what_is_said_of_an_artifact_has_limits() {
    let mut stage = Stage::session();
    let plain = made("a");
    let cases = [
        domain::artifact::Made { label: "x".repeat(257).into(), ..plain.clone() },
        domain::artifact::Made { tags: vec!["t".into(); 33], ..plain.clone() },
        domain::artifact::Made { tags: vec!["t".repeat(65).into()], ..plain.clone() },
        domain::artifact::Made { recipe: "r".repeat(4_097).into(), ..plain.clone() },
        domain::artifact::Made { parents: vec![domain::ids::ArtifactId(1); 33], ..plain },
    ];
    for bad in cases {
        stage.refused_with(&person(1), Command::KeepArtifact(bad), Code::InvalidText);
    }
}
