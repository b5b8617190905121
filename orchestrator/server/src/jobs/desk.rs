//! One leased job: an engine works on a thread of its own while its lease is kept up.

use std::sync::Arc;
use std::time::Duration;

use domain::job::{self, CAPABILITY, Job, LEASE_LASTS};
use domain::{Event, Scope, session};

use super::Workshop;
use crate::engines::{Cancelled, Engine, Failed, Made};
use crate::library::Finished;
use crate::writer::Failure;

/// Two may be missed.
const HEARTBEAT: Duration = Duration::from_secs(LEASE_LASTS.as_secs() / 3);

pub(super) async fn work(workshop: Workshop, scope: Scope, job: Job) {
    let made = make(&workshop, &scope, &job).await;
    if let Err(failure) = report(&workshop, scope, &job, made).await {
        // Its lease will lapse, and then it is tried once more.
        tracing::warn!(job = %job.id, %failure, "what came of a job could not be told");
    }
}

async fn make(workshop: &Workshop, scope: &Scope, job: &Job) -> Result<Made, Failed> {
    let able = |engine: &&Arc<dyn Engine>| engine.capability() == CAPABILITY;
    let engine = workshop.engines.iter().find(able).cloned();
    let engine = engine.ok_or_else(|| Failed::for_good("no engine here can do this"))?;
    let cancelled = Cancelled::default();
    let mut working = {
        let (spec, blobs, cancelled) = (job.spec.clone(), workshop.blobs.clone(), cancelled.clone());
        tokio::task::spawn_blocking(move || engine.make(&spec, &blobs, &cancelled))
    };
    let mut beats = tokio::time::interval_at(tokio::time::Instant::now() + HEARTBEAT, HEARTBEAT);
    loop {
        tokio::select! {
            made = &mut working => {
                // A bug in an engine may kill its job, never the server.
                return made.unwrap_or_else(|_| Err(Failed::for_good("the engine broke down; another seed may help")));
            }
            _ = beats.tick() => {
                let extend = job::Command::Extend { job: job.id, fence: job.fence };
                if let Err(Failure::Refused(_)) = workshop.ask(scope.clone(), extend).await {
                    cancelled.cancel();
                }
            }
        }
    }
}

async fn report(
    workshop: &Workshop,
    scope: Scope,
    job: &Job,
    made: Result<Made, Failed>,
) -> Result<(), Failure> {
    let (id, fence) = (job.id, job.fence);
    let command = match made {
        Ok(Made { artifacts, takes }) => job::Command::Complete { job: id, fence, artifacts, takes },
        Err(Failed { reason, is_retryable }) => job::Command::Fail { job: id, fence, reason, is_retryable },
    };
    let told = match workshop.ask(scope.clone(), command).await {
        Err(Failure::Refused(refusal)) => {
            // A take that is not in order is a fault of the engine's; whatever is too late comes to nothing here.
            let reason = refusal.to_string();
            let fail = job::Command::Fail { job: id, fence, reason, is_retryable: false };
            match workshop.ask(scope, fail).await {
                Err(Failure::Refused(refusal)) => {
                    tracing::info!(job = %id, %refusal, "a job was done too late");
                    return Ok(());
                }
                other => other?,
            }
        }
        other => other?,
    };
    let is_done = told.events.iter().any(|event| match event {
        Event::Session(session::Event::JobDone { .. }) => true,
        Event::House(_) | Event::Session(_) => false,
    });
    if is_done && let Some(export) = workshop.export.clone() {
        let finished = Finished::of(&told, workshop.clock.now());
        let blobs = workshop.blobs.clone();
        let written = tokio::task::spawn_blocking(move || export.write(&finished, &blobs)).await;
        if let Ok(Err(error)) = written {
            tracing::error!(job = %id, %error, "finished parts could not be written as files");
        }
    }
    Ok(())
}
