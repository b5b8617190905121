//! Every route on one screen, and the layers all of them are under.

pub mod arrangement;
pub mod artifact;
pub mod audio;
pub mod auth;
pub mod blob;
pub mod body;
pub mod called;
pub mod caller;
pub mod changes;
pub mod chart;
pub mod description;
pub mod engine;
pub mod guard;
pub mod job;
pub mod matching;
pub mod midi;
pub mod operations;
pub mod plugin;
pub mod problem;
pub mod region;
pub mod render;
pub mod request_id;
pub mod rule;
pub mod sent_file;
pub mod session;
pub mod transport;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use domain::ids::InstanceId;
use music::clip::Hash;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::limits;
use wire::number::PageSize;
use wire::text::{Cursor, Id};

use crate::app::App;
use problem::{Answer, Problem};

/// All routes, described.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(description::frame())
        .routes(routes!(plugin::register))
        .routes(routes!(plugin::status))
        .routes(routes!(plugin::heartbeat))
        .routes(routes!(plugin::unregister))
        .routes(routes!(transport::start))
        .routes(routes!(transport::stop))
        .routes(routes!(transport::pause))
        .routes(routes!(transport::reset))
        .routes(routes!(transport::seek))
        .routes(routes!(transport::tempo))
        .routes(routes!(transport::set_loop))
        .routes(routes!(transport::position))
        .routes(routes!(midi::generate))
        .routes(routes!(midi::list))
        .routes(routes!(midi::stream))
        .routes(routes!(midi::upload))
        .routes(routes!(midi::get, midi::delete))
        .routes(routes!(session::list, session::create))
        .routes(routes!(session::get))
        .routes(routes!(session::lead))
        .routes(routes!(session::lanes))
        .routes(routes!(session::seat))
        .routes(routes!(session::set_lane))
        .routes(routes!(chart::get, chart::put))
        .routes(routes!(region::list, region::place, arrangement::put))
        .routes(routes!(region::get, region::edit, region::delete))
        .routes(routes!(region::revisions))
        .routes(routes!(region::undo))
        .routes(routes!(region::redo))
        .routes(routes!(rule::list))
        .routes(routes!(rule::set))
        .routes(routes!(artifact::list))
        .routes(routes!(artifact::get, artifact::delete))
        .routes(routes!(blob::get, blob::put))
        .routes(routes!(audio::upload))
        .routes(routes!(render::render))
        .routes(routes!(engine::engines))
        .routes(routes!(engine::styles))
        .routes(routes!(job::list))
        .routes(routes!(job::get))
        .routes(routes!(job::cancel))
        .routes(routes!(job::retry))
        .routes(routes!(changes::snapshot))
        .routes(routes!(changes::changes))
        .routes(routes!(auth::token))
        .routes(routes!(auth::revoke))
        .routes(routes!(auth::me))
        .routes(routes!(auth::fragment))
        .routes(routes!(auth::open))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::logout))
        .routes(routes!(auth::pairing::begin))
        .routes(routes!(auth::pairing::pair))
        .routes(routes!(auth::pairing::finish))
        .routes(routes!(auth::assertion::assert))
        .routes(routes!(auth::ticket))
        .routes(routes!(operations::health))
        .routes(routes!(operations::ready))
        .routes(routes!(operations::metrics))
        .routes(routes!(operations::openapi))
        .routes(routes!(operations::root))
        .route("/ws/sync", axum::routing::get(crate::live::open))
}

/// The first layer named here is the innermost.
pub fn service(app: Arc<App>) -> Router {
    let (router, _) = routes().split_for_parts();
    router
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(DefaultBodyLimit::max(limits::AUDIO_BYTES_MAX as usize))
        .layer(from_fn_with_state(app.clone(), guard::doors))
        .layer(from_fn(problem::render))
        .layer(from_fn_with_state(app.clone(), guard::count))
        .layer(from_fn(guard::harden))
        .layer(from_fn_with_state(app.clone(), request_id::name))
        .with_state(app)
}

fn limit(asked: Option<PageSize>) -> usize {
    asked.map_or(limits::PAGE_DEFAULT as usize, |limit| limit.get() as usize)
}

fn cursor(last: &str) -> Option<Cursor> {
    last.parse().ok()
}

/// A cursor that was not given out here is none.
fn named<T: std::str::FromStr>(cursor: Option<&Cursor>) -> Answer<Option<T>> {
    let wrong = || Problem::invalid("INVALID_REQUEST", "cursor", "this is no page's `next`");
    cursor.map(|cursor| cursor.as_str().parse().map_err(|_| wrong())).transpose()
}

fn number_of(cursor: Option<&Cursor>) -> Answer<Option<u64>> {
    named(cursor)
}

fn instance(id: &Id) -> Answer<InstanceId> {
    id.as_str()
        .parse()
        .map_err(|error: domain::ids::NameError| Problem::not_found("PLUGIN_NOT_FOUND", error.to_string()))
}

fn hash(text: &str, pointer: &str) -> Answer<Hash> {
    text.parse().map_err(|error: music::clip::ParseHashError| {
        Problem::invalid("INVALID_HASH", pointer, error.to_string())
    })
}
