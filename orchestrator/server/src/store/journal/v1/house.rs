//! What happens in the house.

use domain::house;
use domain::house::family::TokenHash;
use domain::ids::{FamilyId, PairingId, PrincipalId, SessionId};
use serde::{Deserialize, Serialize};

use super::people::{Family, FamilyEnd, Opened, Pairing, PairingEnd, Principal, Rights};
use super::text::{Bytes, Text, Time};
use super::timer::Timer;

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Event {
    PrincipalIntroduced(Principal),
    RightsGranted { principal: Text<PrincipalId>, rights: Rights },
    PrincipalRevoked { principal: Text<PrincipalId> },
    TokensRevoked { principal: Text<PrincipalId>, before: Time },
    SessionOpened { session: Text<SessionId>, opened: Opened },
    PairingBegan(Pairing),
    PairingMissed { pairing: Text<PairingId>, tries_left: u8 },
    PairingEnded { pairing: Text<PairingId>, how: PairingEnd },
    FamilyBegan(Family),
    FamilyRefreshed { family: Text<FamilyId>, next: Bytes, at: Time },
    FamilyRepeated { family: Text<FamilyId>, next: Bytes },
    FamilyEnded { family: Text<FamilyId>, how: FamilyEnd },
    TimerSet { timer: Text<Timer>, due: Time },
    TimerCleared { timer: Text<Timer> },
}

impl Event {
    pub(super) fn of(event: &house::Event) -> Event {
        match event {
            house::Event::PrincipalIntroduced(principal) => {
                Event::PrincipalIntroduced(Principal::of(principal))
            }
            house::Event::RightsGranted { principal, rights } => {
                Event::RightsGranted { principal: Text(*principal), rights: Rights::of(rights) }
            }
            house::Event::PrincipalRevoked { principal } => {
                Event::PrincipalRevoked { principal: Text(*principal) }
            }
            house::Event::TokensRevoked { principal, before } => {
                Event::TokensRevoked { principal: Text(*principal), before: Time::of(*before) }
            }
            house::Event::SessionOpened { session, opened } => {
                Event::SessionOpened { session: Text(session.clone()), opened: Opened::of(opened) }
            }
            house::Event::PairingBegan(pairing) => Event::PairingBegan(Pairing::of(pairing)),
            house::Event::PairingMissed { pairing, tries_left } => {
                Event::PairingMissed { pairing: Text(*pairing), tries_left: *tries_left }
            }
            house::Event::PairingEnded { pairing, how } => {
                Event::PairingEnded { pairing: Text(*pairing), how: PairingEnd::of(how) }
            }
            house::Event::FamilyBegan(family) => Event::FamilyBegan(Family::of(family)),
            house::Event::FamilyRefreshed { family, next, at } => {
                Event::FamilyRefreshed { family: Text(*family), next: Bytes(next.0), at: Time::of(*at) }
            }
            house::Event::FamilyRepeated { family, next } => {
                Event::FamilyRepeated { family: Text(*family), next: Bytes(next.0) }
            }
            house::Event::FamilyEnded { family, how } => {
                Event::FamilyEnded { family: Text(*family), how: FamilyEnd::of(*how) }
            }
            house::Event::TimerSet { timer, due } => {
                Event::TimerSet { timer: Text(Timer(*timer)), due: Time::of(*due) }
            }
            house::Event::TimerCleared { timer } => Event::TimerCleared { timer: Text(Timer(*timer)) },
        }
    }

    pub(super) fn back(self) -> house::Event {
        match self {
            Event::PrincipalIntroduced(principal) => house::Event::PrincipalIntroduced(principal.back()),
            Event::RightsGranted { principal, rights } => {
                house::Event::RightsGranted { principal: principal.0, rights: rights.back() }
            }
            Event::PrincipalRevoked { principal } => {
                house::Event::PrincipalRevoked { principal: principal.0 }
            }
            Event::TokensRevoked { principal, before } => {
                house::Event::TokensRevoked { principal: principal.0, before: before.back() }
            }
            Event::SessionOpened { session, opened } => {
                house::Event::SessionOpened { session: session.0, opened: opened.back() }
            }
            Event::PairingBegan(pairing) => house::Event::PairingBegan(pairing.back()),
            Event::PairingMissed { pairing, tries_left } => {
                house::Event::PairingMissed { pairing: pairing.0, tries_left }
            }
            Event::PairingEnded { pairing, how } => {
                house::Event::PairingEnded { pairing: pairing.0, how: how.back() }
            }
            Event::FamilyBegan(family) => house::Event::FamilyBegan(family.back()),
            Event::FamilyRefreshed { family, next, at } => {
                house::Event::FamilyRefreshed { family: family.0, next: TokenHash(next.0), at: at.back() }
            }
            Event::FamilyRepeated { family, next } => {
                house::Event::FamilyRepeated { family: family.0, next: TokenHash(next.0) }
            }
            Event::FamilyEnded { family, how } => {
                house::Event::FamilyEnded { family: family.0, how: how.back() }
            }
            Event::TimerSet { timer, due } => house::Event::TimerSet { timer: timer.0.0, due: due.back() },
            Event::TimerCleared { timer } => house::Event::TimerCleared { timer: timer.0.0 },
        }
    }
}
