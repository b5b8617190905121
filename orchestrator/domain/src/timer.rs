//! What must happen later: durable rows of the store, never sleeping tasks.

use crate::corridor::Command;
use crate::house;
use crate::ids::{FamilyId, JobId, PairingId};
use crate::job;
use crate::session;

/// Names a timer within its scope and says what it asks for when it is due. Setting one again moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    PairingEnds(PairingId),
    FamilyEnds(FamilyId),
    LeaseEnds(JobId, job::Fence),
    JobEnds(JobId),
}

impl Timer {
    /// What [`Actor::system`](crate::Actor::system) asks when it is due. One that comes late or twice does nothing.
    pub fn command(self) -> Command {
        match self {
            Timer::PairingEnds(pairing) => Command::House(house::Command::EndPairing { pairing }),
            Timer::FamilyEnds(family) => Command::House(house::Command::EndFamily { family }),
            Timer::LeaseEnds(job, fence) => {
                Command::Session(session::Command::Job(job::Command::LapseLease { job, fence }))
            }
            Timer::JobEnds(job) => Command::Session(session::Command::Job(job::Command::LapseJob { job })),
        }
    }
}
