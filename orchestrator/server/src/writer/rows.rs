//! What the tables say after an event: rows are taken from the state it led to.

use domain::house::principal;
use domain::ids::{JobId, PrincipalId};
use domain::job::State as JobState;
use domain::{Event, House, Session, State, Timer, WallTime, artifact, house, job, session};

use crate::store::{self, ArtifactChange, Batch, BlobUse, Grant, TimerChange, journal};

pub(crate) fn follow(scope: &str, state: &State, event: &Event, rows: &mut Batch) {
    match (state, event) {
        (State::House(house), Event::House(event)) => follow_house(scope, house, event, rows),
        (State::Session(session), Event::Session(event)) => follow_session(scope, session, event, rows),
        (State::House(_), Event::Session(_)) | (State::Session(_), Event::House(_)) => {}
    }
}

/// Clips that are needed from now on, and those that are not any more.
pub(super) fn note_uses(scope: &str, before: &State, after: &State, rows: &mut Batch) {
    let (Some(before), Some(after)) = (before.session(), after.session()) else { return };
    let changed = after.uses().since(before.uses());
    rows.uses.extend(changed.map(|(hash, is_used)| BlobUse {
        scope: scope.to_owned(),
        hash: *hash,
        is_used,
    }));
}

fn follow_house(scope: &str, house: &House, event: &house::Event, rows: &mut Batch) {
    match event {
        house::Event::PrincipalIntroduced(principal) => put_principal(house, principal.id, rows),
        house::Event::RightsGranted { principal, .. }
        | house::Event::PrincipalRevoked { principal }
        | house::Event::TokensRevoked { principal, .. } => put_principal(house, *principal, rows),
        house::Event::TimerSet { timer, due } => set_timer(scope, *timer, *due, rows),
        house::Event::TimerCleared { timer } => clear_timer(scope, *timer, rows),
        house::Event::SessionOpened { .. }
        | house::Event::PairingBegan(_)
        | house::Event::PairingMissed { .. }
        | house::Event::PairingEnded { .. }
        | house::Event::FamilyBegan(_)
        | house::Event::FamilyRefreshed { .. }
        | house::Event::FamilyRepeated { .. }
        | house::Event::FamilyEnded { .. } => {}
    }
}

fn follow_session(scope: &str, session: &Session, event: &session::Event, rows: &mut Batch) {
    match event {
        session::Event::JobQueued(job) => put_job(scope, session, job.id, rows),
        session::Event::JobLeased { job, .. }
        | session::Event::LeaseExtended { job, .. }
        | session::Event::JobDone { job, .. }
        | session::Event::JobFailed { job, .. }
        | session::Event::JobDied { job, .. }
        | session::Event::JobCancelled { job, .. }
        | session::Event::JobRetried { job, .. } => put_job(scope, session, *job, rows),
        session::Event::ArtifactKept(artifact) => {
            rows.artifacts.push(ArtifactChange::Kept(Box::new(artifact_row(scope, artifact))));
        }
        session::Event::ArtifactDropped { artifact } => {
            rows.artifacts.push(ArtifactChange::Deleted { artifact: artifact.to_string() });
        }
        session::Event::TimerSet { timer, due } => set_timer(scope, *timer, *due, rows),
        session::Event::TimerCleared { timer } => clear_timer(scope, *timer, rows),
        session::Event::InstanceJoined(_)
        | session::Event::InstanceGone { .. }
        | session::Event::ChairMoved { .. }
        | session::Event::Edited(_)
        | session::Event::LeadModeSet { .. }
        | session::Event::LeadChanged { .. }
        | session::Event::TransportStarted { .. }
        | session::Event::TransportHalted { .. }
        | session::Event::LoopSet { .. }
        | session::Event::RuleSet { .. }
        | session::Event::TakesArranged { .. }
        | session::Event::TakesWithheld { .. } => {}
    }
}

