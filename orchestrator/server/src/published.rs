//! What a fact changes for those who watch: the things it touched, whole, as they are now.
//!
//! Clients keep things and never fold the journal. A thing that was touched twice is sent as it is after both: whoever
//! reads on ends where everybody else does.

use domain::ids::{InstanceId, JobId};
use domain::session::history::Touched;
use domain::session::leader::Leader;
use domain::session::rule::Rule;
use domain::session::{Event, Session};
use domain::time::WallTime;
use music::arrangement::RegionId;
use music::lane::Lane;
use wire::Timeline;
use wire::rest::changes::{Change, Entity, Kept};

use crate::presence::Presence;
use crate::view;

/// One thing that clients keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    Session,
    Chart,
    Transport,
    Lane(Lane),
    Region(RegionId),
    Instance(InstanceId),
    Rule(Rule),
    Job(JobId),
}

/// What it takes to show them.
pub struct Shown<'a> {
    pub session: &'a Session,
    pub name: &'a str,
    pub seq: u64,
    pub presence: &'a Presence,
    /// Where the song is while a host leads; nothing while the session does.
    pub led: Option<Timeline>,
    pub now: WallTime,
}

/// Which things a fact touched.
pub fn touched(event: &Event) -> Vec<Thing> {
    match event {
        Event::InstanceJoined(instance) => vec![Thing::Instance(instance.id.clone())],
        Event::InstanceGone { instance, .. } => vec![Thing::Instance(instance.clone())],
        Event::ChairMoved { lane, from, to } => {
            let players = from.iter().chain(to).cloned().map(Thing::Instance);
            [Thing::Lane(*lane)].into_iter().chain(players).collect()
        }
        Event::Edited(step) => step.touched.iter().flat_map(edited).collect(),
        Event::LeadModeSet { .. } => vec![Thing::Session, Thing::Transport],
        Event::LeadChanged { former, leader, .. } => {
            let hosts = [former, leader].into_iter().filter_map(Leader::host).cloned().map(Thing::Instance);
            [Thing::Session, Thing::Transport].into_iter().chain(hosts).collect()
        }
        Event::TransportStarted { .. } | Event::TransportHalted { .. } | Event::LoopSet { .. } => {
            vec![Thing::Transport]
        }
        Event::RuleSet { rule, .. } => vec![Thing::Rule(*rule)],
        Event::JobQueued(job) => vec![Thing::Job(job.id)],
        Event::JobLeased { job, .. }
        | Event::JobDone { job, .. }
        | Event::JobFailed { job, .. }
        | Event::JobDied { job, .. }
        | Event::JobCancelled { job, .. }
        | Event::JobRetried { job, .. } => vec![Thing::Job(*job)],
        Event::LeaseExtended { .. }
        | Event::ArtifactKept(_)
        | Event::ArtifactDropped { .. }
        | Event::TakesArranged { .. }
        | Event::TakesWithheld { .. }
        | Event::TimerSet { .. }
        | Event::TimerCleared { .. } => Vec::new(),
    }
}

fn edited(touched: &Touched) -> Vec<Thing> {
    match touched {
        Touched::Regions(change) => {
            let regions = change.before.iter().chain(&change.after).map(|region| Thing::Region(region.id));
            regions.chain([Thing::Session]).collect()
        }
        Touched::Lane { lane, .. } => vec![Thing::Lane(*lane)],
        Touched::Chart { .. } => vec![Thing::Chart],
        Touched::Tempo { .. } | Touched::Meter { .. } => vec![Thing::Session, Thing::Transport],
    }
}

impl Shown<'_> {
    /// What became of the things that the fact `seq` touched.
    pub fn changes(&self, seq: u64, event: &Event) -> Vec<Change> {
        let mut things = touched(event);
        things.dedup();
        let scope = format!("session/{}", self.session.id());
        let change = |thing: &Thing| match self.entity(thing) {
            Some(entity) => {
                Change::Changed { scope: scope.clone(), seq, id: self.id(thing), rev: self.seq, entity }
            }
            None => Change::Removed {
                scope: scope.clone(),
                seq,
                entity: kind(thing).to_owned(),
                id: self.id(thing),
            },
        };
        things.iter().map(change).collect()
    }

    /// Everything there is.
    pub fn all(&self) -> Vec<Kept> {
        let session = self.session;
        let mut things = vec![Thing::Session, Thing::Chart, Thing::Transport];
        things.extend(Lane::ALL.map(Thing::Lane));
        things.extend(session.arrangement().regions().iter().map(|region| Thing::Region(region.id)));
        things.extend(session.instances().keys().cloned().map(Thing::Instance));
        things.extend(Rule::ALL.map(Thing::Rule));
        things.extend(session.jobs().iter().map(|job| Thing::Job(job.id)));
        let kept =
            things.iter().filter_map(|thing| Some(Kept { id: self.id(thing), entity: self.entity(thing)? }));
        kept.collect()
    }

    /// As it is now; `None` where it is no more.
    fn entity(&self, thing: &Thing) -> Option<Entity> {
        let session = self.session;
        Some(match thing {
            Thing::Session => Entity::Session(view::session(session, self.name, self.seq)),
            Thing::Chart => Entity::Chart(view::chart(session)),
            Thing::Transport => Entity::Transport(view::position(session, self.led.as_ref(), self.now)),
            Thing::Lane(lane) => Entity::Lane(view::chair(session, *lane)),
            Thing::Region(id) => Entity::Region(view::region(session.arrangement().region(*id)?)),
            Thing::Instance(id) => Entity::Instance(view::instance(session, id, self.presence, self.now)?),
            Thing::Rule(rule) => Entity::Rule(view::rule(session, *rule)),
            Thing::Job(id) => Entity::Job(view::job(session.id(), session.jobs().get(*id)?)),
        })
    }

    fn id(&self, thing: &Thing) -> String {
        match thing {
            Thing::Session | Thing::Chart | Thing::Transport => self.session.id().to_string(),
            Thing::Lane(lane) => lane.to_string(),
            Thing::Region(id) => id.0.to_string(),
            Thing::Instance(id) => id.to_string(),
            Thing::Rule(rule) => rule.name().to_owned(),
            Thing::Job(id) => id.to_string(),
        }
    }
}

fn kind(thing: &Thing) -> &'static str {
    match thing {
        Thing::Session => Entity::SESSION,
        Thing::Chart => Entity::CHART,
        Thing::Transport => Entity::TRANSPORT,
        Thing::Lane(_) => Entity::LANE,
        Thing::Region(_) => Entity::REGION,
        Thing::Instance(_) => Entity::INSTANCE,
        Thing::Rule(_) => Entity::RULE,
        Thing::Job(_) => Entity::JOB,
    }
}
