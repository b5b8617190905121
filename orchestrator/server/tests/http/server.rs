//! A server in a folder of its own, with a clock that is moved by hand, and a client that speaks plain HTTP to it.

use std::sync::Arc;
use std::time::Duration;

use domain::WallTime;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::{Method, Request, Response, header};
use hyper_util::rt::TokioIo;
use orchestrator::app::{self, Serving};
use orchestrator::clock::{CountedChance, ManualClock};
use orchestrator::config::Config;
use serde_json::Value;
use tempfile::TempDir;

/// 24 August 2025, half past ten, as the seed has it.
pub(crate) const START: WallTime = WallTime(1_756_031_400_000_000_000);

pub(crate) struct Server {
    pub(crate) serving: Serving,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) folder: TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: hyper::HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Server {
    pub(crate) async fn start() -> Server {
        Server::start_in(tempfile::tempdir().unwrap(), START).await
    }

    pub(crate) async fn start_in(folder: TempDir, now: WallTime) -> Server {
        let config = Config::in_folder(folder.path());
        Server::start_with(folder, config, now).await
    }

    pub(crate) async fn start_with(folder: TempDir, config: Config, now: WallTime) -> Server {
        let clock = Arc::new(ManualClock::new(now));
        let chance = Arc::new(CountedChance::new(now.0.unsigned_abs()));
        let serving = app::serve(config, clock.clone(), chance).await.unwrap();
        Server { serving, clock, folder }
    }

    /// The same folder, an hour later, after an orderly end.
    pub(crate) async fn restarted(self) -> Server {
        let now = WallTime(self.serving.app.now().0) + Duration::from_secs(3_600);
        self.serving.shutdown().await;
        Server::start_in(self.folder, now).await
    }

    /// The owner's, as the discovery file has it.
    pub(crate) fn token(&self) -> String {
        self.serving.token.clone()
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> Asking<'_> {
        Asking {
            server: self,
            method: method.parse().unwrap(),
            path: path.to_owned(),
            headers: vec![("host".to_owned(), format!("127.0.0.1:{}", self.serving.port))],
            token: Some(self.token()),
            body: Bytes::new(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.request("GET", path).send().await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.request("POST", path).json(&body).send().await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.request("PUT", path).json(&body).send().await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.request("DELETE", path).send().await
    }

    /// A token with less than the owner's rights.
    pub(crate) async fn token_for(&self, asked: Value) -> String {
        let answer = self.post("/api/auth/token", asked).await;
        answer.expect(200).json()["token"].as_str().unwrap().to_owned()
    }
}

/// A request in the making.
pub(crate) struct Asking<'a> {
    server: &'a Server,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    token: Option<String>,
    body: Bytes,
}

impl Asking<'_> {
    /// In place of what was there, or beside it where a name may come several times.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name || name == "origin");
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn token(mut self, token: Option<&str>) -> Self {
        self.token = token.map(str::to_owned);
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string())
    }

    pub(crate) fn bytes(mut self, kind: &str, bytes: impl Into<Bytes>) -> Self {
        self.body = bytes.into();
        self.header("content-type", kind)
    }

    pub(crate) async fn open(self) -> Response<Incoming> {
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", self.server.serving.port)).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let mut request = Request::builder().method(self.method).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        sender.send_request(request.body(Full::new(self.body)).unwrap()).await.unwrap()
    }

    pub(crate) async fn send(self) -> Answer {
        let (parts, body) = self.open().await.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status.as_u16(), headers: parts.headers, bytes }
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        let text = String::from_utf8_lossy(&self.bytes);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.to_vec()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    pub(crate) fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// It is a problem of the one shape, with this status and code.
    pub(crate) fn expect_problem(&self, status: u16, code: &str) -> Value {
        let said = format!("{} {}", self.status, String::from_utf8_lossy(&self.bytes));
        assert_eq!(self.header("content-type"), "application/problem+json", "{said}");
        let problem = self.json();
        assert_eq!((self.status, problem["code"].as_str()), (status, Some(code)), "{said}");
        assert_eq!(problem["status"], status, "{said}");
        assert!(problem["type"].as_str().unwrap().starts_with("urn:ai-band:problem:"), "{said}");
        assert!(!problem["title"].as_str().unwrap().is_empty(), "{said}");
        assert!(!problem["detail"].as_str().unwrap().is_empty(), "{said}");
        assert_eq!(problem["request_id"], self.header("x-request-id").as_str(), "{said}");
        problem
    }
}
