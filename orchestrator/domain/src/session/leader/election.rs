//! Election: what hosts say of themselves ten times a second, and the few times that something follows from it.

use std::collections::BTreeMap;

use super::{Lead, Leader, Mode, STOPPED_FOR};
use crate::ids::InstanceId;
use crate::session::Command;
use crate::time::{Beat, WallTime};

/// What hosts said last. Soft: never kept, and heard anew within a moment of a restart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Election {
    hosts: BTreeMap<InstanceId, Host>,
}

/// One word of a host about its transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub is_playing: bool,
    /// It bounces: time is not the clock's there.
    pub is_offline: bool,
    pub beat: Beat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Host {
    rolls: bool,
    /// When it began to do so.
    since: WallTime,
    beat: Beat,
}

impl Election {
    pub fn new() -> Election {
        Election::default()
    }

    pub fn hear(&mut self, instance: &InstanceId, word: Word, now: WallTime) {
        let rolls = word.is_playing && !word.is_offline;
        let beat = word.beat;
        let host = self.hosts.entry(instance.clone()).or_insert(Host { rolls, since: now, beat });
        if host.rolls != rolls {
            *host = Host { rolls, since: now, beat };
        }
        // A bounce runs through the song; where the host stood before it is where the band stays.
        if !word.is_offline {
            host.beat = beat;
        }
    }

    /// It left, was lost, or its link was cut and made anew.
    pub fn forget(&mut self, instance: &InstanceId) {
        self.hosts.remove(instance);
    }

    /// What to ask for now; once it is granted, or refused, there may be more.
    pub fn due(&self, lead: &Lead, now: WallTime) -> Option<Command> {
        match (lead.mode(), lead.leader()) {
            (Mode::Auto, Leader::Session) => {
                let rolling = self.hosts.iter().filter(|(_, host)| host.rolls);
                let (instance, _) = rolling.min_by_key(|(instance, host)| (host.since, *instance))?;
                Some(Command::HostRolls { instance: instance.clone(), is_offline: false })
            }
            (Mode::Auto, Leader::Host(instance)) => {
                let host = self.hosts.get(instance).filter(|host| !host.rolls)?;
                let is_over = now.since(host.since) >= STOPPED_FOR;
                let (instance, term, beat) = (instance.clone(), lead.term(), host.beat);
                is_over.then_some(Command::HostStopped { instance, term, beat })
            }
            (Mode::Instance(_) | Mode::Session, Leader::Session | Leader::Host(_)) => None,
        }
    }
}
