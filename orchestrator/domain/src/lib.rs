//! Decisions: what is asked becomes events or a refusal, and a state is nothing but the fold of its events.
//!
//! **Invariant.** Pure: no IO, no clock, no running chance, no wire and no storage types. [`decide`] reads a state and
//! changes nothing, [`State::apply`] cannot fail, and nothing else changes a state.

pub mod actor;
pub mod artifact;
mod corridor;
pub mod house;
pub mod ids;
pub mod job;
pub mod refusal;
pub mod seed;
pub mod session;
pub mod time;
pub mod timer;

pub use actor::{Actor, Verb, Verbs};
pub use corridor::{Asked, Command, Event, Scope, State, decide, react};
pub use house::House;
pub use refusal::{Code, Refusal};
pub use seed::Seed;
pub use session::Session;
pub use time::{Beat, WallTime};
pub use timer::Timer;
