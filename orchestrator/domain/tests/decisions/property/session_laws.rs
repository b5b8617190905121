//! What holds in a session whatever is asked of it.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::ids::JobId;
use domain::job::State;
use domain::session::leader::Mode;
use domain::session::{Command, Event, Session};
use domain::{Code, WallTime};
use music::arrangement::{Region, Revision};
use music::lane::Lane;
use proptest::prelude::*;

use super::wishes::{Wish, asker, job_wish, wish};
use crate::stage::Stage;

/// All a person can undo, to be compared.
type Song = (Vec<Region>, String, Vec<domain::session::lane::Settings>, String);

fn song(session: &Session) -> Song {
    (
        session.arrangement().regions().to_vec(),
        session.chart().text().to_string(),
        Lane::ALL.iter().map(|lane| session.seat(*lane).settings).collect(),
        format!("{:?} {:?}", session.tempo(), session.meter()),
    )
}

/// Asks for it; an undo is watched more closely. `None` when it was no wish, or refused.
fn fulfil(stage: &mut Stage, wish: &Wish) -> Option<Vec<Event>> {
    let (by, command) = match wish {
        Wish::Pass(tenths) => {
            stage.pass_with_timers(Duration::from_millis(tenths * 100));
            return None;
        }
        Wish::Of(who, command) => (asker(*who, command), command.clone()),
        Wish::Job { nth, fence_back, what } => job_wish(stage.song(), *nth, *fence_back, *what)?,
    };
    let before = stage.state.clone();
    let granted = match stage.ask(&by, command.clone()) {
        Ok(events) => Some(events),
        Err(refusal) => {
            assert!(stage.state == before, "a refusal changed something");
            assert!(!refusal.sentence.is_empty() && refusal.sentence.len() < 2_000, "{}", refusal.sentence);
            assert_ne!(refusal.code, Code::WrongScope);
            None
        }
    };
    if granted.is_some() && matches!(command, Command::Undo) {
        check_undone(before.session().unwrap(), stage.song(), &by);
    }
    granted
}

/// What an undo took back is what the step had found.
fn check_undone(before: &Session, after: &Session, by: &domain::Actor) {
    use domain::session::history::Touched;
    let step = before.history().undoable(by.person()).expect("there was something to undo");
    for touched in &step.touched {
        match touched {
            Touched::Regions(change) => {
                let all = after.arrangement().regions();
                assert!(change.before.iter().all(|region| all.contains(region)));
                assert!(
                    !change
                        .after
                        .iter()
                        .any(|region| { all.contains(region) && !change.before.contains(region) })
                );
            }
            Touched::Lane { lane, before, .. } => assert_eq!(after.seat(*lane).settings, *before),
            Touched::Chart { before, .. } => assert_eq!(after.chart().text(), before.text()),
            Touched::Tempo { before, .. } => assert_eq!(after.tempo(), &**before),
            Touched::Meter { before, .. } => assert_eq!(after.meter(), &**before),
        }
    }
    assert_eq!(after.history().redoable(by.person()).map(|redo| redo.by), Some(by.person()));
}

fn check_chairs(session: &Session) {
    for lane in Lane::ALL {
        if let Some(owner) = &session.seat(lane).owner {
            assert!(session.instance(owner).is_some(), "{lane} belongs to {owner}, who is gone");
        }
    }
}

fn check_leader(session: &Session) {
    let Some(host) = session.lead().host() else { return };
    assert!(session.instance(host).is_some(), "{host} leads and is gone");
    assert!(!session.transport().is_playing(), "two transports run");
    assert_ne!(session.lead().mode(), &Mode::Session);
    if let Mode::Instance(chosen) = session.lead().mode() {
        assert_eq!(chosen, host);
    }
}

