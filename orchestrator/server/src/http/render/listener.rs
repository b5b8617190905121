//! Somebody who is sent a file while it is made, for as long as they may hear it and take it.

use std::io;
use std::sync::Arc;

use domain::actor::Verb;
use domain::ids::SessionId;
use futures_util::Stream;
use tokio::sync::watch;

use super::super::caller::Caller;
use crate::app::App;
use crate::render::Playing;

pub(super) struct Listener {
    app: Arc<App>,
    caller: Caller,
    session: SessionId,
    playing: Playing,
    revocations: watch::Receiver<u64>,
}

impl Listener {
    pub(super) fn new(app: &Arc<App>, caller: Caller, session: SessionId, playing: Playing) -> Listener {
        app.metrics.renders.inc();
        let revocations = app.revocations.subscribe();
        Listener { app: app.clone(), caller, session, playing, revocations }
    }

    /// What is sent. After an error the connection is cut: the file is shorter than was said, and known to be.
    pub(super) fn pieces(self) -> impl Stream<Item = io::Result<Vec<u8>>> {
        futures_util::stream::unfold(self, |mut listener| async move {
            let piece = listener.next().await?;
            Some((piece, listener))
        })
    }

    async fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        if self.revocations.has_changed().unwrap_or(true) && !self.may_listen().await {
            return Some(Err(io::Error::other("its token was revoked")));
        }
        let app = self.app.clone();
        tokio::select! {
            () = app.closing.cancelled() => Some(Err(io::Error::other("the server closes"))),
            piece = self.playing.next() => Some(piece?.map_err(io::Error::other)),
        }
    }

    /// A token that has come to its end meanwhile is no reason to stop: what was begun is finished.
    async fn may_listen(&mut self) -> bool {
        self.revocations.mark_unchanged();
        if self.app.gate.revoked.has(&self.caller.held.id) {
            return false;
        }
        let here = self.caller.in_session_called(&self.app, self.session.clone()).await;
        here.is_ok_and(|here| here.actor.verbs.has(Verb::View))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.app.metrics.renders.dec();
    }
}
