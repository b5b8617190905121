//! The task behind the corridor: gathers, decides, commits, publishes, answers; and gathers again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use domain::{Event, Scope, State, WallTime};
use futures_util::FutureExt;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::group::{COMMANDS_PER_COMMIT_MAX, GATHERING_LASTS, Group, Settled, Waiting};
use super::request::{Ask, Request};
use super::{Committed, Failure, IdempotencyKey, Shared, fold, run};
use crate::clock::{Chance, Clock};
use crate::store::snapshots::{self, FOLD};
use crate::store::{self, Batch, Body, Error, PAGE_MAX, Snapshot};

/// Who sends a request again does so within a day.
pub const ANSWERS_LAST: Duration = Duration::from_secs(24 * 60 * 60);
/// How often those that are older are cleared away.
const CLEARING_EVERY: Duration = Duration::from_secs(60 * 60);

pub(super) struct Task {
    shared: Arc<Shared>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    requests: mpsc::Receiver<Request>,
    cleared: Option<WallTime>,
}

impl Task {
    pub(super) fn new(
        shared: Arc<Shared>,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        requests: mpsc::Receiver<Request>,
    ) -> Task {
        Task { shared, clock, chance, requests, cleared: None }
    }

    pub(super) async fn run(mut self) {
        while let Some(first) = self.requests.recv().await {
            let mut group = Group::default();
            let began = Instant::now();
            let mut closing = None;
            let mut next = Some(first);
            while let Some(request) = next.take() {
                match request {
                    Request::Ask(ask) => self.take(&mut group, *ask).await,
                    Request::Load { scope, reply } => {
                        // Whoever wanted it may have left.
                        let _ = reply.send(self.known(&scope).await.map_err(Failure::from));
                    }
                    Request::Close { reply } => {
                        closing = Some(reply);
                        break;
                    }
                }
                if group.len() < COMMANDS_PER_COMMIT_MAX && began.elapsed() < GATHERING_LASTS {
                    next = self.requests.try_recv().ok();
                }
            }
            self.settle(group).await;
            if let Some(reply) = closing {
                // Those who still wait hear that it is closed as the channel goes.
                let _ = reply.send(Ok(()));
                return;
            }
        }
    }

    async fn take(&self, group: &mut Group, ask: Ask) {
        let now = self.clock.of(&ask.scope);
        if let Some(key) = &ask.key
            && let Some(answer) = self.answered_before(group, key, now).await
        {
            return group.will_hear(ask, answer, false);
        }
        let (before, last) = match self.staged(group, &ask.scope).await {
            Ok(staged) => staged,
            Err(error) => return group.will_hear(ask, Err(error.into()), false),
        };
        let is_void = match &ask.timer {
            Some(timer) => group.touches_timer(timer) || !self.is_due(timer, now).await,
            None => false,
        };
        if is_void {
            let scope = ask.scope.clone();
            let nothing = Committed { scope, first_seq: last + 1, events: Vec::new(), state: before };
            return group.will_hear(ask, Ok(nothing), false);
        }
        // Before what follows from it, which may set it anew.
        ask.timer.iter().for_each(|timer| group.end_timer(timer));
        // A bug may cost one command, never the server: what it had begun was a copy.
        let ran = catch_unwind(AssertUnwindSafe(|| run::run(&before, &ask.asked, now, &*self.chance)));
        let answer = match ran {
            Ok(Ok(run)) => Ok(group.add(&ask.scope, run, last, now, ask.key.clone())),
            Ok(Err(refusal)) => Err(refusal.into()),
            Err(_) => Err(Failure::Broken),
        };
        group.will_hear(ask, answer, true);
    }

    async fn staged(&self, group: &Group, scope: &Scope) -> Result<(Arc<State>, u64), Error> {
        match group.staged(scope) {
            Some(staged) => Ok(staged),
            None => self.known(scope).await,
        }
    }

