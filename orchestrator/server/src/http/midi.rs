//! MIDI: asked for, listed, read, streamed, uploaded, deleted.

mod export;
mod upload;

use std::sync::Arc;

use axum::body::Body as Sending;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::actor::{Actor, Verb};
use domain::ids::{ArtifactId, JobId, SessionId};
use domain::job::Priority;
use domain::session::generate::{OfChart, OfChords, Request};
use domain::session::{self, Event};
use domain::{Command, Scope};
use music::clip::Clip;
use music::key::Key;
use wire::rest::generate::{Accepted, Generate};
use wire::rest::job::State as JobState;
use wire::rest::midi::{FileQuery, Files, Stream};

use super::body::{Body, Json, Named, Query, Sent};
use super::caller::{Caller, InSession, Keyed, allow};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::store::{Artifact, ArtifactQuery};
use crate::view;
use crate::writer::IdempotencyKey;

pub use export::{file, is_file};
pub use upload::{__path_upload, upload};

impl Sent for Generate {
    fn when_empty() -> Option<Generate> {
        Some(Generate::default())
    }
}

impl Sent for Stream {
    fn when_empty() -> Option<Stream> {
        Some(Stream::default())
    }
}

type AcceptedAt = (StatusCode, [(HeaderName, String); 1], Json<Accepted>);

/// Ask for music. It is written down before this is answered, and done whatever happens to the server then.
#[utoipa::path(post, path = "/api/midi/generate", tag = "midi", request_body = Generate,
    params(("Idempotency-Key" = Option<wire::text::Id>, Header, description = "Sent again, it is done once.")),
    responses((status = 202, body = Accepted, headers(("Location" = String)))))]
pub async fn generate(
    State(app): State<Arc<App>>,
    caller: Caller,
    keyed: Keyed,
    body: Body<Generate>,
) -> Answer<AcceptedAt> {
    let here = caller.in_session(&app, body.value.session.as_ref()).await?;
    let key = caller.key(&keyed, &body.bytes);
    let id = queued(&app, here.scope(), here.actor.clone(), &body.value, key).await?;
    let url = format!("/api/jobs/{id}");
    let session = view::id(here.id());
    let accepted = Accepted { job_id: id.to_string(), status: JobState::Queued, session, url: url.clone() };
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, url)], Json(accepted)))
}

/// The job that music was asked for with, here or over a socket.
pub(crate) async fn queued(
    app: &App,
    scope: Scope,
    by: Actor,
    asked: &Generate,
    key: Option<IdempotencyKey>,
) -> Answer<JobId> {
    let command = Command::Session(session::Command::Generate(request(asked)?));
    let committed = app.ask(scope, by, command, key).await?;
    let queued = committed.events.iter().find_map(|event| match event {
        domain::Event::Session(Event::JobQueued(job)) => Some(job.id),
        domain::Event::Session(_) | domain::Event::House(_) => None,
    });
    queued.ok_or_else(|| Problem::internal("music was asked for and no job was queued"))
}

/// The seed's words make chords, ours a chart; both at once contradict each other.
fn request(asked: &Generate) -> Answer<Request> {
    let lanes = asked.lanes.as_ref().or(asked.track_types.as_ref());
    let lanes: Vec<music::lane::Lane> = lanes.into_iter().flatten().map(|lane| lane.0).collect();
    contradictions(asked)?;
    let Some(chords) = &asked.chord_progression else {
        let bars = asked.bars.map(|bars| bars.from.get() as u32..bars.to.get() as u32);
        return Ok(Request::Chart(OfChart {
            text: asked.chart.as_ref().map(|chart| chart.as_str().into()),
            style: asked.style.as_ref().map(|style| style.as_str().into()),
            seed: asked.seed.map(wire::number::Seed::get),
            lanes,
            bars,
            priority: Priority::Normal,
        }));
    };
    let key = asked.key.as_ref().map(|key| {
        key.as_str()
            .parse::<Key>()
            .map_err(|error| Problem::invalid("INVALID_REQUEST", "/key", error.to_string()))
    });
    Ok(Request::Chords(OfChords {
        tracks: lanes.iter().map(|lane| lane.name().to_owned()).collect(),
        chords: chords.to_string(),
        tempo: asked.tempo.map(super::transport::bpm).transpose()?,
        beats: asked.duration.map(|beats| beats.get().ceil() as u32),
        key: key.transpose()?,
    }))
}

/// What would be overheard is refused: a chart says its own tempo, and a row of chords knows no bars.
fn contradictions(asked: &Generate) -> Answer<()> {
    let (chords, chart) = (asked.chord_progression.is_some(), asked.chart.is_some());
    let refused = [
        (chords && chart, "chord_progression", "a request has a chord_progression or a chart, not both"),
        (chords && asked.style.is_some(), "style", "a chord_progression has no style; send a chart"),
        (chords && asked.seed.is_some(), "seed", "a chord_progression has no seed; send a chart"),
        (chords && asked.bars.is_some(), "bars", "a chord_progression has no bars; send a chart"),
        (chart && asked.tempo.is_some(), "tempo", "a chart says its tempo itself: {tempo: 120}"),
        (chart && asked.duration.is_some(), "duration", "a chart is as long as it is; name its bars"),
        (chart && asked.key.is_some(), "key", "a chart says its key itself: {key: C}"),
    ];
    match refused.into_iter().find(|(is_refused, ..)| *is_refused) {
        None => Ok(()),
        Some((_, name, detail)) => {
            let code = if chords && chart { "INVALID_CHORDS" } else { "INVALID_REQUEST" };
            Err(Problem::invalid(code, format!("/{name}"), detail))
        }
    }
}

