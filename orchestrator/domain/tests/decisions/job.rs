//! Jobs: every state and every command, and which goes next.

mod backoff;
mod completion;
mod order;
mod stories;
mod table;
