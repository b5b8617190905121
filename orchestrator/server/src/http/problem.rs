//! One error, one status: whatever goes wrong becomes `application/problem+json` here, the framework's own answers too.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::refusal::{Code as Refused, Refusal};
use wire::rest::problem::Fault;

use super::request_id::RequestId;
use crate::writer::Failure;

/// Why a request was not done. Behind a pointer: most answers are none.
#[derive(Clone, Debug)]
pub struct Problem(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    status: StatusCode,
    code: &'static str,
    detail: String,
    allowed: Vec<String>,
    errors: Vec<Fault>,
    headers: HeaderMap,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.detail)
    }
}

pub type Answer<T> = Result<T, Problem>;

/// RFC 9457.
pub const MEDIA_TYPE: &str = "application/problem+json";

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Problem {
        let (allowed, errors) = (Vec::new(), Vec::new());
        let (detail, headers) = (detail.into(), HeaderMap::new());
        Problem(Box::new(Parts { status, code, detail, allowed, errors, headers }))
    }

    pub fn invalid(code: &'static str, pointer: impl Into<String>, detail: impl Into<String>) -> Problem {
        let detail = detail.into();
        let fault = Fault { pointer: pointer.into(), detail: detail.clone() };
        let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail);
        problem.0.errors = vec![fault];
        problem
    }

    pub fn unauthorized(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", detail)
            .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"ai-band\""))
    }

    pub fn forbidden(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "FORBIDDEN", detail)
    }

    pub fn not_found(code: &'static str, detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, code, detail)
    }

    pub fn too_often(wait: std::time::Duration) -> Problem {
        let seconds = wait.as_secs().max(1);
        let detail = format!("this was asked for too often; wait {seconds} s");
        Problem::new(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", detail)
            .with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    pub fn too_large(limit: u64) -> Problem {
        let detail = format!("a request here has at most {limit} bytes");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", detail)
    }

    /// What went wrong is for the log; a stranger learns where to find it.
    pub fn internal(why: impl std::fmt::Display) -> Problem {
        tracing::error!(%why, "a request failed");
        let detail = "this went wrong on the way, and it is not known how far it came: ask again, with the same Idempotency-Key where there is one; the server's log says why, under this request_id";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", detail)
    }

    /// One that is starting or closing.
    pub fn closing() -> Problem {
        let detail = "the server is starting or closing; ask again soon";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "NOT_READY", detail)
            .with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
    }

    pub fn storage(error: &crate::store::Error) -> Problem {
        if error.is_full() {
            return Problem::new(StatusCode::INSUFFICIENT_STORAGE, "FOLDER_NOT_WRITABLE", error.to_string());
        }
        Problem::internal(error)
    }

    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Problem {
        self.0.headers.insert(name, value);
        self
    }

    #[must_use]
    pub fn allowing(mut self, allowed: Vec<String>) -> Problem {
        self.0.allowed = allowed;
        self
    }

    /// What a body names and is not there is not what the address names: that was found.
    #[must_use]
    pub fn in_body(mut self, pointer: &str) -> Problem {
        if self.0.status == StatusCode::NOT_FOUND {
            self.0.status = StatusCode::UNPROCESSABLE_ENTITY;
            self.0.errors = vec![Fault { pointer: pointer.to_owned(), detail: self.0.detail.clone() }];
        }
        self
    }

    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The same over a socket.
    pub fn outcome(self) -> wire::Outcome {
        let Parts { code, detail, allowed, .. } = *self.0;
        wire::Outcome::Refused { code: code.to_owned(), detail, allowed }
    }

    fn written(self, request_id: &str) -> Response {
        let parts = *self.0;
        let body = wire::rest::problem::Problem {
            kind: format!("urn:ai-band:problem:{}", parts.code.to_lowercase().replace('_', "-")),
            title: parts.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: parts.status.as_u16(),
            detail: parts.detail,
            code: parts.code.to_owned(),
            request_id: request_id.to_owned(),
            allowed: parts.allowed,
            errors: parts.errors,
        };
        let text = serde_json::to_vec(&body).expect("a problem is texts and numbers");
        let mut response = (parts.status, text).into_response();
        let headers = response.headers_mut();
        headers.extend(parts.headers);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let allowed = refusal.allowed.iter().map(ToString::to_string).collect();
        Problem::new(status_of(refusal.code), refusal.code.name(), refusal.sentence).allowing(allowed)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Storage(error) => Problem::storage(&error),
            Failure::KeyReused => {
                let detail = "this Idempotency-Key was sent with another request; take a new one";
                Problem::invalid("IDEMPOTENCY_KEY_REUSED", "Idempotency-Key", detail)
            }
            Failure::Broken => Problem::internal(Failure::Broken),
            Failure::Closed => Problem::closing(),
        }
    }
}

