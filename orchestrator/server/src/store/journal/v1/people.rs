//! Principals, pairings, token families, sessions.

use std::collections::BTreeSet;

use domain::Verbs;
use domain::actor::Kind;
use domain::house::family::{self, TokenHash};
use domain::house::pairing::{self, CodeHash};
use domain::house::{principal, sessions};
use domain::ids::{FamilyId, PairingId, PrincipalId, SessionId};
use serde::{Deserialize, Serialize};

use super::text::{Bytes, Name, Text, Time};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Principal {
    id: Text<PrincipalId>,
    kind: Name<Kind>,
    name: String,
    rights: Rights,
    #[serde(skip_serializing_if = "Option::is_none")]
    acts_for: Option<Text<PrincipalId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Bytes>,
    since: Time,
    tokens_since: Time,
    is_revoked: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rights {
    verbs: Text<Verbs>,
    /// None: all.
    sessions: Option<BTreeSet<Text<SessionId>>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opened {
    name: String,
    by: Text<PrincipalId>,
    at: Time,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pairing {
    id: Text<PairingId>,
    code: Bytes,
    kind: Name<Kind>,
    rights: Rights,
    by: Text<PrincipalId>,
    until: Time,
    tries_left: u8,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PairingEnd {
    Paired(Text<PrincipalId>),
    TooManyTries,
    TimeIsUp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Family {
    id: Text<FamilyId>,
    principal: Text<PrincipalId>,
    current: Vec<Bytes>,
    previous: Vec<Bytes>,
    refreshed: Time,
    until: Time,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FamilyEnd {
    Reused,
    Revoked,
    TimeIsUp,
}

impl Principal {
    pub(super) fn of(principal: &principal::Principal) -> Principal {
        Principal {
            id: Text(principal.id),
            kind: Name(principal.kind),
            name: principal.name.to_string(),
            rights: Rights::of(&principal.rights),
            acts_for: principal.acts_for.map(Text),
            key: principal.key.map(Bytes),
            since: Time::of(principal.since),
            tokens_since: Time::of(principal.tokens_since),
            is_revoked: principal.is_revoked,
        }
    }

    pub(super) fn back(self) -> principal::Principal {
        principal::Principal {
            id: self.id.0,
            kind: self.kind.0,
            name: self.name.into(),
            rights: self.rights.back(),
            acts_for: self.acts_for.map(|person| person.0),
            key: self.key.map(|key| key.0),
            since: self.since.back(),
            tokens_since: self.tokens_since.back(),
            is_revoked: self.is_revoked,
        }
    }
}

impl Rights {
    pub(super) fn of(rights: &principal::Rights) -> Rights {
        let sessions = match &rights.sessions {
            principal::Sessions::All => None,
            principal::Sessions::Only(some) => Some(some.iter().cloned().map(Text).collect()),
        };
        Rights { verbs: Text(rights.verbs), sessions }
    }

    pub(super) fn back(self) -> principal::Rights {
        let only = |some: BTreeSet<Text<SessionId>>| some.into_iter().map(|session| session.0).collect();
        let sessions =
            self.sessions.map_or(principal::Sessions::All, |some| principal::Sessions::Only(only(some)));
        principal::Rights { verbs: self.verbs.0, sessions }
    }
}

impl Opened {
    pub(super) fn of(opened: &sessions::Opened) -> Opened {
        Opened { name: opened.name.to_string(), by: Text(opened.by), at: Time::of(opened.at) }
    }

    pub(super) fn back(self) -> sessions::Opened {
        sessions::Opened { name: self.name.into(), by: self.by.0, at: self.at.back() }
    }
}

impl Pairing {
    pub(super) fn of(pairing: &pairing::Pairing) -> Pairing {
        Pairing {
            id: Text(pairing.id),
            code: Bytes(pairing.offer.code.0),
            kind: Name(pairing.offer.kind),
            rights: Rights::of(&pairing.offer.rights),
            by: Text(pairing.by),
            until: Time::of(pairing.until),
            tries_left: pairing.tries_left,
        }
    }

    pub(super) fn back(self) -> pairing::Pairing {
        let offer =
            pairing::Offer { code: CodeHash(self.code.0), kind: self.kind.0, rights: self.rights.back() };
        pairing::Pairing {
            id: self.id.0,
            offer,
            by: self.by.0,
            until: self.until.back(),
            tries_left: self.tries_left,
        }
    }
}

impl PairingEnd {
    pub(super) fn of(end: &pairing::End) -> PairingEnd {
        match end {
            pairing::End::Paired(principal) => PairingEnd::Paired(Text(*principal)),
            pairing::End::TooManyTries => PairingEnd::TooManyTries,
            pairing::End::TimeIsUp => PairingEnd::TimeIsUp,
        }
    }

    pub(super) fn back(self) -> pairing::End {
        match self {
            PairingEnd::Paired(principal) => pairing::End::Paired(principal.0),
            PairingEnd::TooManyTries => pairing::End::TooManyTries,
            PairingEnd::TimeIsUp => pairing::End::TimeIsUp,
        }
    }
}

impl Family {
    pub(super) fn of(family: &family::Family) -> Family {
        let hashes = |tokens: &[TokenHash]| tokens.iter().map(|token| Bytes(token.0)).collect();
        Family {
            id: Text(family.id),
            principal: Text(family.principal),
            current: hashes(&family.current),
            previous: hashes(&family.previous),
            refreshed: Time::of(family.refreshed),
            until: Time::of(family.until),
        }
    }

    pub(super) fn back(self) -> family::Family {
        let hashes = |tokens: Vec<Bytes>| tokens.into_iter().map(|token| TokenHash(token.0)).collect();
        family::Family {
            id: self.id.0,
            principal: self.principal.0,
            current: hashes(self.current),
            previous: hashes(self.previous),
            refreshed: self.refreshed.back(),
            until: self.until.back(),
        }
    }
}

impl FamilyEnd {
    pub(super) fn of(end: family::End) -> FamilyEnd {
        match end {
            family::End::Reused => FamilyEnd::Reused,
            family::End::Revoked => FamilyEnd::Revoked,
            family::End::TimeIsUp => FamilyEnd::TimeIsUp,
        }
    }

    pub(super) fn back(self) -> family::End {
        match self {
            FamilyEnd::Reused => family::End::Reused,
            FamilyEnd::Revoked => family::End::Revoked,
            FamilyEnd::TimeIsUp => family::End::TimeIsUp,
        }
    }
}
