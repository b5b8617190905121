//! Instances: loaded plugins as they come, go and are lost.

use std::sync::Arc;

use super::{Event, Session};
use crate::actor::{Actor, Verb};
use crate::ids::{Incarnation, InstanceId, PrincipalId};
use crate::refusal::{Code, Refusal};
use crate::time::WallTime;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    pub id: InstanceId,
    pub incarnation: Incarnation,
    pub name: Arc<str>,
    pub capabilities: Vec<Arc<str>>,
    pub principal: PrincipalId,
    pub since: WallTime,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    pub instance: InstanceId,
    pub incarnation: Incarnation,
    pub name: String,
    pub capabilities: Vec<String>,
    /// The one before it with this id has no open link any more: this is the same one, come back.
    pub replaces_silent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parting {
    Left,
    Lost,
}

/// What the budgets are measured with.
pub const INSTANCES_MAX: usize = 1_000;
/// A word each for what a plugin can do.
pub const CAPABILITIES_MAX: usize = 32;
pub const CAPABILITY_BYTES_MAX: usize = 64;
/// One line of a window.
pub const NAME_CHARS_MAX: usize = 120;

impl Session {
    pub fn instance(&self, id: &InstanceId) -> Option<&Instance> {
        self.instances.get(id).map(AsRef::as_ref)
    }

    pub(super) fn join(&self, by: &Actor, join: &Join, now: WallTime) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::View)?;
        let joined = Arc::new(newcomer(by, join, now)?);
        let Some(before) = self.instances.get(&join.instance) else {
            return self.welcome(by, joined, now);
        };
        if before.principal != by.principal {
            return Err(self.duplicate(&join.instance, "belongs to somebody else"));
        }
        if before.incarnation == join.incarnation {
            let is_same = before.name == joined.name && before.capabilities == joined.capabilities;
            let joined = Arc::new(Instance { since: before.since, ..(*joined).clone() });
            return Ok(if is_same { Vec::new() } else { vec![Event::InstanceJoined(joined)] });
        }
        if !join.replaces_silent {
            return Err(self.duplicate(&join.instance, "is here and alive"));
        }
        let mut events = vec![Event::InstanceJoined(joined)];
        events.extend(self.leader_reborn(&join.instance));
        Ok(events)
    }

    /// The first to come has the whole band to play, if it may move chairs at all.
    fn welcome(&self, by: &Actor, joined: Arc<Instance>, now: WallTime) -> Result<Vec<Event>, Refusal> {
        if self.instances.len() >= INSTANCES_MAX {
            let way_out = "close one, or open another session";
            return Err(Refusal::limit("instances in this session", INSTANCES_MAX, way_out));
        }
        let id = joined.id.clone();
        let is_alone = self.instances.is_empty() && by.verbs.has(Verb::Edit);
        let mut events = vec![Event::InstanceJoined(joined)];
        if is_alone {
            events.extend(self.all_chairs_to(&id));
        }
        events.extend(self.leader_arrived(&id, now));
        Ok(events)
    }

    fn duplicate(&self, id: &InstanceId, why: &str) -> Refusal {
        let other = self.free_id(id);
        let sentence = format!(
            "another instance {id} {why}: a copied track or project brings its id along; join as {other}"
        );
        Refusal::new(Code::DuplicateInstance, sentence).with_instead(other)
    }

    /// The same name with the first number that is free; of a long name, its beginning.
    fn free_id(&self, id: &InstanceId) -> String {
        let base = id.as_str();
        let numbered = (2..).map(|number: usize| {
            let ending = format!("-{number}");
            let kept = base.len().min(crate::ids::NAME_BYTES_MAX - ending.len());
            format!("{}{ending}", &base[..kept])
        });
        let is_free = |name: &String| !self.instances.keys().any(|other| other.as_str() == name);
        numbered.take(INSTANCES_MAX + 1).find(is_free).unwrap_or_else(|| base.to_owned())
    }

    pub(super) fn leave(&self, by: &Actor, id: &InstanceId) -> Result<Vec<Event>, Refusal> {
        let instance = self.present(id)?;
        if instance.principal != by.principal {
            by.need(Verb::Admin)?;
        }
        Ok(self.gone(id, Parting::Left))
    }

    /// News of a life that is over already is late.
    pub(super) fn lose(
        &self,
        by: &Actor,
        id: &InstanceId,
        incarnation: Incarnation,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Admin)?;
        let instance = self.present(id)?;
        if instance.incarnation != incarnation {
            let sentence = format!("{id} came back since as another incarnation; nothing is lost");
            return Err(Refusal::new(Code::StaleInstance, sentence));
        }
        Ok(self.gone(id, Parting::Lost))
    }

    fn gone(&self, id: &InstanceId, how: Parting) -> Vec<Event> {
        let mut events = self.leader_gone(id);
        events.extend(self.chairs_freed(id));
        events.push(Event::InstanceGone { instance: id.clone(), how });
        events
    }

    pub(super) fn present(&self, id: &InstanceId) -> Result<&Instance, Refusal> {
        self.instance(id).ok_or_else(|| {
            let sentence = format!("there is no instance {id} in session {}; register it first", self.id);
            Refusal::new(Code::PluginNotFound, sentence)
        })
    }
}

fn newcomer(by: &Actor, join: &Join, now: WallTime) -> Result<Instance, Refusal> {
    let refuse = |sentence: String| Err(Refusal::new(Code::InvalidText, sentence));
    let count = join.name.chars().count();
    if count > NAME_CHARS_MAX || join.name.chars().any(char::is_control) {
        return refuse(format!("an instance's name is one line of at most {NAME_CHARS_MAX} characters"));
    }
    let longest = join.capabilities.iter().map(String::len).max().unwrap_or(0);
    if join.capabilities.len() > CAPABILITIES_MAX || longest > CAPABILITY_BYTES_MAX {
        return refuse(format!(
            "an instance names at most {CAPABILITIES_MAX} capabilities of {CAPABILITY_BYTES_MAX} bytes"
        ));
    }
    Ok(Instance {
        id: join.instance.clone(),
        incarnation: join.incarnation,
        name: join.name.as_str().into(),
        capabilities: join.capabilities.iter().map(|text| text.as_str().into()).collect(),
        principal: by.principal,
        since: now,
    })
}
