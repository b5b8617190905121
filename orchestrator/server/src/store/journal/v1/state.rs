//! A state as a whole, in the words of the events that made it.

use std::sync::Arc;

use domain::ids::{JobId, PrincipalId, SessionId};
use domain::session::history::StepId;
use domain::session::lane::Seat;
use domain::session::leader::Leader;
use domain::session::rule::{Rule, Setting};
use domain::session::takes::{Client, Origin};
use domain::session::transport::{Loop, Run};
use domain::session::{self, parts::Parts};
use domain::{Beat, ids::InstanceId};
use music::arrangement::{Arrangement, RegionId, Revision};
use music::clip::Hash;
use music::lane::Lane;
use music::meter::Meter;
use serde::{Deserialize, Serialize};

use super::facts::{Decision, Instance, LeadMode};
use super::job::Job;
use super::people::{Family, Opened, Pairing, Principal};
use super::step::{self, Chart, Region, Settings, Step};
use super::text::{Name, Text, Time};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    House(House),
    Session(Box<Session>),
}

#[derive(Serialize, Deserialize)]
pub(super) struct House {
    principals: Vec<Principal>,
    sessions: Vec<(Text<SessionId>, Opened)>,
    pairings: Vec<Pairing>,
    families: Vec<Family>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Session {
    id: Text<SessionId>,
    chart: Chart,
    tempo: Vec<(i64, u32)>,
    meter: Vec<(i64, Text<Meter>)>,
    seats: Vec<(Option<Text<InstanceId>>, Settings)>,
    regions: Vec<Region>,
    revision: u64,
    last_region: u64,
    steps: Vec<Step>,
    last_step: u64,
    instances: Vec<Instance>,
    mode: LeadMode,
    host: Option<Text<InstanceId>>,
    term: u64,
    /// Where, and since when if it plays.
    run: (i64, Option<Time>),
    looped: Option<(i64, i64)>,
    rules: Vec<(Name<Rule>, bool, Text<PrincipalId>)>,
    jobs: Vec<Job>,
    ended: Vec<Text<JobId>>,
    taken: Vec<Taken>,
}

#[derive(Serialize, Deserialize)]
struct Taken {
    clip: Text<Hash>,
    principal: Text<PrincipalId>,
    instance: Option<Text<InstanceId>>,
    job: Text<JobId>,
    decision: Decision,
}

impl State {
    pub(super) fn of(state: &domain::State) -> State {
        match state {
            domain::State::House(house) => State::House(House::of(house)),
            domain::State::Session(session) => State::Session(Box::new(Session::of(session))),
        }
    }

    pub(super) fn back(self) -> Result<domain::State, String> {
        match self {
            State::House(house) => Ok(domain::State::House(house.back())),
            State::Session(session) => session.back().map(Box::new).map(domain::State::Session),
        }
    }
}

impl House {
    fn of(house: &domain::House) -> House {
        House {
            principals: house.principals().values().map(Principal::of).collect(),
            sessions: house
                .sessions()
                .iter()
                .map(|(id, opened)| (Text(id.clone()), Opened::of(opened)))
                .collect(),
            pairings: house.pairings().values().map(Pairing::of).collect(),
            families: house.families().values().map(Family::of).collect(),
        }
    }

