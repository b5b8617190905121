//! What must happen later: rows of the store whose time has come become commands.

use std::sync::Arc;
use std::time::Duration;

use domain::Scope;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::store::{self, Store, journal};
use crate::writer::{Failure, Writer};

/// A clock that is set, or a machine that slept, is noticed within this.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Fired between two looks; what is more is due a moment later.
const AT_ONCE_MAX: u32 = 256;

/// Runs until it is told to stop.
pub async fn run(writer: Writer, store: Arc<dyn Store>, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let mut work = writer.work();
    while !stop.is_cancelled() {
        let wait = match fire_due(&writer, &*store, &*clock).await {
            Ok(_) => until_next(&*store, &*clock).await,
            Err(error) => {
                tracing::warn!(%error, "timers wait: they cannot be read or fired");
                // What could not be fired is due still, and may be for as long as the disk is full.
                LOOK_EVERY
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            // The writer has ended when this fails, and then so does this.
            changed = work.changed() => if changed.is_err() { return },
            () = stop.cancelled() => return,
        }
    }
}

/// Fires everything that is due now; how many there were. One that cannot be fired keeps none of the others waiting.
pub async fn fire_due(writer: &Writer, store: &dyn Store, clock: &dyn Clock) -> Result<usize, Failure> {
    let mut count = 0;
    let mut failed = None;
    for row in store.timers_due(clock.now().max(clock.wall()).0, AT_ONCE_MAX).await? {
        let scope = row.scope.parse().map_err(|_| store::Error::NotAScope { found: row.scope.clone() });
        // Where the computer's clock was set, one scope's time has come and the other's has not.
        if scope.as_ref().is_ok_and(|scope| clock.of(scope).0 < row.due) {
            continue;
        }
        count += 1;
        let fired = match scope {
            Ok(scope) => fire(writer, scope, row).await,
            Err(error) => Err(error.into()),
        };
        if let Err(failure) = fired {
            failed.get_or_insert(failure);
        }
    }
    failed.map_or(Ok(count), Err)
}

async fn fire(writer: &Writer, scope: Scope, row: store::Timer) -> Result<(), Failure> {
    let unreadable = |reason: String| store::Error::NotATimer { name: row.name.clone(), reason };
    let timer = journal::read_timer(&row.name).map_err(|error| unreadable(error.to_string()))?;
    match writer.fire(scope, timer, row.clone()).await {
        Ok(_) => Ok(()),
        Err(Failure::Refused(refusal)) => {
            tracing::debug!(timer = row.name, %refusal, "a timer asked for what cannot be");
            Ok(())
        }
        Err(failure @ (Failure::Storage(_) | Failure::KeyReused | Failure::Broken | Failure::Closed)) => {
            Err(failure)
        }
    }
}

async fn until_next(store: &dyn Store, clock: &dyn Clock) -> Duration {
    let Ok(Some(due)) = store.next_timer().await else { return LOOK_EVERY };
    let nanos = due.saturating_sub(clock.now().min(clock.wall()).0);
    u64::try_from(nanos).map_or(Duration::ZERO, Duration::from_nanos).min(LOOK_EVERY)
}
