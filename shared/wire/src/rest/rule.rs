//! Rules: decisions made beforehand, by somebody who may.

use serde::{Deserialize, Serialize};

use crate::text::Id;

/// What a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = RuleKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Music for an empty chair is taken without asking, when whoever asked for it may approve.
    ApproveFirstTake,
}

/// `PUT /api/sessions/{session}/rules/{kind}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub enabled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Rule {
    pub rule: Kind,
    pub enabled: bool,
    /// Who set it so; missing while it is as every session begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_by: Option<Id>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Rules {
    pub rules: Vec<Rule>,
}
