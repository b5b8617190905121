//! Pairing: a short code that lets somebody in, five tries and two minutes long.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Event, House};
use crate::actor::{Actor, Kind, Verb};
use crate::house::principal::{Introduction, Rights};
use crate::ids::{PairingId, PrincipalId};
use crate::refusal::{Code, Refusal};
use crate::seed::Seed;
use crate::time::WallTime;
use crate::timer::Timer;

/// An open door. Of the code only a hash is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    pub id: PairingId,
    pub offer: Offer,
    pub by: PrincipalId,
    pub until: WallTime,
    pub tries_left: u8,
}

/// What whoever knows the code will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub code: CodeHash,
    pub kind: Kind,
    pub rights: Rights,
}

/// Of a code and a salt that only the server knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeHash(pub [u8; 32]);

/// Somebody at the door. What the server could not confirm it presents as the hash of something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    pub pairing: PairingId,
    pub code: CodeHash,
    pub name: String,
    pub key: Option<[u8; 32]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Paired(PrincipalId),
    TooManyTries,
    TimeIsUp,
}

/// Six digits guessed five times: one in 200 000.
pub const TRIES: u8 = 5;
/// Time to walk over and type it.
pub const OPEN_FOR: Duration = Duration::from_secs(120);
/// Doors open at once; each gives a guesser its own tries.
pub const PAIRINGS_MAX: usize = 4;

impl House {
    pub fn pairings(&self) -> &BTreeMap<PairingId, Pairing> {
        &self.pairings
    }

    pub(super) fn begin_pairing(
        &self,
        by: &Actor,
        offer: &Offer,
        now: WallTime,
        seed: Seed,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Admin)?;
        self.check_rights(by, offer.kind, &offer.rights)?;
        if self.pairings.len() >= PAIRINGS_MAX {
            let way_out = "wait until one is used or its two minutes are over";
            return Err(Refusal::limit("pairings open", PAIRINGS_MAX, way_out));
        }
        let id = PairingId::mint(seed, 0);
        let until = now + OPEN_FOR;
        let began = Pairing { id, offer: offer.clone(), by: by.person(), until, tries_left: TRIES };
        let timer = Timer::PairingEnds(id);
        Ok(vec![Event::PairingBegan(began), Event::TimerSet { timer, due: until }])
    }

    /// A wrong code is no refusal but a fact: it is counted, and the door may close.
    pub(super) fn try_pairing(
        &self,
        attempt: &Try,
        now: WallTime,
        seed: Seed,
    ) -> Result<Vec<Event>, Refusal> {
        let id = attempt.pairing;
        let Some(pairing) = self.pairings.get(&id) else {
            let sentence = format!("{id} is not open; ask for a new code");
            return Err(Refusal::new(Code::PairingNotFound, sentence));
        };
        if now >= pairing.until {
            let sentence = format!("the time of {id} is up; ask for a new code");
            return Err(Refusal::new(Code::PairingOver, sentence));
        }
        if attempt.code != pairing.offer.code {
            let tries_left = pairing.tries_left.saturating_sub(1);
            let missed = Event::PairingMissed { pairing: id, tries_left };
            let over = (tries_left == 0).then(|| ended(id, End::TooManyTries));
            return Ok([missed].into_iter().chain(over.into_iter().flatten()).collect());
        }
        let introduction = Introduction {
            kind: pairing.offer.kind,
            name: attempt.name.clone(),
            rights: pairing.offer.rights.clone(),
            acts_for: (pairing.offer.kind != Kind::Person && pairing.by != PrincipalId::SYSTEM)
                .then_some(pairing.by),
            key: attempt.key,
        };
        let principal = self.admit(&introduction, now, seed)?;
        let end = ended(id, End::Paired(principal.id));
        Ok([Event::PrincipalIntroduced(principal)].into_iter().chain(end).collect())
    }

    /// By its timer, or by whoever opened it. One that is gone is ended already.
    pub(super) fn end_pairing(&self, by: &Actor, id: PairingId) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Admin)?;
        let is_open = self.pairings.contains_key(&id);
        Ok(if is_open { ended(id, End::TimeIsUp).to_vec() } else { Vec::new() })
    }

    pub(super) fn apply_to_pairings(&mut self, event: &Event) {
        if let Event::PairingBegan(began) = event {
            self.pairings.insert(began.id, began.clone());
        }
        if let Event::PairingMissed { pairing, tries_left } = event
            && let Some(pairing) = self.pairings.get_mut(pairing)
        {
            pairing.tries_left = *tries_left;
        }
        if let Event::PairingEnded { pairing, .. } = event {
            self.pairings.remove(pairing);
        }
    }
}

fn ended(pairing: PairingId, how: End) -> [Event; 2] {
    [Event::PairingEnded { pairing, how }, Event::TimerCleared { timer: Timer::PairingEnds(pairing) }]
}
