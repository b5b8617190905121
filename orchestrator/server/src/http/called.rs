//! How a client calls this server: by the door it came in through, and by the name it used there.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

/// A way into this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Plain,
    /// Nobody between reads along.
    Tls,
}

/// An address that the client can use again, for it has used it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    pub url: String,
    /// As the client sees it: something in front of this server may have TLS that this server has not.
    pub is_secure: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Called {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Called, Infallible> {
        let said = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let authority = parts.uri.authority().map(axum::http::uri::Authority::as_str);
        // Whoever names none was turned away at the door.
        let host = authority.or_else(|| said(&header::HOST)).unwrap_or_default();
        let is_secure = parts.extensions.get() == Some(&Door::Tls)
            || said(&header::ORIGIN).is_some_and(|origin| origin.starts_with("https://"));
        let scheme = if is_secure { "https" } else { "http" };
        Ok(Called { url: format!("{scheme}://{host}"), is_secure })
    }
}

impl Called {
    pub fn websocket_url(&self) -> String {
        format!("{}/ws/sync", self.url.replacen("http", "ws", 1))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[tokio::test]
    async fn a_server_is_called_as_the_request_calls_it() {
        let local = ("localhost:8000", None);
        for ((host, door), origin, url, socket) in [
            (local, None, "http://localhost:8000", "ws://localhost:8000/ws/sync"),
            (local, Some("http://localhost:8000"), "http://localhost:8000", "ws://localhost:8000/ws/sync"),
            (
                ("192.168.1.7:8001", Some(Door::Plain)),
                None,
                "http://192.168.1.7:8001",
                "ws://192.168.1.7:8001/ws/sync",
            ),
            (
                ("192.168.1.7:8001", Some(Door::Tls)),
                None,
                "https://192.168.1.7:8001",
                "wss://192.168.1.7:8001/ws/sync",
            ),
            // What is in front of it has TLS.
            (
                ("studio.example", Some(Door::Plain)),
                Some("https://studio.example"),
                "https://studio.example",
                "wss://studio.example/ws/sync",
            ),
        ] {
            let mut request = Request::builder().uri("/").header("host", host);
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            if let Some(door) = door {
                request = request.extension(door);
            }
            let (mut parts, ()) = request.body(()).unwrap().into_parts();
            let called =
                Called::from_request_parts(&mut parts, &()).await.unwrap_or_else(|never| match never {});
            assert_eq!((called.url.as_str(), called.websocket_url().as_str()), (url, socket));
            assert_eq!(called.is_secure, url.starts_with("https"));
        }
    }
}
