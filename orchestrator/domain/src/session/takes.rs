//! Takes: finished music on its way into the arrangement, or only into the library.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use music::arrangement::{Arrangement, Edit, Source};
use music::clip::Hash;
use music::lane::Lane;
use music::time::Span;

use super::history::{Touched, Why};
use super::rule::{Decision, Rule};
use super::{Event, Session};
use crate::actor::{Actor, Verb};
use crate::artifact::{Artifact, Made};
use crate::ids::{ArtifactId, InstanceId, JobId, PrincipalId};
use crate::job::{Job, State};
use crate::refusal::{Code, Refusal};
use crate::seed::Seed;
use crate::time::WallTime;

/// Clips whose origin is remembered though nothing plays them: as many as can play at once.
pub const TAKEN_MAX: usize = music::arrangement::REGIONS_MAX;

/// What a lane plays: one finished rendition, or a part of a song made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Take {
    pub lane: Lane,
    /// Where its clips go; they do not overlap.
    pub regions: Vec<Placed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    pub span: Span,
    pub source: Source,
}

/// Whose takes they are: a token, and the instance it spoke through.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Client {
    pub principal: PrincipalId,
    pub instance: Option<InstanceId>,
}

/// Why takes stay in the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Withheld {
    NothingWasMade,
    RuleIsOff,
    MayNotApprove,
    ChairIsTaken,
    /// What the arrangement said of them.
    Refused(Arc<str>),
}

/// Which clips of the arrangement came as takes, and on whose decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken(Arc<BTreeMap<Hash, Origin>>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub client: Client,
    pub job: JobId,
    pub decision: Decision,
}

impl Take {
    /// From where its first region starts to where its last ends.
    pub fn span(&self) -> Option<Span> {
        let start = self.regions.iter().map(|placed| placed.span.start).min()?;
        let end = self.regions.iter().map(|placed| placed.span.end).max()?;
        Span::new(start, end)
    }
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Withheld::NothingWasMade => f.write_str("nothing was made"),
            Withheld::RuleIsOff => write!(f, "the rule {} is off", Rule::ApproveFirstTake.name()),
            Withheld::MayNotApprove => f.write_str("who asked may not approve"),
            Withheld::ChairIsTaken => f.write_str("the chair plays something there already"),
            Withheld::Refused(why) => f.write_str(why),
        }
    }
}

impl Taken {
    pub(super) fn new() -> Taken {
        Taken::default()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Hash, &Origin)> {
        self.0.iter()
    }

    pub(super) fn of_clips(clips: Vec<(Hash, Origin)>) -> Taken {
        Taken(Arc::new(clips.into_iter().collect()))
    }

    pub fn origin(&self, clip: &Hash) -> Option<&Origin> {
        self.0.get(clip)
    }

    /// The same notes asked for twice stay the first one's.
    fn add(&mut self, clips: Vec<Hash>, origin: &Origin) {
        let all = Arc::make_mut(&mut self.0);
        for clip in clips {
            all.entry(clip).or_insert_with(|| origin.clone());
        }
    }

    /// What was undone may be done again, so that the record of it stays until there are too many.
    pub(super) fn forget_unplayed(&mut self, arrangement: &Arrangement) {
        if self.0.len() <= TAKEN_MAX {
            return;
        }
        let played: BTreeSet<Hash> =
            arrangement.regions().iter().flat_map(|region| region.clips.hashes()).collect();
        Arc::make_mut(&mut self.0).retain(|clip, _| played.contains(clip));
    }
}

