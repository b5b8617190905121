//! Every second: instances that were silent for too long are lost, each by a command like any other; keys are turned, banks put away.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::actor::Actor;
use domain::ids::SessionId;
use domain::session::Command;
use domain::{Command as Any, Scope};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::MissedTickBehavior;

use super::App;
use crate::writer::Committed;

/// A fraction of a lease: nobody is taken for alive much longer than that.
const EVERY: Duration = Duration::from_secs(1);

pub(super) async fn run(app: Arc<App>) {
    // Heard from here on; who was there before is found by the first pass.
    let mut news = app.writer.subscribe();
    let mut inhabited = Inhabited::default();
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.closing.cancelled() => return,
            committed = news.recv() => match committed {
                Ok(committed) => inhabited.note(&committed),
                Err(RecvError::Lagged(_)) => inhabited.knows_all = false,
                Err(RecvError::Closed) => return,
            },
            _ = tick.tick() => {
                turn_keys(&app);
                app.studio.tidy(app.now());
                once(&app, &mut inhabited).await;
            }
        }
    }
}

fn turn_keys(app: &App) {
    match app.gate.turn_keys(&app.config.data.value, app.wall(), app.seed()) {
        Ok(false) => {}
        Ok(true) => tracing::info!("another key signs tokens from now on"),
        Err(error) => tracing::error!(%error, "the key that signs tokens stays the old one"),
    }
}

/// The sessions that somebody plays in, and perhaps some more: a session nobody plays in is left alone, and may leave
/// memory.
#[derive(Default)]
struct Inhabited {
    sessions: BTreeSet<SessionId>,
    /// Not at the start, and not after news were missed.
    knows_all: bool,
}

impl Inhabited {
    fn note(&mut self, committed: &Committed) {
        let session = committed.state.session().filter(|session| !session.instances().is_empty());
        self.sessions.extend(session.map(|session| session.id().clone()));
    }

    /// All there are, of which [`once`] keeps those that somebody plays in.
    async fn ask_for_all(&mut self, app: &App) {
        let Ok(house) = app.state(&Scope::House).await else { return };
        self.sessions.extend(house.house().into_iter().flat_map(|house| house.sessions().keys().cloned()));
        self.knows_all = true;
    }
}

/// Once through the sessions that somebody plays in.
async fn once(app: &App, inhabited: &mut Inhabited) {
    if !inhabited.knows_all {
        inhabited.ask_for_all(app).await;
    }
    for id in inhabited.sessions.clone() {
        let scope = Scope::Session(id.clone());
        let Ok(state) = app.state(&scope).await else { continue };
        let Some(session) = state.session() else { continue };
        if session.instances().is_empty() {
            // Whoever joins from now on is in the news.
            inhabited.sessions.remove(&id);
        }
        for (instance, incarnation) in app.presence.silent(session, app.now()) {
            tracing::info!(%instance, "a plugin was silent for too long");
            let lose = Any::Session(Command::Lose { instance, incarnation });
            // Refused where it came back or left meanwhile; then there is nothing to lose.
            if app.ask(scope.clone(), Actor::system(), lose, None).await.is_ok() {
                app.metrics.instances_lost.inc();
            }
        }
    }
}
