//! The sessions that exist.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Event, House};
use crate::actor::{Actor, Verb};
use crate::ids::{PrincipalId, SessionId};
use crate::refusal::{Code, Refusal};
use crate::time::WallTime;

/// A session as the house knows it; what happens in it is its own scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub name: Arc<str>,
    pub by: PrincipalId,
    pub at: WallTime,
}

/// A song each: more than anybody's set list, and each is only a line here.
pub const SESSIONS_MAX: usize = 4_096;
/// One line of a window.
pub const NAME_CHARS_MAX: usize = 120;

pub(super) fn at_first() -> BTreeMap<SessionId, Opened> {
    let opened = Opened { name: "Default".into(), by: PrincipalId::SYSTEM, at: WallTime(0) };
    BTreeMap::from([(SessionId::default_session(), opened)])
}

impl House {
    pub fn sessions(&self) -> &BTreeMap<SessionId, Opened> {
        &self.sessions
    }

    pub fn session(&self, id: &SessionId) -> Result<&Opened, Refusal> {
        self.sessions.get(id).ok_or_else(|| {
            let sentence =
                format!("there is no session {id}; open it first, or use default, which always exists");
            Refusal::new(Code::SessionNotFound, sentence)
        })
    }

    pub(super) fn open_session(
        &self,
        by: &Actor,
        session: &SessionId,
        name: &str,
        now: WallTime,
    ) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Edit)?;
        let name = named(name)?;
        if let Some(opened) = self.sessions.get(session) {
            let sentence = format!(
                "there is a session {session} already, \"{}\"; join it, or choose another id",
                opened.name
            );
            return Err(Refusal::new(Code::SessionExists, sentence));
        }
        if self.sessions.len() >= SESSIONS_MAX {
            return Err(Refusal::limit("sessions", SESSIONS_MAX, "use one that is there"));
        }
        let opened = Opened { name, by: by.principal, at: now };
        Ok(vec![Event::SessionOpened { session: session.clone(), opened }])
    }
}

/// A name for people: any letters, one line.
pub(super) fn named(text: &str) -> Result<Arc<str>, Refusal> {
    let name = text.trim();
    let count = name.chars().count();
    if count == 0 || count > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        let sentence = format!(
            "a name has 1 to {NAME_CHARS_MAX} characters on one line; this one has {count}{}",
            if name.chars().any(char::is_control) { ", some of which cannot be seen" } else { "" }
        );
        return Err(Refusal::new(Code::InvalidName, sentence));
    }
    Ok(name.into())
}
