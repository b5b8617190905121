//! Every sentence that plugin, orchestrator and browser can say: the only types that cross a network.
//!
//! **Invariant.** No IO, no clock, no decisions. What arrives is within its limits or it is refused here, by name: a
//! value of these types can be handed on without asking again. Requests refuse what they do not know; answers may grow.

pub mod lane;
pub mod limits;
pub mod number;
pub mod rest;
pub mod text;
