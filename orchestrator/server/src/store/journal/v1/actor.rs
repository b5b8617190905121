//! Who asked.

use domain::Verbs;
use domain::actor::Kind;
use domain::ids::{InstanceId, PrincipalId};
use serde::{Deserialize, Serialize};

use super::text::{Name, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Actor {
    principal: Text<PrincipalId>,
    kind: Name<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acts_for: Option<Text<PrincipalId>>,
    verbs: Text<Verbs>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<Text<InstanceId>>,
}

impl Actor {
    pub(super) fn of(actor: &domain::Actor) -> Actor {
        Actor {
            principal: Text(actor.principal),
            kind: Name(actor.kind),
            acts_for: actor.acts_for.map(Text),
            verbs: Text(actor.verbs),
            instance: actor.instance.clone().map(Text),
        }
    }

    pub(super) fn back(self) -> domain::Actor {
        domain::Actor {
            principal: self.principal.0,
            kind: self.kind.0,
            acts_for: self.acts_for.map(|person| person.0),
            verbs: self.verbs.0,
            instance: self.instance.map(|instance| instance.0),
        }
    }
}
