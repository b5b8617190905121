//! What a worker brings back: everything it names is there, and nobody gets what nobody asked for.

use std::collections::BTreeSet;
use std::sync::Arc;

use music::clip::Hash;
use music::lane::Lane;
use music::time::{MAX_TICKS, Span};

use super::lifecycle::{held, timers_cleared};
use super::{ARTIFACTS_MAX, Fence, Job, REGIONS_MAX, State};
use crate::actor::Actor;
use crate::artifact::{Artifact, Made};
use crate::ids::ArtifactId;
use crate::refusal::{Code, Refusal};
use crate::seed::Seed;
use crate::session::Event;
use crate::session::takes::Take;
use crate::time::WallTime;

/// After a cancel what was made is still kept, as nobody's, and nothing else happens.
pub(super) fn complete(
    by: &Actor,
    job: &Job,
    fence: Fence,
    artifacts: &[Made],
    takes: &[Take],
    now: WallTime,
    seed: Seed,
) -> Result<Vec<Event>, Refusal> {
    let is_orphan = job.state == State::Cancelled && fence == job.fence;
    if !is_orphan {
        held(job, fence, "complete it")?;
    }
    check_made(job, artifacts, takes)?;
    let kept = artifacts.iter().zip(0..).map(|(made, index)| {
        Event::ArtifactKept(Arc::new(Artifact {
            id: ArtifactId::mint(seed, index),
            made: made.clone(),
            creator: by.principal,
            at: now,
            job: Some(job.id),
            is_orphan,
        }))
    });
    let mut events: Vec<Event> = kept.collect();
    if !is_orphan {
        events.push(Event::JobDone { job: job.id, takes: takes.into() });
        events.extend(timers_cleared(job));
    }
    Ok(events)
}

fn check_made(job: &Job, artifacts: &[Made], takes: &[Take]) -> Result<(), Refusal> {
    let refuse = |what: String| Err(Refusal::new(Code::InvalidTake, format!("{}: {what}", job.id)));
    let regions = takes.iter().map(|take| take.regions.len()).sum::<usize>();
    if artifacts.len() > ARTIFACTS_MAX || regions > REGIONS_MAX {
        return refuse(format!(
            "{} artifacts and {regions} regions; {ARTIFACTS_MAX} and {REGIONS_MAX} are the limits",
            artifacts.len()
        ));
    }
    artifacts.iter().try_for_each(Made::check)?;
    let hashes: BTreeSet<Hash> = artifacts.iter().map(|made| made.hash).collect();
    let mut lanes: BTreeSet<Lane> = BTreeSet::new();
    for take in takes {
        let lane = take.lane;
        if !lanes.insert(lane) {
            return refuse(format!("there are two takes for {lane}; one job makes one for each lane"));
        }
        if !job.spec.lanes.is_empty() && !job.spec.lanes.contains(&lane) {
            return refuse(format!("nobody asked for {lane}"));
        }
        if take.regions.is_empty() || !take.regions.iter().all(|placed| is_on_timeline(placed.span)) {
            return refuse(format!("the take for {lane} is nowhere, or beyond the end of a song"));
        }
        let mut clips = take.regions.iter().flat_map(|placed| placed.source.clips.hashes());
        if let Some(missing) = clips.find(|clip| !hashes.contains(clip)) {
            return refuse(format!("the take for {lane} plays {missing}, which is none of its artifacts"));
        }
    }
    Ok(())
}

fn is_on_timeline(span: Span) -> bool {
    -MAX_TICKS <= span.start.0 && span.start < span.end && span.end.0 <= MAX_TICKS
}
