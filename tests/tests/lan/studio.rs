//! The other machine: a server with `--lan`, on a clock that is moved by hand, which can be ended and started again.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use domain::Scope;
use domain::time::WallTime;
use orchestrator::app::{self, Serving};
use orchestrator::clock::{CountedChance, ManualClock};
use orchestrator::config::Config;
use plugin::net::door::Door;
use plugin::net::lan::kept::Kept;
use plugin::net::lan::pairing::{Reached, Why};
use plugin::net::lan::proving;
use plugin::net::rest::Request;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Two neighbouring ports are free within as many tries.
const TRIES: usize = 50;
/// Below those that a system gives to whoever connects, which stay taken for a minute afterwards.
const PORTS: std::ops::Range<u16> = 10_000..30_000;

pub struct Studio {
    runtime: Runtime,
    serving: Option<Serving>,
    clock: Arc<ManualClock>,
    folder: TempDir,
    /// Of its own machine; others come in at the next one, after a restart too.
    port: u16,
}

impl Studio {
    pub fn open() -> Studio {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("threads");
        // Whoever is let in later says what time it is, and has the real one.
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
        let clock = Arc::new(ManualClock::new(WallTime(now.as_nanos() as i64)));
        let folder = tempfile::tempdir().expect("a folder of a moment");
        for _ in 0..TRIES {
            let port = some_port();
            let serving = runtime.block_on(serve(folder.path(), port, Arc::clone(&clock)));
            if serving.outside == Some(port + 1) {
                return Studio { runtime, serving: Some(serving), clock, folder, port };
            }
            runtime.block_on(serving.shutdown());
        }
        panic!("no two neighbouring ports were free");
    }

    /// Where other machines come in.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port + 1)
    }

    pub fn close(&mut self) {
        if let Some(serving) = self.serving.take() {
            self.runtime.block_on(serving.shutdown());
        }
    }

    /// At the same place, with what is kept in its folder.
    pub fn open_again(&mut self) {
        let serving = self.runtime.block_on(serve(self.folder.path(), self.port, Arc::clone(&self.clock)));
        assert_eq!(serving.outside, Some(self.port + 1));
        self.serving = Some(serving);
    }

    /// As whoever sets up a server anew, or stands in its place: the next one shows another certificate.
    pub fn lose_certificate(&self) {
        std::fs::remove_file(self.folder.path().join("certificate.pem")).expect("it made one");
    }

    /// `ai-band pair`.
    pub fn code(&self) -> String {
        let shown = self.post("/api/auth/pairing", &json!({}));
        shown["code"].as_str().expect("a code").to_owned()
    }

    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    pub fn revoke(&self, principal: &str, for_good: bool) {
        self.post("/api/auth/revoke", &json!({ "principal": principal, "for_good": for_good }));
    }

    /// A machine that saw this server proves the code to whoever answers there now.
    pub fn proves(&self, seen: &Reached, code: &str, paired: &Path) -> Result<(), Why> {
        self.runtime.block_on(proving::prove(seen, code, &Kept::at(paired)))
    }

    /// Whether the house still lets it in.
    pub fn knows(&self, principal: &str) -> bool {
        let app = &self.serving().app;
        let state = self.runtime.block_on(app.state(&Scope::House)).expect("the house has a state");
        let id = principal.parse().expect("a principal's name");
        state.house().and_then(|house| house.principal(id)).is_some_and(|who| !who.is_revoked)
    }

    /// Instances that are registered, by their names.
    pub fn instances(&self) -> Vec<String> {
        let answer = self.ask(Request::get("/api/plugin/status"));
        let all = answer["plugins"].as_array().cloned().unwrap_or_default();
        all.iter().filter_map(|plugin| plugin["plugin_id"].as_str().map(str::to_owned)).collect()
    }

    fn serving(&self) -> &Serving {
        self.serving.as_ref().expect("it is open")
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.ask(Request::json("POST", path, body))
    }

    /// As its owner does.
    fn ask(&self, request: Request) -> Value {
        let door = Door::Here(format!("127.0.0.1:{}", self.port));
        let request = Request { token: self.serving().token.clone(), ..request };
        let answer =
            self.runtime.block_on(request.send(&door)).unwrap_or_else(|refused| panic!("{refused:?}"));
        serde_json::from_slice(&answer).unwrap_or(Value::Null)
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        self.close();
    }
}

/// Any of them; it may be taken.
fn some_port() -> u16 {
    let count = u64::from(PORTS.end - PORTS.start);
    PORTS.start + (RandomState::new().hash_one(0_u8) % count) as u16
}

async fn serve(folder: &Path, port: u16, clock: Arc<ManualClock>) -> Serving {
    let mut config = Config::in_folder(folder);
    config.lan.value = true;
    config.port.value = port;
    let chance =
        Arc::new(CountedChance::new(SystemTime::now().elapsed().map_or(1, |it| it.as_nanos() as u64)));
    app::serve(config, clock, chance).await.unwrap_or_else(|error| panic!("{error}"))
}
