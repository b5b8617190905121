//! A server in this process, on a clock that stands until it is moved.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::actor::Actor;
use domain::ids::{InstanceId, SessionId};
use domain::session::{self, Session};
use domain::{Command, Scope, WallTime};
use music::lane::Lane;
use orchestrator::app::{self, Serving};
use orchestrator::clock::{CountedChance, ManualClock};
use orchestrator::config::Config;
use plugin::net::door::Door;
use plugin::net::rest::Request;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Nothing here takes longer on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(40);
const START: WallTime = WallTime(1_756_031_400_000_000_000);

pub struct Room {
    runtime: Runtime,
    pub serving: Serving,
    pub clock: Arc<ManualClock>,
    folder: TempDir,
}

/// Looks again and again until it is there.
pub fn awaited<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < until, "not in time: {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

impl Room {
    pub fn open() -> Room {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime for the server");
        let folder = tempfile::tempdir().expect("a folder of a moment");
        let clock = Arc::new(ManualClock::new(START));
        let config = Config::in_folder(folder.path());
        let serving = app::serve(config, clock.clone(), Arc::new(CountedChance::new(1)));
        let serving = runtime.block_on(serving).expect("the server starts");
        Room { runtime, serving, clock, folder }
    }

    /// What plugins find it by.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("server.json")
    }

    /// As a script of this user's asks; nobody is refused here.
    pub fn ask(&self, method: &'static str, path: &str, body: &serde_json::Value) {
        let authority = format!("127.0.0.1:{}", self.serving.port);
        let token = self.serving.token.clone();
        let request = Request { authority: authority.clone(), token, ..Request::json(method, path, body) };
        self.runtime.block_on(request.send(&Door::Here(authority))).expect("it is done");
    }

    /// Looks at the session as the last commit left it.
    pub fn session<T>(&self, look: impl FnOnce(&Session) -> T) -> T {
        let scope = Scope::Session(SessionId::default_session());
        let state = self.runtime.block_on(self.serving.app.state(&scope)).expect("the session is there");
        look(state.session().expect("it is a session"))
    }

    /// Who is there.
    pub fn instances(&self) -> Vec<String> {
        self.session(|session| session.instances().keys().map(ToString::to_string).collect())
    }

    /// The lanes that this instance sits at.
    pub fn chairs_of(&self, instance: &str) -> Vec<Lane> {
        let id: InstanceId = instance.parse().expect("a name");
        self.session(|session| session.chairs_of(&id).collect())
    }

    /// So long passes on the server that it takes this instance for lost, while its socket stays open. What its watch
    /// over silent ones asks for is asked here: the plugin's pings would come between.
    pub fn lose(&self, instance: &str) {
        let instance: InstanceId = instance.parse().expect("a name");
        self.clock.advance(Duration::from_secs(40));
        let known = self.session(|session| session.instance(&instance).map(|known| known.incarnation));
        let lose = session::Command::Lose { instance, incarnation: known.expect("it is there") };
        let scope = Scope::Session(SessionId::default_session());
        let asked = self.serving.app.ask(scope, Actor::system(), Command::Session(lose), None);
        self.runtime.block_on(asked).expect("it is lost");
    }
}