fn check_jobs(session: &Session, ended: &mut BTreeMap<JobId, &'static str>) {
    assert!(session.jobs().running() <= domain::job::CONCURRENT_MAX);
    for job in session.jobs().iter() {
        let now = job.state.name();
        if let Some(before) = ended.get(&job.id) {
            let is_retried = *before == "dead";
            assert!(is_retried || *before == now, "{} was {before} and is {now}", job.id);
        }
        if job.state.is_over() {
            ended.insert(job.id, now);
        } else {
            ended.remove(&job.id);
        }
        if let State::Done { is_settled, .. } = job.state {
            assert!(is_settled, "somebody decides at once what happens with takes");
        }
    }
}

/// Every clip that came as a take has a decision behind it, made for somebody who may approve.
fn check_decisions(session: &Session) {
    for region in session.arrangement().regions() {
        for clip in region.clips.hashes() {
            let by_hand = ["x", "y", "z"].iter().any(|name| crate::cast::clip(name) == clip);
            let origin = session.taken().origin(&clip);
            assert!(by_hand || origin.is_some(), "{clip} plays, and nobody decided it");
        }
    }
}

fn check_timers(stage: &Stage) {
    use domain::Timer;
    for timer in stage.timers.keys() {
        match timer {
            Timer::LeaseEnds(job, fence) => {
                let job = stage.song().jobs().get(*job).unwrap();
                assert!(matches!(job.state, State::Leased(lease) if lease.fence == *fence), "{timer:?}");
            }
            Timer::JobEnds(job) => {
                assert!(stage.song().jobs().get(*job).is_some_and(|job| !job.state.is_over()), "{timer:?}");
            }
            Timer::PairingEnds(_) | Timer::FamilyEnds(_) => panic!("{timer:?} in a session"),
        }
    }
}

fn position_holds(session: &Session, now: WallTime) {
    let (here, later) = (session.position(now), session.position(now + Duration::from_millis(10)));
    if session.transport().looped().is_none() {
        assert!(here <= later, "the playhead went backwards");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The stage itself compares the state with the fold of all its events after every step.
    #[test]
    fn laws_hold_whatever_is_asked(wishes in prop::collection::vec(wish(), 1..60)) {
        let mut stage = Stage::session();
        let mut ended = BTreeMap::new();
        let mut arrangements = BTreeMap::new();
        for wish in &wishes {
            fulfil(&mut stage, wish);
            let session = stage.song();
            arrangements.insert(session.arrangement().revision(), session.arrangement().regions().to_vec());
            check_chairs(session);
            check_leader(session);
            check_jobs(session, &mut ended);
            check_decisions(session);
            check_timers(&stage);
            position_holds(session, stage.now);
            assert!(*session.uses() == session.uses_counted_anew(), "clips are counted as they come and go");
        }
        for (revision, regions) in &arrangements {
            let found = stage.song().arrangement_at(*revision).map(|found| (found.revision(), found.regions().to_vec()));
            prop_assert_eq!(found, Some((*revision, regions.clone())), "as it was");
        }
        prop_assert_eq!(stage.song().earliest_arrangement(), Revision(0));
        prop_assert_eq!(stage.song().arrangement_at(stage.song().arrangement().revision().next()), None);
    }

    /// One person alone: undone to the beginning, everything is as it was; redone, as it had become.
    #[test]
    fn alone_all_the_way_back_and_forth(wishes in prop::collection::vec(wish(), 1..40)) {
        let mut stage = Stage::session();
        for wish in &wishes {
            let is_edit = matches!(wish, Wish::Of(_, command) if !matches!(command, Command::Undo | Command::Redo | Command::Generate(_)));
            if let (true, Wish::Of(_, command)) = (is_edit, wish) {
                fulfil(&mut stage, &Wish::Of(0, command.clone()));
            }
        }
        let end = song(stage.song());
        let undone = (0..100).take_while(|_| stage.ask(&crate::cast::person(1), Command::Undo).is_ok()).count();
        prop_assert_eq!(song(stage.song()), song(&Session::new("default".parse().unwrap())));
        for _ in 0..undone {
            stage.ask(&crate::cast::person(1), Command::Redo).unwrap();
        }
        prop_assert_eq!(song(stage.song()), end);
    }
}
