//! The way in: who comes is known before there is a socket.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use wire::SUBPROTOCOL;
use wire::limits::MESSAGE_BYTES_MAX;
use wire::text::{Id, Token};

use super::Place;
use super::socket::Socket;
use crate::app::App;
use crate::http::body::Query;
use crate::http::caller::Caller;
use crate::http::problem::{Answer, Problem};

/// A hundred kilobytes of buffer for each of a thousand sockets that say two hundred bytes at a time is too much. What is
/// longer is read in several goes.
const READ_BUFFER_BYTES: usize = 256;
/// What a message may be before it is not even read to its end; from the limit to here its sender is told so.
const READ_MAX: usize = 2 * MESSAGE_BYTES_MAX;
/// In `Sec-WebSocket-Protocol`, where a browser can say who it is.
const BEARER: &str = "bearer.";

/// A token never stands in an address, where logs keep it; a ticket is worth nothing once it was used.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    ticket: Option<Token>,
    /// For clients that say no hello.
    #[serde(default)]
    session: Option<Id>,
}

/// `GET /ws/sync`.
pub async fn open(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Answer<Response> {
    let caller = caller(&app, &headers, asked.ticket.as_ref())?;
    caller.in_house(&app).await?;
    let upgrade = upgrade.map_err(|_| {
        let detail = "this is a WebSocket: ask with Upgrade: websocket (docs/protocol.md)";
        Problem::new(StatusCode::UPGRADE_REQUIRED, "UPGRADE_REQUIRED", detail)
    })?;
    let place = Place::take(&app).ok_or_else(|| {
        let detail = "there are more sockets than this server was ever meant for; close some";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "LIMIT_REACHED", detail)
    })?;
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER_BYTES)
        // What waits, waits in the socket's own queue, where it can still be replaced.
        .write_buffer_size(0)
        .max_write_buffer_size(READ_MAX)
        .max_frame_size(READ_MAX)
        .max_message_size(READ_MAX);
    let tracked = app.live.tracker.token();
    Ok(upgrade.on_upgrade(move |wire| {
        // On the heap by itself: what carries out the upgrade keeps room for it several times over.
        let mut socket = Box::new(Socket::new(place, caller, asked.session, wire));
        Box::pin(async move {
            socket.run().await;
            drop((socket, tracked));
        })
    }))
}

/// By the first of these that is there: header, subprotocol, ticket.
fn caller(app: &App, headers: &HeaderMap, ticket: Option<&Token>) -> Answer<Caller> {
    let said = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    if let Some(said) = said {
        let token = said.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        return Caller::with(app, token.map_or("", |(_, token)| token.trim()));
    }
    if let Some(token) = of_subprotocol(headers) {
        return Caller::with(app, token);
    }
    if let Some(ticket) = ticket {
        let held = app.gate.tickets.take(ticket.as_str(), app.now());
        let used = "this ticket was used, is over, or was never given out; POST /api/ws-ticket gives another";
        let caller = held.map(|held| Caller { held }).filter(|caller| !caller.is_over(app));
        return caller.ok_or_else(|| Problem::unauthorized(used));
    }
    let way_out =
        "say who you are: Authorization: Bearer …, Sec-WebSocket-Protocol: ai-band.v1, bearer.…, or ?ticket=";
    Err(Problem::unauthorized(way_out))
}

fn of_subprotocol(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).into_iter();
    let named = all.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    named.map(str::trim).find_map(|name| name.strip_prefix(BEARER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_says_who_it_is_beside_the_name_of_the_protocol() {
        for (said, expected) in [
            (vec!["ai-band.v1, bearer.a.b-c_d"], Some("a.b-c_d")),
            (vec!["ai-band.v1", "bearer.x"], Some("x")),
            (vec!["bearer.x,ai-band.v1"], Some("x")),
            (vec!["ai-band.v1"], None),
            (vec!["Bearer x"], None),
            (vec![], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in &said {
                headers.append(header::SEC_WEBSOCKET_PROTOCOL, value.parse().unwrap());
            }
            assert_eq!(of_subprotocol(&headers), expected, "{said:?}");
        }
    }
}
