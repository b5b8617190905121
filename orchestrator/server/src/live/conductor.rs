//! The one task that looks after all stages: what was committed, what hosts said, and the clock.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use domain::actor::Actor;
use domain::session::{Command as Asks, Session};
use domain::{Command, Scope, State};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use super::pace::Pace;
use super::stage::Stage;
use super::stagger::pause;
use super::{announce, locked};
use crate::app::App;
use crate::published::Shown;
use crate::writer::Committed;

/// How soon it is seen that a host has stood still for long enough, or that the clock was set.
const TICK: Duration = Duration::from_millis(100);
/// Sockets that are told to go say so to their clients, and are gone.
const LEAVING: Duration = Duration::from_secs(3);

/// Until the server closes, and every socket has.
pub async fn run(app: Arc<App>) {
    let mut news = app.writer.subscribe();
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut pace = Pace::default();
    loop {
        let at = pace.wakes_at().map(|at| Instant::from_std(app.live.began + at));
        tokio::select! {
            () = app.closing.cancelled() => break,
            committed = news.recv() => match committed {
                Ok(committed) => follow(&app, &committed, &mut pace).await,
                Err(RecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "sockets read from the journal what was missed");
                    catch_up(&app).await;
                }
                Err(RecvError::Closed) => break,
            },
            () = until(at) => pace.tell(app.live.steady()),
            () = app.live.nudge.notified() => look(&app).await,
            _ = tick.tick() => {
                if app.live.look_at(&*app.clock) {
                    tracing::warn!(epoch = app.live.clock_epoch(), "the clock was set; clients estimate it anew");
                }
                look(&app).await;
            }
        }
    }
    app.live.tracker.close();
    if tokio::time::timeout(LEAVING, app.live.tracker.wait()).await.is_err() {
        tracing::warn!("some sockets did not close in time");
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => pending().await,
    }
}

async fn follow(app: &App, committed: &Committed, pace: &mut Pace) {
    let Scope::Session(id) = &committed.scope else {
        return app.live.house_reached(committed.last_seq());
    };
    let (Some(stage), Some(session)) = (app.live.stage(id), committed.state.session()) else { return };
    let name = name_of(app, session).await;
    let (seq, now) = (committed.last_seq(), app.now());
    let led = app.live.led(session, now);
    let shown = Shown { session, name: &name, seq, presence: &app.presence, led, now };
    stage.write(committed, &shown, &app.live);
    pace.written(&stage, app.live.steady(), pause(app.live.sockets()));
    announce::announce(app, &stage, committed).await;
}

/// What a session is called.
pub(super) async fn name_of(app: &App, session: &Session) -> Arc<str> {
    let house = app.state(&Scope::House).await;
    let named = house.ok().and_then(|state| {
        let opened = state.house()?.sessions().get(session.id())?;
        Some(opened.name.clone())
    });
    named.unwrap_or_else(|| session.id().as_str().into())
}

/// Once over all stages; those that nobody looks at any more go.
async fn look(app: &App) {
    app.metrics.followed.set(i64::try_from(app.live.clear_stages()).unwrap_or(i64::MAX));
    for stage in app.live.stages() {
        let Ok(state) = app.state(&stage.scope()).await else { continue };
        let state = elect(app, &stage, state).await;
        if let Some(session) = state.session() {
            stage.refresh(session, &app.live, app.now());
        }
    }
}

async fn catch_up(app: &App) {
    if let Ok((_, seq)) = app.state_and_seq(&Scope::House).await {
        app.live.house_reached(seq);
    }
    for stage in app.live.stages() {
        if let Ok((_, seq)) = app.state_and_seq(&stage.scope()).await {
            stage.reached(seq);
        }
    }
    look(app).await;
}

/// Asks for what follows from what hosts said, until nothing does.
async fn elect(app: &App, stage: &Stage, mut state: Arc<State>) -> Arc<State> {
    while let Some(command) = state.session().and_then(|session| stage.due(session, app.now())) {
        let (Asks::HostRolls { instance, .. } | Asks::HostStopped { instance, .. }) = &command else { break };
        let instance = instance.clone();
        let asked = app.ask(stage.scope(), Actor::system(), Command::Session(command), None).await;
        match asked {
            Ok(committed) if !committed.events.is_empty() => state = committed.state,
            // Refused, or nothing came of it: its next word is heard anew.
            Ok(_) | Err(_) => locked(&stage.hosts).forget(&instance),
        }
    }
    state
}
