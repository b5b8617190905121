//! Rules: decisions made in advance, and by whom.

use music::lane::Lane;

use super::{Event, Session};
use crate::actor::{Actor, Verb};
use crate::ids::PrincipalId;
use crate::refusal::Refusal;
use crate::time::WallTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Who may approve and asks for music where a chair is empty has approved what comes.
    ApproveFirstTake,
}

/// Which rules hold, and who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    approve_first_take: Setting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    pub is_on: bool,
    /// [`PrincipalId::SYSTEM`] for what held from the beginning.
    pub by: PrincipalId,
}

/// Why a take is in the arrangement: the record of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub rule: Rule,
    /// Who had set the rule.
    pub set_by: PrincipalId,
    /// The person in whose name the music was asked for.
    pub asked_by: PrincipalId,
    /// The token it was asked with.
    pub through: PrincipalId,
    pub at: WallTime,
}

impl Rule {
    pub const ALL: [Rule; 1] = [Rule::ApproveFirstTake];

    pub const fn name(self) -> &'static str {
        match self {
            Rule::ApproveFirstTake => "approve_first_take",
        }
    }

    pub fn named(text: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.name() == text)
    }
}

impl Rules {
    pub(super) fn new() -> Rules {
        Rules { approve_first_take: Setting { is_on: true, by: PrincipalId::SYSTEM } }
    }

    pub fn get(&self, rule: Rule) -> Setting {
        match rule {
            Rule::ApproveFirstTake => self.approve_first_take,
        }
    }

    pub(super) fn set(&mut self, rule: Rule, is_on: bool, by: PrincipalId) {
        match rule {
            Rule::ApproveFirstTake => self.approve_first_take = Setting { is_on, by },
        }
    }
}

impl Session {
    pub(super) fn set_rule(&self, by: &Actor, rule: Rule, is_on: bool) -> Result<Vec<Event>, Refusal> {
        by.need(Verb::Approve)?;
        if self.rules.get(rule).is_on == is_on {
            return Ok(Vec::new());
        }
        Ok(vec![Event::RuleSet { rule, is_on, by: by.person() }])
    }
}

/// `drums, bass`.
pub(super) fn names(lanes: &[Lane]) -> String {
    lanes.iter().map(|lane| lane.name()).collect::<Vec<_>>().join(", ")
}
