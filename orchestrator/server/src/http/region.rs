//! Regions: what plays where, edits of it, and the way back.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use domain::Command;
use domain::actor::Verb;
use domain::ids::SessionId;
use domain::session::history::Touched;
use domain::session::{self, Event};
use music::arrangement::{self, Clips, RegionId, Source};
use music::clip::{Clip, Hash};
use music::time::{Span, Ticks};
use wire::number::{RegionNumber, TickLength, TickNumber};
use wire::rest::page::PageQuery;
use wire::rest::region::{Edit, Edited, Place, Region, Regions, Revisions, Undone};

use super::body::{Body, Json, Named, NamedTwice, Query, Sent};
use super::caller::{Caller, InSession, Keyed, allow};
use super::matching::{self, IfMatch, NoTag};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::view;
use crate::writer::{Committed, IdempotencyKey};

impl Sent for Place {}
impl Sent for Edit {}

pub(super) type Tagged<T> = ([(HeaderName, String); 1], Json<T>);

pub(super) fn tagged<T>(revision: u64, answer: T) -> Tagged<T> {
    ([(header::ETAG, matching::tag(revision))], Json(answer))
}

/// Everything that plays, by lane and place.
#[utoipa::path(get, path = "/api/sessions/{session}/regions", tag = "session",
    params(("session" = wire::text::Id, Path)),
    responses((status = 200, body = Regions, headers(("ETag" = String)))))]
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
) -> Answer<Tagged<Regions>> {
    let here = caller.in_session_called(&app, session).await?;
    allow(&here.actor, Verb::View)?;
    let arrangement = here.session().arrangement();
    let revision = arrangement.revision().0;
    let regions = arrangement.regions().iter().map(view::region).collect();
    Ok(tagged(revision, Regions { revision, regions }))
}

/// A clip of the library on a lane.
#[utoipa::path(post, path = "/api/sessions/{session}/regions", tag = "session",
    params(("session" = wire::text::Id, Path),
        ("If-Match" = Option<String>, Header, description = "Only if the arrangement is still this one: its ETag."),
        ("Idempotency-Key" = Option<wire::text::Id>, Header, description = "Sent again, it is done once.")),
    request_body = Place,
    responses((status = 201, body = Edited, headers(("Location" = String), ("ETag" = String)))))]
pub async fn place(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
    IfMatch(expected): IfMatch,
    keyed: Keyed,
    body: Body<Place>,
) -> Answer<(StatusCode, [(HeaderName, String); 2], Json<Edited>)> {
    let here = caller.in_session_called(&app, session).await?;
    let asked = &body.value;
    let clip = super::hash(asked.clip.as_str(), "/clip")?;
    clip_at_hand(&app, clip).await.map_err(|problem| problem.in_body("/clip"))?;
    let span = span(asked.start, asked.length);
    let clips = Clips::only(clip);
    let source = if asked.looped { Source::looped(clips) } else { Source::once(clips) };
    let lane = asked.lane.0;
    let edit = if asked.replace {
        arrangement::Edit::Replace { lane, span, source }
    } else {
        arrangement::Edit::Insert { lane, span, source }
    };
    let id = here.id().clone();
    let edited = edit_with(&app, here, edit, expected, caller.key(&keyed, &body.bytes)).await?;
    let new =
        edited.regions.iter().find(|region| region.start == span.start.0).map(|region| region.region.get());
    let location = format!("/api/sessions/{id}/regions/{}", new.unwrap_or_default());
    let headers = [(header::LOCATION, location), (header::ETAG, matching::tag(edited.revision))];
    Ok((StatusCode::CREATED, headers, Json(edited)))
}

/// One region.
#[utoipa::path(get, path = "/api/sessions/{session}/regions/{region}", tag = "session",
    params(("session" = wire::text::Id, Path), ("region" = RegionNumber, Path)),
    responses((status = 200, body = Region, headers(("ETag" = String)))))]
pub async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    NamedTwice(session, region): NamedTwice<SessionId, RegionNumber>,
) -> Answer<Tagged<Region>> {
    let here = caller.in_session_called(&app, session).await?;
    allow(&here.actor, Verb::View)?;
    let arrangement = here.session().arrangement();
    let found = arrangement.region(RegionId(region.get())).ok_or_else(|| missing(&here, region))?;
    Ok(tagged(arrangement.revision().0, view::region(found)))
}

/// Move it, resize it, split it, let it go round or play once.
#[utoipa::path(patch, path = "/api/sessions/{session}/regions/{region}", tag = "session",
    params(("session" = wire::text::Id, Path), ("region" = RegionNumber, Path),
        ("If-Match" = Option<String>, Header, description = "Only if the arrangement is still this one: its ETag.")),
    request_body = Edit, responses((status = 200, body = Edited, headers(("ETag" = String)))))]
pub async fn edit(
    State(app): State<Arc<App>>,
    caller: Caller,
    NamedTwice(session, number): NamedTwice<SessionId, RegionNumber>,
    IfMatch(expected): IfMatch,
    body: Body<Edit>,
) -> Answer<Tagged<Edited>> {
    let here = caller.in_session_called(&app, session).await?;
    let found = here.session().arrangement().region(RegionId(number.get())).copied();
    let found = found.ok_or_else(|| missing(&here, number))?;
    let region = found.id;
    let ticks = |number: TickNumber| Ticks(number.get().cast_signed());
    let edit = match body.value {
        Edit::Move { lane, start } => arrangement::Edit::Move { region, lane: lane.0, start: ticks(start) },
        Edit::Resize { start, length } => arrangement::Edit::Resize { region, span: span(start, length) },
        Edit::Split { at } => arrangement::Edit::Split { region, at: ticks(at) },
        Edit::Loop {} => arrangement::Edit::Loop { region },
        Edit::PlayOnce {} => {
            let clip_length = clip_at_hand(&app, found.clips.main).await?.length();
            arrangement::Edit::PlayOnce { region, clip_length }
        }
    };
    let edited = edit_with(&app, here, edit, expected, None).await?;
    Ok(tagged(edited.revision, edited))
}

