//! The laws of the player, one by one, as a musician in front of a host would notice them.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests may"
)]

mod bounces;
mod compiling;
mod hostile;
mod notes;
mod positions;
mod stage;
mod strangers;
mod switches;
