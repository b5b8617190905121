//! Jobs: durable work, leased to whoever can do it, done once however often it is tried.

pub mod backoff;
mod completion;
mod fold;
mod lifecycle;
pub mod order;
mod waiting;

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use music::clip::Hash;
use music::lane::Lane;
use music::tempo::Tempo;

use crate::artifact::Made;
use crate::ids::{JobId, PrincipalId};
use crate::refusal::{Code, Refusal};
use crate::session::takes::{Client, Take};
use crate::time::WallTime;

pub(crate) use lifecycle::queued;
pub use waiting::Wait;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub asker: Asker,
    pub spec: Arc<Composing>,
    pub priority: Priority,
    pub queued_at: WallTime,
    /// However often it is tried, not after this.
    pub deadline: WallTime,
    /// Since it was queued, or retried by hand.
    pub attempts: u32,
    /// The last fencing token given out.
    pub fence: Fence,
    pub state: State,
    /// Why it failed last.
    pub failure: Option<Arc<str>>,
}

/// In whose name, and with what right to decide, at the time of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    pub client: Client,
    pub person: PrincipalId,
    pub may_approve: bool,
}

/// All that composing needs, so that any worker can do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composing {
    /// Of the chart.
    pub text: Arc<str>,
    pub style: Option<Arc<str>>,
    pub seed: u64,
    /// Empty: the style's.
    pub lanes: Vec<Lane>,
    pub bars: Option<Range<u32>>,
    /// Where the chart names none.
    pub tempo: Option<Tempo>,
    /// Takes of the same client may make way for these.
    pub replaces_own: bool,
}

/// What can be asked of a worker.
pub const CAPABILITY: &str = "compose";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
}

impl Priority {
    pub const ALL: [Priority; 3] = [Priority::Low, Priority::Normal, Priority::High];

    pub const fn name(self) -> &'static str {
        match self {
            Priority::Low => "low",
            Priority::Normal => "normal",
            Priority::High => "high",
        }
    }

    pub fn named(text: &str) -> Option<Priority> {
        Priority::ALL.into_iter().find(|priority| priority.name() == text)
    }

    /// The highest that is not above `level`.
    pub fn from_level(level: u8) -> Priority {
        Priority::ALL.into_iter().rev().find(|priority| priority.level() <= level).unwrap_or(Priority::Low)
    }

    /// Higher goes first; the steps between are what waiting and a long queue are measured in.
    pub const fn level(self) -> u8 {
        match self {
            Priority::Low => 0,
            Priority::Normal => 4,
            Priority::High => 8,
        }
    }
}

/// Counts the leases of a job: whoever comes with an earlier one comes too late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fence(pub u64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Not before `run_at`.
    Queued {
        run_at: WallTime,
    },
    Leased(Lease),
    /// Settled once it is decided what happens with its takes.
    Done {
        takes: Arc<[Take]>,
        is_settled: bool,
    },
    /// It failed for good; by hand it can be tried again.
    Dead,
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    pub worker: PrincipalId,
    pub fence: Fence,
    /// Unless it is extended.
    pub until: WallTime,
    /// It is not extended beyond this.
    pub attempt_ends: WallTime,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Lease {
        job: JobId,
    },
    Extend {
        job: JobId,
        fence: Fence,
    },
    Complete {
        job: JobId,
        fence: Fence,
        artifacts: Vec<Made>,
        takes: Vec<Take>,
    },
    Fail {
        job: JobId,
        fence: Fence,
        reason: String,
        is_retryable: bool,
    },
    Cancel {
        job: JobId,
    },
    Retry {
        job: JobId,
    },
    /// By its timer.
    LapseLease {
        job: JobId,
        fence: Fence,
    },
    /// By its timer.
    LapseJob {
        job: JobId,
    },
}