fn set_timer(scope: &str, timer: Timer, due: WallTime, rows: &mut Batch) {
    let row = store::Timer { scope: scope.to_owned(), name: journal::write_timer(timer), due: due.0 };
    rows.timers.push(TimerChange::Set(row));
}

fn clear_timer(scope: &str, timer: Timer, rows: &mut Batch) {
    let name = journal::write_timer(timer);
    rows.timers.push(TimerChange::Cleared { scope: scope.to_owned(), name });
}

fn put_principal(house: &House, id: PrincipalId, rows: &mut Batch) {
    let Some(who) = house.principal(id) else { return };
    let scopes: Vec<String> = match &who.rights.sessions {
        principal::Sessions::All => vec!["*".to_owned()],
        principal::Sessions::Only(some) => some.iter().map(|id| format!("session/{id}")).collect(),
    };
    let verbs = |scopes: &String| {
        let grant = |verb: domain::Verb| Grant { scopes: scopes.clone(), verb: verb.name().to_owned() };
        who.rights.verbs.iter().map(grant).collect::<Vec<_>>()
    };
    rows.principals.push(store::Principal {
        id: who.id.to_string(),
        kind: who.kind.name().to_owned(),
        name: who.name.to_string(),
        acts_for: who.acts_for.map(|person| person.to_string()),
        is_revoked: who.is_revoked,
        grants: scopes.iter().flat_map(verbs).collect(),
    });
}

/// The last row of a job in a batch counts.
fn put_job(scope: &str, session: &Session, id: JobId, rows: &mut Batch) {
    let Some(job) = session.jobs().get(id) else { return };
    let row = job_row(scope, job);
    rows.jobs.retain(|earlier| earlier.id != row.id);
    rows.jobs.push(row);
}

fn job_row(scope: &str, job: &job::Job) -> store::Job {
    let (lease, run_at) = match &job.state {
        JobState::Leased(lease) => (Some(*lease), job.queued_at),
        JobState::Queued { run_at } => (None, *run_at),
        JobState::Done { .. } | JobState::Dead | JobState::Cancelled => (None, job.queued_at),
    };
    let state = match &job.state {
        JobState::Queued { .. } => store::JobState::Queued,
        JobState::Leased(_) => store::JobState::Leased,
        JobState::Done { .. } => store::JobState::Done,
        JobState::Dead => store::JobState::Dead,
        JobState::Cancelled => store::JobState::Cancelled,
    };
    store::Job {
        id: job.id.to_string(),
        scope: scope.to_owned(),
        kind: job::CAPABILITY.to_owned(),
        capability: job::CAPABILITY.to_owned(),
        spec: store::Body::Here(journal::write_spec(&job.spec)),
        state,
        attempt: job.attempts,
        priority: i32::from(job.priority.level()),
        queued_at: job.queued_at.0,
        run_at: run_at.0,
        deadline: Some(job.deadline.0),
        token: job.fence.0,
        leased_by: lease.map(|lease| lease.worker.to_string()),
        leased_until: lease.map(|lease| lease.until.0),
        reason: job.failure.as_ref().map(ToString::to_string),
    }
}

fn artifact_row(scope: &str, artifact: &artifact::Artifact) -> store::Artifact {
    let made = &artifact.made;
    store::Artifact {
        id: artifact.id.to_string(),
        hash: made.hash,
        scope: scope.to_owned(),
        kind: made.kind.name().to_owned(),
        bytes: made.bytes,
        at: artifact.at.0,
        creator: artifact.creator.to_string(),
        length_ticks: made.length.map(|length| length.0),
        lane: made.lane.map(|lane| lane.name().to_owned()),
        label: made.label.to_string(),
        tags: made.tags.iter().map(ToString::to_string).collect(),
        parents: made.parents.iter().map(ToString::to_string).collect(),
        job: artifact.job.map(|job| job.to_string()),
        is_orphan: artifact.is_orphan,
        recipe: made.recipe.to_string(),
    }
}