    fn back(self) -> domain::House {
        domain::House::from_parts(
            self.principals.into_iter().map(Principal::back),
            self.sessions.into_iter().map(|(id, opened)| (id.0, opened.back())),
            self.pairings.into_iter().map(Pairing::back),
            self.families.into_iter().map(Family::back),
        )
    }
}

impl Session {
    fn of(session: &session::Session) -> Session {
        let parts = session.parts();
        let run = match parts.run {
            Run::Standing { at } => (at.0, None),
            Run::Playing { from, since } => (from.0, Some(Time::of(since))),
        };
        Session {
            id: Text(session.id().clone()),
            chart: Chart::of(&parts.chart),
            tempo: step::tempo_changes(&parts.tempo),
            meter: step::meter_changes(&parts.meter),
            seats: parts.seats.iter().map(seat).collect(),
            regions: parts.arrangement.regions().iter().map(Region::of).collect(),
            revision: parts.arrangement.revision().0,
            last_region: parts.arrangement.last_id().0,
            steps: parts.steps.iter().map(|step| Step::of(step)).collect(),
            last_step: parts.last_step.0,
            instances: parts.instances.iter().map(|instance| Instance::of(instance)).collect(),
            mode: LeadMode::of(&parts.mode),
            host: match parts.leader {
                Leader::Session => None,
                Leader::Host(instance) => Some(Text(instance)),
            },
            term: parts.term,
            run,
            looped: parts.looped.map(|looped| (looped.start.0, looped.end.0)),
            rules: parts.rules.iter().map(|(rule, set)| (Name(*rule), set.is_on, Text(set.by))).collect(),
            jobs: parts.jobs.iter().map(Job::of).collect(),
            ended: parts.ended.into_iter().map(Text).collect(),
            taken: parts.taken.iter().map(Taken::of).collect(),
        }
    }

    fn back(self) -> Result<session::Session, String> {
        let seats: Vec<Seat> = self.seats.into_iter().map(seat_back).collect();
        let seats: [Seat; Lane::COUNT] = seats.try_into().map_err(|_| "it has another number of lanes")?;
        let regions = self.regions.into_iter().map(Region::back).collect::<Result<_, _>>()?;
        let arrangement =
            Arrangement::from_regions(Revision(self.revision), RegionId(self.last_region), regions);
        let (at, since) = self.run;
        let run = match since {
            None => Run::Standing { at: Beat(at) },
            Some(since) => Run::Playing { from: Beat(at), since: since.back() },
        };
        let parts = Parts {
            chart: self.chart.back()?,
            tempo: step::tempo_map(self.tempo)?,
            meter: step::meter_map(&self.meter)?,
            seats,
            arrangement: Arc::new(arrangement.map_err(|refusal| refusal.to_string())?),
            steps: self.steps.into_iter().map(|step| step.back().map(Arc::new)).collect::<Result<_, _>>()?,
            last_step: StepId(self.last_step),
            instances: self.instances.into_iter().map(|instance| Arc::new(instance.back())).collect(),
            mode: self.mode.back(),
            leader: self.host.map_or(Leader::Session, |instance| Leader::Host(instance.0)),
            term: self.term,
            run,
            looped: self.looped.map(|(start, end)| Loop { start: Beat(start), end: Beat(end) }),
            rules: self
                .rules
                .into_iter()
                .map(|(rule, is_on, by)| (rule.0, Setting { is_on, by: by.0 }))
                .collect(),
            jobs: self.jobs.into_iter().map(Job::back).collect::<Result<_, _>>()?,
            ended: self.ended.into_iter().map(|job| job.0).collect(),
            taken: self.taken.into_iter().map(Taken::back).collect(),
        };
        Ok(session::Session::from_parts(self.id.0, parts))
    }
}

impl Taken {
    fn of((clip, origin): &(Hash, Origin)) -> Taken {
        Taken {
            clip: Text(*clip),
            principal: Text(origin.client.principal),
            instance: origin.client.instance.clone().map(Text),
            job: Text(origin.job),
            decision: Decision::of(&origin.decision),
        }
    }

    fn back(self) -> (Hash, Origin) {
        let instance = self.instance.map(|instance| instance.0);
        let client = Client { principal: self.principal.0, instance };
        (self.clip.0, Origin { client, job: self.job.0, decision: self.decision.back() })
    }
}

fn seat(seat: &Seat) -> (Option<Text<InstanceId>>, Settings) {
    (seat.owner.clone().map(Text), Settings::of(seat.settings))
}

fn seat_back((owner, settings): (Option<Text<InstanceId>>, Settings)) -> Seat {
    Seat { owner: owner.map(|owner| owner.0), settings: settings.back() }
}
