//! Artifacts: everything that is kept, found again.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use domain::Command;
use domain::actor::Verb;
use domain::artifact::Made;
use domain::ids::ArtifactId;
use domain::session;
use domain::time::WallTime;
use wire::rest::artifact::{Artifact, ArtifactQuery, Artifacts, Kind};
use wire::text::Tag;

use super::body::{Json, Named, Query};
use super::caller::{Caller, InSession, allow};
use super::midi;
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::store;
use crate::view;
use crate::writer::IdempotencyKey;

/// What is kept in a session, by kind, tag or parent.
#[utoipa::path(get, path = "/api/artifacts", tag = "library", params(ArtifactQuery),
    responses((status = 200, body = Artifacts)))]
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<ArtifactQuery>,
) -> Answer<Json<Artifacts>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::View)?;
    let after: Option<ArtifactId> = super::named(query.cursor.as_ref())?;
    let limit = super::limit(query.limit);
    let wanted = store::ArtifactQuery {
        scope: Some(here.scope().to_string()),
        kind: query.kind.map(|kind| name(kind).to_owned()),
        tag: query.tag.map(Tag::into_string),
        parent: query.parent.map(|parent| parent.to_string()),
        after: after.map(|after| after.to_string()),
        limit: limit as u32 + 1,
        ..store::ArtifactQuery::default()
    };
    let mut found = app.store.artifacts(&wanted).await.map_err(|error| Problem::storage(&error))?;
    let is_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| is_more).and_then(|last| super::cursor(&last.id));
    let artifacts = found.iter().map(shown).collect::<Answer<Vec<Artifact>>>()?;
    Ok(Json(Artifacts { artifacts, next }))
}

/// One of them.
#[utoipa::path(get, path = "/api/artifacts/{artifact_id}", tag = "library",
    params(("artifact_id" = wire::text::Id, Path)), responses((status = 200, body = Artifact)))]
pub async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(id): Named<ArtifactId>,
) -> Answer<Json<Artifact>> {
    let (here, row) = midi::find(&app, &caller, id).await?;
    allow(&here.actor, Verb::View)?;
    shown(&row).map(Json)
}

/// Out of the library, unless something needs it.
#[utoipa::path(delete, path = "/api/artifacts/{artifact_id}", tag = "library",
    params(("artifact_id" = wire::text::Id, Path)), responses((status = 204)))]
pub async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(id): Named<ArtifactId>,
) -> Answer<StatusCode> {
    let (here, row) = midi::find(&app, &caller, id).await?;
    drop_it(&app, here, &row, id).await
}

pub(super) async fn drop_it(
    app: &App,
    here: InSession,
    row: &store::Artifact,
    id: ArtifactId,
) -> Answer<StatusCode> {
    let command = session::Command::DropArtifact { artifact: id, hash: row.hash };
    app.ask(here.scope(), here.actor.clone(), Command::Session(command), None).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(row: &store::Artifact) -> Answer<Artifact> {
    let kind = domain::artifact::Kind::named(&row.kind)
        .ok_or_else(|| Problem::internal("an artifact of no kind"))?;
    Ok(Artifact {
        artifact_id: row.id.clone(),
        kind: wire_kind(kind),
        hash: row.hash.to_string(),
        bytes: row.bytes,
        label: row.label.clone(),
        tags: row.tags.clone(),
        creator: row.creator.clone(),
        parents: row.parents.clone(),
        created: view::time(WallTime(row.at)),
        url: format!("/api/blobs/{}", row.hash),
    })
}

fn wire_kind(kind: domain::artifact::Kind) -> Kind {
    match kind {
        domain::artifact::Kind::Clip => Kind::Clip,
        domain::artifact::Kind::Midi => Kind::Midi,
        domain::artifact::Kind::Audio => Kind::Audio,
        domain::artifact::Kind::SoundFont => Kind::Soundfont,
        domain::artifact::Kind::Image => Kind::Image,
        domain::artifact::Kind::Json => Kind::Json,
    }
}

fn name(kind: Kind) -> &'static str {
    let kind = match kind {
        Kind::Clip => domain::artifact::Kind::Clip,
        Kind::Midi => domain::artifact::Kind::Midi,
        Kind::Audio => domain::artifact::Kind::Audio,
        Kind::Soundfont => domain::artifact::Kind::SoundFont,
        Kind::Image => domain::artifact::Kind::Image,
        Kind::Json => domain::artifact::Kind::Json,
    };
    kind.name()
}

/// Into the library of a session: its bytes are in the blobs already.
pub(super) async fn keep(
    app: &App,
    here: &InSession,
    made: Made,
    key: Option<IdempotencyKey>,
) -> Answer<ArtifactId> {
    let command = Command::Session(session::Command::KeepArtifact(made));
    let committed = app.ask(here.scope(), here.actor.clone(), command, key).await?;
    let kept = committed.events.iter().find_map(|event| match event {
        domain::Event::Session(session::Event::ArtifactKept(artifact)) => Some(artifact.id),
        domain::Event::Session(_) | domain::Event::House(_) => None,
    });
    kept.ok_or_else(|| Problem::internal("something was kept under no name"))
}
