//! A server begins: data, keys, port, owner, work; and ends: no more comes in, what is open closes, what is begun is finished.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::actor::{Actor, Kind, Verbs};
use domain::house::principal::{Introduction, Rights, Sessions};
use domain::house::{self, Event};
use domain::ids::PrincipalId;
use domain::{Command, Scope};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::doors::Doors as Ports;
use super::hint::{self, Hint};
use super::listen::PortError;
use super::tls;
use super::{App, sweep};
use crate::auth::discovery::Discovery;
use crate::auth::doors::Doors;
use crate::auth::token::{Audience, Narrowed, Wanted};
use crate::auth::{self, Gate};
use crate::clock::{Chance, Clock, EvenClock};
use crate::config::Config;
use crate::http;
use crate::http::problem::Problem;
use crate::live::{self, Live};
use crate::presence::Presence;
use crate::render::Studio;
use crate::rooms::{Rooms, Settings};
use crate::telemetry::Metrics;

/// The discovery file's token lasts as long as a run can; with the next one it is another.
const RUN_LASTS: Duration = Duration::from_secs(366 * 24 * 60 * 60);
/// What is asked at the last moment is answered; whoever asks for longer than this is cut off.
pub(super) const DRAIN: Duration = Duration::from_secs(10);
/// Between saying that it closes and closing: for whoever watches `/readyz` and sends people here.
const NOTICE: Duration = Duration::from_millis(50);

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Port(#[from] PortError),
    #[error(transparent)]
    Tls(#[from] tls::Error),
    #[error(transparent)]
    Rooms(#[from] crate::rooms::Error),
    #[error(transparent)]
    Auth(#[from] auth::Error),
    #[error("the discovery file {path} cannot be written: {why}; name another with --discovery")]
    Discovery { path: String, why: std::io::Error },
    #[error("this server cannot begin: {0}")]
    Refused(String),
}

/// A server that runs.
pub struct Serving {
    pub app: Arc<App>,
    pub port: u16,
    /// The one that was asked for and is taken.
    pub instead_of: Option<u16>,
    /// Where other machines come in.
    pub outside: Option<u16>,
    /// What stands in the discovery file.
    pub token: String,
    discovery: Discovery,
    hint: Option<Hint>,
    rooms: Rooms,
    tasks: JoinSet<()>,
}

/// Starts everything; returns when requests are answered.
pub async fn serve(
    config: Config,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> Result<Serving, StartError> {
    let clock: Arc<dyn Clock> = Arc::new(EvenClock::new(clock));
    let ports = Ports::bind(&config)?;
    let (port, instead_of) = (ports.here.port, ports.here.instead_of);
    let outside = ports.outside.as_ref().map(|outside| outside.listening.port);
    let rooms = Settings {
        data: config.data.value.clone(),
        holder: format!("ai-band serve at port {port} (process {})", std::process::id()),
        export: config.export.value.clone(),
    };
    let rooms = Rooms::open(&rooms, clock.clone(), chance.clone()).await?;
    let mut names = config.hosts.value.clone();
    names.extend(config.lan.value.then(|| hint::host(&ports.certificate())));
    let doors = Doors::new(&names, config.lan.value);
    let gate = Gate::open(&config.data.value, doors, clock.wall(), chance.seed())?;
    let app = Arc::new(App {
        writer: rooms.writer.clone(),
        store: rooms.store.clone(),
        blobs: rooms.blobs.clone(),
        gate,
        presence: Presence::new(clock.now()),
        live: Live::new(rooms.journal_id.clone(), chance.seed().draw("run", 0), &*clock),
        studio: Studio::new(&config.data.value),
        metrics: Metrics::new(),
        certificate: ports.certificate(),
        openapi: http::description::text().into(),
        closing: CancellationToken::new(),
        revocations: watch::Sender::new(0),
        is_ready: AtomicBool::new(false),
        url: format!("http://127.0.0.1:{port}"),
        outside: ports.addresses(&names),
        config,
        clock,
        chance,
    });
    let owner = owner(&app).await.map_err(|problem| StartError::Refused(problem.to_string()))?;
    let (discovery, token) = announce(&app, owner, port)?;
    let mut tasks = JoinSet::new();
    ports.open(&app, &http::service(app.clone()), &mut tasks)?;
    tasks.spawn(sweep::run(app.clone()));
    tasks.spawn(live::run(app.clone()));
    app.is_ready.store(true, Ordering::Release);
    Ok(Serving { app, port, instead_of, outside, token, discovery, hint: None, rooms, tasks })
}

impl Serving {
    /// Tells the network where other machines come in, if they do.
    pub fn give_hint(&mut self) {
        self.hint = self.outside.and_then(|port| Hint::give(port, &self.app.certificate));
    }

    /// Not ready any more, then nothing new, then what is open ends, then everything is on disk. `false` where somebody
    /// took too long and was cut off.
    pub async fn shutdown(mut self) -> bool {
        self.app.ready_no_more();
        tokio::time::sleep(NOTICE).await;
        if let Some(hint) = self.hint.take() {
            hint.take_back();
        }
        self.discovery.remove(&self.app.config.discovery.value);
        self.app.closing.cancel();
        let drained = tokio::time::timeout(DRAIN, async { while self.tasks.join_next().await.is_some() {} });
        let is_drained = drained.await.is_ok();
        if !is_drained {
            tracing::warn!("some requests took too long and were cut off");
            self.tasks.abort_all();
        }
        self.rooms.close().await;
        is_drained
    }
}

/// Whoever started the first server in this folder: a person with every right.
async fn owner(app: &App) -> Result<PrincipalId, Problem> {
    let state = app.state(&Scope::House).await?;
    let people = state.house().into_iter().flat_map(|house| house.principals().values());
    let owns = |who: &&domain::house::principal::Principal| who.kind == Kind::Person && !who.is_revoked;
    if let Some(first) = people.filter(owns).min_by_key(|who| who.since) {
        return Ok(first.id);
    }
    let rights = Rights { verbs: Verbs::ALL, sessions: Sessions::All };
    let name = "Owner".to_owned();
    let new = Introduction { kind: Kind::Person, name, rights, acts_for: None, key: None };
    let command = Command::House(house::Command::Introduce(new));
    let committed = app.ask(Scope::House, Actor::system(), command, None).await?;
    let introduced = committed.events.iter().find_map(|event| match event {
        domain::Event::House(Event::PrincipalIntroduced(who)) => Some(who.id),
        domain::Event::House(_) | domain::Event::Session(_) => None,
    });
    introduced.ok_or_else(|| Problem::internal("nobody was introduced"))
}

/// Plugins and commands of this user find the server by this file.
fn announce(app: &App, owner: PrincipalId, port: u16) -> Result<(Discovery, String), StartError> {
    let narrowed = Narrowed { name: Some("this user, on this machine".to_owned()), ..Narrowed::default() };
    let wanted = Wanted { audience: Audience::Api, principal: owner, lasts: RUN_LASTS, narrowed };
    let token = app.gate.make(&wanted, app.wall(), app.number()).text;
    let discovery =
        Discovery { url: app.url.clone(), port, process: std::process::id(), token: token.clone() };
    let path = &app.config.discovery.value;
    discovery.write(path).map_err(|why| StartError::Discovery { path: path.display().to_string(), why })?;
    Ok((discovery, token))
}
