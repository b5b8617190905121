//! What happens in a session.

use domain::ids::{ArtifactId, InstanceId, JobId, PrincipalId};
use domain::session::leader::Leader;
use domain::session::rule::Rule;
use domain::session::transport::Loop;
use domain::{Beat, session};
use music::lane::Lane;
use serde::{Deserialize, Serialize};

use super::artifact::Artifact;
use super::facts::{Decision, Instance, LeadMode, Parting, Reason};
use super::job::{Job, Lease, Take};
use super::step::Step;
use super::text::{Name, Text, Time};
use super::timer::Timer;

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Event {
    InstanceJoined(Instance),
    InstanceGone {
        instance: Text<InstanceId>,
        how: Parting,
    },
    ChairMoved {
        lane: Name<Lane>,
        /// Journals of before the first release do not say.
        #[serde(default)]
        from: Option<Text<InstanceId>>,
        to: Option<Text<InstanceId>>,
    },
    Edited(Step),
    LeadModeSet {
        mode: LeadMode,
    },
    /// None: the session.
    LeadChanged {
        /// Journals of before the first release do not say.
        #[serde(default)]
        former: Option<Text<InstanceId>>,
        host: Option<Text<InstanceId>>,
        term: u64,
    },
    /// Beats in 1/2^31.
    TransportStarted {
        beat: i64,
        at: Time,
    },
    TransportHalted {
        beat: i64,
    },
    LoopSet {
        looped: Option<(i64, i64)>,
    },
    RuleSet {
        rule: Name<Rule>,
        is_on: bool,
        by: Text<PrincipalId>,
    },
    JobQueued(Box<Job>),
    JobLeased {
        job: Text<JobId>,
        lease: Lease,
    },
    LeaseExtended {
        job: Text<JobId>,
        until: Time,
    },
    JobDone {
        job: Text<JobId>,
        takes: Vec<Take>,
    },
    JobFailed {
        job: Text<JobId>,
        reason: String,
        run_at: Time,
    },
    JobDied {
        job: Text<JobId>,
        reason: String,
    },
    JobCancelled {
        job: Text<JobId>,
        by: Text<PrincipalId>,
    },
    JobRetried {
        job: Text<JobId>,
        run_at: Time,
        deadline: Time,
    },
    ArtifactKept(Box<Artifact>),
    ArtifactDropped {
        artifact: Text<ArtifactId>,
    },
    TakesArranged {
        job: Text<JobId>,
        lanes: Vec<Name<Lane>>,
        decision: Decision,
    },
    TakesWithheld {
        job: Text<JobId>,
        lanes: Vec<Name<Lane>>,
        why: Reason,
    },
    TimerSet {
        timer: Text<Timer>,
        due: Time,
    },
    TimerCleared {
        timer: Text<Timer>,
    },
}

impl Event {
    pub(super) fn of(event: &session::Event) -> Event {
        use session::Event as Theirs;
        match event {
            Theirs::InstanceJoined(instance) => Event::InstanceJoined(Instance::of(instance)),
            Theirs::InstanceGone { instance, how } => {
                Event::InstanceGone { instance: Text(instance.clone()), how: Parting::of(*how) }
            }
            Theirs::ChairMoved { lane, from, to } => Event::ChairMoved {
                lane: Name(*lane),
                from: from.clone().map(Text),
                to: to.clone().map(Text),
            },
            Theirs::Edited(step) => Event::Edited(Step::of(step)),
            Theirs::LeadModeSet { mode } => Event::LeadModeSet { mode: LeadMode::of(mode) },
            Theirs::LeadChanged { former, leader, term } => {
                Event::LeadChanged { former: host(former), host: host(leader), term: *term }
            }
            Theirs::TransportStarted { beat, at } => {
                Event::TransportStarted { beat: beat.0, at: Time::of(*at) }
            }
            Theirs::TransportHalted { beat } => Event::TransportHalted { beat: beat.0 },
            Theirs::LoopSet { looped } => {
                Event::LoopSet { looped: looped.map(|looped| (looped.start.0, looped.end.0)) }
            }
            Theirs::RuleSet { rule, is_on, by } => {
                Event::RuleSet { rule: Name(*rule), is_on: *is_on, by: Text(*by) }
            }
            Theirs::ArtifactKept(artifact) => Event::ArtifactKept(Box::new(Artifact::of(artifact))),
            Theirs::ArtifactDropped { artifact } => Event::ArtifactDropped { artifact: Text(*artifact) },
            Theirs::TakesArranged { job, lanes, decision } => Event::TakesArranged {
                job: Text(*job),
                lanes: lanes.iter().copied().map(Name).collect(),
                decision: Decision::of(decision),
            },
            Theirs::TakesWithheld { job, lanes, why } => Event::TakesWithheld {
                job: Text(*job),
                lanes: lanes.iter().copied().map(Name).collect(),
                why: Reason::of(why),
            },
            Theirs::TimerSet { timer, due } => {
                Event::TimerSet { timer: Text(Timer(*timer)), due: Time::of(*due) }
            }
            Theirs::TimerCleared { timer } => Event::TimerCleared { timer: Text(Timer(*timer)) },
            Theirs::JobQueued(_)
            | Theirs::JobLeased { .. }
            | Theirs::LeaseExtended { .. }
            | Theirs::JobDone { .. }
            | Theirs::JobFailed { .. }
            | Theirs::JobDied { .. }
            | Theirs::JobCancelled { .. }
            | Theirs::JobRetried { .. } => Event::of_job(event),
        }
    }

