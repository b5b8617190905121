//! States as they were after many events, so that nobody has to read a whole journal: disposable, every one of them.

use domain::{Scope, State};

use super::journal::v1;

/// Which fold made them. It goes up with every change of what events add up to, or of how a state is written here;
/// snapshots of another are not looked at.
pub const FOLD: u32 = 1;
/// Reading as many takes milliseconds.
pub const EVERY: u64 = 500;

pub fn write(state: &State) -> Vec<u8> {
    v1::write_state(state)
}

/// What is not as it should be is no loss: the journal has it all.
pub fn read(scope: &Scope, body: &[u8]) -> Result<State, String> {
    let state = v1::read_state(body)?;
    if state.scope() == *scope { Ok(state) } else { Err(format!("it is of {}", state.scope())) }
}

/// Whether a snapshot is due once a journal has gone on from `before` to `after`.
pub fn is_due(before: u64, after: u64) -> bool {
    before / EVERY < after / EVERY
}
