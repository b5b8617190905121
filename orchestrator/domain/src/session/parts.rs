//! A session taken apart, and put together again as it was: for those who keep it.

use std::sync::Arc;

use music::arrangement::Arrangement;
use music::clip::Hash;
use music::lane::Lane;
use music::{meter, tempo};

use super::Session;
use super::chart::Written;
use super::history::{History, Step, StepId};
use super::instance::Instance;
use super::lane::Seat;
use super::leader::{Lead, Leader, Mode};
use super::rule::{Rule, Setting};
use super::takes::{Origin, Taken};
use super::transport::{Loop, Run};
use crate::ids::{JobId, SessionId};
use crate::job::Job;

/// Everything a session is, but its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    pub chart: Written,
    pub tempo: Arc<tempo::Map>,
    pub meter: Arc<meter::Map>,
    /// By [`Lane::index`].
    pub seats: [Seat; Lane::COUNT],
    pub arrangement: Arc<Arrangement>,
    /// Oldest first. Which of them can be undone follows from those after them.
    pub steps: Vec<Arc<Step>>,
    pub last_step: StepId,
    pub instances: Vec<Arc<Instance>>,
    pub mode: Mode,
    pub leader: Leader,
    pub term: u64,
    pub run: Run,
    pub looped: Option<Loop>,
    pub rules: Vec<(Rule, Setting)>,
    pub jobs: Vec<Job>,
    /// Oldest first.
    pub ended: Vec<JobId>,
    pub taken: Vec<(Hash, Origin)>,
}

impl Session {
    pub fn parts(&self) -> Parts {
        Parts {
            chart: self.chart.clone(),
            tempo: self.tempo.clone(),
            meter: self.meter.clone(),
            seats: self.seats.clone(),
            arrangement: self.arrangement.clone(),
            steps: self.history.steps().cloned().collect(),
            last_step: self.history.last(),
            instances: self.instances.values().cloned().collect(),
            mode: self.lead.mode.clone(),
            leader: self.lead.leader.clone(),
            term: self.lead.term,
            run: self.transport.run(),
            looped: self.transport.looped,
            rules: Rule::ALL.map(|rule| (rule, self.rules.get(rule))).to_vec(),
            jobs: self.jobs.all.values().cloned().collect(),
            ended: self.jobs.ended.iter().copied().collect(),
            taken: self.taken.iter().map(|(clip, origin)| (*clip, origin.clone())).collect(),
        }
    }

    /// The session that has these [`parts`](Session::parts).
    pub fn from_parts(id: SessionId, parts: Parts) -> Session {
        let mut session = Session::new(id);
        session.chart = parts.chart;
        session.tempo = parts.tempo;
        session.meter = parts.meter;
        session.seats = parts.seats;
        session.arrangement = parts.arrangement;
        session.history = History::of_steps(&parts.steps, parts.last_step);
        session.instances = parts.instances.into_iter().map(|one| (one.id.clone(), one)).collect();
        session.lead = Lead { mode: parts.mode, leader: parts.leader, term: parts.term };
        match parts.run {
            Run::Standing { at } => session.transport.halt(at),
            Run::Playing { from, since } => session.transport.start(from, since),
        }
        session.transport.looped = parts.looped;
        parts.rules.iter().for_each(|(rule, set)| session.rules.set(*rule, set.is_on, set.by));
        session.jobs.all = parts.jobs.into_iter().map(|job| (job.id, job)).collect();
        session.jobs.ended = parts.ended.into();
        session.taken = Taken::of_clips(parts.taken);
        session.uses = session.uses_counted_anew();
        session
    }
}
