//! Timers by name: `lease_ends:job_…:3`.

use std::fmt;
use std::str::FromStr;

use domain::job::Fence;

/// One word within a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timer(pub(super) domain::Timer);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a timer")]
pub(super) struct NotATimer(String);

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            domain::Timer::PairingEnds(pairing) => write!(f, "pairing_ends:{pairing}"),
            domain::Timer::FamilyEnds(family) => write!(f, "family_ends:{family}"),
            domain::Timer::LeaseEnds(job, fence) => write!(f, "lease_ends:{job}:{}", fence.0),
            domain::Timer::JobEnds(job) => write!(f, "job_ends:{job}"),
        }
    }
}

impl FromStr for Timer {
    type Err = NotATimer;

    fn from_str(text: &str) -> Result<Timer, NotATimer> {
        parsed(text).map(Timer).ok_or_else(|| NotATimer(text.chars().take(80).collect()))
    }
}

fn parsed(text: &str) -> Option<domain::Timer> {
    let (what, whose) = text.split_once(':')?;
    match what {
        "pairing_ends" => whose.parse().ok().map(domain::Timer::PairingEnds),
        "family_ends" => whose.parse().ok().map(domain::Timer::FamilyEnds),
        "job_ends" => whose.parse().ok().map(domain::Timer::JobEnds),
        "lease_ends" => {
            let (job, fence) = whose.split_once(':')?;
            Some(domain::Timer::LeaseEnds(job.parse().ok()?, Fence(fence.parse().ok()?)))
        }
        _ => None,
    }
}
