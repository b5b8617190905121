//! All that plays, exchanged at once: a song that was made elsewhere comes in as one step.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use axum::extract::State;
use domain::ids::SessionId;
use domain::session;
use domain::session::takes::{Placed, Take};
use music::arrangement::{Clips, Source};
use music::clip::Hash;
use music::time::Ticks;
use wire::limits;
use wire::rest::region::{Arrange, Arranged, Regions};
use wire::text::HashText;

use super::body::{Body, Named, Sent};
use super::caller::{Caller, allow};
use super::matching::IfMatch;
use super::problem::{Answer, Problem};
use super::region::{Tagged, clip_at_hand, span, tagged};
use crate::app::App;
use crate::view;

impl Sent for Arrange {
    const BYTES_MAX: usize = limits::ARRANGEMENT_BYTES_MAX;
}

/// Everything that plays, instead of what was there, with its chart if it comes along: one step, all or nothing.
#[utoipa::path(put, path = "/api/sessions/{session}/regions", tag = "session",
    params(("session" = wire::text::Id, Path),
        ("If-Match" = Option<String>, Header, description = "Only if the arrangement is still this one: its ETag.")),
    request_body = Arrange,
    responses((status = 200, body = Regions, headers(("ETag" = String)))))]
pub async fn put(
    State(app): State<Arc<App>>,
    caller: Caller,
    Named(session): Named<SessionId>,
    IfMatch(expected): IfMatch,
    body: Body<Arrange>,
) -> Answer<Tagged<Regions>> {
    let here = caller.in_session_called(&app, session).await?;
    // Before it is looked at clip by clip.
    allow(&here.actor, domain::actor::Verb::Edit)?;
    let mut regions = Vec::with_capacity(body.value.regions.len());
    let mut lengths = BTreeMap::new();
    for (index, asked) in body.value.regions.iter().enumerate() {
        let pointer = format!("/regions/{index}");
        let source = source(asked, &pointer)?;
        check_lengths(&app, source.clips, &mut lengths).await.map_err(|problem| problem.in_body(&pointer))?;
        let placed = Placed { span: span(asked.start, asked.length), source };
        regions.push(Take { lane: asked.lane.0, regions: vec![placed] });
    }
    let chart = body.value.chart.as_ref().map(|text| text.as_str().into());
    let command = session::Command::ReplaceArrangement { chart, regions, expected };
    let done = super::session::ask(&app, here, command).await?;
    let arrangement = done.session().arrangement();
    let revision = arrangement.revision().0;
    let regions = arrangement.regions().iter().map(view::region).collect();
    Ok(tagged(revision, Regions { revision, regions }))
}

fn source(asked: &Arranged, pointer: &str) -> Answer<Source> {
    let hash = |text: &HashText, name: &str| super::hash(text.as_str(), &format!("{pointer}/{name}"));
    let clips = Clips {
        main: hash(&asked.clip, "clip")?,
        b: asked.clip_b.as_ref().map(|text| hash(text, "clip_b")).transpose()?,
        fill: asked.fill.as_ref().map(|text| hash(text, "fill")).transpose()?,
    };
    let into = Ticks(asked.into.unwrap_or_default().get());
    Ok(Source { clips, into, looped: asked.looped })
}

/// Each clip is there, is read once, and is as long as the one it stands in for.
async fn check_lengths(app: &App, clips: Clips, lengths: &mut BTreeMap<Hash, Ticks>) -> Answer<()> {
    for hash in clips.hashes() {
        if let Entry::Vacant(unread) = lengths.entry(hash) {
            unread.insert(clip_at_hand(app, hash).await?.length());
        }
    }
    let first = lengths.get(&clips.main);
    match clips.hashes().find(|hash| lengths.get(hash) != first) {
        Some(other) => {
            let detail = format!("{other} is not as long as {}; clips of a region are", clips.main);
            Err(Problem::invalid("INVALID_REQUEST", "", detail))
        }
        None => Ok(()),
    }
}
