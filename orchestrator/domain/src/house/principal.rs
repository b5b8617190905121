//! Principals: persons, and what acts for them, with their rights.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Event, House, sessions};
use crate::actor::{Actor, Kind, Verb, Verbs};
use crate::ids::{FamilyId, InstanceId, PrincipalId, SessionId};
use crate::refusal::{Code, Refusal};
use crate::seed::Seed;
use crate::time::WallTime;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    pub id: PrincipalId,
    pub kind: Kind,
    pub name: Arc<str>,
    pub rights: Rights,
    /// The person it was let in by. It may never do more than that person may.
    pub acts_for: Option<PrincipalId>,
    /// An installation's Ed25519 key, with which it asks for short-lived tokens.
    pub key: Option<[u8; 32]>,
    pub since: WallTime,
    /// Tokens made out before this count no more.
    pub tokens_since: WallTime,
    /// It stays on record, so that what it did keeps its name.
    pub is_revoked: bool,
}

/// What may be done, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    pub verbs: Verbs,
    pub sessions: Sessions,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sessions {
    All,
    Only(BTreeSet<SessionId>),
}

/// Somebody to let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    pub kind: Kind,
    pub name: String,
    pub rights: Rights,
    pub acts_for: Option<PrincipalId>,
    pub key: Option<[u8; 32]>,
}

/// Every plugin on every machine of a studio, many times over; 4 MB.
pub const PRINCIPALS_MAX: usize = 10_000;
/// Who needs more has all of them.
pub const SESSIONS_NAMED_MAX: usize = 256;

impl Sessions {
    pub fn include(&self, session: &SessionId) -> bool {
        match self {
            Sessions::All => true,
            Sessions::Only(some) => some.contains(session),
        }
    }

    fn cover(&self, others: &Sessions) -> bool {
        match (self, others) {
            (Sessions::All, Sessions::All | Sessions::Only(_)) => true,
            (Sessions::Only(_), Sessions::All) => false,
            (Sessions::Only(some), Sessions::Only(others)) => others.is_subset(some),
        }
    }
}

impl House {
    pub fn principals(&self) -> &BTreeMap<PrincipalId, Principal> {
        &self.principals
    }

    pub fn principal(&self, id: PrincipalId) -> Option<&Principal> {
        self.principals.get(&id)
    }

    /// Whoever shows a valid token of `principal`, made out at `issued`: what it may do in the house as a whole.
    pub fn actor(&self, principal: PrincipalId, issued: WallTime) -> Option<Actor> {
        self.valid(principal, issued).map(|who| self.acting(who, self.verbs(who, None)))
    }

    /// The same in one session, through one instance. `None` when the token counts no more.
    pub fn actor_in(
        &self,
        session: &SessionId,
        principal: PrincipalId,
        issued: WallTime,
        instance: Option<InstanceId>,
    ) -> Option<Actor> {
        let who = self.valid(principal, issued)?;
        let actor = self.acting(who, self.verbs(who, Some(session)));
        Some(Actor { instance, ..actor })
    }

    fn valid(&self, principal: PrincipalId, issued: WallTime) -> Option<&Principal> {
        self.principal(principal).filter(|who| !who.is_revoked && who.tokens_since <= issued)
    }

    fn acting(&self, who: &Principal, verbs: Verbs) -> Actor {
        Actor { principal: who.id, kind: who.kind, acts_for: who.acts_for, verbs, instance: None }
    }

    /// Its own rights, and not more than those of the person it acts for has today.
    fn verbs(&self, who: &Principal, session: Option<&SessionId>) -> Verbs {
        let of = |who: &Principal| {
            let is_here = session.is_none_or(|session| who.rights.sessions.include(session));
            if is_here && !who.is_revoked { who.rights.verbs } else { Verbs::NONE }
        };
        match who.acts_for {
            None => of(who),
            Some(person) => of(who).and(self.principal(person).map_or(Verbs::NONE, of)),
        }
    }