/// Take it away.
#[utoipa::path(delete, path = "/api/sessions/{session}/regions/{region}", tag = "session",
    params(("session" = wire::text::Id, Path), ("region" = RegionNumber, Path),
        ("If-Match" = Option<String>, Header, description = "Only if the arrangement is still this one: its ETag.")),
    responses((status = 204)))]
pub async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    NamedTwice(session, number): NamedTwice<SessionId, RegionNumber>,
    IfMatch(expected): IfMatch,
) -> Answer<StatusCode> {
    let here = caller.in_session_called(&app, session).await?;
    let region = RegionId(number.get());
    if here.session().arrangement().region(region).is_none() {
        return Err(missing(&here, number));
    }
    edit_with(&app, here, arrangement::Edit::Delete { region }, expected, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was done to the song, newest first.
#[utoipa::path(get, path = "/api/sessions/{session}/revisions", tag = "session",
    params(("session" = wire::text::Id, Path), PageQuery), responses((status = 200, body = Revisions)))]
pub async fn revisions(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
    Query(page): Query<PageQuery>,
) -> Answer<Json<Revisions>> {
    let here = caller.in_session_called(&app, session).await?;
    allow(&here.actor, Verb::View)?;
    let before: Option<u64> = super::number_of(page.cursor.as_ref())?;
    let limit = super::limit(page.limit);
    let steps = here.session().history().steps().rev();
    let steps = steps.filter(|step| before.is_none_or(|before| step.id.0 < before)).take(limit + 1);
    let mut revisions: Vec<_> = steps.map(|step| view::revision(step)).collect();
    let is_more = revisions.len() > limit;
    revisions.truncate(limit);
    let last = revisions.last().filter(|_| is_more);
    let next = last.and_then(|last| super::cursor(&last.step.to_string()));
    Ok(Json(Revisions { revision: here.session().arrangement().revision().0, revisions, next }))
}

/// Take back what this person did last.
#[utoipa::path(post, path = "/api/sessions/{session}/undo", tag = "session",
    params(("session" = wire::text::Id, Path)),
    responses((status = 200, body = Undone, headers(("ETag" = String)))))]
pub async fn undo(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
    _: NoTag,
) -> Answer<Tagged<Undone>> {
    let here = caller.in_session_called(&app, session).await?;
    let done = super::session::ask(&app, here, session::Command::Undo).await?;
    let revision = done.session().arrangement().revision().0;
    Ok(tagged(revision, Undone { revision, seq: done.seq }))
}

/// Do again what was taken back.
#[utoipa::path(post, path = "/api/sessions/{session}/redo", tag = "session",
    params(("session" = wire::text::Id, Path)),
    responses((status = 200, body = Undone, headers(("ETag" = String)))))]
pub async fn redo(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
    _: NoTag,
) -> Answer<Tagged<Undone>> {
    let here = caller.in_session_called(&app, session).await?;
    let done = super::session::ask(&app, here, session::Command::Redo).await?;
    let revision = done.session().arrangement().revision().0;
    Ok(tagged(revision, Undone { revision, seq: done.seq }))
}

async fn edit_with(
    app: &App,
    here: InSession,
    edit: arrangement::Edit,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Answer<Edited> {
    let command = Command::Session(session::Command::Edit { edits: vec![edit], expected });
    let committed = app.ask(here.scope(), here.actor, command, key).await?;
    Ok(edited(&committed))
}

/// From the facts, so that a request sent again is answered as the first time.
fn edited(committed: &Committed) -> Edited {
    let steps = committed.events.iter().filter_map(|event| match event {
        domain::Event::Session(Event::Edited(step)) => Some(step),
        domain::Event::Session(_) | domain::Event::House(_) => None,
    });
    let touched = steps.flat_map(|step| &step.touched);
    let changes: Vec<_> = touched
        .filter_map(|touched| match touched {
            Touched::Regions(change) => Some(change),
            Touched::Lane { .. } | Touched::Chart { .. } | Touched::Tempo { .. } | Touched::Meter { .. } => {
                None
            }
        })
        .collect();
    let now = || committed.state.session().map_or(0, |session| session.arrangement().revision().0);
    let revision = changes.last().map_or_else(now, |change| change.revision.0);
    Edited { revision, regions: changes.iter().flat_map(|change| &change.after).map(view::region).collect() }
}

fn missing(here: &InSession, region: RegionNumber) -> Problem {
    let detail = format!("there is no region {} in session {}", region.get(), here.id());
    Problem::not_found("REGION_NOT_FOUND", detail)
}

pub(super) fn span(start: TickNumber, length: TickLength) -> Span {
    let (start, length) = (start.get().cast_signed(), length.get().cast_signed());
    Span { start: Ticks(start), end: Ticks(start.saturating_add(length)) }
}

/// What a region plays is there before it does.
pub(super) async fn clip_at_hand(app: &App, hash: Hash) -> Answer<Clip> {
    let detail = || format!("there is no clip {hash}; upload it first");
    let bytes = super::blob::whole_to_keep(app, hash)
        .await?
        .ok_or_else(|| Problem::not_found("FILE_NOT_FOUND", detail()))?;
    Clip::from_bytes(&bytes)
        .map_err(|error| Problem::invalid("INVALID_REQUEST", "/clip", format!("{hash} is no clip: {error}")))
}
