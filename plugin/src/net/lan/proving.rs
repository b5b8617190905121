//! Proves to a server that somebody typed the code it shows, has that proved back, and keeps what lets this machine in.

use wire::rest::auth::{Pair, PairFinish, PairReply, Paired};

use super::entering::{door, read};
use super::exchange::{Exchange, Shared};
use super::kept::{Credential, Kept, Key};
use super::pairing::{Reached, Why};
use crate::net::rest::{Refused, Request};

/// What the server calls this machine where it has no name.
const NAMELESS: &str = "a plugin";
const NAME_CHARS_MAX: usize = 60;

/// Both sides are sure of each other, or nothing is kept.
pub async fn prove(server: &Reached, code: &str, kept: &Kept) -> Result<(), Why> {
    let door = door(server).map_err(|refused| why(&refused))?;
    let exchange = Exchange::begin(code, &server.certificate);
    let broken = || Why::Other("This machine cannot make a proof; update the plugin".to_owned());
    let name = name().parse().map_err(|_| broken())?;
    let message = exchange.message().parse().map_err(|_| broken())?;
    let asked = Request::json("POST", "/api/auth/pair", &Pair { name, message });
    let answer = asked.send(&door).await.map_err(|refused| why(&refused))?;
    let reply: PairReply = read(&answer).map_err(|refused| why(&refused))?;
    let shared = exchange.finish(&reply.message).ok_or(Why::NotProved)?;
    let key = Key::fresh().ok_or_else(broken)?;
    let public = key.public().ok_or_else(broken)?;
    let finish = PairFinish {
        pairing: reply.pairing.parse().map_err(|_| Why::NotProved)?,
        proof: shared.proof().parse().map_err(|_| broken())?,
        key: Some(public.parse().map_err(|_| broken())?),
    };
    let asked = Request::json("POST", "/api/auth/pair/finish", &finish);
    let answer = asked.send(&door).await.map_err(|refused| why(&refused))?;
    let paired: Paired = read(&answer).map_err(|refused| why(&refused))?;
    let credential = credential(server, &shared, paired, key)?;
    kept.keep(credential).map_err(|error| Why::Other(error.to_string()))
}

/// What lets this machine in, if the server has proved that it knows the code, too.
pub fn credential(server: &Reached, shared: &Shared, paired: Paired, key: Key) -> Result<Credential, Why> {
    if !shared.is_proved_by(&paired.proof) {
        return Err(Why::NotProved);
    }
    let (certificate, addresses) = (server.certificate, vec![server.address.clone()]);
    Ok(Credential { certificate, principal: paired.principal, key, addresses })
}

fn why(refused: &Refused) -> Why {
    match (refused.status, refused.code.as_str()) {
        (401, "PAIRING_REFUSED") => Why::WrongCode,
        (404, "PAIRING_NOT_FOUND") => Why::NotShown,
        (429, _) => Why::TooOften,
        (0, _) if refused.is_another => Why::Exchanged,
        (_, _) => Why::Other(refused.detail.clone()),
    }
}

/// As its owner knows this machine.
fn name() -> String {
    let name: String = host().chars().filter(|char| !char.is_control()).take(NAME_CHARS_MAX).collect();
    if name.is_empty() { NAMELESS.to_owned() } else { name }
}

#[cfg(unix)]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}
