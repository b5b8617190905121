//! Who leads: whose transport everybody follows, the session's own or a host's.

mod election;

use std::time::Duration;

use super::{Event, Session};
use crate::actor::{Actor, Verb};
use crate::ids::InstanceId;
use crate::refusal::{Code, Refusal};
use crate::time::{Beat, WallTime};

pub use election::{Election, Word};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    pub(super) mode: Mode,
    pub(super) leader: Leader,
    pub(super) term: u64,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The first instance whose host rolls, until it has stood still for a while or is lost.
    Auto,
    /// This one whenever it is here, rolling or not.
    Instance(InstanceId),
    /// Never a host.
    Session,
}

/// What follows from it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leader {
    Session,
    Host(InstanceId),
}

impl Leader {
    pub fn host(&self) -> Option<&InstanceId> {
        match self {
            Leader::Session => None,
            Leader::Host(instance) => Some(instance),
        }
    }
}

/// A host that stops and goes on within a bar or so is still the one that leads.
pub const STOPPED_FOR: Duration = Duration::from_secs(2);

impl Lead {
    pub(super) fn new() -> Lead {
        Lead { mode: Mode::Auto, leader: Leader::Session, term: 0 }
    }

    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    pub fn leader(&self) -> &Leader {
        &self.leader
    }

    /// One more with every change of the leader: a word from an earlier term is stale.
    pub fn term(&self) -> u64 {
        self.term
    }

    pub fn host(&self) -> Option<&InstanceId> {
        self.leader.host()
    }

    /// Whether what `instance` says in `term` moves anybody but itself.
    pub fn check_word(&self, instance: &InstanceId, term: u64) -> Result<(), Refusal> {
        if self.host() == Some(instance) && self.term == term {
            return Ok(());
        }
        let now = self.host().map_or_else(|| "the session".to_owned(), |host| format!("instance {host}"));
        let sentence = format!(
            "instance {instance} does not lead in term {term}: {now} does, in term {}; follow the timeline",
            self.term
        );
        Err(Refusal::new(Code::StaleLeader, sentence).with_instead(self.term.to_string()))
    }
}

impl Session {
    pub(super) fn set_lead_mode(
        &self,
        by: &Actor,
        mode: &Mode,
        now: WallTime,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Transport)?;
        if self.lead.mode == *mode {
            return Ok(Vec::new());
        }
        let leader = match mode {
            Mode::Auto => self.lead.leader.clone(),
            Mode::Session => Leader::Session,
            Mode::Instance(id) => {
                self.present(id)?;
                Leader::Host(id.clone())
            }
        };
        let mut events = vec![Event::LeadModeSet { mode: mode.clone() }];
        if leader != self.lead.leader {
            events.extend(self.hand_over(leader, now));
        }
        Ok(events)
    }

    pub(super) fn host_rolls(
        &self,
        by: &Actor,
        id: &InstanceId,
        is_offline: bool,
        now: WallTime,
    ) -> Result<Vec<Event>, Refusal> {
        self.word_of(by, id)?;
        if is_offline {
            let sentence =
                format!("the host of {id} bounces; a bounce runs ahead of the clock and never leads");
            return Err(Refusal::new(Code::BounceNeverLeads, sentence));
        }
        let leads = match (&self.lead.mode, &self.lead.leader) {
            (Mode::Auto, Leader::Session) => true,
            (Mode::Auto, Leader::Host(_))
            | (Mode::Instance(_) | Mode::Session, Leader::Session | Leader::Host(_)) => false,
        };
        Ok(if leads { self.hand_over(Leader::Host(id.clone()), now) } else { Vec::new() })
    }

    /// The session stands where its leader stopped, or as near as a song reaches: hosts have pre-roll.
    pub(super) fn host_stopped(
        &self,
        by: &Actor,
        id: &InstanceId,
        term: u64,
        beat: Beat,
    ) -> Result<Vec<Event>, Refusal> {
        self.word_of(by, id)?;
        self.lead.check_word(id, term)?;
        let beat = beat.clamp(self.first_beat(), Beat::MAX);
        match self.lead.mode {
            Mode::Auto => Ok(vec![Event::TransportHalted { beat }, self.lead_changed(Leader::Session)]),
            Mode::Instance(_) | Mode::Session => Ok(Vec::new()),
        }
    }

    fn word_of(&self, by: &Actor, id: &InstanceId) -> Result<(), Refusal> {
        by.need(Verb::Transport)?;
        self.present(id)?;
        if by.speaks_for(id) {
            return Ok(());
        }
        let sentence = format!("only instance {id} itself says what its host does");
        Err(Refusal::new(Code::Forbidden, sentence))
    }

    /// Two transports never run at once: the session's own pauses when a host takes over.
    fn hand_over(&self, leader: Leader, now: WallTime) -> Vec<Event> {
        let pause = (self.transport.is_playing() && leader != Leader::Session)
            .then(|| Event::TransportHalted { beat: self.position(now) });
        pause.into_iter().chain([self.lead_changed(leader)]).collect()
    }

    fn lead_changed(&self, leader: Leader) -> Event {
        let former = self.lead.leader.clone();
        Event::LeadChanged { former, leader, term: self.lead.term.saturating_add(1) }
    }

    /// The chosen one is here.
    pub(super) fn leader_arrived(&self, id: &InstanceId, now: WallTime) -> Vec<Event> {
        let is_chosen = matches!(&self.lead.mode, Mode::Instance(chosen) if chosen == id);
        if is_chosen { self.hand_over(Leader::Host(id.clone()), now) } else { Vec::new() }
    }

    pub(super) fn leader_gone(&self, id: &InstanceId) -> Vec<Event> {
        if self.lead.host() == Some(id) { vec![self.lead_changed(Leader::Session)] } else { Vec::new() }
    }

    /// What its former life said counts no more; whether its host still rolls it has to say itself.
    pub(super) fn leader_reborn(&self, id: &InstanceId) -> Vec<Event> {
        if self.lead.host() != Some(id) {
            return Vec::new();
        }
        let leader = match &self.lead.mode {
            Mode::Auto | Mode::Session => Leader::Session,
            Mode::Instance(_) => Leader::Host(id.clone()),
        };
        vec![self.lead_changed(leader)]
    }
}
