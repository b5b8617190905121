//! What can be asked for: engines and styles.

use composer::style::Style;
use domain::actor::Verb;
use music::lane::Lane;
use wire::rest::engine::{Engine, Engines, Styles};
use wire::rest::generate::Generate;

use std::sync::Arc;

use axum::extract::State;
use utoipa::PartialSchema;

use super::body::Json;
use super::caller::{Caller, allow};
use super::problem::{Answer, Problem};
use crate::app::App;

/// Who makes music here.
#[utoipa::path(get, path = "/api/engines", tag = "engine", responses((status = 200, body = Engines)))]
pub async fn engines(State(app): State<Arc<App>>, caller: Caller) -> Answer<Json<Engines>> {
    let (actor, _) = caller.in_house(&app).await?;
    allow(&actor, Verb::View)?;
    let band = Engine {
        engine: "band".to_owned(),
        title: "The band".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        lanes: Lane::ALL.map(wire::lane::Lane).to_vec(),
        parameters: serde_json::to_value(Generate::schema()).map_err(Problem::internal)?,
    };
    Ok(Json(Engines { engines: vec![band] }))
}

/// In which styles.
#[utoipa::path(get, path = "/api/styles", tag = "engine", responses((status = 200, body = Styles)))]
pub async fn styles(State(app): State<Arc<App>>, caller: Caller) -> Answer<Json<Styles>> {
    let (actor, _) = caller.in_house(&app).await?;
    allow(&actor, Verb::View)?;
    let styles =
        Style::BUILT_IN.into_iter().filter_map(Style::built_in).map(|style| wire::rest::engine::Style {
            lanes: style.general.lanes.iter().copied().map(wire::lane::Lane).collect(),
            title: style.name.clone(),
            style: style.name,
        });
    Ok(Json(Styles { styles: styles.collect() }))
}