impl Session {
    pub(super) fn arrange_takes(&self, by: &Actor, id: JobId, now: WallTime) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Admin)?;
        let job = self.jobs.find(id)?;
        let State::Done { takes, is_settled } = &job.state else {
            return Err(job.impossible("arrange its takes"));
        };
        if *is_settled {
            let sentence =
                format!("what happens with the takes of {id} is decided; edit the arrangement instead");
            return Err(Refusal::new(Code::AlreadyDecided, sentence));
        }
        let all = |why: Withheld| {
            let lanes = takes.iter().map(|take| take.lane).collect();
            Ok(vec![Event::TakesWithheld { job: id, lanes, why }])
        };
        if takes.is_empty() {
            return all(Withheld::NothingWasMade);
        }
        if !self.rules.get(Rule::ApproveFirstTake).is_on {
            return all(Withheld::RuleIsOff);
        }
        if !job.asker.may_approve {
            return all(Withheld::MayNotApprove);
        }
        let (free, taken): (Vec<&Take>, Vec<&Take>) =
            takes.iter().partition(|take| self.is_free_for(take, job));
        let mut events = Vec::new();
        if !taken.is_empty() {
            let lanes = taken.iter().map(|take| take.lane).collect();
            events.push(Event::TakesWithheld { job: id, lanes, why: Withheld::ChairIsTaken });
        }
        if !free.is_empty() {
            events.extend(self.arranged(job, &free, now));
        }
        Ok(events)
    }

    /// Nothing is there; for clients that know no approvals, nothing but what they asked for before.
    fn is_free_for(&self, take: &Take, job: &Job) -> bool {
        let Some(span) = take.span() else { return false };
        let mut there = self.arrangement.regions_in(take.lane, span).iter();
        there.all(|region| {
            let origin = |clip: Hash| self.taken.origin(&clip);
            let is_own = |clip| origin(clip).is_some_and(|origin| origin.client == job.asker.client);
            job.spec.replaces_own && region.clips.hashes().all(is_own)
        })
    }

    fn is_empty_for(&self, take: &Take) -> bool {
        take.span().is_some_and(|span| self.arrangement.regions_in(take.lane, span).is_empty())
    }

    fn arranged(&self, job: &Job, takes: &[&Take], now: WallTime) -> Vec<Event> {
        let lanes: Vec<Lane> = takes.iter().map(|take| take.lane).collect();
        let change = if takes.iter().all(|take| self.is_empty_for(take)) {
            self.exchanged(Vec::new(), takes.iter().copied())
        } else {
            self.changed(&edits_for(takes))
        };
        match change {
            Err(refusal) => {
                let why = Withheld::Refused(refusal.to_string().into());
                vec![Event::TakesWithheld { job: job.id, lanes, why }]
            }
            Ok(change) => {
                let rule = Rule::ApproveFirstTake;
                let decision = Decision {
                    rule,
                    set_by: self.rules.get(rule).by,
                    asked_by: job.asker.person,
                    through: job.asker.client.principal,
                    at: now,
                };
                let edited = self.step(job.asker.person, Why::New, vec![Touched::Regions(change)]);
                vec![edited, Event::TakesArranged { job: job.id, lanes, decision }]
            }
        }
    }

    pub(super) fn note_arranged(&mut self, id: JobId, lanes: &[Lane], decision: &Decision) {
        if let Ok(job) = self.jobs.find(id)
            && let State::Done { takes, .. } = &job.state
        {
            let client = job.asker.client.clone();
            let origin = Origin { client, job: id, decision: decision.clone() };
            let ours = takes.iter().filter(|take| lanes.contains(&take.lane));
            let placed = ours.flat_map(|take| &take.regions);
            let clips: Vec<Hash> = placed.flat_map(|placed| placed.source.clips.hashes()).collect();
            self.taken.add(clips, &origin);
        }
        self.jobs.settle(id, &mut self.uses);
    }

    pub(super) fn keep_artifact(
        &self,
        by: &Actor,
        made: &Made,
        now: WallTime,
        seed: Seed,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Library)?;
        made.check()?;
        let id = ArtifactId::mint(seed, 0);
        let kept =
            Artifact { id, made: made.clone(), creator: by.principal, at: now, job: None, is_orphan: false };
        Ok(vec![Event::ArtifactKept(Arc::new(kept))])
    }
}

/// What is in the way is deleted, cut or split by the replacing itself.
fn edits_for(takes: &[&Take]) -> Vec<Edit> {
    let of_take = |take: &&Take| {
        let lane = take.lane;
        let replace = |placed: &Placed| Edit::Replace { lane, span: placed.span, source: placed.source };
        take.regions.iter().map(replace).collect::<Vec<_>>()
    };
    takes.iter().flat_map(of_take).collect()
}
