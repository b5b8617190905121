//! An evening, told by its journal: what a rehearsal leaves behind, in the order it happened.

use std::time::Duration;

use domain::ids::Incarnation;
use domain::job::{self, Fence};
use domain::session::generate::{OfChart, Request};
use domain::session::{Command, Event, transport};
use domain::{Actor, Beat};
use music::lane::Lane;

use crate::cast::{chart, id, join, made, person, plugin, take, worker};
use crate::stage::Stage;

/// An event in a few words.
fn told(event: &Event) -> String {
    match event {
        Event::InstanceJoined(instance) => format!("{} joins", instance.id),
        Event::InstanceGone { instance, how } => format!("{instance} is gone: {how:?}"),
        Event::ChairMoved { lane, to: Some(to), .. } => format!("{to} sits at {lane}"),
        Event::ChairMoved { lane, to: None, .. } => format!("nobody sits at {lane}"),
        Event::Edited(step) => format!("step {}: {:?}", step.id.0, step.why),
        Event::LeadChanged { leader, term, .. } => format!("{leader:?} leads, term {term}"),
        Event::TransportStarted { beat, .. } => format!("plays from {beat}"),
        Event::TransportHalted { beat } => format!("stands at {beat}"),
        Event::JobQueued(_) => "a job waits".to_owned(),
        Event::JobLeased { lease, .. } => format!("a job is leased, token {}", lease.fence.0),
        Event::JobDone { takes, .. } => format!("a job is done, {} takes", takes.len()),
        Event::ArtifactKept(kept) => format!("{} is kept", kept.made.label),
        Event::TakesArranged { lanes, .. } => format!("{lanes:?} arranged"),
        Event::TakesWithheld { lanes, why, .. } => format!("{lanes:?} stay in the library: {why}"),
        Event::TimerSet { .. } => "a timer is set".to_owned(),
        Event::TimerCleared { .. } => "a timer is cleared".to_owned(),
        Event::LeadModeSet { .. }
        | Event::LoopSet { .. }
        | Event::RuleSet { .. }
        | Event::LeaseExtended { .. }
        | Event::JobFailed { .. }
        | Event::JobDied { .. }
        | Event::JobCancelled { .. }
        | Event::JobRetried { .. }
        | Event::ArtifactDropped { .. } => panic!("{event:?} is not in this story"),
    }
}

fn ask(stage: &mut Stage, by: &Actor, command: Command) -> Vec<String> {
    let events = stage.ask(by, command).unwrap();
    // Who sits down on all eight chairs has told it eight times.
    let mut told: Vec<String> = events.iter().map(told).collect();
    told.retain(|line| !line.contains("sits at") || line.ends_with("bass"));
    told.retain(|line| !line.contains("nobody sits") || line.ends_with("bass"));
    told
}

#[test]
fn two_plugins_rehearse_a_song() {
    let mut stage = Stage::session();
    let roll = Command::HostRolls { instance: id("bar"), is_offline: false };
    assert_eq!(ask(&mut stage, &plugin("foo"), join("foo")), ["foo joins", "foo sits at bass"]);
    assert_eq!(ask(&mut stage, &plugin("bar"), join("bar")), ["bar joins"]);
    let chair = Command::MoveChair { lane: Lane::Bass, to: Some(id("bar")) };
    assert_eq!(ask(&mut stage, &plugin("bar"), chair), ["bar sits at bass"]);
    assert_eq!(ask(&mut stage, &person(1), chart("{tempo: 60} | C | F |")), ["step 1: New"]);

    let wish = OfChart {
        text: None,
        style: None,
        seed: None,
        lanes: vec![],
        bars: None,
        priority: job::Priority::Normal,
    };
    let generate = Command::Generate(Request::Chart(wish));
    assert_eq!(ask(&mut stage, &plugin("foo"), generate), ["a job waits", "a timer is set"]);
    let job = stage.song().jobs().iter().next().unwrap().id;
    let lease = Command::Job(job::Command::Lease { job });
    assert_eq!(ask(&mut stage, &worker(), lease), ["a job is leased, token 1", "a timer is set"]);

    let start = Command::Transport(transport::Command::Start { from: None });
    assert_eq!(ask(&mut stage, &person(2), start), ["plays from beat 0"]);
    stage.pass(Duration::from_secs(3));
    let takes = vec![take(Lane::Bass, 0, 8, "bass")];
    let done = job::Command::Complete { job, fence: Fence(1), artifacts: vec![made("bass")], takes };
    let arranged = [
        "bass is kept",
        "a job is done, 1 takes",
        "a timer is cleared",
        "a timer is cleared",
        "step 2: New",
        "[Bass] arranged",
    ];
    assert_eq!(ask(&mut stage, &worker(), Command::Job(done)), arranged);

    let led = ["stands at beat 3", "Host(InstanceId(\"bar\")) leads, term 1"];
    assert_eq!(ask(&mut stage, &plugin("bar"), roll), led);
    assert_eq!(ask(&mut stage, &person(1), Command::Undo), ["step 3: Undo { of: StepId(2) }"]);
    assert_eq!(ask(&mut stage, &person(1), Command::Redo), ["step 4: Redo { of: StepId(3) }"]);
    let lost = Command::Lose { instance: id("bar"), incarnation: Incarnation(1) };
    let gone = ["Session leads, term 2", "nobody sits at bass", "bar is gone: Lost"];
    assert_eq!(ask(&mut stage, &Actor::system(), lost), gone);
    assert_eq!((stage.beat(), stage.timers.len()), (Beat::from_beats(3), 0));
}
