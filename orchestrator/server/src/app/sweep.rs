//! Every second: instances that were silent for too long are lost, each by a command like any other; keys are turned.

use std::sync::Arc;
use std::time::Duration;

use domain::actor::Actor;
use domain::session::Command;
use domain::{Command as Any, Scope};

use super::App;

/// A fraction of a lease: nobody is taken for alive much longer than that.
const EVERY: Duration = Duration::from_secs(1);

pub(super) async fn run(app: Arc<App>) {
    loop {
        tokio::select! {
            () = app.closing.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {
                turn_keys(&app);
                once(&app).await;
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

/// Once through all sessions.
pub(super) async fn once(app: &App) {
    let Ok(house) = app.state(&Scope::House).await else { return };
    let sessions: Vec<_> =
        house.house().into_iter().flat_map(|house| house.sessions().keys().cloned()).collect();
    for session in sessions {
        let scope = Scope::Session(session);
        let Ok(state) = app.state(&scope).await else { continue };
        let Some(session) = state.session() else { continue };
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
