//! The parts of a server joined: what every request sees, and how a server begins and ends.

mod doors;
mod hint;
mod listen;
mod patience;
mod prompt;
mod start;
mod sweep;
mod tls;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::actor::Actor;
use domain::time::WallTime;
use domain::{Asked, Command, Event, Scope, Seed, State};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::auth::Gate;
use crate::blobs::Blobs;
use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::http::problem::{Answer, Problem};
use crate::live::Live;
use crate::presence::Presence;
use crate::render::Studio;
use crate::store::Store;
use crate::telemetry::Metrics;
use crate::writer::{Committed, IdempotencyKey, Writer};

pub use listen::PortError;
pub use start::{Serving, StartError, serve};

/// What every request sees.
pub struct App {
    pub writer: Writer,
    pub store: Arc<dyn Store>,
    pub blobs: Blobs,
    pub gate: Gate,
    pub presence: Presence,
    pub live: Live,
    pub studio: Studio,
    pub metrics: Metrics,
    pub config: Config,
    /// Where this server is, as a client on this machine calls it.
    pub url: String,
    /// Where it is for browsers on other machines, under every name it has there; nothing without `--lan`.
    pub outside: Vec<String>,
    /// The hash of the certificate it shows, in hexadecimal; nothing where it shows none.
    pub certificate: String,
    pub openapi: Arc<str>,
    /// Streams and sockets end when the server does.
    pub closing: CancellationToken,
    /// Counts revocations: whoever holds something open looks again whether it may.
    pub revocations: watch::Sender<u64>,
    pub(crate) clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    is_ready: AtomicBool,
}

impl App {
    /// For everything but tokens.
    pub fn now(&self) -> WallTime {
        self.clock.now()
    }

    /// For tokens and whatever is compared with them.
    pub fn wall(&self) -> WallTime {
        self.clock.wall()
    }

    pub fn seed(&self) -> Seed {
        self.chance.seed()
    }

    /// 128 bits of chance.
    pub fn number(&self) -> u128 {
        self.chance.seed().draw("number", 0)
    }

    /// What nobody guesses, in letters that may stand anywhere.
    pub fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.chance.seed().0)
    }

    pub fn is_ready(&self) -> bool {
        self.is_ready.load(Ordering::Acquire)
    }

    /// Still answers, and says to whoever asks that others should be asked from now on.
    pub fn ready_no_more(&self) {
        self.is_ready.store(false, Ordering::Release);
    }

    /// One more try for whoever knocks.
    pub fn knock(&self, peer: SocketAddr) -> Answer<()> {
        let address: IpAddr = peer.ip();
        self.gate.knocks.take(&address, self.now()).map_err(Problem::too_often)
    }

    pub fn somebody_was_revoked(&self) {
        self.revocations.send_modify(|count| *count += 1);
    }

    /// The one way by which anything changes.
    pub async fn ask(
        &self,
        scope: Scope,
        by: Actor,
        command: Command,
        key: Option<IdempotencyKey>,
    ) -> Answer<Committed> {
        Ok(self.writer.ask(scope, Asked { by, command }, key).await?)
    }

    pub async fn state(&self, scope: &Scope) -> Answer<Arc<State>> {
        Ok(self.state_and_seq(scope).await?.0)
    }

    /// The last that was committed, and the number of its last event.
    pub async fn state_and_seq(&self, scope: &Scope) -> Answer<(Arc<State>, u64)> {
        Ok(self.writer.state(scope).await?)
    }

    /// Facts after `after`, numbered.
    pub async fn events(&self, scope: &Scope, after: u64, limit: u32) -> Answer<Vec<(u64, Event)>> {
        Ok(self.writer.events(scope, after, limit).await?)
    }
}
