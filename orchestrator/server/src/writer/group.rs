//! Commands that will be committed together, and what each of them will hear.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use domain::ids::PrincipalId;
use domain::{Actor, Event, Scope, State, WallTime};
use music::clip::Hash;

use super::request::Ask;
use super::run::Run;
use super::{Committed, Failure, IdempotencyKey};
use crate::store::{self, Batch, Body, Entry, TimerChange, journal};

/// One flush for so many; more would make the first of them wait.
pub const COMMANDS_PER_COMMIT_MAX: usize = 64;
/// Deciding takes microseconds: what is there already goes along, and nobody waits for whoever may come.
pub const GATHERING_LASTS: Duration = Duration::from_millis(2);

#[derive(Default)]
pub(super) struct Group {
    /// As they will be.
    scopes: BTreeMap<Scope, (Arc<State>, u64)>,
    pub(super) rows: Batch,
    answered: HashMap<(PrincipalId, String), (Hash, Committed)>,
    waiting: Vec<Waiting>,
}

/// Somebody who asked, and what they will hear if the commit succeeds.
pub(super) struct Waiting {
    pub(super) ask: Ask,
    pub(super) answer: Result<Committed, Failure>,
    /// It happened in this group; what is only told again is not news.
    pub(super) is_news: bool,
}

/// A group taken apart once it is known how it went.
pub(super) struct Settled {
    pub(super) scopes: BTreeMap<Scope, (Arc<State>, u64)>,
    pub(super) waiting: Vec<Waiting>,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The scope as those before in this group have left it.
    pub(super) fn staged(&self, scope: &Scope) -> Option<(Arc<State>, u64)> {
        self.scopes.get(scope).cloned()
    }

    /// What somebody in this group was told under the same key.
    pub(super) fn same(&self, key: &IdempotencyKey) -> Option<Result<Committed, Failure>> {
        let (request, committed) = self.answered.get(&(key.principal, key.key.clone()))?;
        Some(if *request == key.request { Ok(committed.clone()) } else { Err(Failure::KeyReused) })
    }

    /// Whether this group moves or ends that timer.
    pub(super) fn touches_timer(&self, timer: &store::Timer) -> bool {
        self.rows.timers.iter().any(|change| match change {
            TimerChange::Set(other) => (&other.scope, &other.name) == (&timer.scope, &timer.name),
            TimerChange::Cleared { scope, name } => (scope, name) == (&timer.scope, &timer.name),
        })
    }

    pub(super) fn end_timer(&mut self, timer: &store::Timer) {
        let (scope, name) = (timer.scope.clone(), timer.name.clone());
        self.rows.timers.push(TimerChange::Cleared { scope, name });
    }

    /// Takes in what came of a command; `last` is the number of the event before it.
    pub(super) fn add(
        &mut self,
        scope: &Scope,
        run: Run,
        last: u64,
        now: WallTime,
        key: Option<IdempotencyKey>,
    ) -> Committed {
        let name = scope.to_string();
        let mut seq = last;
        let mut events = Vec::with_capacity(run.events.len());
        for (actor, event) in run.events {
            seq += 1;
            self.rows.events.push(entry(&name, seq, now, &actor, &event));
            events.push(event);
        }
        self.rows.jobs.retain(|earlier| run.rows.jobs.iter().all(|later| later.id != earlier.id));
        self.rows.jobs.extend(run.rows.jobs);
        self.rows.timers.extend(run.rows.timers);
        self.rows.artifacts.extend(run.rows.artifacts);
        self.rows.uses.extend(run.rows.uses);
        self.rows.principals.extend(run.rows.principals);
        let committed = Committed { scope: scope.clone(), first_seq: last + 1, events, state: run.state };
        self.scopes.insert(scope.clone(), (committed.state.clone(), seq));
        if let Some(key) = key {
            self.rows.answers.push(store::Answer {
                principal: key.principal.to_string(),
                key: key.key.clone(),
                request: key.request,
                at: now.0,
                scope: name,
                first_seq: committed.first_seq,
                count: u32::try_from(committed.events.len()).unwrap_or(u32::MAX),
            });
            self.answered.insert((key.principal, key.key), (key.request, committed.clone()));
        }
        committed
    }

    pub(super) fn will_hear(&mut self, ask: Ask, answer: Result<Committed, Failure>, is_news: bool) {
        self.waiting.push(Waiting { ask, answer, is_news });
    }

    pub(super) fn settle(self) -> Settled {
        Settled { scopes: self.scopes, waiting: self.waiting }
    }
}

fn entry(scope: &str, seq: u64, now: WallTime, actor: &Actor, event: &Event) -> Entry {
    let written = journal::write(event);
    Entry {
        scope: scope.to_owned(),
        seq,
        at: now.0,
        actor: journal::write_actor(actor),
        kind: written.kind,
        version: written.version,
        body: Body::Here(written.body),
    }
}
