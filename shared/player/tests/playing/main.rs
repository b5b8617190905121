//! The laws of the player, one by one, as a musician in front of a host would notice them.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "tests may allocate"
)]

mod compiling;
mod notes;
mod positions;
mod stage;
mod strangers;
mod switches;