/// Composing takes milliseconds, a slow engine minutes; a dead worker is noticed within one of these.
pub const LEASE_LASTS: Duration = Duration::from_secs(60);
/// One attempt, however often its lease is extended.
pub const ATTEMPT_LASTS: Duration = Duration::from_secs(10 * 60);
/// All attempts together.
pub const JOB_LASTS: Duration = Duration::from_secs(60 * 60);
/// What has failed so often fails again.
pub const ATTEMPTS_MAX: u32 = 5;
/// Running at once in one session: as many cores as a LAN box has.
pub const CONCURRENT_MAX: usize = 4;
/// Waiting or running in one session.
pub const JOBS_MAX: usize = 256;
/// Jobs that are over stay for a while: for those who ask how it went, and for late news.
pub const ENDED_KEPT_MAX: usize = 256;
/// A band of eight with three clips for each section of the longest chart fits.
pub const ARTIFACTS_MAX: usize = 8_192;
/// Regions of all takes of one job: every section of the longest chart, on all lanes, twice.
pub const REGIONS_MAX: usize = 4_096;
/// Enough for a sentence and a cause.
pub const REASON_CHARS_MAX: usize = 1_000;

/// A session's jobs: those to come, and the last that are over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jobs {
    pub(crate) all: BTreeMap<JobId, Job>,
    /// Oldest first.
    pub(crate) ended: VecDeque<JobId>,
}

impl State {
    pub const fn name(&self) -> &'static str {
        match self {
            State::Queued { .. } => "queued",
            State::Leased(_) => "leased",
            State::Done { .. } => "done",
            State::Dead => "dead",
            State::Cancelled => "cancelled",
        }
    }

    pub const fn is_over(&self) -> bool {
        match self {
            State::Queued { .. } | State::Leased(_) => false,
            State::Done { .. } | State::Dead | State::Cancelled => true,
        }
    }

    /// What can be asked of a job that is there.
    pub const fn allowed(&self) -> &'static [&'static str] {
        match self {
            State::Queued { .. } => &["lease", "cancel"],
            State::Leased(_) => &["extend", "complete", "fail", "cancel"],
            State::Dead => &["retry"],
            State::Done { .. } | State::Cancelled => &[],
        }
    }
}

impl Job {
    pub(crate) fn queued(id: JobId, asker: Asker, spec: Composing, priority: Priority, now: WallTime) -> Job {
        Job {
            id,
            asker,
            spec: Arc::new(spec),
            priority,
            queued_at: now,
            deadline: now + JOB_LASTS,
            attempts: 0,
            fence: Fence(0),
            state: State::Queued { run_at: now },
            failure: None,
        }
    }

    /// The clips of its takes, while nobody has decided on them.
    pub(crate) fn undecided(&self) -> impl Iterator<Item = Hash> {
        let takes: &[Take] = match &self.state {
            State::Done { takes, is_settled: false } => takes,
            State::Done { .. } | State::Queued { .. } | State::Leased(_) | State::Dead | State::Cancelled => {
                &[]
            }
        };
        let placed = takes.iter().flat_map(|take| &take.regions);
        placed.flat_map(|placed| placed.source.clips.hashes())
    }

    pub(crate) fn impossible(&self, what: &str) -> Refusal {
        let name = self.state.name();
        let sentence = format!("{} is {name}; one cannot {what} now", self.id);
        Refusal::new(Code::ImpossibleTransition, sentence).allowing(self.state.allowed())
    }
}

impl Jobs {
    pub(crate) fn new() -> Jobs {
        Jobs::default()
    }

    pub fn get(&self, id: JobId) -> Option<&Job> {
        self.all.get(&id)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Job> {
        self.all.values()
    }

    pub fn running(&self) -> usize {
        self.iter().filter(|job| matches!(job.state, State::Leased(_))).count()
    }

    pub(crate) fn find(&self, id: JobId) -> Result<&Job, Refusal> {
        self.get(id).ok_or_else(|| {
            let sentence = format!("there is no {id} here any more; what it made is in the library");
            Refusal::new(Code::JobNotFound, sentence)
        })
    }

    pub(crate) fn has_room(&self) -> Result<(), Refusal> {
        if self.all.len() - self.ended.len() < JOBS_MAX {
            return Ok(());
        }
        Err(Refusal::limit("jobs waiting or running in this session", JOBS_MAX, "wait, or cancel some"))
    }
}