    pub(super) fn introduce(
        &self,
        by: &Actor,
        introduction: &Introduction,
        now: WallTime,
        seed: Seed,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Admin)?;
        self.check_rights(by, introduction.kind, &introduction.rights)?;
        self.admit(introduction, now, seed).map(|principal| vec![Event::PrincipalIntroduced(principal)])
    }

    /// For those who are let in, whoever decided it.
    pub(super) fn admit(&self, new: &Introduction, now: WallTime, seed: Seed) -> Result<Principal, Refusal> {
        if self.principals.len() >= PRINCIPALS_MAX {
            let way_out = "restore from a backup, or begin with a fresh data folder";
            return Err(Refusal::limit("principals", PRINCIPALS_MAX, way_out));
        }
        if new.kind == Kind::System {
            return Err(Refusal::new(
                Code::Forbidden,
                "nobody is let in as system; it is a person, a plugin, a worker, a script or an agent",
            ));
        }
        if let Some(person) = new.acts_for {
            self.living(person)?;
        }
        let name = sessions::named(&new.name)?;
        Ok(Principal {
            id: PrincipalId::mint(seed, 0),
            kind: new.kind,
            name,
            rights: new.rights.clone(),
            acts_for: new.acts_for,
            key: new.key,
            since: now,
            tokens_since: now,
            is_revoked: false,
        })
    }

    pub(super) fn grant(
        &self,
        by: &Actor,
        principal: PrincipalId,
        rights: &Rights,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Admin)?;
        let who = self.living(principal)?;
        self.check_rights(by, who.kind, rights)?;
        if who.rights == *rights {
            return Ok(Vec::new());
        }
        Ok(vec![Event::RightsGranted { principal, rights: rights.clone() }])
    }

    pub(super) fn revoke(&self, by: &Actor, principal: PrincipalId) -> Result<Vec<Event>, Refusal> {
        if by.principal != principal {
            by.need(Verb::Admin)?;
        }
        if self.known(principal)?.is_revoked {
            return Ok(Vec::new());
        }
        let mut events = vec![Event::PrincipalRevoked { principal }];
        events.extend(self.end_families_of(principal));
        Ok(events)
    }

    pub(super) fn revoke_tokens(
        &self,
        by: &Actor,
        principal: PrincipalId,
        now: WallTime,
    ) -> Result<Vec<Event>, Refusal> {
        if by.principal != principal {
            by.need(Verb::Admin)?;
        }
        let before = self.living(principal)?.tokens_since.max(WallTime(now.0.saturating_add(1)));
        let mut events = vec![Event::TokensRevoked { principal, before }];
        events.extend(self.end_families_of(principal));
        Ok(events)
    }

    /// Nobody grants what they may not do themselves, and only a person lets a script or an agent approve.
    pub(super) fn check_rights(&self, by: &Actor, kind: Kind, rights: &Rights) -> Result<(), Refusal> {
        if let Some(verb) = rights.verbs.without(by.verbs).iter().next() {
            return Err(Refusal::forbidden(verb, by.verbs));
        }
        if let Some(granter) = self.principal(by.principal)
            && !granter.rights.sessions.cover(&rights.sessions)
        {
            return Err(Refusal::new(
                Code::Forbidden,
                "nobody lets others into sessions that they may not see; name only your own",
            ));
        }
        if kind.only_proposes() && rights.verbs.has(Verb::Approve) && by.kind != Kind::Person {
            let sentence =
                format!("a {kind} proposes and a person approves; only a person can grant it approve");
            return Err(Refusal::new(Code::Forbidden, sentence));
        }
        match &rights.sessions {
            Sessions::Only(some) if some.len() > SESSIONS_NAMED_MAX => {
                let way_out = "let it see all sessions, or name fewer";
                Err(Refusal::limit("sessions in one grant", SESSIONS_NAMED_MAX, way_out))
            }
            Sessions::All | Sessions::Only(_) => Ok(()),
        }
    }

    fn known(&self, id: PrincipalId) -> Result<&Principal, Refusal> {
        self.principal(id).ok_or_else(|| {
            Refusal::new(Code::PrincipalNotFound, format!("there is no {id}; the list of principals has all"))
        })
    }

    pub(super) fn living(&self, id: PrincipalId) -> Result<&Principal, Refusal> {
        let who = self.known(id)?;
        if who.is_revoked {
            let sentence = format!("{id}, \"{}\", is revoked for good; let it in anew", who.name);
            return Err(Refusal::new(Code::PrincipalRevoked, sentence));
        }
        Ok(who)
    }

    fn end_families_of(&self, principal: PrincipalId) -> impl Iterator<Item = Event> {
        let of_it = self.families.values().filter(move |family| family.principal == principal);
        let ids: Vec<FamilyId> = of_it.map(|family| family.id).collect();
        ids.into_iter().flat_map(|family| super::family::ended(family, super::family::End::Revoked))
    }

    pub(super) fn apply_to_principals(&mut self, event: &Event) {
        if let Event::PrincipalIntroduced(new) = event {
            self.principals.insert(new.id, new.clone());
            return;
        }
        let (Event::RightsGranted { principal, .. }
        | Event::PrincipalRevoked { principal }
        | Event::TokensRevoked { principal, .. }) = event
        else {
            return;
        };
        let Some(who) = self.principals.get_mut(principal) else { return };
        if let Event::RightsGranted { rights, .. } = event {
            who.rights = rights.clone();
        }
        if let Event::TokensRevoked { before, .. } = event {
            who.tokens_since = *before;
        }
        who.is_revoked |= matches!(event, Event::PrincipalRevoked { .. });
    }
}
