//! Sound on demand: a span of an arrangement through the player and the synth, as the bytes of a WAV file.
//!
//! **Invariant.** Nothing here runs on a thread that answers requests, and nothing runs for a client that takes nothing:
//! whoever wants the next bytes asks for them, and a piece is made then, in its turn.

mod chair;
mod order;
mod shelf;
mod sound;
mod studio;

pub use chair::Chair;
pub use order::{Order, SECONDS_MAX, whole};
pub use shelf::{BANK_KEPT_FOR, BankError, FOLDER as BANKS};
pub use sound::{Error as SoundError, Sound};
pub use studio::{Playing, Refused, Studio};
