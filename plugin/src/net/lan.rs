//! Servers on other machines: found, paired with by a code, known again by their certificate, forgotten.
//!
//! What decides is pure (`pairing`); what knocks, proves and keeps is carried out on the link's own thread.

pub mod address;
pub mod certificate;
pub mod entering;
pub mod exchange;
pub mod kept;
pub mod nearby;
pub mod pairing;
pub mod proving;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::model::{Abroad, LanView, ServerView};
use crate::places;
use address::Address;
use certificate::Certificate;
use entering::{Entry, Search, Seen};
use kept::{Credential, Kept};
use nearby::Nearby;
use pairing::{Do, Event, Sight, Stage};

/// Names another file than the usual one.
pub const VARIABLE: &str = "AI_BAND_PAIRED";
const FILE: &str = "paired.json";
/// A token is changed for another when so much of its time has passed.
const RENEWED_AFTER: f64 = 2.0 / 3.0;
/// One that could not be changed is tried again; there is a third of its time left.
const AGAIN_AFTER: Duration = Duration::from_secs(15);
/// Whoever was not taken asks no more often: each time counts as a wrong code does. Clocks may be set right meanwhile.
const REFUSED_FOR: Duration = Duration::from_secs(60);
/// How often it is looked who is near, while somebody wants to see it.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What somebody at the window wishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Who is there?
    Look,
    Code(String),
    /// By its certificate.
    Forget(Certificate),
}

/// What came of work that was begun.
#[derive(Debug)]
pub enum Happened {
    Saw(Box<Seen>),
    Proved(Result<(), pairing::Why>),
    Forgot { certificate: Certificate, address: String, fault: Option<String> },
}

/// Work that takes its time.
#[derive(Debug)]
pub enum Work {
    Look(Box<Search>),
    Prove { server: pairing::Reached, code: String, kept: Kept },
    Forget { credential: Credential, server: Option<pairing::Reached>, kept: Kept },
}

/// For the link.
#[derive(Debug)]
pub enum Outcome {
    Entered(Entry),
    /// Nobody was entered, and why.
    Closed(String),
    /// What there was is over.
    Gone(String),
}

/// The file of this user.
pub fn file() -> PathBuf {
    let named = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    named.unwrap_or_else(|| places::config().join(FILE))
}

/// How this instance stands with servers on other machines.
pub struct Lan {
    typed: Option<Address>,
    kept: Kept,
    stage: Stage,
    nearby: Option<Arc<Nearby>>,
    is_watched: bool,
    is_looking: bool,
    /// Somebody waits for what is seen.
    is_awaited: bool,
    /// Who was not taken, and when that is tried again.
    refused: Option<(String, Instant)>,
    /// As it was last read.
    known: Vec<(String, Certificate)>,
    renew_at: Option<Instant>,
    look_at: Instant,
    shown: Option<LanView>,
}

impl Lan {
    pub fn new(typed: Option<Address>, file: &Path) -> Lan {
        Lan {
            typed,
            kept: Kept::at(file),
            stage: Stage::default(),
            nearby: None,
            is_watched: false,
            is_looking: false,
            is_awaited: false,
            refused: None,
            known: Vec::new(),
            renew_at: None,
            look_at: Instant::now(),
            shown: None,
        }
    }

    /// Another machine was named: what is on this one does not count.
    pub fn is_typed(&self) -> bool {
        self.typed.is_some()
    }

    /// Somebody wants to be let in.
    pub fn find(&mut self) -> Option<Work> {
        self.is_awaited = true;
        self.look()
    }

    /// The server of this machine is the one.
    pub fn rest(&mut self) {
        (self.stage, self.renew_at) = (Stage::Away, None);
    }

    pub fn wish(&mut self, wish: Wish) -> Option<Work> {
        match wish {
            Wish::Look => {
                self.is_watched = true;
                self.reread();
                self.nearby = self.nearby.take().or_else(Nearby::listen);
                None
            }
            Wish::Code(code) => self.event(Event::Code(code)),
            Wish::Forget(certificate) => self.forget(&certificate),
        }
    }

    /// What lets this machine in, as the file has it now.
    fn reread(&mut self) {
        let servers = self.kept.read().unwrap_or_default();
        let known = |server: Credential| Some((server.addresses.into_iter().next()?, server.certificate));
        self.known = servers.into_iter().filter_map(known).collect();
    }

    /// What is due by now.
    pub fn tick(&mut self, now: Instant) -> Option<Work> {
        if self.renew_at.is_some_and(|at| now >= at) {
            self.renew_at = Some(now + AGAIN_AFTER);
            return self.look();
        }
        None
    }

    /// When something will be.
    pub fn due(&self) -> Option<Instant> {
        let watch = self.is_watched.then_some(self.look_at);
        self.renew_at.into_iter().chain(watch).min()
    }

    pub fn happened(&mut self, happened: Happened) -> (Option<Work>, Option<Outcome>) {
        self.reread();
        match happened {
            Happened::Saw(seen) => {
                self.is_looking = false;
                (None, self.saw(*seen))
            }
            Happened::Proved(Ok(())) => {
                self.refused = None;
                (self.event(Event::Proved), None)
            }
            Happened::Proved(Err(why)) => (self.event(Event::Failed(why)), None),
            Happened::Forgot { certificate, address, fault } => self.forgot(&certificate, address, fault),
        }
    }

    /// What has changed since it was last told.
    pub fn news(&mut self, now: Instant) -> Option<LanView> {
        if self.is_watched && now >= self.look_at {
            self.look_at = now + LOOK_EVERY;
        }
        let view = self.view();
        (self.shown.as_ref() != Some(&view)).then(|| self.shown.insert(view).clone())
    }

