//! What is handed to the task.

use std::sync::Arc;

use domain::{Asked, Scope, State};
use tokio::sync::oneshot;

use super::{Committed, Failure, IdempotencyKey};
use crate::store::Timer;

pub(super) type Reply = oneshot::Sender<Result<Committed, Failure>>;

pub(super) enum Request {
    Ask(Box<Ask>),
    /// A scope that nobody has used for a while.
    Load {
        scope: Scope,
        reply: oneshot::Sender<Result<(Arc<State>, u64), Failure>>,
    },
    Close {
        reply: oneshot::Sender<Result<(), Failure>>,
    },
}

pub(super) struct Ask {
    pub(super) scope: Scope,
    pub(super) asked: Asked,
    pub(super) key: Option<IdempotencyKey>,
    /// The timer that asks, which ends with it.
    pub(super) timer: Option<Timer>,
    pub(super) reply: Reply,
}
