//! Plugins come in, stay, and are listed.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use domain::Command;
use domain::actor::{Verb, Verbs};
use domain::ids::{Incarnation, InstanceId};
use domain::session::{self, instance};
use music::clip::Hash;
use music::lane::Lane;
use wire::limits::LEASE_SECONDS;
use wire::rest::plugin::{
    Capability, Heard, Heartbeat, Instances, Register, Registered, Settings, Status, StatusQuery, Unregister,
};

use super::body::{Body, Json, Query, Sent};
use super::called::Called;
use super::caller::{Caller, InSession, Keyed, allow};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::auth::token::{Audience, Narrowed, Wanted};
use crate::view;

impl Sent for Register {}
impl Sent for Heartbeat {}
impl Sent for Unregister {}

/// What an instance of a person's may do in its name.
const VERBS: &[Verb] =
    &[Verb::View, Verb::Edit, Verb::Transport, Verb::Generate, Verb::Approve, Verb::Library];

/// A tour; whoever plays longer registers again.
const LASTS_MAX: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Register an instance, or say that it is back.
#[utoipa::path(post, path = "/api/plugin/register", tag = "plugin", request_body = Register,
    responses((status = 200, body = Registered)))]
pub async fn register(
    State(app): State<Arc<App>>,
    caller: Result<Caller, Problem>,
    keyed: Keyed,
    called: Called,
    body: Answer<Body<Register>>,
) -> Answer<Json<Registered>> {
    // A token may stand in the body; where there is none to be read, none was sent.
    let (caller, body) = match (caller, body) {
        (Err(refused), Err(_)) => return Err(refused),
        (caller, body) => (caller, body?),
    };
    let asked = &body.value;
    let caller = match &asked.token {
        Some(token) => Caller::with(&app, token.as_str())?,
        None => caller?,
    };
    let here = caller.in_session(&app, asked.session.as_ref()).await?;
    let instance = named(&asked.plugin_id)?;
    if caller.held.narrowed.instance.as_ref().is_some_and(|own| *own != instance) {
        return Err(Problem::forbidden(
            "this token is another instance's; register with the one that was paired",
        ));
    }
    let join = session::Command::Join(instance::Join {
        incarnation: incarnation(asked),
        name: asked.name.as_ref().map_or_else(|| instance.to_string(), ToString::to_string),
        capabilities: asked.capabilities.iter().map(|capability| word(*capability).to_owned()).collect(),
        replaces_silent: app.presence.is_free(here.id(), &instance, app.now()),
        instance: instance.clone(),
    });
    let key = caller.key(&keyed, &body.bytes);
    let committed = app.ask(here.scope(), here.actor.clone(), Command::Session(join), key).await?;
    app.presence.hear(here.id(), &instance, None, app.now());
    let state =
        committed.state.session().ok_or_else(|| Problem::internal("a session became something else"))?;
    let token = token(&app, &caller, &here, &instance);
    Ok(Json(Registered {
        plugin_id: asked.plugin_id.clone(),
        status: view::status(state, &instance, &app.presence, app.now()),
        session: view::id(here.id()),
        token_expires: view::time(token.expires),
        token: token.text,
        lanes: state.chairs_of(&instance).map(wire::lane::Lane).collect(),
        cursor: committed.last_seq(),
        lease_seconds: LEASE_SECONDS,
        settings: settings(called),
    }))
}

/// For this instance in this session, never with more than whoever let it in may do.
fn token(app: &App, caller: &Caller, here: &InSession, instance: &InstanceId) -> crate::auth::token::Made {
    let verbs = caller.held.narrowed.left_of(Verbs::of(VERBS));
    let wanted = Wanted {
        audience: Audience::Api,
        principal: caller.held.principal,
        // One that knows only the seed never asks for another; none lasts longer than the one it came with.
        lasts: caller.held.expires.since(app.wall()).min(LASTS_MAX),
        narrowed: Narrowed {
            verbs: Some(verbs),
            sessions: Some([here.id().clone()].into()),
            instance: Some(instance.clone()),
            ..caller.held.narrowed.clone()
        },
    };
    app.gate.make(&wanted, app.wall(), app.number())
}

fn settings(called: Called) -> Settings {
    Settings {
        websocket_url: called.websocket_url(),
        orchestrator_url: called.url,
        monitor_folder: "./generated_accompaniments".to_owned(),
        auto_load_files: true,
        sync_interval_ms: 100,
        max_file_age_seconds: 3_600,
        supported_formats: vec!["mid".to_owned(), "midi".to_owned()],
        track_types: Lane::ALL.map(wire::lane::Lane).to_vec(),
    }
}

