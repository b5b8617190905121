//! Knocks at servers on other machines: who answers, whether it is the one that was paired with, and a token from it.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use wire::rest::auth::Granted;

use super::address::Address;
use super::certificate::{Certificate, Taken, is_another};
use super::kept::{self, Credential, Kept};
use super::nearby::Hint;
use super::pairing::{Reached, Sight};
use crate::net::door::{Door, There};
use crate::net::rest::{Purpose, Refused, Request};

/// Somebody who waits for a link waits three seconds.
const PATIENCE: Duration = Duration::from_millis(2_500);
/// A host has this many numbers at most that are tried.
const NUMBERS_MAX: usize = 4;
/// Places that are knocked at together.
const KNOCKS_MAX: usize = 16;

/// Where to look, and with what.
#[derive(Clone, Debug)]
pub struct Search {
    pub typed: Option<Address>,
    pub kept: Kept,
    pub hints: Vec<Hint>,
    /// Who this machine was when it was not taken: not asked again before that has changed.
    pub refused: Option<String>,
}

/// What came of it.
#[derive(Debug)]
pub struct Seen {
    pub sight: Sight,
    /// With it, where the server opens.
    pub entry: Option<Entry>,
    /// Who was not taken.
    pub refused: Option<String>,
    /// Why it is not as somebody would wish, if that is known.
    pub note: String,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub door: Door,
    pub token: String,
    /// How long the token is good for.
    pub lasts: Duration,
}

/// A place to knock at, and who has to answer there.
#[derive(Clone, Debug)]
struct Place {
    address: String,
    credential: Option<Credential>,
}

enum Knocked {
    Answered(Reached, Option<Credential>),
    Another(String, Certificate),
    Silent,
}

pub async fn look(search: Search) -> Seen {
    let until = Instant::now() + PATIENCE;
    let servers = match search.kept.read() {
        Ok(servers) => servers,
        Err(error) => return Seen::nobody(error.to_string()),
    };
    let places = places(&search, &servers);
    match knock_at_all(places, until).await {
        Knocked::Silent => Seen::nobody(String::new()),
        Knocked::Another(address, paired) => {
            Seen { sight: Sight::Another { address, paired }, ..Seen::nobody(String::new()) }
        }
        Knocked::Answered(server, credential) => {
            let known = || servers.into_iter().find(|known| known.certificate == server.certificate);
            match credential.or_else(known) {
                Some(credential) => enter(&search, server, &credential, until).await,
                None => Seen { sight: Sight::Stranger(server), ..Seen::nobody(String::new()) },
            }
        }
    }
}

impl Seen {
    fn nobody(note: String) -> Seen {
        Seen { sight: Sight::Nobody, entry: None, refused: None, note }
    }
}

/// What was typed, or every server that was paired with, the last one first. A server that was paired with may have
/// gone to where the network says it is.
fn places(search: &Search, servers: &[Credential]) -> Vec<Place> {
    let typed = search.typed.as_ref().map(ToString::to_string);
    let is_wanted =
        |server: &&Credential| typed.as_ref().is_none_or(|typed| server.addresses.contains(typed));
    let mut places: Vec<Place> = Vec::new();
    let mut add = |address: String, credential: Option<&Credential>| {
        if !places.iter().any(|place| place.address == address) {
            places.push(Place { address, credential: credential.cloned() });
        }
    };
    for server in servers.iter().filter(is_wanted) {
        let hinted = search.hints.iter().filter(|hint| hint.certificate == server.certificate);
        let hinted = hinted.flat_map(|hint| hint.at.iter().map(ToString::to_string));
        let known = server.addresses.iter().filter(|address| typed.as_ref() != Some(*address)).cloned();
        for address in typed.iter().cloned().chain(known).chain(hinted) {
            add(address, Some(server));
        }
    }
    if let Some(typed) = typed {
        add(typed, None);
    }
    places.truncate(KNOCKS_MAX);
    places
}

/// All at once; the first in order that answers is the one. Another certificate is told of where nobody else answers.
async fn knock_at_all(places: Vec<Place>, until: Instant) -> Knocked {
    let mut knocks = JoinSet::new();
    let count = places.len();
    for (rank, place) in places.into_iter().enumerate() {
        knocks.spawn(async move { (rank, knock(place).await) });
    }
    let mut answers: Vec<Option<Knocked>> = (0..count).map(|_| None).collect();
    while let Ok(Some(Ok((rank, knocked)))) = timeout_at(until, knocks.join_next()).await {
        answers[rank] = Some(knocked);
        // Whoever stands before it has said no.
        let first =
            answers.iter().find(|answer| !matches!(answer, Some(Knocked::Silent | Knocked::Another(..))));
        if matches!(first, Some(Some(Knocked::Answered(..)))) {
            break;
        }
    }
    let answers: Vec<Knocked> = answers.into_iter().flatten().collect();
    let is_answer = |knocked: &Knocked| matches!(knocked, Knocked::Answered(..));
    let is_another = |knocked: &Knocked| matches!(knocked, Knocked::Another(..));
    let best = answers.iter().position(is_answer).or_else(|| answers.iter().position(is_another));
    best.and_then(|best| answers.into_iter().nth(best)).unwrap_or(Knocked::Silent)
}

