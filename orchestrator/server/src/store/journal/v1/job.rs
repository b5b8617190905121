//! Jobs, leases and takes.

use domain::ids::{InstanceId, JobId, PrincipalId};
use domain::job::{self, Fence, Priority};
use domain::session::takes::{self, Client};
use music::lane::Lane;
use music::tempo::Tempo;
use serde::{Deserialize, Serialize};

use super::step::{self, Source};
use super::text::{Name, Text, Time};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Job {
    id: Text<JobId>,
    asker: Asker,
    spec: Composing,
    priority: Name<Priority>,
    queued_at: Time,
    deadline: Time,
    attempts: u32,
    fence: u64,
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asker {
    principal: Text<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<Text<InstanceId>>,
    person: Text<PrincipalId>,
    may_approve: bool,
}

/// Also the body of a job's row.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Composing {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    style: Option<String>,
    seed: u64,
    lanes: Vec<Name<Lane>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bars: Option<(u32, u32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tempo_milli_bpm: Option<u32>,
    replaces_own: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Queued { run_at: Time },
    Leased(Lease),
    Done { takes: Vec<Take>, is_settled: bool },
    Dead,
    Cancelled,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lease {
    worker: Text<PrincipalId>,
    fence: u64,
    until: Time,
    attempt_ends: Time,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Take {
    lane: Name<Lane>,
    regions: Vec<Placed>,
}

#[derive(Serialize, Deserialize)]
struct Placed {
    span: (i64, i64),
    #[serde(flatten)]
    source: Source,
}

impl Job {
    pub(super) fn of(job: &job::Job) -> Job {
        let asker = Asker {
            principal: Text(job.asker.client.principal),
            instance: job.asker.client.instance.clone().map(Text),
            person: Text(job.asker.person),
            may_approve: job.asker.may_approve,
        };
        Job {
            id: Text(job.id),
            asker,
            spec: Composing::of(&job.spec),
            priority: Name(job.priority),
            queued_at: Time::of(job.queued_at),
            deadline: Time::of(job.deadline),
            attempts: job.attempts,
            fence: job.fence.0,
            state: State::of(&job.state),
            failure: job.failure.as_ref().map(ToString::to_string),
        }
    }

    pub(super) fn back(self) -> Result<job::Job, String> {
        let client = Client {
            principal: self.asker.principal.0,
            instance: self.asker.instance.map(|instance| instance.0),
        };
        let asker = job::Asker { client, person: self.asker.person.0, may_approve: self.asker.may_approve };
        Ok(job::Job {
            id: self.id.0,
            asker,
            spec: self.spec.back()?.into(),
            priority: self.priority.0,
            queued_at: self.queued_at.back(),
            deadline: self.deadline.back(),
            attempts: self.attempts,
            fence: Fence(self.fence),
            state: self.state.back()?,
            failure: self.failure.map(Into::into),
        })
    }
}

impl Composing {
    pub(super) fn of(spec: &job::Composing) -> Composing {
        Composing {
            text: spec.text.to_string(),
            style: spec.style.as_ref().map(ToString::to_string),
            seed: spec.seed,
            lanes: spec.lanes.iter().copied().map(Name).collect(),
            bars: spec.bars.as_ref().map(|bars| (bars.start, bars.end)),
            tempo_milli_bpm: spec.tempo.map(Tempo::milli_bpm),
            replaces_own: spec.replaces_own,
        }
    }

    pub(super) fn back(self) -> Result<job::Composing, String> {
        let no_tempo = |milli_bpm| format!("{milli_bpm} thousandths is no tempo");
        let tempo =
            self.tempo_milli_bpm.map(|slow| Tempo::from_milli_bpm(slow).ok_or_else(|| no_tempo(slow)));
        Ok(job::Composing {
            text: self.text.into(),
            style: self.style.map(Into::into),
            seed: self.seed,
            lanes: self.lanes.into_iter().map(|lane| lane.0).collect(),
            bars: self.bars.map(|(start, end)| start..end),
            tempo: tempo.transpose()?,
            replaces_own: self.replaces_own,
        })
    }
}

impl State {
    fn of(state: &job::State) -> State {
        match state {
            job::State::Queued { run_at } => State::Queued { run_at: Time::of(*run_at) },
            job::State::Leased(lease) => State::Leased(Lease::of(*lease)),
            job::State::Done { takes, is_settled } => {
                State::Done { takes: takes.iter().map(Take::of).collect(), is_settled: *is_settled }
            }
            job::State::Dead => State::Dead,
            job::State::Cancelled => State::Cancelled,
        }
    }

    fn back(self) -> Result<job::State, String> {
        Ok(match self {
            State::Queued { run_at } => job::State::Queued { run_at: run_at.back() },
            State::Leased(lease) => job::State::Leased(lease.back()),
            State::Done { takes, is_settled } => {
                let takes = takes.into_iter().map(Take::back).collect::<Result<Vec<_>, _>>()?;
                job::State::Done { takes: takes.into(), is_settled }
            }
            State::Dead => job::State::Dead,
            State::Cancelled => job::State::Cancelled,
        })
    }
}

impl Lease {
    pub(super) fn of(lease: job::Lease) -> Lease {
        Lease {
            worker: Text(lease.worker),
            fence: lease.fence.0,
            until: Time::of(lease.until),
            attempt_ends: Time::of(lease.attempt_ends),
        }
    }

    pub(super) fn back(self) -> job::Lease {
        job::Lease {
            worker: self.worker.0,
            fence: Fence(self.fence),
            until: self.until.back(),
            attempt_ends: self.attempt_ends.back(),
        }
    }
}

impl Take {
    pub(super) fn of(take: &takes::Take) -> Take {
        let placed = |placed: &takes::Placed| Placed {
            span: (placed.span.start.0, placed.span.end.0),
            source: Source::of(placed.source),
        };
        Take { lane: Name(take.lane), regions: take.regions.iter().map(placed).collect() }
    }

    pub(super) fn back(self) -> Result<takes::Take, String> {
        let placed = |placed: Placed| {
            Ok(takes::Placed { span: step::span(placed.span)?, source: placed.source.back() })
        };
        let regions = self.regions.into_iter().map(placed).collect::<Result<_, String>>()?;
        Ok(takes::Take { lane: self.lane.0, regions })
    }
}
