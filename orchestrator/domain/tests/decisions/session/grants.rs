//! Verbs: each command needs one, and who lacks it is told which.

use std::sync::Arc;

use domain::ids::{ArtifactId, Incarnation, JobId};
use domain::job::{self, Fence};
use domain::session::generate::{OfChords, Request};
use domain::session::lane::{Route, Settings};
use domain::session::leader::Mode;
use domain::session::rule::Rule;
use domain::session::{Command, transport};
use domain::{Beat, Code, Verb};
use music::lane::Lane;
use music::{meter, tempo};

use crate::cast::{all_but, chart, clip, edit, id, insert, join, made, only};
use crate::stage::Stage;

fn commands() -> Vec<(Verb, Command)> {
    let lane = Lane::Bass;
    let settings = Settings { channel: 1, route: Route::Sound };
    let chords =
        OfChords { tracks: vec!["bass".into()], chords: "C-F".into(), tempo: None, beats: None, key: None };
    let transports = [
        transport::Command::Start { from: None },
        transport::Command::Stop,
        transport::Command::Pause,
        transport::Command::Reset,
        transport::Command::Seek { to: Beat::ZERO },
        transport::Command::Tempo(tempo::Tempo::DEFAULT),
        transport::Command::Loop(None),
    ];
    let mut all = vec![
        (Verb::View, join("a")),
        (Verb::Admin, Command::Lose { instance: id("a"), incarnation: Incarnation(1) }),
        (Verb::Edit, Command::MoveChair { lane, to: None }),
        (Verb::Edit, Command::SetLane { lane, settings }),
        (Verb::Edit, chart("| C |")),
        (Verb::Edit, Command::SetTempoMap { map: Arc::new(tempo::Map::constant(tempo::Tempo::DEFAULT)) }),
        (Verb::Edit, Command::SetMeterMap { map: Arc::new(meter::Map::constant(meter::Meter::COMMON)) }),
        (Verb::Edit, edit(vec![insert(lane, 0, 4, "a")])),
        (Verb::Edit, Command::ReplaceArrangement { chart: None, regions: vec![], expected: None }),
        (Verb::Edit, Command::Undo),
        (Verb::Edit, Command::Redo),
        (Verb::Transport, Command::SetLeadMode(Mode::Session)),
        (Verb::Transport, Command::HostRolls { instance: id("a"), is_offline: false }),
        (Verb::Transport, Command::HostStopped { instance: id("a"), term: 0, beat: Beat::ZERO }),
        (Verb::Approve, Command::SetRule { rule: Rule::ApproveFirstTake, is_on: false }),
        (Verb::Generate, Command::Generate(Request::Chords(chords))),
        (Verb::Admin, Command::ArrangeTakes { job: JobId(1) }),
        (Verb::Library, Command::KeepArtifact(made("a"))),
        (Verb::Library, Command::DropArtifact { artifact: ArtifactId(1), hash: clip("a") }),
    ];
    all.extend(transports.map(|command| (Verb::Transport, Command::Transport(command))));
    all.extend(jobs().map(|(verb, command)| (verb, Command::Job(command))));
    all
}

fn jobs() -> [(Verb, job::Command); 8] {
    let (job, fence) = (JobId(1), Fence(1));
    [
        (Verb::Work, job::Command::Lease { job }),
        (Verb::Work, job::Command::Extend { job, fence }),
        (Verb::Work, job::Command::Complete { job, fence, artifacts: vec![], takes: vec![] }),
        (Verb::Work, job::Command::Fail { job, fence, reason: String::new(), is_retryable: true }),
        (Verb::Generate, job::Command::Cancel { job }),
        (Verb::Generate, job::Command::Retry { job }),
        (Verb::Admin, job::Command::LapseLease { job, fence }),
        (Verb::Admin, job::Command::LapseJob { job }),
    ]
}

#[test]
fn who_lacks_the_verb_is_told_which_one() {
    for (verb, command) in commands() {
        let mut stage = Stage::session();
        let refusal = stage.refused_with(&all_but(verb), command.clone(), Code::Forbidden);
        let expected = format!("this needs the verb {verb}, and who asks may only ");
        assert!(refusal.sentence.starts_with(&expected), "{command:?}: {}", refusal.sentence);
        let refusal = stage.refused_with(&only(&[]), command, Code::Forbidden);
        assert!(refusal.sentence.contains("may nothing here"), "{}", refusal.sentence);
    }
}

#[test]
fn who_has_it_is_refused_for_other_reasons_only() {
    for (verb, command) in commands() {
        let mut stage = Stage::session();
        if let Err(refusal) = stage.ask(&only(&[verb]), command.clone()) {
            assert_ne!(refusal.code, Code::Forbidden, "{command:?}: {}", refusal.sentence);
        }
    }
}

#[test]
fn a_command_for_another_scope_is_told_where_to_go() {
    let asked =
        domain::Command::House(domain::house::Command::EndPairing { pairing: domain::ids::PairingId(1) });
    let refusal = Stage::session().put(&domain::Actor::system(), asked).unwrap_err();
    assert_eq!(refusal.code, Code::WrongScope);
    assert!(refusal.sentence.contains("not for session/default"), "{}", refusal.sentence);
    let refusal =
        Stage::house().put(&domain::Actor::system(), domain::Command::Session(Command::Undo)).unwrap_err();
    assert_eq!(refusal.code, Code::WrongScope);
}
