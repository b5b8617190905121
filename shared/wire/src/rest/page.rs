//! Lists: a page at a time, each ending in a mark to go on from.

use serde::{Deserialize, Serialize};

use crate::number::{self, PageSize};
use crate::text::Cursor;

/// Which part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// At most so many.
    #[serde(default, deserialize_with = "number::from_text")]
    #[cfg_attr(feature = "schema", param(value_type = Option<PageSize>))]
    pub limit: Option<PageSize>,
    /// Go on where another page ended: its `next`.
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Cursor>))]
    pub cursor: Option<Cursor>,
}

/// Where a list goes on, if it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// To be sent as `cursor`; missing on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}
