//! Work: listed, looked at, cancelled, tried again.

use std::sync::Arc;

use axum::extract::State;
use domain::Command;
use domain::actor::Verb;
use domain::ids::{JobId, SessionId};
use domain::job;
use domain::session;
use wire::rest::job::{Job, JobQuery, Jobs};

use super::body::{Json, Named, Query};
use super::caller::{Caller, InSession, allow};
use super::midi;
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::library;
use crate::view;

/// A session's work, that which is to come and the last that is over.
#[utoipa::path(get, path = "/api/jobs", tag = "job", params(JobQuery), responses((status = 200, body = Jobs)))]
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<JobQuery>,
) -> Answer<Json<Jobs>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::View)?;
    let after: Option<JobId> = super::named(query.cursor.as_ref())?;
    let limit = super::limit(query.limit);
    let all = here.session().jobs().iter().filter(|job| after.is_none_or(|after| job.id > after));
    let shown = all.map(|job| view::job(here.id(), job));
    let mut jobs: Vec<Job> =
        shown.filter(|job| query.status.is_none_or(|status| job.status == status)).take(limit + 1).collect();
    let is_more = jobs.len() > limit;
    jobs.truncate(limit);
    for job in &mut jobs {
        job.files = files(&app, &here, &job.job_id).await?;
    }
    let next = jobs.last().filter(|_| is_more).and_then(|last| super::cursor(&last.job_id));
    Ok(Json(Jobs { jobs, next }))
}

/// How one piece of work is going, and what it made.
#[utoipa::path(get, path = "/api/jobs/{job_id}", tag = "job", params(("job_id" = wire::text::Id, Path)),
    responses((status = 200, body = Job)))]
pub async fn get(State(app): State<Arc<App>>, caller: Caller, Named(id): Named<JobId>) -> Answer<Json<Job>> {
    let here = find(&app, &caller, id).await?;
    allow(&here.actor, Verb::View)?;
    shown(&app, &here, id).await
}

/// It is not wanted any more; what it has made by then stays in the library.
#[utoipa::path(post, path = "/api/jobs/{job_id}/cancel", tag = "job", params(("job_id" = wire::text::Id, Path)),
    responses((status = 200, body = Job)))]
pub async fn cancel(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(id): Named<JobId>,
) -> Answer<Json<Job>> {
    asked(&app, &caller, id, job::Command::Cancel { job: id }).await
}

/// Try it again.
#[utoipa::path(post, path = "/api/jobs/{job_id}/retry", tag = "job", params(("job_id" = wire::text::Id, Path)),
    responses((status = 200, body = Job)))]
pub async fn retry(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(id): Named<JobId>,
) -> Answer<Json<Job>> {
    asked(&app, &caller, id, job::Command::Retry { job: id }).await
}

async fn asked(app: &App, caller: &Caller, id: JobId, command: job::Command) -> Answer<Json<Job>> {
    let here = find(app, caller, id).await?;
    let command = Command::Session(session::Command::Job(command));
    let committed = app.ask(here.scope(), here.actor.clone(), command, None).await?;
    let done = InSession { state: committed.state.clone(), ..here };
    shown(app, &done, id).await
}

/// The session it is in: the store knows where a job belongs.
async fn find(app: &App, caller: &Caller, id: JobId) -> Answer<InSession> {
    let missing =
        || Problem::not_found("JOB_NOT_FOUND", format!("there is no {id}; /api/jobs lists those there are"));
    let row = app
        .store
        .job(&id.to_string())
        .await
        .map_err(|error| Problem::storage(&error))?
        .ok_or_else(missing)?;
    let session: SessionId =
        row.scope.strip_prefix("session/").and_then(|name| name.parse().ok()).ok_or_else(missing)?;
    caller.in_session_called(app, session).await
}

async fn shown(app: &App, here: &InSession, id: JobId) -> Answer<Json<Job>> {
    let missing = || Problem::not_found("JOB_NOT_FOUND", format!("{id} is over for long and forgotten"));
    let job = here.session().jobs().get(id).ok_or_else(missing)?;
    let mut shown = view::job(here.id(), job);
    shown.files = files(app, here, &shown.job_id).await?;
    Ok(Json(shown))
}

/// What it made, from the library; nothing while it runs.
async fn files(app: &App, here: &InSession, job: &str) -> Answer<Vec<wire::rest::midi::File>> {
    let made = library::clips_of(&*app.store, here.scope().to_string(), job.to_owned()).await;
    let made = made.map_err(|error| Problem::storage(&error))?;
    Ok(made.iter().filter(|row| midi::is_file(row)).map(midi::file).collect())
}
