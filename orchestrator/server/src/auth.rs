//! Identity at the door: keys, tokens, tickets, pairing, and whose request may come in at all.

pub mod discovery;
pub mod doors;
pub mod keys;
pub mod once;
pub mod pairing;
pub mod rate;
pub mod revoked;
pub mod token;

use std::net::IpAddr;
use std::path::Path;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use domain::Seed;
use domain::ids::PrincipalId;
use domain::time::WallTime;

use doors::Doors;
use keys::Keys;
use once::Once;
use pairing::Pairings;
use rate::Rate;
use revoked::Revoked;
use token::{Audience, Held, Made, Wanted};

/// A person mistypes, a guesser goes on: ten at once, then one in six seconds, for each address.
const KNOCKS: u32 = 10;
const KNOCK_EVERY: Duration = Duration::from_secs(6);

/// Who has more to take back revokes the principal; nobody fills what others need.
const TAKE_BACKS: u32 = 100;
const TAKE_BACK_EVERY: Duration = Duration::from_secs(60);

/// Everything that decides who comes in, but for what the house's journal knows.
pub struct Gate {
    keys: RwLock<Keys>,
    pub doors: Doors,
    pub revoked: Revoked,
    /// For sockets: the claims they stand for.
    pub tickets: Once<Held>,
    /// For browsers that `ai-band open` starts.
    pub fragments: Once<Held>,
    pub pairings: Pairings,
    /// Assertions that were used, for as long as they would be good.
    pub asserted: Once<()>,
    /// Pairing, logging in, refreshing.
    pub knocks: Rate<IpAddr>,
    /// Taking tokens back one by one: each is kept until it would have been over.
    pub take_backs: Rate<PrincipalId>,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Keys(#[from] keys::Error),
    #[error(transparent)]
    Revoked(#[from] revoked::Error),
}

impl Gate {
    /// With the keys and revocations of a data folder.
    pub fn open(folder: &Path, doors: Doors, now: WallTime, seed: Seed) -> Result<Gate, Error> {
        Ok(Gate {
            keys: RwLock::new(Keys::open(folder, token::seconds_of(now), seed.0)?),
            doors,
            revoked: Revoked::open(folder, now)?,
            tickets: Once::new(once::TICKET),
            fragments: Once::new(once::FRAGMENT),
            pairings: Pairings::default(),
            asserted: Once::new(once::ASSERTION),
            knocks: Rate::new(KNOCKS, KNOCK_EVERY),
            take_backs: Rate::new(TAKE_BACKS, TAKE_BACK_EVERY),
        })
    }

    /// Another key signs where the last one has for a month.
    pub fn turn_keys(&self, folder: &Path, now: WallTime, seed: Seed) -> Result<bool, Error> {
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        Ok(keys.turn_in(folder, token::seconds_of(now), seed.0)?)
    }

    pub fn make(&self, wanted: &Wanted, now: WallTime, id: u128) -> Made {
        token::make(&self.keys.read().unwrap_or_else(PoisonError::into_inner), wanted, now, id)
    }

    /// Signed by us, in its time, and not taken back.
    pub fn check(&self, text: &str, audience: Audience, now: WallTime) -> Result<Held, token::Error> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let held = token::check(&keys, text, audience, now)?;
        if self.revoked.has(&held.id) { Err(token::Error::Revoked) } else { Ok(held) }
    }
}