    fn of_job(event: &session::Event) -> Event {
        use session::Event as Theirs;
        match event {
            Theirs::JobQueued(job) => Event::JobQueued(Box::new(Job::of(job))),
            Theirs::JobLeased { job, lease } => {
                Event::JobLeased { job: Text(*job), lease: Lease::of(*lease) }
            }
            Theirs::LeaseExtended { job, until } => {
                Event::LeaseExtended { job: Text(*job), until: Time::of(*until) }
            }
            Theirs::JobDone { job, takes } => {
                Event::JobDone { job: Text(*job), takes: takes.iter().map(Take::of).collect() }
            }
            Theirs::JobFailed { job, reason, run_at } => {
                Event::JobFailed { job: Text(*job), reason: reason.to_string(), run_at: Time::of(*run_at) }
            }
            Theirs::JobDied { job, reason } => Event::JobDied { job: Text(*job), reason: reason.to_string() },
            Theirs::JobCancelled { job, by } => Event::JobCancelled { job: Text(*job), by: Text(*by) },
            Theirs::JobRetried { job, run_at, deadline } => Event::JobRetried {
                job: Text(*job),
                run_at: Time::of(*run_at),
                deadline: Time::of(*deadline),
            },
            Theirs::InstanceJoined(_)
            | Theirs::InstanceGone { .. }
            | Theirs::ChairMoved { .. }
            | Theirs::Edited(_)
            | Theirs::LeadModeSet { .. }
            | Theirs::LeadChanged { .. }
            | Theirs::TransportStarted { .. }
            | Theirs::TransportHalted { .. }
            | Theirs::LoopSet { .. }
            | Theirs::RuleSet { .. }
            | Theirs::ArtifactKept(_)
            | Theirs::ArtifactDropped { .. }
            | Theirs::TakesArranged { .. }
            | Theirs::TakesWithheld { .. }
            | Theirs::TimerSet { .. }
            | Theirs::TimerCleared { .. } => unreachable!("only what happens to jobs is sent here"),
        }
    }

    pub(super) fn back(self) -> Result<session::Event, String> {
        use session::Event as Theirs;
        let lanes = |lanes: Vec<Name<Lane>>| lanes.into_iter().map(|lane| lane.0).collect();
        Ok(match self {
            Event::InstanceJoined(instance) => Theirs::InstanceJoined(instance.back().into()),
            Event::InstanceGone { instance, how } => {
                Theirs::InstanceGone { instance: instance.0, how: how.back() }
            }
            Event::ChairMoved { lane, from, to } => {
                let named = |instance: Text<InstanceId>| instance.0;
                Theirs::ChairMoved { lane: lane.0, from: from.map(named), to: to.map(named) }
            }
            Event::Edited(step) => Theirs::Edited(step.back()?.into()),
            Event::LeadModeSet { mode } => Theirs::LeadModeSet { mode: mode.back() },
            Event::LeadChanged { former, host, term } => {
                Theirs::LeadChanged { former: leader(former), leader: leader(host), term }
            }
            Event::TransportStarted { beat, at } => {
                Theirs::TransportStarted { beat: Beat(beat), at: at.back() }
            }
            Event::TransportHalted { beat } => Theirs::TransportHalted { beat: Beat(beat) },
            Event::LoopSet { looped } => {
                let looped = looped.map(|(start, end)| Loop { start: Beat(start), end: Beat(end) });
                Theirs::LoopSet { looped }
            }
            Event::RuleSet { rule, is_on, by } => Theirs::RuleSet { rule: rule.0, is_on, by: by.0 },
            Event::JobQueued(job) => Theirs::JobQueued(job.back()?.into()),
            Event::JobLeased { job, lease } => Theirs::JobLeased { job: job.0, lease: lease.back() },
            Event::LeaseExtended { job, until } => Theirs::LeaseExtended { job: job.0, until: until.back() },
            Event::JobDone { job, takes } => {
                let takes = takes.into_iter().map(Take::back).collect::<Result<Vec<_>, _>>()?;
                Theirs::JobDone { job: job.0, takes: takes.into() }
            }
            Event::JobFailed { job, reason, run_at } => {
                Theirs::JobFailed { job: job.0, reason: reason.into(), run_at: run_at.back() }
            }
            Event::JobDied { job, reason } => Theirs::JobDied { job: job.0, reason: reason.into() },
            Event::JobCancelled { job, by } => Theirs::JobCancelled { job: job.0, by: by.0 },
            Event::JobRetried { job, run_at, deadline } => {
                Theirs::JobRetried { job: job.0, run_at: run_at.back(), deadline: deadline.back() }
            }
            Event::ArtifactKept(artifact) => Theirs::ArtifactKept(artifact.back().into()),
            Event::ArtifactDropped { artifact } => Theirs::ArtifactDropped { artifact: artifact.0 },
            Event::TakesArranged { job, lanes: of, decision } => {
                Theirs::TakesArranged { job: job.0, lanes: lanes(of), decision: decision.back() }
            }
            Event::TakesWithheld { job, lanes: of, why } => {
                Theirs::TakesWithheld { job: job.0, lanes: lanes(of), why: why.back() }
            }
            Event::TimerSet { timer, due } => Theirs::TimerSet { timer: timer.0.0, due: due.back() },
            Event::TimerCleared { timer } => Theirs::TimerCleared { timer: timer.0.0 },
        })
    }
}

fn host(leader: &Leader) -> Option<Text<InstanceId>> {
    match leader {
        Leader::Session => None,
        Leader::Host(instance) => Some(Text(instance.clone())),
    }
}

fn leader(host: Option<Text<InstanceId>>) -> Leader {
    host.map_or(Leader::Session, |instance| Leader::Host(instance.0))
}
