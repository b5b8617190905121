//! The house: who may come in, with which rights, and which sessions there are.

pub mod family;
pub mod pairing;
pub mod principal;
pub mod sessions;

use std::collections::BTreeMap;

use crate::actor::Actor;
use crate::ids::{FamilyId, PairingId, PrincipalId, SessionId};
use crate::refusal::Refusal;
use crate::seed::Seed;
use crate::time::WallTime;
use crate::timer::Timer;

use family::Family;
use pairing::Pairing;
use principal::Principal;
use sessions::Opened;

/// Principals, pairings, browsers' token families, sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    pub(crate) principals: BTreeMap<PrincipalId, Principal>,
    pub(crate) sessions: BTreeMap<SessionId, Opened>,
    pub(crate) pairings: BTreeMap<PairingId, Pairing>,
    pub(crate) families: BTreeMap<FamilyId, Family>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Introduce(principal::Introduction),
    Grant {
        principal: PrincipalId,
        rights: principal::Rights,
    },
    Revoke {
        principal: PrincipalId,
    },
    /// It stays, its tokens made out until now do not.
    RevokeTokens {
        principal: PrincipalId,
    },
    OpenSession {
        session: SessionId,
        name: String,
    },
    BeginPairing(pairing::Offer),
    TryPairing(pairing::Try),
    EndPairing {
        pairing: PairingId,
    },
    BeginFamily {
        principal: PrincipalId,
        token: family::TokenHash,
    },
    Refresh {
        family: FamilyId,
        presented: family::TokenHash,
        next: family::TokenHash,
    },
    EndFamily {
        family: FamilyId,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    PrincipalIntroduced(Principal),
    RightsGranted {
        principal: PrincipalId,
        rights: principal::Rights,
    },
    PrincipalRevoked {
        principal: PrincipalId,
    },
    TokensRevoked {
        principal: PrincipalId,
        before: WallTime,
    },
    SessionOpened {
        session: SessionId,
        opened: Opened,
    },
    PairingBegan(Pairing),
    PairingMissed {
        pairing: PairingId,
        tries_left: u8,
    },
    PairingEnded {
        pairing: PairingId,
        how: pairing::End,
    },
    FamilyBegan(Family),
    FamilyRefreshed {
        family: FamilyId,
        next: family::TokenHash,
        at: WallTime,
    },
    /// A second token of the same generation, for an answer that was lost or a second tab.
    FamilyRepeated {
        family: FamilyId,
        next: family::TokenHash,
    },
    FamilyEnded {
        family: FamilyId,
        how: family::End,
    },
    TimerSet {
        timer: Timer,
        due: WallTime,
    },
    TimerCleared {
        timer: Timer,
    },
}

impl House {
    pub fn new() -> House {
        House {
            principals: BTreeMap::new(),
            sessions: sessions::at_first(),
            pairings: BTreeMap::new(),
            families: BTreeMap::new(),
        }
    }

    /// The house that has these, for those who keep it.
    pub fn from_parts(
        principals: impl Iterator<Item = Principal>,
        sessions: impl Iterator<Item = (SessionId, Opened)>,
        pairings: impl Iterator<Item = Pairing>,
        families: impl Iterator<Item = Family>,
    ) -> House {
        House {
            principals: principals.map(|principal| (principal.id, principal)).collect(),
            sessions: sessions.collect(),
            pairings: pairings.map(|pairing| (pairing.id, pairing)).collect(),
            families: families.map(|family| (family.id, family)).collect(),
        }
    }

    pub(crate) fn decide(
        &self,
        by: &Actor,
        command: &Command,
        now: WallTime,
        seed: Seed,
    ) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Introduce(introduction) => self.introduce(by, introduction, now, seed),
            Command::Grant { principal, rights } => self.grant(by, *principal, rights),
            Command::Revoke { principal } => self.revoke(by, *principal),
            Command::RevokeTokens { principal } => self.revoke_tokens(by, *principal, now),
            Command::OpenSession { session, name } => self.open_session(by, session, name, now),
            Command::BeginPairing(offer) => self.begin_pairing(by, offer, now, seed),
            Command::TryPairing(attempt) => self.try_pairing(attempt, now, seed),
            Command::EndPairing { pairing } => self.end_pairing(by, *pairing),
            Command::BeginFamily { principal, token } => self.begin_family(by, *principal, *token, now, seed),
            Command::Refresh { family, presented, next } => self.refresh(*family, *presented, *next, now),
            Command::EndFamily { family } => self.end_family(by, *family),
        }
    }

    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::PrincipalIntroduced(_)
            | Event::RightsGranted { .. }
            | Event::PrincipalRevoked { .. }
            | Event::TokensRevoked { .. } => self.apply_to_principals(event),
            Event::SessionOpened { session, opened } => {
                self.sessions.insert(session.clone(), opened.clone());
            }
            Event::PairingBegan(_) | Event::PairingMissed { .. } | Event::PairingEnded { .. } => {
                self.apply_to_pairings(event);
            }
            Event::FamilyBegan(_)
            | Event::FamilyRefreshed { .. }
            | Event::FamilyRepeated { .. }
            | Event::FamilyEnded { .. } => self.apply_to_families(event),
            Event::TimerSet { .. } | Event::TimerCleared { .. } => {}
        }
    }
}

impl Default for House {
    fn default() -> House {
        House::new()
    }
}