/// The files of a session's library.
#[utoipa::path(get, path = "/api/midi/list", tag = "midi", params(FileQuery), responses((status = 200, body = Files)))]
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<FileQuery>,
) -> Answer<Json<Files>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::View)?;
    let after: Option<ArtifactId> = super::named(query.cursor.as_ref())?;
    let limit = super::limit(query.limit);
    let wanted = ArtifactQuery {
        scope: Some(here.scope().to_string()),
        kind: Some(domain::artifact::Kind::Clip.name().to_owned()),
        tag: query.track_type.map(|lane| format!("lane:{}", lane.0)),
        after: after.map(|after| after.to_string()),
        limit: limit as u32 + 1,
        ..ArtifactQuery::default()
    };
    let mut found = app.store.artifacts(&wanted).await.map_err(|error| Problem::storage(&error))?;
    let is_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| is_more).and_then(|last| super::cursor(&last.id));
    Ok(Json(Files { files: found.iter().filter(|row| is_file(row)).map(file).collect(), next }))
}

/// A file as every DAW reads it.
#[utoipa::path(get, path = "/api/midi/{file_id}", tag = "midi", params(("file_id" = wire::text::Id, Path)),
    responses((status = 200, content_type = "audio/midi", body = Vec<u8>)))]
pub async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(id): Named<ArtifactId>,
) -> Answer<Response> {
    let (here, row) = find(&app, &caller, id).await?;
    allow(&here.actor, Verb::View)?;
    let clip = clip(&app, &row).await?;
    let bytes = export::bytes(&row, &clip)?;
    let name = file(&row).filename;
    let disposition = format!("attachment; filename=\"{}\"", name.replace(['"', '\\'], "_"));
    let headers =
        [(header::CONTENT_TYPE, "audio/midi".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

/// Out of the library. What a session plays is refused: delete that first.
#[utoipa::path(delete, path = "/api/midi/{file_id}", tag = "midi", params(("file_id" = wire::text::Id, Path)),
    responses((status = 204)))]
pub async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(id): Named<ArtifactId>,
) -> Answer<StatusCode> {
    let (here, row) = find(&app, &caller, id).await?;
    super::artifact::drop_it(&app, here, &row, id).await
}

/// Notes in the order they begin, a line of JSON each, sent as they are read: of one file, or of all that plays.
#[utoipa::path(post, path = "/api/midi/stream", tag = "midi", request_body = Stream,
    responses((status = 200, content_type = "application/x-ndjson", body = String)))]
pub async fn stream(State(app): State<Arc<App>>, caller: Caller, body: Body<Stream>) -> Answer<Response> {
    let asked = &body.value;
    let notes = match &asked.file_id {
        Some(id) => {
            let id: ArtifactId = id.as_str().parse().map_err(|_| not_found(id))?;
            let (here, row) = find(&app, &caller, id).await?;
            allow(&here.actor, Verb::View)?;
            export::notes_of_clip(&row, &clip(&app, &row).await?, asked)
        }
        None => {
            let here = caller.in_session(&app, asked.session.as_ref()).await?;
            allow(&here.actor, Verb::View)?;
            export::notes_of_session(&app, &here, asked).await?
        }
    };
    let lines = notes.into_iter().map(|note| {
        let mut line = serde_json::to_vec(&note).map_err(std::io::Error::other)?;
        line.push(b'\n');
        Ok::<Vec<u8>, std::io::Error>(line)
    });
    let body = Sending::from_stream(futures_util::stream::iter(lines));
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], body).into_response())
}

/// An artifact, and the session it is in.
pub(super) async fn find(app: &App, caller: &Caller, id: ArtifactId) -> Answer<(InSession, Artifact)> {
    let row = app
        .store
        .artifact(&id.to_string())
        .await
        .map_err(|error| Problem::storage(&error))?
        .ok_or_else(|| not_found(&id))?;
    let session = row.scope.strip_prefix("session/").and_then(|name| name.parse::<SessionId>().ok());
    let here = caller.in_session_called(app, session.ok_or_else(|| not_found(&id))?).await?;
    Ok((here, row))
}

fn not_found(id: &impl std::fmt::Display) -> Problem {
    Problem::not_found("FILE_NOT_FOUND", format!("there is no file {id}; /api/midi/list has those there are"))
}

async fn clip(app: &App, row: &Artifact) -> Answer<Clip> {
    let missing = || {
        Problem::not_found("FILE_NOT_FOUND", format!("the bytes of {} are gone; run ai-band doctor", row.id))
    };
    let bytes = super::blob::whole(app, row.hash).await?.ok_or_else(missing)?;
    let is_clip = row.kind == domain::artifact::Kind::Clip.name();
    let detail = || format!("{} is not MIDI but {}; /api/artifacts has it", row.id, row.kind);
    let clip = is_clip.then(|| Clip::from_bytes(&bytes).ok()).flatten();
    clip.ok_or_else(|| Problem::not_found("FILE_NOT_FOUND", detail()))
}