    /// From memory, or from the journal.
    async fn known(&self, scope: &Scope) -> Result<(Arc<State>, u64), Error> {
        if let Some(known) = self.shared.standing.sure(scope) {
            return Ok(known);
        }
        let heard = self.shared.standing.get(scope).map(|(_, heard)| heard);
        let folding = AssertUnwindSafe(fold::resume(&*self.shared.store, &self.shared.blobs, scope));
        let folded = folding.catch_unwind().await;
        let (state, last) = folded.map_err(|_| Error::Broken { scope: scope.to_string() })??;
        self.shared.figures.folded();
        let state = Arc::new(state);
        // What cannot be read now, and so not be published, is in doubt still.
        let late = match heard.filter(|heard| *heard < last) {
            Some(heard) => Some(self.late(scope, heard, &state).await?),
            None => None,
        };
        self.shared.standing.set(scope.clone(), state.clone(), last);
        late.into_iter().for_each(|late| self.publish(late));
        Ok((state, last))
    }

    /// A commit that was told as failed, and was on the disk all the same: who watches must not miss it.
    async fn late(&self, scope: &Scope, heard: u64, state: &Arc<State>) -> Result<Committed, Error> {
        // All of it or nothing: half of it would be told once more the next time.
        let mut late: Vec<Event> = Vec::new();
        loop {
            let after = heard + late.len() as u64;
            let page = fold::events(&*self.shared.store, &self.shared.blobs, scope, after, PAGE_MAX).await?;
            if page.is_empty() {
                break;
            }
            late.extend(page.into_iter().map(|(_, event)| event));
        }
        Ok(Committed { scope: scope.clone(), first_seq: heard + 1, events: late, state: state.clone() })
    }

    async fn is_due(&self, timer: &store::Timer, now: WallTime) -> bool {
        let due = self.shared.store.timer(&timer.scope, &timer.name).await;
        // If it cannot be read now it will be fired again.
        due.is_ok_and(|due| due.is_some_and(|due| due <= now.0))
    }

    async fn answered_before(
        &self,
        group: &Group,
        key: &IdempotencyKey,
        now: WallTime,
    ) -> Option<Result<Committed, Failure>> {
        if let Some(answer) = group.same(key) {
            return Some(answer);
        }
        let kept = match self.shared.store.answer(&key.principal.to_string(), &key.key).await {
            Ok(kept) => kept?,
            Err(error) => return Some(Err(error.into())),
        };
        if WallTime(kept.at) + ANSWERS_LAST <= now {
            return None;
        }
        if kept.request != key.request {
            return Some(Err(Failure::KeyReused));
        }
        Some(self.replayed(&kept).await.map_err(Failure::from))
    }

    /// What it was told the first time, and how things are now.
    async fn replayed(&self, kept: &store::Answer) -> Result<Committed, Error> {
        let scope: Scope = kept.scope.parse().map_err(|_| Error::NotAScope { found: kept.scope.clone() })?;
        let (state, _) = self.known(&scope).await?;
        let before = kept.first_seq.saturating_sub(1);
        let events = if kept.count == 0 {
            Vec::new()
        } else {
            fold::events(&*self.shared.store, &self.shared.blobs, &scope, before, kept.count).await?
        };
        let events = events.into_iter().map(|(_, event)| event).collect();
        Ok(Committed { scope, first_seq: kept.first_seq, events, state })
    }

    /// Commits, and tells everybody how it went. Where the fault lies in what one of them wanted to write, the others
    /// do not suffer for it: each is tried alone, on what is there without it.
    async fn settle(&mut self, group: Group) {
        let Err((settled, error)) = self.commit(group).await else { return };
        if settled.waiting.len() < 2 || !error.is_of_one() {
            return self.give_up(settled, error).await;
        }
        tracing::error!(%error, commands = settled.waiting.len(), "nothing of this was kept; each is tried alone");
        settled.scopes.keys().for_each(|scope| self.shared.standing.doubt(scope));
        for Waiting { ask, .. } in settled.waiting {
            let mut alone = Group::default();
            self.take(&mut alone, ask).await;
            if let Err((settled, error)) = self.commit(alone).await {
                self.give_up(settled, error).await;
            }
        }
    }

