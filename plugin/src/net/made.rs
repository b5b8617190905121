//! What the session's work has made: the files of each job that is done, asked for once, one job after the other.

use std::collections::VecDeque;

use music::clip::Hash;
use music::lane::Lane;
use wire::rest::changes::{Change, Entity, Snapshot};
use wire::rest::job::{Job, State};

/// Of a session's past no more is asked for, and no more is kept, than anybody compares.
const JOBS_MAX: usize = 24;

/// Music of one job, whether the session plays it or only has it in its library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub job: String,
    pub files: Vec<MadeFile>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeFile {
    pub lane: Lane,
    pub name: String,
    /// Of its clip.
    pub hash: Hash,
}

#[derive(Clone, Debug, Default)]
pub struct Works {
    /// Done, and not asked about yet; the oldest first.
    unasked: VecDeque<String>,
    underway: Option<String>,
    /// The oldest first.
    made: VecDeque<Made>,
    is_news: bool,
}

impl Works {
    /// Everything as it is.
    pub fn replace(&mut self, snapshot: &Snapshot) {
        for kept in &snapshot.state {
            self.put(&kept.entity);
        }
    }

    pub fn apply(&mut self, change: &Change) {
        if let Change::Changed { entity, .. } = change {
            self.put(entity);
        }
    }

    fn put(&mut self, entity: &Entity) {
        let Entity::Job(job) = entity else { return };
        let is_known = self.underway.as_ref() == Some(&job.job_id)
            || self.unasked.contains(&job.job_id)
            || self.made.iter().any(|made| made.job == job.job_id);
        if job.status == State::Done && !is_known {
            self.unasked.push_back(job.job_id.clone());
            let over = self.unasked.len().saturating_sub(JOBS_MAX);
            self.unasked.drain(..over);
        }
    }

    /// The job to ask about now.
    pub fn ask(&mut self) -> Option<String> {
        if self.underway.is_none() {
            self.underway = self.unasked.pop_front();
            return self.underway.clone();
        }
        None
    }

    /// What was answered; `None` where the server has forgotten it: its music is no take any more.
    pub fn hear(&mut self, answer: Option<Job>) {
        let (Some(asked), Some(job)) = (self.underway.take(), answer) else { return };
        let file = |file: wire::rest::midi::File| {
            let (lane, hash) = (file.track_type?.0, file.hash.parse().ok()?);
            Some(MadeFile { lane, name: file.filename, hash })
        };
        let files = job.files.into_iter().filter_map(file).collect();
        self.made.push_back(Made { job: asked, files });
        let over = self.made.len().saturating_sub(JOBS_MAX);
        self.made.drain(..over);
        self.is_news = true;
    }

    /// The link was cut: what nobody answers any more is asked for again.
    pub fn lose(&mut self) {
        if let Some(asked) = self.underway.take() {
            self.unasked.push_front(asked);
        }
    }

    /// All of it, when there is more than was last told.
    pub fn news(&mut self) -> Option<Vec<Made>> {
        std::mem::take(&mut self.is_news).then(|| self.made.iter().cloned().collect())
    }
}
