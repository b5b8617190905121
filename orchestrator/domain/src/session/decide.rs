//! Which noun of a session decides what, and which takes a fact in.

use super::{Command, Event, Session};
use crate::actor::{Actor, Verb};
use crate::ids::ArtifactId;
use crate::refusal::{Code, Refusal};
use crate::seed::Seed;
use crate::time::WallTime;

impl Session {
    pub(crate) fn decide(
        &self,
        by: &Actor,
        command: &Command,
        now: WallTime,
        seed: Seed,
    ) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Join(join) => self.join(by, join, now),
            Command::Leave { instance } => self.leave(by, instance),
            Command::Lose { instance, incarnation } => self.lose(by, instance, *incarnation),
            Command::MoveChair { lane, to } => self.move_chair(by, *lane, to.as_ref()),
            Command::SetLane { lane, settings } => self.set_lane(by, *lane, *settings),
            Command::SetChart { text, expected } => self.set_chart(by, text, *expected, now),
            Command::SetTempoMap { map } => self.set_tempo_map(by, Verb::Edit, map, now),
            Command::SetMeterMap { map } => self.set_meter_map(by, map),
            Command::Edit { edits, expected } => self.edit(by, edits, *expected),
            Command::ReplaceArrangement { chart, regions, expected } => {
                self.replace_arrangement(by, chart.as_ref(), regions, *expected, now)
            }
            Command::Undo => self.undo(by, now),
            Command::Redo => self.redo(by, now),
            Command::SetLeadMode(mode) => self.set_lead_mode(by, mode, now),
            Command::HostRolls { instance, is_offline } => self.host_rolls(by, instance, *is_offline, now),
            Command::HostStopped { instance, term, beat } => self.host_stopped(by, instance, *term, *beat),
            Command::Transport(command) => self.move_transport(by, command, now),
            Command::SetRule { rule, is_on } => self.set_rule(by, *rule, *is_on),
            Command::Generate(request) => self.generate(by, request, now, seed),
            Command::Job(command) => self.decide_job(by, command, now, seed),
            Command::ArrangeTakes { job } => self.arrange_takes(by, *job, now),
            Command::KeepArtifact(made) => self.keep_artifact(by, made, now, seed),
            Command::DropArtifact { artifact, hash } => self.drop_artifact(by, *artifact, hash),
        }
    }

    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::InstanceJoined(instance) => {
                self.instances.insert(instance.id.clone(), instance.clone());
            }
            Event::InstanceGone { instance, .. } => {
                self.instances.remove(instance);
            }
            Event::ChairMoved { lane, to, .. } => self.seats[lane.index()].owner.clone_from(to),
            Event::Edited(step) => self.take_step(step),
            Event::LeadModeSet { mode } => self.lead.mode = mode.clone(),
            Event::LeadChanged { leader, term, .. } => {
                self.lead.leader = leader.clone();
                self.lead.term = *term;
            }
            Event::TransportStarted { beat, at } => self.transport.start(*beat, *at),
            Event::TransportHalted { beat } => self.transport.halt(*beat),
            Event::LoopSet { looped } => self.transport.looped = *looped,
            Event::RuleSet { rule, is_on, by } => self.rules.set(*rule, *is_on, *by),
            Event::JobQueued(_)
            | Event::JobLeased { .. }
            | Event::LeaseExtended { .. }
            | Event::JobDone { .. }
            | Event::JobFailed { .. }
            | Event::JobDied { .. }
            | Event::JobCancelled { .. }
            | Event::JobRetried { .. } => self.jobs.apply(event, &mut self.uses),
            Event::TakesArranged { job, lanes, decision } => self.note_arranged(*job, lanes, decision),
            Event::TakesWithheld { job, .. } => self.jobs.settle(*job, &mut self.uses),
            Event::ArtifactKept(_)
            | Event::ArtifactDropped { .. }
            | Event::TimerSet { .. }
            | Event::TimerCleared { .. } => {}
        }
    }

    pub(crate) fn react(&self, event: &Event) -> Vec<Command> {
        match event {
            Event::JobDone { job, .. } => vec![Command::ArrangeTakes { job: *job }],
            Event::InstanceJoined(_)
            | Event::InstanceGone { .. }
            | Event::ChairMoved { .. }
            | Event::Edited(_)
            | Event::LeadModeSet { .. }
            | Event::LeadChanged { .. }
            | Event::TransportStarted { .. }
            | Event::TransportHalted { .. }
            | Event::LoopSet { .. }
            | Event::RuleSet { .. }
            | Event::JobQueued(_)
            | Event::JobLeased { .. }
            | Event::LeaseExtended { .. }
            | Event::JobFailed { .. }
            | Event::JobDied { .. }
            | Event::JobCancelled { .. }
            | Event::JobRetried { .. }
            | Event::ArtifactKept(_)
            | Event::ArtifactDropped { .. }
            | Event::TakesArranged { .. }
            | Event::TakesWithheld { .. }
            | Event::TimerSet { .. }
            | Event::TimerCleared { .. } => Vec::new(),
        }
    }

    /// Other sessions' references are the store's to know.
    fn drop_artifact(
        &self,
        by: &Actor,
        artifact: ArtifactId,
        hash: &music::clip::Hash,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Library)?;
        let plays = |region: &&music::arrangement::Region| region.clips.hashes().any(|clip| clip == *hash);
        if let Some(region) = self.arrangement.regions().iter().find(plays) {
            let sentence = format!(
                "{artifact} is played by {} on {} at {}; delete that first",
                region.id, region.lane, region.span
            );
            return Err(Refusal::new(Code::Referenced, sentence));
        }
        Ok(vec![Event::ArtifactDropped { artifact }])
    }
}
