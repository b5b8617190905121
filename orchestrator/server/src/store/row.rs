//! The rows, as every store keeps them: text and numbers, times in nanoseconds since 1970.

use music::clip::Hash;

/// One event as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub scope: String,
    pub seq: u64,
    pub at: i64,
    /// Who asked, as JSON.
    pub actor: String,
    pub kind: String,
    pub version: u32,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Here(String),
    /// Too long for a row.
    Blob(Hash),
}

impl Body {
    /// A journal is read whole at every start, a blob only by who needs it.
    pub const BYTES_MAX: usize = 16 * 1024;
}

/// A scope's state after `seq` events, in the words of one version of the fold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub scope: String,
    pub seq: u64,
    pub fold: u32,
    pub body: Vec<u8>,
}

/// Something a scope has to be told later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    pub scope: String,
    pub name: String,
    pub due: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: String,
    pub scope: String,
    pub kind: String,
    /// What a worker must be able to do.
    pub capability: String,
    pub spec: Body,
    pub state: JobState,
    pub attempt: u32,
    pub priority: i32,
    pub queued_at: i64,
    pub run_at: i64,
    pub deadline: Option<i64>,
    /// Grows with every lease; who holds an older one holds nothing.
    pub token: u64,
    pub leased_by: Option<String>,
    pub leased_until: Option<i64>,
    /// Why it failed, or is queued once more.
    pub reason: Option<String>,
}

/// As much of a queued job as it takes to say which goes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub id: String,
    pub scope: String,
    pub priority: i32,
    pub queued_at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobState {
    Queued,
    Leased,
    Done,
    Failed,
    Dead,
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    pub id: String,
    pub hash: Hash,
    pub scope: String,
    pub kind: String,
    pub bytes: u64,
    pub at: i64,
    pub creator: String,
    pub length_ticks: Option<i64>,
    pub lane: Option<String>,
    pub label: String,
    pub tags: Vec<String>,
    pub parents: Vec<String>,
    pub job: Option<String>,
    /// Its job was cancelled before it was done.
    pub is_orphan: bool,
    /// What it takes to make it again, as JSON.
    pub recipe: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    pub id: String,
    pub kind: String,
    pub name: String,
    pub acts_for: Option<String>,
    pub is_revoked: bool,
    pub grants: Vec<Grant>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// `*` or a scope.
    pub scopes: String,
    pub verb: String,
}

/// How a request was answered, for whoever sends it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub principal: String,
    pub key: String,
    /// Of the request; another body under the same key is another request.
    pub request: Hash,
    pub at: i64,
    pub scope: String,
    /// Its events.
    pub first_seq: u64,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a job's state")]
pub struct UnknownName(pub String);

impl JobState {
    pub const ALL: [JobState; 6] = [
        JobState::Queued,
        JobState::Leased,
        JobState::Done,
        JobState::Failed,
        JobState::Dead,
        JobState::Cancelled,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            JobState::Queued => "queued",
            JobState::Leased => "leased",
            JobState::Done => "done",
            JobState::Failed => "failed",
            JobState::Dead => "dead",
            JobState::Cancelled => "cancelled",
        }
    }
}

impl std::str::FromStr for JobState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<JobState, UnknownName> {
        let named = JobState::ALL.into_iter().find(|state| state.name() == text);
        named.ok_or_else(|| UnknownName(text.to_owned()))
    }
}
