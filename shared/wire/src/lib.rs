//! Every sentence that plugin, orchestrator and browser can say: the only types that cross a network.
//!
//! **Invariant.** No IO, no clock, no decisions. What arrives is within its limits or it is refused here, by name: a
//! value of these types can be handed on without asking again. Requests refuse what they do not know; answers may grow.
//!
//! A socket speaks [`ToOrchestrator`] one way and [`ToPlugin`] the other, each a closed list; [`codec`] is the door both
//! go through. What a client keeps are whole things ([`rest::changes::Entity`]), never a journal to fold.

pub mod codec;
pub mod exact;
pub mod hex;
pub mod lane;
pub mod limits;
pub mod list;
pub mod number;
mod orchestrator_to_plugin;
pub mod pairing;
mod plugin_to_orchestrator;
pub mod rest;
pub mod text;

pub use exact::{ExactBeat, Nanos};
pub use orchestrator_to_plugin::{
    Clip, Followed, Leader, MidiReady, Outcome, Pong, Position, Reply, Resumed, Resync, Segment, Timeline,
    ToPlugin, TransportSync, Welcome,
};
pub use plugin_to_orchestrator::{Hello, HostTransport, Loop, Ping, Resume, Switched, ToOrchestrator, Topic};

/// The version both sides of a socket speak; it goes up when an old client could no longer understand.
pub const PROTOCOL: u32 = 1;

/// What a client names in `Sec-WebSocket-Protocol`, before its token.
pub const SUBPROTOCOL: &str = "ai-band.v1";