    fn look(&mut self) -> Option<Work> {
        if std::mem::replace(&mut self.is_looking, true) {
            return None;
        }
        self.refused = self.refused.take().filter(|(_, until)| Instant::now() < *until);
        Some(Work::Look(Box::new(Search {
            typed: self.typed.clone(),
            kept: self.kept.clone(),
            hints: self.nearby.as_ref().map(|nearby| nearby.hints()).unwrap_or_default(),
            refused: self.refused.as_ref().map(|(who, _)| who.clone()),
        })))
    }

    fn saw(&mut self, seen: Seen) -> Option<Outcome> {
        let Seen { sight, entry, refused, note } = seen;
        self.refused = match (refused, self.refused.take()) {
            (Some(who), Some((before, until))) if who == before => Some((who, until)),
            (Some(who), _) => Some((who, Instant::now() + REFUSED_FOR)),
            (None, before) => before.filter(|_| sight == Sight::Nobody),
        };
        if matches!(sight, Sight::Nobody | Sight::Another { .. }) && !self.known.is_empty() {
            // It may have gone elsewhere since it was paired with.
            self.nearby = self.nearby.take().or_else(Nearby::listen);
        }
        // Its work comes from what somebody types, not from what is seen.
        self.event(Event::Saw(sight));
        let is_awaited = std::mem::take(&mut self.is_awaited);
        match entry {
            Some(entry) => {
                self.renew_at = Some(Instant::now() + entry.lasts.mul_f64(RENEWED_AFTER));
                Some(Outcome::Entered(entry))
            }
            None => is_awaited.then_some(Outcome::Closed(note)),
        }
    }

    fn event(&mut self, event: Event) -> Option<Work> {
        let (stage, wanted) = std::mem::take(&mut self.stage).after(event);
        self.stage = stage;
        match wanted? {
            Do::Prove { server, code } => Some(Work::Prove { server, code, kept: self.kept.clone() }),
            Do::Look => self.look(),
        }
    }

    fn forget(&mut self, certificate: &Certificate) -> Option<Work> {
        let servers = self.kept.read().unwrap_or_default();
        let credential = servers.into_iter().find(|known| known.certificate == *certificate)?;
        let server = self.server().filter(|server| server.certificate == *certificate).cloned();
        Some(Work::Forget { credential, server, kept: self.kept.clone() })
    }

    fn forgot(
        &mut self,
        certificate: &Certificate,
        address: String,
        fault: Option<String>,
    ) -> (Option<Work>, Option<Outcome>) {
        let is_ours = match &self.stage {
            Stage::Paired { server } | Stage::Asks { server, .. } | Stage::Proving { server } => {
                server.certificate == *certificate
            }
            Stage::Changed { paired, .. } => paired == certificate,
            Stage::Away | Stage::Forgotten { .. } => false,
        };
        if let Some(fault) = fault {
            return (None, Some(Outcome::Closed(fault)));
        }
        if !is_ours {
            return (None, None);
        }
        self.renew_at = None;
        let said = format!("{address} is forgotten on this machine");
        (self.event(Event::Forgot { address }), Some(Outcome::Gone(said)))
    }

    fn server(&self) -> Option<&pairing::Reached> {
        match &self.stage {
            Stage::Paired { server } | Stage::Asks { server, .. } | Stage::Proving { server } => Some(server),
            Stage::Away | Stage::Changed { .. } | Stage::Forgotten { .. } => None,
        }
    }

    fn view(&self) -> LanView {
        let door = match &self.stage {
            Stage::Away => Abroad::Away,
            Stage::Asks { server, why } => Abroad::AsksForCode {
                address: server.address.clone(),
                certificate: server.certificate.short(),
                said: why.said(),
                is_fault: why.is_fault(),
            },
            Stage::Proving { server } => Abroad::Proving { address: server.address.clone() },
            Stage::Paired { server } => {
                let (address, certificate) = (server.address.clone(), server.certificate.short());
                Abroad::Paired { address, certificate }
            }
            Stage::Changed { address, .. } => Abroad::Changed { address: address.clone() },
            Stage::Forgotten { address } => Abroad::Forgotten { address: address.clone() },
        };
        LanView { door, servers: self.servers(), is_looking: self.is_watched }
    }

    /// What was paired with, then what is only near.
    fn servers(&self) -> Vec<ServerView> {
        let hints = self.nearby.as_ref().map(|nearby| nearby.hints()).unwrap_or_default();
        let of_paired = self.known.iter().map(|(address, certificate)| ServerView {
            address: address.clone(),
            certificate: certificate.to_string(),
            is_paired: true,
        });
        let is_new = |hint: &&nearby::Hint| !self.known.iter().any(|(_, known)| *known == hint.certificate);
        let of_near = hints.iter().filter(is_new).map(|hint| ServerView {
            address: hint.at.first().map(ToString::to_string).unwrap_or_default(),
            certificate: hint.certificate.to_string(),
            is_paired: false,
        });
        of_paired.chain(of_near).collect()
    }
}

impl Work {
    pub async fn run(self) -> Happened {
        match self {
            Work::Look(search) => Happened::Saw(Box::new(entering::look(*search).await)),
            Work::Prove { server, code, kept } => {
                Happened::Proved(proving::prove(&server, &code, &kept).await)
            }
            Work::Forget { credential, server, kept } => {
                let (certificate, known) = (credential.certificate, credential.addresses.first().cloned());
                let address = server.as_ref().map(|server| server.address.clone()).or(known);
                let done = entering::forget(kept, credential, server).await;
                let fault = done.err().map(|error| error.to_string());
                Happened::Forgot { certificate, address: address.unwrap_or_default(), fault }
            }
        }
    }
}