async fn knock(place: Place) -> Knocked {
    let Some(address) = Address::read(&place.address) else { return Knocked::Silent };
    let Ok(numbers) = tokio::net::lookup_host((address.host.as_str(), address.port)).await else {
        return Knocked::Silent;
    };
    let pinned = place.credential.as_ref().map(|credential| credential.certificate);
    let mut other = None;
    for at in numbers.take(NUMBERS_MAX) {
        match look_at(at, pinned).await {
            Ok(certificate) => {
                let server = Reached { address: place.address, at, certificate };
                return Knocked::Answered(server, place.credential);
            }
            Err(error) if is_another(&error) => other = pinned,
            Err(_) => {}
        }
    }
    other.map_or(Knocked::Silent, |paired| Knocked::Another(place.address, paired))
}

async fn look_at(at: SocketAddr, pinned: Option<Certificate>) -> std::io::Result<Certificate> {
    There::new(at, pinned.map_or(Taken::Any, Taken::Only))?.look().await
}

/// A token, from the one server that this machine has a key for.
async fn enter(search: &Search, server: Reached, credential: &Credential, until: Instant) -> Seen {
    let who = credential.principal.clone();
    if search.refused.as_ref() == Some(&who) {
        return Seen { sight: Sight::Refused(server), refused: Some(who), ..Seen::nobody(String::new()) };
    }
    let asked = timeout_at(until, token(&server, credential)).await;
    match asked {
        Ok(Ok(entry)) => {
            let note = remember(&search.kept, credential, &server.address);
            Seen { sight: Sight::Open(server), entry: Some(entry), refused: None, note }
        }
        Ok(Err(refused)) if refused.status == 401 => {
            Seen { sight: Sight::Refused(server), refused: Some(who), ..Seen::nobody(String::new()) }
        }
        Ok(Err(refused)) => Seen::nobody(refused.detail),
        Err(_) => Seen::nobody("The server does not answer".to_owned()),
    }
}

async fn token(server: &Reached, credential: &Credential) -> Result<Entry, Refused> {
    let door = door(server)?;
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let assert = credential.assertion(seconds);
    let assert =
        assert.ok_or_else(|| Refused::nobody("What is kept of this server is damaged; pair again"))?;
    let request = Request::json("POST", "/api/auth/assert", &assert);
    let granted: Granted = read(&Request { purpose: Purpose::Errand, ..request }.send(&door).await?)?;
    Ok(Entry { door, token: granted.token, lasts: Duration::from_secs(granted.expires_in) })
}

/// Where it is now; nothing is written where that is known.
fn remember(kept: &Kept, credential: &Credential, address: &str) -> String {
    if credential.addresses.iter().any(|known| known == address) {
        return String::new();
    }
    let noted = kept.note(&credential.certificate, address);
    noted.err().as_ref().map(kept::Error::to_string).unwrap_or_default()
}

/// Gives back what this machine is there, as far as the server can be told, and forgets it here.
pub async fn forget(kept: Kept, credential: Credential, server: Option<Reached>) -> Result<(), kept::Error> {
    if let Some(server) = server {
        // It may be away, or have thrown this machine out before: then there is nothing to give back.
        let _ = tokio::time::timeout(PATIENCE, give_back(&server, &credential)).await;
    }
    kept.forget(&credential.certificate)
}

async fn give_back(server: &Reached, credential: &Credential) -> Result<(), Refused> {
    let entry = token(server, credential).await?;
    let body = serde_json::json!({ "principal": credential.principal, "for_good": true });
    let request = Request::json("POST", "/api/auth/revoke", &body);
    Request { token: entry.token, ..request }.send(&entry.door).await.map(drop)
}

/// To this certificate and no other.
pub(super) fn door(server: &Reached) -> Result<Door, Refused> {
    There::new(server.at, Taken::Only(server.certificate)).map(Door::There).map_err(Refused::nobody)
}

pub(super) fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(bytes)
        .map_err(|error| Refused::nobody(format!("The server's answer cannot be read: {error}")))
}
