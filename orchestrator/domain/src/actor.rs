//! Who asks, and what they may ask for.

use std::fmt;
use std::str::FromStr;

use crate::ids::{InstanceId, PrincipalId};
use crate::refusal::Refusal;

/// Who stands behind a command. The door has made sure of it; here it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub principal: PrincipalId,
    pub kind: Kind,
    /// The person a plugin, a browser or a script acts for; decisions name both.
    pub acts_for: Option<PrincipalId>,
    /// What it may do in the scope it asks in.
    pub verbs: Verbs,
    /// The instance it speaks through.
    pub instance: Option<InstanceId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Person,
    Plugin,
    Worker,
    Script,
    Agent,
    /// The house itself; no token is ever made out to it.
    System,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    View,
    Edit,
    Transport,
    Generate,
    Approve,
    Library,
    Admin,
    Work,
}

/// A set of verbs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Verbs(u8);

impl Actor {
    pub const fn system() -> Actor {
        Actor {
            principal: PrincipalId::SYSTEM,
            kind: Kind::System,
            acts_for: None,
            verbs: Verbs::ALL,
            instance: None,
        }
    }

    /// Whose decision it is in the end; also whose undo.
    pub fn person(&self) -> PrincipalId {
        self.acts_for.unwrap_or(self.principal)
    }

    pub(crate) fn need(&self, verb: Verb) -> Result<(), Refusal> {
        if self.verbs.has(verb) { Ok(()) } else { Err(Refusal::forbidden(verb, self.verbs)) }
    }

    /// Speaks for that instance, or may speak for anybody.
    pub(crate) fn speaks_for(&self, instance: &InstanceId) -> bool {
        self.instance.as_ref() == Some(instance) || self.verbs.has(Verb::Admin)
    }
}

impl Kind {
    pub const ALL: [Kind; 6] =
        [Kind::Person, Kind::Plugin, Kind::Worker, Kind::Script, Kind::Agent, Kind::System];

    pub const fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Plugin => "plugin",
            Kind::Worker => "worker",
            Kind::Script => "script",
            Kind::Agent => "agent",
            Kind::System => "system",
        }
    }

    pub fn named(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == text)
    }

    /// These propose; a person has to say that they may also decide.
    pub const fn only_proposes(self) -> bool {
        match self {
            Kind::Script | Kind::Agent => true,
            Kind::Person | Kind::Plugin | Kind::Worker | Kind::System => false,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Verb {
    pub const ALL: [Verb; 8] = [
        Verb::View,
        Verb::Edit,
        Verb::Transport,
        Verb::Generate,
        Verb::Approve,
        Verb::Library,
        Verb::Admin,
        Verb::Work,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Verb::View => "view",
            Verb::Edit => "edit",
            Verb::Transport => "transport",
            Verb::Generate => "generate",
            Verb::Approve => "approve",
            Verb::Library => "library",
            Verb::Admin => "admin",
            Verb::Work => "work",
        }
    }

    pub fn named(text: &str) -> Option<Verb> {
        Verb::ALL.into_iter().find(|verb| verb.name() == text)
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Verbs {
    pub const NONE: Verbs = Verbs(0);
    pub const ALL: Verbs = Verbs(u8::MAX);

    pub fn of(verbs: &[Verb]) -> Verbs {
        Verbs(verbs.iter().fold(0, |bits, verb| bits | bit(*verb)))
    }

    pub const fn has(self, verb: Verb) -> bool {
        self.0 & bit(verb) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What both may.
    #[must_use]
    pub const fn and(self, other: Verbs) -> Verbs {
        Verbs(self.0 & other.0)
    }

    /// What these may and `other` may not.
    #[must_use]
    pub const fn without(self, other: Verbs) -> Verbs {
        Verbs(self.0 & !other.0)
    }

    pub fn iter(self) -> impl Iterator<Item = Verb> {
        Verb::ALL.into_iter().filter(move |verb| self.has(*verb))
    }
}

const fn bit(verb: Verb) -> u8 {
    1 << verb as u8
}

impl fmt::Display for Verbs {
    /// `view edit transport`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, verb) in self.iter().enumerate() {
            write!(f, "{}{verb}", if index == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a verb; there are {}", Verbs::ALL)]
pub struct ParseVerbsError {
    text: String,
}

impl FromStr for Verbs {
    type Err = ParseVerbsError;

    fn from_str(text: &str) -> Result<Verbs, ParseVerbsError> {
        let refuse = |word: &str| ParseVerbsError { text: word.chars().take(16).collect() };
        let verbs = text.split_whitespace().map(|word| Verb::named(word).ok_or_else(|| refuse(word)));
        verbs.collect::<Result<Vec<Verb>, _>>().map(|verbs| Verbs::of(&verbs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::Code;

    #[test]
    fn verbs_are_a_set_with_one_spelling() {
        for (text, spelled) in [
            ("", ""),
            ("edit view", "view edit"),
            (" work work ", "work"),
            ("admin approve", "approve admin"),
        ] {
            assert_eq!(text.parse::<Verbs>().unwrap().to_string(), spelled);
        }
        assert_eq!(Verbs::ALL.iter().count(), Verb::ALL.len());
        assert_eq!(Verbs::ALL.without(Verbs::of(&[Verb::Admin])).and(Verbs::of(&[Verb::Admin])), Verbs::NONE);
        let refused = "view fly".parse::<Verbs>().unwrap_err().to_string();
        assert!(refused.starts_with("\"fly\" is not a verb; there are view edit"), "{refused}");
    }

    #[test]
    fn names_come_back() {
        assert!(Verb::ALL.iter().all(|verb| Verb::named(verb.name()) == Some(*verb)));
        assert!(Kind::ALL.iter().all(|kind| Kind::named(kind.name()) == Some(*kind)));
        assert_eq!((Verb::named("Edit"), Kind::named("")), (None, None));
    }

    #[test]
    fn what_is_missing_is_named() {
        let viewer = Actor { verbs: Verbs::of(&[Verb::View]), ..Actor::system() };
        assert_eq!(viewer.need(Verb::View), Ok(()));
        let refused = viewer.need(Verb::Edit).unwrap_err();
        assert_eq!(refused.code, Code::Forbidden);
        assert_eq!(
            refused.sentence,
            "this needs the verb edit, and who asks may only view; somebody with admin can grant edit"
        );
    }

    #[test]
    fn only_itself_or_an_admin_speaks_for_an_instance() {
        let (mine, other): (InstanceId, InstanceId) = ("mine".parse().unwrap(), "other".parse().unwrap());
        let plugin =
            Actor { verbs: Verbs::of(&[Verb::Edit]), instance: Some(mine.clone()), ..Actor::system() };
        assert_eq!((plugin.speaks_for(&mine), plugin.speaks_for(&other)), (true, false));
        assert!(Actor::system().speaks_for(&other));
    }
}
