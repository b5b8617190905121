//! Token families: a browser's refresh tokens, each good once, and what happens when one is shown again.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Event, House};
use crate::actor::{Actor, Verb};
use crate::ids::{FamilyId, PrincipalId};
use crate::refusal::{Code, Refusal};
use crate::seed::Seed;
use crate::time::WallTime;
use crate::timer::Timer;

/// Of a refresh token; the token itself only its browser has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenHash(pub [u8; 32]);

/// All tokens that came of one login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    pub id: FamilyId,
    pub principal: PrincipalId,
    /// Any of these refreshes; more than one only where an answer was lost or two tabs asked at once.
    pub current: Vec<TokenHash>,
    /// The generation before: good for [`GRACE`] more.
    pub previous: Vec<TokenHash>,
    pub refreshed: WallTime,
    pub until: WallTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A token that was used up came again: one of the two who have it should not.
    Reused,
    Revoked,
    TimeIsUp,
}

/// Two tabs that wake up together, or an answer lost on the way.
pub const GRACE: Duration = Duration::from_secs(20);
/// Whoever was away for three months logs in again.
pub const LASTS: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// Tabs that ask within one grace.
pub const CURRENT_MAX: usize = 8;
/// Browsers of one person.
pub const FAMILIES_PER_PRINCIPAL_MAX: usize = 32;
/// Browsers of everybody.
pub const FAMILIES_MAX: usize = 10_000;

impl House {
    pub fn families(&self) -> &BTreeMap<FamilyId, Family> {
        &self.families
    }

    pub fn family(&self, id: FamilyId) -> Option<&Family> {
        self.families.get(&id)
    }

    pub(super) fn begin_family(
        &self,
        by: &Actor,
        principal: PrincipalId,
        token: TokenHash,
        now: WallTime,
        seed: Seed,
    ) -> Result<Vec<Event>, Refusal> {
        if by.principal != principal {
            by.need(Verb::Admin)?;
        }
        self.living(principal)?;
        if self.families.len() >= FAMILIES_MAX {
            return Err(Refusal::limit("browsers logged in", FAMILIES_MAX, "revoke those nobody uses"));
        }
        let id = FamilyId::mint(seed, 0);
        let until = now + LASTS;
        let began =
            Family { id, principal, current: vec![token], previous: Vec::new(), refreshed: now, until };
        let mut events: Vec<Event> = self
            .one_too_many(principal)
            .into_iter()
            .flat_map(|oldest| ended(oldest, End::TimeIsUp))
            .collect();
        events.push(Event::FamilyBegan(began));
        events.push(Event::TimerSet { timer: Timer::FamilyEnds(id), due: until });
        Ok(events)
    }

    /// Who logs in for the 33rd time is let in; the browser unused for longest is not any more.
    fn one_too_many(&self, principal: PrincipalId) -> Option<FamilyId> {
        let of_it: Vec<&Family> =
            self.families.values().filter(|family| family.principal == principal).collect();
        let oldest = of_it.iter().min_by_key(|family| (family.refreshed, family.id)).map(|family| family.id);
        oldest.filter(|_| of_it.len() >= FAMILIES_PER_PRINCIPAL_MAX)
    }

    /// The signature was checked at the door, so a hash that is none of ours is one of ours from long ago.
    pub(super) fn refresh(
        &self,
        id: FamilyId,
        presented: TokenHash,
        next: TokenHash,
        now: WallTime,
    ) -> Result<Vec<Event>, Refusal> {
        let Some(family) = self.families.get(&id) else {
            return Err(Refusal::new(Code::FamilyNotFound, format!("{id} is over; log in again")));
        };
        if now >= family.until {
            let sentence = format!("{id} has lasted its {} days; log in again", LASTS.as_secs() / 86_400);
            return Err(Refusal::new(Code::FamilyRevoked, sentence));
        }
        self.living(family.principal)?;
        if family.current.contains(&presented) {
            return Ok(vec![Event::FamilyRefreshed { family: id, next, at: now }]);
        }
        let is_in_grace = family.previous.contains(&presented) && now <= family.refreshed + GRACE;
        if !is_in_grace {
            return Ok(ended(id, End::Reused).to_vec());
        }
        if family.current.len() >= CURRENT_MAX {
            return Err(Refusal::limit("tokens from one refresh", CURRENT_MAX, "use one of those"));
        }
        Ok(vec![Event::FamilyRepeated { family: id, next }])
    }

    /// By its timer, or a logout.
    pub(super) fn end_family(&self, by: &Actor, id: FamilyId) -> Result<Vec<Event>, Refusal> {
        let Some(family) = self.families.get(&id) else { return Ok(Vec::new()) };
        if by.principal != family.principal {
            by.need(Verb::Admin)?;
        }
        let how = if by.principal == PrincipalId::SYSTEM { End::TimeIsUp } else { End::Revoked };
        Ok(ended(id, how).to_vec())
    }

    pub(super) fn apply_to_families(&mut self, event: &Event) {
        if let Event::FamilyBegan(began) = event {
            self.families.insert(began.id, began.clone());
        }
        if let Event::FamilyRefreshed { family, next, at } = event
            && let Some(family) = self.families.get_mut(family)
        {
            family.previous = std::mem::replace(&mut family.current, vec![*next]);
            family.refreshed = *at;
        }
        if let Event::FamilyRepeated { family, next } = event
            && let Some(family) = self.families.get_mut(family)
        {
            family.current.push(*next);
        }
        if let Event::FamilyEnded { family, .. } = event {
            self.families.remove(family);
        }
    }
}

pub(super) fn ended(family: FamilyId, how: End) -> [Event; 2] {
    [Event::FamilyEnded { family, how }, Event::TimerCleared { timer: Timer::FamilyEnds(family) }]
}
