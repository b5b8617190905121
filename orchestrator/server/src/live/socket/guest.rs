//! Somebody who has sat down: as whom, what for, how far, and when it is told of what.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::actor::{Actor, Verb};
use domain::ids::InstanceId;
use domain::session::takes::Client;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;
use wire::Topic;
use wire::limits::{POSITION_EVERY_MS, TIMELINE_EVERY_MS, close};

use super::super::prefetch;
use super::super::stage::{Call, Seats, Stage};
use super::super::stagger::Phase;
use super::{Ending, Step, locked};
use crate::app::App;

const POSITION_EVERY: Duration = Duration::from_millis(POSITION_EVERY_MS);
const TIMELINE_EVERY: Duration = Duration::from_millis(TIMELINE_EVERY_MS);
/// What changes quickly is told together: for each socket that hears it, so much of a pause between two messages.
const PAUSE: Duration = Duration::from_micros(100);
/// And never more than this.
const PAUSE_MAX: Duration = Duration::from_millis(200);

pub(super) struct Guest {
    pub stage: Arc<Stage>,
    pub actor: Actor,
    pub instance: Option<InstanceId>,
    pub topics: BTreeSet<Topic>,
    /// What it has of the journal.
    pub cursor: u64,
    /// Positions it was told.
    pub told: u64,
    pub clips: prefetch::Told,
    /// Ended when another socket speaks for its instance.
    pub replaced: CancellationToken,
    pub seats: Seats,
    pub is_playing: bool,
    pub due: Due,
    phase: Phase,
}

/// When it is told of what, of the steady clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    /// Every second, and soon after it has changed.
    pub timeline: Duration,
    pub position: Duration,
    /// Soon after the journal has grown; nothing while it has not.
    pub changes: Option<Duration>,
    /// Not before this.
    pub changes_from: Duration,
    pub second: Duration,
}

/// What a guest wakes up for.
pub(super) enum News {
    Timeline,
    Journal,
    Call(Arc<Call>),
    Replaced,
    /// Nothing that matters.
    Missed,
}

impl Guest {
    pub(super) fn new(
        stage: Arc<Stage>,
        actor: Actor,
        instance: Option<InstanceId>,
        topics: BTreeSet<Topic>,
        replaced: CancellationToken,
        phase: Phase,
        now: Duration,
    ) -> Guest {
        let seats = stage.sit();
        let cursor = *seats.seq.borrow();
        let next = phase.next_turn(now, TIMELINE_EVERY);
        let due = Due { timeline: now, position: now, changes: None, changes_from: now, second: next };
        let (told, clips, is_playing) = (0, prefetch::Told::new(), false);
        Guest { stage, actor, instance, topics, cursor, told, clips, replaced, seats, is_playing, due, phase }
    }

    pub(super) fn wants(&self, topic: Topic) -> bool {
        self.topics.contains(&topic)
    }

    pub(super) fn client(&self) -> Client {
        Client { principal: self.actor.principal, instance: self.instance.clone() }
    }

    pub(super) fn must_view(&self) -> Step {
        if self.actor.verbs.has(Verb::View) {
            return Ok(());
        }
        let reason = format!("this token may not view session {}", self.stage.session());
        Err(Ending::new(close::NOT_YOURS, reason))
    }

    pub(super) async fn news(&mut self) -> News {
        let Seats { told, seq, calls } = &mut self.seats;
        tokio::select! {
            () = self.replaced.cancelled() => News::Replaced,
            changed = told.changed() => if changed.is_ok() { News::Timeline } else { News::Missed },
            changed = seq.changed() => if changed.is_ok() { News::Journal } else { News::Missed },
            call = calls.recv() => match call {
                Ok(call) => News::Call(call),
                Err(RecvError::Lagged(_) | RecvError::Closed) => News::Missed,
            },
        }
    }

    /// `is_eager`: whether there is room for what waits in the journal.
    pub(super) fn wakes_at(&self, is_eager: bool) -> Duration {
        let Due { timeline, position, changes, second, .. } = self.due;
        let changes = changes.filter(|_| is_eager).unwrap_or(second);
        timeline.min(position).min(changes).min(second)
    }

    /// The timeline is another one.
    pub(super) fn timeline_changed(&mut self, now: Duration, sockets: usize) {
        let soon = now + self.phase.breath(sockets);
        self.due.timeline = self.due.timeline.min(soon);
        self.due.position = self.due.position.min(soon);
    }

    /// The journal has grown.
    pub(super) fn journal_grew(&mut self, now: Duration, sockets: usize) {
        let soon = (now + self.phase.breath(sockets)).max(self.due.changes_from);
        self.due.changes = Some(self.due.changes.map_or(soon, |due| due.min(soon)));
    }

    pub(super) fn told_changes(&mut self, now: Duration, sockets: usize) {
        let pause = PAUSE.saturating_mul(u32::try_from(sockets).unwrap_or(u32::MAX)).min(PAUSE_MAX);
        self.due.changes_from = now + pause;
        let is_more = *self.seats.seq.borrow() > self.cursor;
        self.due.changes = is_more.then_some(self.due.changes_from);
    }

    pub(super) fn told_timeline(&mut self, now: Duration) {
        self.due.timeline = self.phase.next_turn(now, TIMELINE_EVERY);
    }

    /// Ten times a second while something moves, else with the timeline.
    pub(super) fn told_position(&mut self, now: Duration, playing: bool) {
        let every = if playing { POSITION_EVERY } else { TIMELINE_EVERY };
        self.due.position = self.phase.next_turn(now, every);
    }

    pub(super) fn told_second(&mut self, now: Duration) {
        self.due.second = self.phase.next_turn(now, TIMELINE_EVERY);
    }

    pub(super) fn leave(self, app: &App, socket: u64) {
        let Some(instance) = &self.instance else { return };
        if locked(&self.stage.links).let_go(instance, socket) {
            self.stage.forget_host(instance);
            app.live.nudge.notify_one();
        }
    }
}
