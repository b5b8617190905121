//! What events of a session speak of: instances, who leads, why takes were arranged or not.

use domain::ids::{Incarnation, InstanceId, PrincipalId};
use domain::session;
use domain::session::leader::Mode;
use domain::session::rule::{self, Rule};
use domain::session::takes::Withheld;
use serde::{Deserialize, Serialize};

use super::text::{Name, Text, Time};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Instance {
    id: Text<InstanceId>,
    incarnation: Text<Incarnation>,
    name: String,
    capabilities: Vec<String>,
    principal: Text<PrincipalId>,
    since: Time,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Parting {
    Left,
    Lost,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LeadMode {
    Auto,
    Instance(Text<InstanceId>),
    Session,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    rule: Name<Rule>,
    set_by: Text<PrincipalId>,
    asked_by: Text<PrincipalId>,
    through: Text<PrincipalId>,
    at: Time,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reason {
    NothingWasMade,
    RuleIsOff,
    MayNotApprove,
    ChairIsTaken,
    Refused(String),
}

impl Instance {
    pub(super) fn of(instance: &session::instance::Instance) -> Instance {
        Instance {
            id: Text(instance.id.clone()),
            incarnation: Text(instance.incarnation),
            name: instance.name.to_string(),
            capabilities: instance.capabilities.iter().map(ToString::to_string).collect(),
            principal: Text(instance.principal),
            since: Time::of(instance.since),
        }
    }

    pub(super) fn back(self) -> session::instance::Instance {
        session::instance::Instance {
            id: self.id.0,
            incarnation: self.incarnation.0,
            name: self.name.into(),
            capabilities: self.capabilities.into_iter().map(Into::into).collect(),
            principal: self.principal.0,
            since: self.since.back(),
        }
    }
}

impl Parting {
    pub(super) fn of(how: session::instance::Parting) -> Parting {
        match how {
            session::instance::Parting::Left => Parting::Left,
            session::instance::Parting::Lost => Parting::Lost,
        }
    }

    pub(super) fn back(self) -> session::instance::Parting {
        match self {
            Parting::Left => session::instance::Parting::Left,
            Parting::Lost => session::instance::Parting::Lost,
        }
    }
}

impl LeadMode {
    pub(super) fn of(mode: &Mode) -> LeadMode {
        match mode {
            Mode::Auto => LeadMode::Auto,
            Mode::Instance(instance) => LeadMode::Instance(Text(instance.clone())),
            Mode::Session => LeadMode::Session,
        }
    }

    pub(super) fn back(self) -> Mode {
        match self {
            LeadMode::Auto => Mode::Auto,
            LeadMode::Instance(instance) => Mode::Instance(instance.0),
            LeadMode::Session => Mode::Session,
        }
    }
}

impl Decision {
    pub(super) fn of(decision: &rule::Decision) -> Decision {
        Decision {
            rule: Name(decision.rule),
            set_by: Text(decision.set_by),
            asked_by: Text(decision.asked_by),
            through: Text(decision.through),
            at: Time::of(decision.at),
        }
    }

    pub(super) fn back(self) -> rule::Decision {
        rule::Decision {
            rule: self.rule.0,
            set_by: self.set_by.0,
            asked_by: self.asked_by.0,
            through: self.through.0,
            at: self.at.back(),
        }
    }
}

impl Reason {
    pub(super) fn of(why: &Withheld) -> Reason {
        match why {
            Withheld::NothingWasMade => Reason::NothingWasMade,
            Withheld::RuleIsOff => Reason::RuleIsOff,
            Withheld::MayNotApprove => Reason::MayNotApprove,
            Withheld::ChairIsTaken => Reason::ChairIsTaken,
            Withheld::Refused(why) => Reason::Refused(why.to_string()),
        }
    }

    pub(super) fn back(self) -> Withheld {
        match self {
            Reason::NothingWasMade => Withheld::NothingWasMade,
            Reason::RuleIsOff => Withheld::RuleIsOff,
            Reason::MayNotApprove => Withheld::MayNotApprove,
            Reason::ChairIsTaken => Withheld::ChairIsTaken,
            Reason::Refused(why) => Withheld::Refused(why.into()),
        }
    }
}