/// One that names none is the same one whenever it comes back under its name.
fn incarnation(asked: &Register) -> Incarnation {
    incarnation_of(asked.incarnation.as_ref().unwrap_or(&asked.plugin_id).as_str())
}

pub(crate) fn incarnation_of(text: &str) -> Incarnation {
    let first = Hash::of(text.as_bytes()).0.split_first_chunk::<16>().map_or([0; 16], |(first, _)| *first);
    Incarnation(u128::from_be_bytes(first))
}

fn word(capability: Capability) -> &'static str {
    match capability {
        Capability::Midi => "midi",
        Capability::Sound => "sound",
        Capability::Folder => "folder",
        Capability::Transport => "transport",
    }
}

fn named(id: &wire::text::Id) -> Answer<InstanceId> {
    id.as_str().parse().map_err(|error: domain::ids::NameError| not_found(&error.to_string()))
}

fn not_found(detail: &str) -> Problem {
    Problem::not_found("PLUGIN_NOT_FOUND", detail)
}

/// How one instance is, or all of a session.
#[utoipa::path(get, path = "/api/plugin/status", tag = "plugin", params(StatusQuery),
    responses((status = 200, body = Instances)))]
pub async fn status(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<StatusQuery>,
) -> Answer<Json<Instances>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::View)?;
    let (state, now) = (here.session(), app.now());
    let Some(plugin_id) = query.plugin_id else {
        let all = state.instances().keys().filter_map(|name| view::instance(state, name, &app.presence, now));
        return Ok(Json(Instances { plugin_id: None, status: None, plugins: all.collect() }));
    };
    let name = named(&plugin_id)?;
    if let Some(instance) = view::instance(state, &name, &app.presence, now) {
        let status = Some(instance.status);
        return Ok(Json(Instances { plugin_id: Some(plugin_id), status, plugins: vec![instance] }));
    }
    if app.presence.last(here.id(), &name).is_some() {
        let status = Some(Status::Disconnected);
        return Ok(Json(Instances { plugin_id: Some(plugin_id), status, plugins: Vec::new() }));
    }
    Err(not_found(&format!("there is no plugin {name} in session {}; register it first", here.id())))
}

/// Say that an instance is still there; three missed and it is taken for gone.
#[utoipa::path(post, path = "/api/plugin/heartbeat", tag = "plugin", request_body = Heartbeat,
    responses((status = 200, body = Heard)))]
pub async fn heartbeat(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Body<Heartbeat>,
) -> Answer<Json<Heard>> {
    let said = &body.value;
    let here = caller.in_session(&app, said.session.as_ref()).await?;
    let name = named(&said.plugin_id)?;
    if caller.held.narrowed.instance.as_ref().is_some_and(|own| *own != name) {
        return Err(Problem::forbidden(format!("this token does not speak for {name}")));
    }
    let Some(instance) = here.session().instance(&name) else {
        let detail = format!("there is no plugin {name} in session {}; register it again", here.id());
        return Err(not_found(&detail));
    };
    if instance.principal != here.actor.principal {
        return Err(Problem::forbidden(format!(
            "{name} is somebody else's; only its own token speaks for it"
        )));
    }
    let now = app.now();
    app.presence.hear(here.id(), &name, said.status.or(playing(said)), now);
    Ok(Json(Heard {
        plugin_id: said.plugin_id.clone(),
        status: view::status(here.session(), &name, &app.presence, now),
        lease_seconds: LEASE_SECONDS,
        server_time: view::time(now),
    }))
}

/// Take leave: its chairs are free now, and not only when its lease is over.
#[utoipa::path(post, path = "/api/plugin/unregister", tag = "plugin", request_body = Unregister,
    responses((status = 204)))]
pub async fn unregister(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Body<Unregister>,
) -> Answer<StatusCode> {
    let said = &body.value;
    let here = caller.in_session(&app, said.session.as_ref()).await?;
    let instance = named(&said.plugin_id)?;
    if caller.held.narrowed.instance.as_ref().is_some_and(|own| *own != instance) {
        return Err(Problem::forbidden(format!("this token does not speak for {instance}")));
    }
    let leave = Command::Session(session::Command::Leave { instance });
    app.ask(here.scope(), here.actor, leave, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn playing(said: &Heartbeat) -> Option<Status> {
    said.is_playing.filter(|is_playing| *is_playing).map(|_| Status::Playing)
}