/// The whole table: what the domain refuses, in HTTP's words.
fn status_of(code: Refused) -> StatusCode {
    match code {
        Refused::Forbidden | Refused::PrincipalRevoked | Refused::FamilyRevoked => StatusCode::FORBIDDEN,
        Refused::PrincipalNotFound
        | Refused::PairingNotFound
        | Refused::FamilyNotFound
        | Refused::SessionNotFound
        | Refused::PluginNotFound
        | Refused::JobNotFound => StatusCode::NOT_FOUND,
        Refused::PairingOver => StatusCode::GONE,
        Refused::RevisionConflict => StatusCode::PRECONDITION_FAILED,
        Refused::LimitReached | Refused::TooManyRunning => StatusCode::TOO_MANY_REQUESTS,
        Refused::WrongScope
        | Refused::InvalidName
        | Refused::InvalidText
        | Refused::InvalidPosition
        | Refused::InvalidLoop
        | Refused::InvalidLane
        | Refused::InvalidChart
        | Refused::InvalidChords
        | Refused::InvalidTake => StatusCode::UNPROCESSABLE_ENTITY,
        Refused::SessionExists
        | Refused::DuplicateInstance
        | Refused::StaleInstance
        | Refused::HostLeads
        | Refused::StaleLeader
        | Refused::BounceNeverLeads
        | Refused::EditRefused
        | Refused::NothingToUndo
        | Refused::NothingToRedo
        | Refused::UndoConflict
        | Refused::ImpossibleTransition
        | Refused::StaleToken
        | Refused::NotYet
        | Refused::AlreadyDecided
        | Refused::Referenced => StatusCode::CONFLICT,
    }
}

/// Rides on an empty response to the layer that knows the request's id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The layer outside of everything that can fail: ours are written out, the framework's are put into our words.
pub async fn render(request: Request, next: Next) -> Response {
    let request_id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let (path, method) = (request.uri().path().to_owned(), request.method().clone());
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        return problem.written(request_id.as_str());
    }
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let mut problem = of_framework(status, &path, method.as_str());
    if let Some(allow) = response.headers().get(header::ALLOW) {
        let methods = allow.to_str().unwrap_or_default().split(',').map(|method| method.trim().to_owned());
        problem.0.allowed = methods.collect();
        problem.0.headers.insert(header::ALLOW, allow.clone());
    }
    problem.written(request_id.as_str())
}

fn of_framework(status: StatusCode, path: &str, method: &str) -> Problem {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => {
            ("NOT_FOUND", format!("there is nothing at {path}; what there is stands in /openapi.json"))
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            ("METHOD_NOT_ALLOWED", format!("{method} is not asked of {path}; what is stands in Allow"))
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("TOO_LARGE", "the request has more bytes than are taken here".to_owned())
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ("UNSUPPORTED_MEDIA_TYPE", "this kind of content is not taken here".to_owned())
        }
        _ if status.is_server_error() => {
            ("INTERNAL", "this could not be done; the server's log says why".to_owned())
        }
        _ => ("INVALID_REQUEST", "the request cannot be read".to_owned()),
    };
    Problem::new(status, code, detail)
}

/// A bug ends one request, not the server.
pub fn of_panic(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let said = panic.downcast_ref::<&str>().map(ToString::to_string);
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Problem::internal(format!("a panic: {said}")).into_response()
}
