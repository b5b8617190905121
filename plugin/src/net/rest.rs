//! Questions over HTTP: what is asked, what for, and what came back.

use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use music::clip::Hash;
use serde::Serialize;
use wire::rest::problem::Problem;

use super::discovery::Found;
use super::door::Door;
use super::lan::certificate::is_another;

/// A snapshot of the longest song, or a clip of as many notes as one may have.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;
/// A server of this machine; what takes longer is asked again.
const PATIENCE: Duration = Duration::from_secs(3);
/// A long song over a weak network.
const PATIENCE_FAR: Duration = Duration::from_secs(15);

/// What an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Register,
    CreateSession,
    Snapshot,
    Clip(Hash),
    /// What a job has made.
    Made,
    Heartbeat,
    Unregister,
    /// What a person wished for.
    Errand,
    /// A part of what is pushed; the last one is the music.
    Push,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub authority: String,
    pub token: String,
    pub purpose: Purpose,
    pub method: &'static str,
    pub path: String,
    pub body: Vec<u8>,
    pub is_json: bool,
    /// Only if the server still has this revision.
    pub if_match: Option<u64>,
}

/// Why something was not done, in the server's words if it had any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// 0 where nobody answered.
    pub status: u16,
    pub code: String,
    pub detail: String,
    /// Somebody else answered than the one that was paired with, and was told nothing.
    pub is_another: bool,
}

impl Request {
    pub fn get(path: &str) -> Request {
        Request::bytes("GET", path, Vec::new())
    }

    pub fn json(method: &'static str, path: &str, body: &impl Serialize) -> Request {
        let body = serde_json::to_vec(body).unwrap_or_default();
        Request { is_json: true, ..Request::bytes(method, path, body) }
    }

    pub fn bytes(method: &'static str, path: &str, body: Vec<u8>) -> Request {
        Request {
            authority: String::new(),
            token: String::new(),
            purpose: Purpose::Errand,
            method,
            path: path.to_owned(),
            body,
            is_json: false,
            if_match: None,
        }
    }

    /// With the token of this user, before there is one of this instance.
    pub fn post(found: &Found, purpose: Purpose, path: &str, body: &impl Serialize) -> Request {
        let (authority, token) = (found.authority.clone(), found.token.clone());
        Request { authority, token, purpose, ..Request::json("POST", path, body) }
    }

    /// Asks, and waits no longer than is useful.
    pub async fn send(self, door: &Door) -> Result<Vec<u8>, Refused> {
        let patience = if door.is_far() { PATIENCE_FAR } else { PATIENCE };
        match tokio::time::timeout(patience, self.exchange(door)).await {
            Ok(answer) => answer,
            Err(_) => Err(Refused::nobody("The server does not answer")),
        }
    }

    async fn exchange(self, door: &Door) -> Result<Vec<u8>, Refused> {
        let stream = door.open().await.map_err(|error| Refused::closed(&error))?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(Refused::nobody)?;
        let talking = tokio::spawn(connection);
        let kind = if self.is_json { "application/json" } else { "application/octet-stream" };
        let mut request =
            hyper::Request::builder().method(self.method).uri(&self.path).header("host", door.authority());
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if !self.body.is_empty() {
            request = request.header("content-type", kind);
        }
        if let Some(revision) = self.if_match {
            request = request.header("if-match", format!("\"{revision}\""));
        }
        let request = request.body(Full::new(Bytes::from(self.body))).map_err(Refused::nobody)?;
        let answer = sender.send_request(request).await.map_err(Refused::nobody)?;
        let status = answer.status().as_u16();
        let body = Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await;
        talking.abort();
        let body = body.map_err(Refused::nobody)?.to_bytes().to_vec();
        if (200..300).contains(&status) { Ok(body) } else { Err(Refused::of(status, &body)) }
    }
}

impl Refused {
    pub fn nobody(why: impl std::fmt::Display) -> Refused {
        Refused { detail: why.to_string(), ..Refused::default() }
    }

    fn closed(error: &std::io::Error) -> Refused {
        Refused { is_another: is_another(error), ..Refused::nobody(error) }
    }

    fn of(status: u16, body: &[u8]) -> Refused {
        let problem = serde_json::from_slice::<Problem>(body).ok();
        let (code, detail) = problem.map_or_else(
            || (String::new(), format!("The server says {status}")),
            |problem| (problem.code, problem.detail),
        );
        Refused { status, code, detail, is_another: false }
    }
}
