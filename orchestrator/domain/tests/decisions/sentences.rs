//! What is said when something is refused: every code once, with the sentence a person reads.

use std::collections::BTreeSet;

use domain::actor::Kind;
use domain::house::family::TokenHash;
use domain::house::pairing::{CodeHash, Offer, Try};
use domain::house::principal::{Introduction, Rights, Sessions};
use domain::ids::{ArtifactId, FamilyId, Incarnation, JobId, PairingId, PrincipalId};
use domain::job::{self, Fence};
use domain::session::generate::{OfChords, Request};
use domain::session::lane::{Route, Settings};
use domain::session::transport::{Command as Move, Loop};
use domain::{Actor, Beat, Code, Command, Refusal, Verb, Verbs, house, session};
use music::arrangement::{Edit, RegionId};
use music::lane::Lane;

use crate::cast::{chart, clip, edit, id, insert, join, join_as, made, only, person, plugin, take, worker};
use crate::stage::Stage;

type Case = (Code, &'static str, Refusal);

/// After these were granted, this is refused.
fn refused(before: &[(Actor, session::Command)], by: &Actor, command: session::Command) -> Refusal {
    let mut stage = Stage::session();
    for (by, command) in before {
        stage.ask(by, command.clone()).unwrap();
    }
    stage.refused(by, command)
}

fn chords(text: &str) -> session::Command {
    let tracks = vec!["bass".to_owned()];
    session::Command::Generate(Request::Chords(OfChords {
        tracks,
        chords: text.to_owned(),
        tempo: None,
        beats: None,
        key: None,
    }))
}

fn moved(command: Move) -> session::Command {
    session::Command::Transport(command)
}

fn songs() -> Vec<Case> {
    let bass = |channel| session::Command::SetLane {
        lane: Lane::Bass,
        settings: Settings { channel, route: Route::Both },
    };
    let by = person(1);
    let mine = (person(1), bass(3));
    let theirs = (person(2), bass(4));
    let stale = session::Command::SetChart { text: "| C |".into(), expected: Some(7) };
    let plays = [(person(1), edit(vec![insert(Lane::Bass, 0, 4, "a")]))];
    let drop = session::Command::DropArtifact { artifact: ArtifactId(1), hash: clip("a") };
    let long =
        session::Command::KeepArtifact(domain::artifact::Made { label: "x".repeat(300).into(), ..made("a") });
    let delete = edit(vec![Edit::Delete { region: RegionId(9) }]);
    vec![
        (
            Code::Forbidden,
            "this needs the verb edit, and who asks may only view;",
            refused(&[], &only(&[Verb::View]), chart("| C |")),
        ),
        (Code::InvalidLane, "bass: MIDI has channels 1 to 16, not 17", refused(&[], &by, bass(16))),
        (Code::InvalidChart, "bar 1: \"Hm7\" is not a chord", refused(&[], &by, chart("| Hm7 |"))),
        (
            Code::RevisionConflict,
            "the chart is at revision 0, not at 7; read it again",
            refused(&[], &by, stale),
        ),
        (Code::EditRefused, "there is no region 9 at revision 0", refused(&[], &by, delete)),
        (
            Code::NothingToUndo,
            "there is nothing of yours left to undo",
            refused(&[], &by, session::Command::Undo),
        ),
        (
            Code::NothingToRedo,
            "there is nothing of yours left to do again",
            refused(&[], &by, session::Command::Redo),
        ),
        (
            Code::UndoConflict,
            "step 1 cannot be undone: the bass lane has been changed since by",
            refused(&[mine, theirs], &by, session::Command::Undo),
        ),
        (
            Code::InvalidPosition,
            "beat -1 is nowhere in a song; beat 0 to beat",
            refused(&[], &by, moved(Move::Seek { to: Beat::from_beats(-1) })),
        ),
        (
            Code::InvalidLoop,
            "a loop from beat 4 to beat 4 is too short",
            refused(
                &[],
                &by,
                moved(Move::Loop(Some(Loop { start: Beat::from_beats(4), end: Beat::from_beats(4) }))),
            ),
        ),
        (Code::InvalidChords, "chord 2 of the progression: \"Hm7\"", refused(&[], &by, chords("C-Hm7"))),
        (
            Code::Referenced,
            "artifact_00000000000000000000000000000001 is played by region 1 on bass",
            refused(&plays, &by, drop),
        ),
        (Code::InvalidText, "artifact sha256:", refused(&[], &by, long)),
    ]
}

fn bands() -> Vec<Case> {
    let here = [(plugin("a"), join("a"))];
    let rolls = |is_offline| session::Command::HostRolls { instance: id("a"), is_offline };
    let leads = [(plugin("a"), join("a")), (plugin("a"), rolls(false))];
    let stopped = session::Command::HostStopped { instance: id("a"), term: 0, beat: Beat::ZERO };
    let lose = session::Command::Lose { instance: id("a"), incarnation: Incarnation(9) };
    let leave = session::Command::Leave { instance: id("a") };
    vec![
        (
            Code::PluginNotFound,
            "there is no instance a in session default; register it first",
            refused(&[], &plugin("a"), leave),
        ),
        (
            Code::DuplicateInstance,
            "another instance a is here and alive: a copied track or project brings its id along; join as a-2",
            refused(&here, &plugin("a"), join_as("a", 2, false)),
        ),
        (
            Code::StaleInstance,
            "a came back since as another incarnation",
            refused(&here, &Actor::system(), lose),
        ),
        (
            Code::HostLeads,
            "the host of instance a leads; press play there",
            refused(&leads, &person(1), moved(Move::Start { from: None })),
        ),
        (
            Code::StaleLeader,
            "instance a does not lead in term 0: instance a does, in term 1",
            refused(&leads, &plugin("a"), stopped),
        ),
        (Code::BounceNeverLeads, "the host of a bounces", refused(&here, &plugin("a"), rolls(true))),
    ]
}

fn jobs() -> Vec<Case> {
    let leased = |stage: &mut Stage| {
        stage.ask(&person(1), chords("C")).unwrap();
        let job = stage.song().jobs().iter().last().unwrap().id;
        stage.ask(&worker(), session::Command::Job(job::Command::Lease { job })).unwrap();
        job
    };
    let ask =
        |stage: &mut Stage, command: job::Command| stage.refused(&worker(), session::Command::Job(command));
    let complete =
        |job, fence, takes| job::Command::Complete { job, fence: Fence(fence), artifacts: vec![], takes };
    let mut stage = Stage::session();
    let job = leased(&mut stage);
    let missing = ask(&mut stage, job::Command::Lease { job: JobId(1) });
    let twice = ask(&mut stage, job::Command::Lease { job });
    let stale = ask(&mut stage, complete(job, 0, vec![]));
    let made_up = ask(&mut stage, complete(job, 1, vec![take(Lane::Lead, 0, 4, "x")]));
    let fail = job::Command::Fail { job, fence: Fence(1), reason: "x".into(), is_retryable: true };
    stage.ask(&worker(), session::Command::Job(fail)).unwrap();
    let early = ask(&mut stage, job::Command::Lease { job });
    stage.pass(std::time::Duration::from_secs(1));
    stage.ask(&worker(), session::Command::Job(job::Command::Lease { job })).unwrap();
    stage.ask(&worker(), session::Command::Job(complete(job, 2, vec![]))).unwrap();
    let decided = stage.refused(&Actor::system(), session::Command::ArrangeTakes { job });
    stage.ask(&person(1), chords("C")).unwrap();
    let waiting = stage.song().jobs().iter().find(|job| !job.state.is_over()).unwrap().id;
    for _ in 0..job::CONCURRENT_MAX {
        stage.ask(&person(1), chords("C")).unwrap();
        let is_next =
            |other: &&job::Job| !other.state.is_over() && other.attempts == 0 && other.id != waiting;
        let next = stage.song().jobs().iter().find(is_next).unwrap().id;
        stage.ask(&worker(), session::Command::Job(job::Command::Lease { job: next })).unwrap();
    }
    let fifth = ask(&mut stage, job::Command::Lease { job: waiting });
    vec![
        (Code::JobNotFound, "there is no job_00000000000000000000000000000001 here any more", missing),
        (Code::ImpossibleTransition, "job_", twice),
        (Code::StaleToken, "job_", stale),
        (Code::InvalidTake, "job_", made_up),
        (Code::NotYet, "job_", early),
        (Code::AlreadyDecided, "what happens with the takes of job_", decided),
        (Code::TooManyRunning, "job_", fifth),
    ]
}

fn houses() -> Vec<Case> {
    let mut stage = Stage::house();
    let system = Actor::system();
    let mut ask = |command| stage.ask_house(&system, command).unwrap_err();
    let open =
        |session: &str| house::Command::OpenSession { session: session.parse().unwrap(), name: "x".into() };
    vec![
        (
            Code::SessionExists,
            "there is a session default already, \"Default\"; join it",
            ask(open("default")),
        ),
        (
            Code::InvalidName,
            "a name has 1 to 120 characters on one line; this one has 0",
            ask(house::Command::Introduce(Introduction { name: String::new(), ..ann() })),
        ),
        (
            Code::PrincipalNotFound,
            "there is no principal_",
            ask(house::Command::Revoke { principal: PrincipalId(7) }),
        ),
        (
            Code::PairingNotFound,
            "pairing_00000000000000000000000000000007 is not open; ask for a new code",
            ask(attempt(PairingId(7))),
        ),
        (
            Code::FamilyNotFound,
            "family_00000000000000000000000000000007 is over; log in again",
            ask(refresh(FamilyId(7))),
        ),
        (
            Code::SessionNotFound,
            "there is no session song-9; open it first",
            stage.home().session(&"song-9".parse().unwrap()).unwrap_err(),
        ),
    ]
}

fn ann() -> Introduction {
    let rights = Rights { verbs: Verbs::of(&[Verb::View]), sessions: Sessions::All };
    Introduction { kind: Kind::Person, name: "Ann".into(), rights, acts_for: None, key: None }
}

fn attempt(pairing: PairingId) -> house::Command {
    house::Command::TryPairing(Try { pairing, code: CodeHash([0; 32]), name: "x".into(), key: None })
}

fn refresh(family: FamilyId) -> house::Command {
    let (presented, next) = (TokenHash([0; 32]), TokenHash([1; 32]));
    house::Command::Refresh { family, presented, next }
}

/// Doors and logins that are over, and somebody who is gone.
fn endings() -> Vec<Case> {
    let mut stage = Stage::house();
    let system = Actor::system();
    stage.ask_house(&system, house::Command::Introduce(ann())).unwrap();
    let who = *stage.home().principals().keys().next().unwrap();
    let log_in = || house::Command::BeginFamily { principal: who, token: TokenHash([0; 32]) };
    let mut cases = Vec::new();
    let offer = Offer { code: CodeHash([0; 32]), kind: Kind::Plugin, rights: ann().rights };
    for _ in 0..house::pairing::PAIRINGS_MAX {
        stage.ask_house(&system, house::Command::BeginPairing(offer.clone())).unwrap();
    }
    let pairing = *stage.home().pairings().keys().next().unwrap();
    let fifth = stage.ask_house(&system, house::Command::BeginPairing(offer)).unwrap_err();
    cases.push((Code::LimitReached, "there are 4 pairings open already, the limit; wait until", fifth));
    stage.ask_house(&system, log_in()).unwrap();
    let family = *stage.home().families().keys().next().unwrap();
    stage.pass(house::family::LASTS);
    let mut ask = |command| stage.ask_house(&system, command).unwrap_err();
    cases.push((Code::PairingOver, "the time of pairing_", ask(attempt(pairing))));
    cases.push((Code::FamilyRevoked, "family_", ask(refresh(family))));
    stage.ask_house(&system, house::Command::Revoke { principal: who }).unwrap();
    cases.push((Code::PrincipalRevoked, "principal_", stage.ask_house(&system, log_in()).unwrap_err()));
    cases.push((
        Code::WrongScope,
        "this command is not for house",
        stage.put(&system, Command::Session(session::Command::Undo)).unwrap_err(),
    ));
    cases
}

#[test]
fn every_code_has_a_situation_and_a_sentence() {
    let mut seen = BTreeSet::new();
    let all = [songs(), bands(), jobs(), houses(), endings()];
    for (code, beginning, refusal) in all.into_iter().flatten() {
        assert_eq!(refusal.code, code, "{refusal}");
        assert!(refusal.sentence.starts_with(beginning), "{refusal}");
        assert!(!refusal.sentence.ends_with('.') && refusal.sentence.is_ascii(), "{refusal}");
        seen.insert(code);
    }
    let missing: Vec<&Code> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert_eq!(missing, [] as [&Code; 0], "no situation for these");
}