    /// Who asked hears of it, unless it failed.
    async fn commit(&mut self, mut group: Group) -> Result<(), (Settled, Arc<Error>)> {
        if group.is_empty() {
            return Ok(());
        }
        let began = Instant::now();
        let is_written = !group.rows.is_empty();
        let kept = if is_written { self.write(&mut group.rows).await } else { Ok(()) };
        let has_work = !group.rows.jobs.is_empty() || !group.rows.timers.is_empty();
        let commands = group.len();
        let settled = group.settle();
        if let Err(error) = kept {
            self.shared.figures.failed();
            return Err((settled, Arc::new(error)));
        }
        for (scope, (state, last)) in settled.scopes {
            self.keep_snapshot(&scope, &state, last);
            self.shared.standing.set(scope, state, last);
        }
        if is_written {
            self.shared.figures.committed(commands, began.elapsed());
        }
        for Waiting { ask, answer, is_news } in settled.waiting {
            if let Ok(committed) = &answer
                && is_news
                && !committed.events.is_empty()
            {
                self.publish(committed.clone());
            }
            // Whoever asked may have left; it is done all the same.
            let _ = ask.reply.send(answer);
        }
        if has_work {
            self.shared.work.send_modify(|count| *count += 1);
        }
        Ok(())
    }

    /// Nobody's command has happened, as far as is known: the journal is read anew, now or before the next one.
    async fn give_up(&self, settled: Settled, error: Arc<Error>) {
        tracing::error!(%error, commands = settled.waiting.len(), "nothing of this was kept");
        settled.scopes.keys().for_each(|scope| self.shared.standing.doubt(scope));
        for Waiting { ask, .. } in settled.waiting {
            let _ = ask.reply.send(Err(Failure::Storage(error.clone())));
        }
        for scope in settled.scopes.keys() {
            if let Err(error) = self.known(scope).await {
                tracing::warn!(%scope, %error, "what is on the disk cannot be read now");
            }
        }
    }

    /// Beside everything else: nobody waits for what nobody needs.
    fn keep_snapshot(&self, scope: &Scope, state: &Arc<State>, last: u64) {
        let before = self.shared.standing.get(scope).map_or(last, |(_, before)| before);
        if !snapshots::is_due(before, last) {
            return;
        }
        let (store, scope, state) = (self.shared.store.clone(), scope.to_string(), state.clone());
        tokio::spawn(async move {
            let body = snapshots::write(&state);
            let snapshot = Snapshot { scope, seq: last, fold: FOLD, body };
            if let Err(error) = store.save_snapshot(&snapshot).await {
                tracing::warn!(%error, "a snapshot was not kept");
            }
        });
    }

    async fn write(&mut self, rows: &mut Batch) -> Result<(), Error> {
        let now = self.clock.now();
        if self.cleared.is_none_or(|cleared| cleared + CLEARING_EVERY <= now) {
            let lasts = i64::try_from(ANSWERS_LAST.as_nanos()).unwrap_or(i64::MAX);
            rows.answers_until = Some(now.0.saturating_sub(lasts));
        }
        self.move_long_bodies(rows).await?;
        self.shared.store.commit(rows).await?;
        if rows.answers_until.is_some() {
            self.cleared = Some(now);
        }
        Ok(())
    }

    /// Bodies too long for a row become blobs, which are on the disk before the row that names them.
    async fn move_long_bodies(&self, rows: &mut Batch) -> Result<(), Error> {
        let bodies = rows.events.iter_mut().map(|entry| &mut entry.body);
        for body in bodies.chain(rows.jobs.iter_mut().map(|job| &mut job.spec)) {
            let Body::Here(text) = body else { continue };
            if text.len() <= Body::BYTES_MAX {
                continue;
            }
            let (blobs, bytes) = (self.shared.blobs.clone(), std::mem::take(text).into_bytes());
            let kept = tokio::task::spawn_blocking(move || blobs.put(&bytes)).await;
            *body = Body::Blob(kept.map_err(|_| Error::Interrupted)??);
        }
        Ok(())
    }

    fn publish(&self, committed: Committed) {
        // Nobody may be watching.
        let _ = self.shared.news.send(Arc::new(committed));
    }
}
