//! Queued jobs, leased to this process's own workers, a thread each while they work.

mod desk;
mod next;

use std::sync::Arc;
use std::time::Duration;

use domain::job::{self, Job, State};
use domain::{Actor, Asked, Command, Scope, session};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::engines::Engine;
use crate::library::Export;
use crate::store::{JobQuery, JobState, PAGE_MAX, Store};
use crate::writer::{Committed, Failure, Writer};

/// Composing takes milliseconds and one core; while one job is slow the next one is done beside it.
pub const WORKERS: usize = 2;
/// What waits for its time, or for another session's turn, is looked for this often.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Why a job that was running is queued once more at a start.
const STOPPED: &str = "the server stopped while it was running";

/// What the workers work with.
#[derive(Clone)]
pub struct Workshop {
    pub writer: Writer,
    pub store: Arc<dyn Store>,
    pub blobs: Blobs,
    pub clock: Arc<dyn Clock>,
    pub engines: Vec<Arc<dyn Engine>>,
    /// Where finished parts are also written as files, where somebody wants that.
    pub export: Option<Export>,
}

/// Leases and works until it is told to stop; then what is being made is finished first.
pub async fn run(workshop: Workshop, stop: CancellationToken) {
    let free = Arc::new(Semaphore::new(WORKERS));
    let mut busy = JoinSet::new();
    let mut work = workshop.writer.work();
    while !stop.is_cancelled() {
        if let Err(failure) = workshop.lease_what_fits(&free, &mut busy).await {
            tracing::warn!(%failure, "jobs wait: they cannot be leased");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            changed = work.changed() => if changed.is_err() { break },
            Some(_) = busy.join_next() => {}
            () = stop.cancelled() => break,
        }
    }
    while busy.join_next().await.is_some() {}
}

impl Workshop {
    /// Leases that the process before this one held: nobody works on them any more. How many there were.
    pub async fn give_back_leases(&self) -> Result<usize, Failure> {
        let me = Actor::system().principal.to_string();
        let mut given_back = 0;
        let mut after = None;
        loop {
            let query =
                JobQuery { states: vec![JobState::Leased], after, limit: PAGE_MAX, ..JobQuery::default() };
            let page = self.store.jobs(&query).await?;
            let Some(last) = page.last() else { return Ok(given_back) };
            after = Some(last.id.clone());
            for row in page.iter().filter(|row| row.leased_by.as_ref() == Some(&me)) {
                let (Ok(scope), Ok(job)) = (row.scope.parse(), row.id.parse()) else { continue };
                let fail = job::Command::Fail {
                    job,
                    fence: job::Fence(row.token),
                    reason: STOPPED.to_owned(),
                    is_retryable: true,
                };
                match self.ask(scope, fail).await {
                    Ok(_) => given_back += 1,
                    // The journal knows better; the doctor tells of rows that do not agree with it.
                    Err(Failure::Refused(refusal)) => {
                        tracing::warn!(%job, %refusal, "a lease was not given back");
                    }
                    Err(
                        failure @ (Failure::Storage(_)
                        | Failure::KeyReused
                        | Failure::Broken
                        | Failure::Closed),
                    ) => {
                        return Err(failure);
                    }
                }
            }
        }
    }

    /// Does what can be done now, here and one after the other; how many jobs there were.
    pub async fn work_off(&self) -> Result<usize, Failure> {
        let mut done = 0;
        while let Some((scope, job)) = self.lease_next().await? {
            desk::work(self.clone(), scope, job).await;
            done += 1;
        }
        Ok(done)
    }

    async fn lease_what_fits(&self, free: &Arc<Semaphore>, busy: &mut JoinSet<()>) -> Result<(), Failure> {
        while let Ok(permit) = free.clone().try_acquire_owned() {
            let Some((scope, job)) = self.lease_next().await? else { return Ok(()) };
            let workshop = self.clone();
            busy.spawn(async move {
                desk::work(workshop, scope, job).await;
                drop(permit);
            });
        }
        Ok(())
    }

    /// The first that its session lets go.
    async fn lease_next(&self) -> Result<Option<(Scope, Job)>, Failure> {
        for candidate in next::candidates(&*self.store, &*self.clock).await? {
            let scope = Scope::Session(candidate.session);
            match self.ask(scope.clone(), job::Command::Lease { job: candidate.job }).await {
                Ok(committed) => {
                    let session = committed.state.session();
                    let leased = session.and_then(|session| session.jobs().get(candidate.job));
                    if let Some(job) = leased.filter(|job| matches!(job.state, State::Leased(_))) {
                        return Ok(Some((scope, job.clone())));
                    }
                }
                Err(Failure::Refused(refusal)) => {
                    tracing::debug!(job = %candidate.job, %refusal, "not now");
                }
                Err(
                    failure @ (Failure::Storage(_) | Failure::KeyReused | Failure::Broken | Failure::Closed),
                ) => {
                    return Err(failure);
                }
            }
        }
        Ok(None)
    }

    async fn ask(&self, scope: Scope, command: job::Command) -> Result<Committed, Failure> {
        let command = Command::Session(session::Command::Job(command));
        self.writer.ask(scope, Asked { by: Actor::system(), command }, None).await
    }
}
