//! Somebody who has sat down: as whom, what for, how far, and when it is told of what.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::actor::Actor;
use domain::ids::InstanceId;
use domain::session::takes::Client;
use domain::time::WallTime;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;
use wire::limits::{POSITION_EVERY_MS, TIMELINE_EVERY_MS};
use wire::{HostTransport, Leader, Resume, Topic, TransportSync};

use super::echo::Echo;
use super::house::{self, House};
use super::resume::Cursor;
use super::stage::{Call, Seats, Stage};
use super::stagger::{Phase, pause};
use super::{locked, prefetch};

const POSITION_EVERY: Duration = Duration::from_millis(POSITION_EVERY_MS);
const TIMELINE_EVERY: Duration = Duration::from_millis(TIMELINE_EVERY_MS);

/// Now, on both clocks, and among how many sockets.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub steady: Duration,
    pub wall: WallTime,
    pub sockets: usize,
}

pub struct Guest {
    pub stage: Arc<Stage>,
    pub actor: Actor,
    pub instance: Option<InstanceId>,
    pub topics: BTreeSet<Topic>,
    /// What it has of the journal.
    pub cursor: u64,
    /// Positions it was told.
    pub told: u64,
    pub clips: prefetch::Told,
    pub echo: Echo,
    /// For who follows it.
    pub house: Option<House>,
    /// Ended when another socket speaks for its instance.
    pub replaced: CancellationToken,
    pub seats: Seats,
    pub is_playing: bool,
    pub due: Due,
    phase: Phase,
}

/// When it is told of what, of the steady clock.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    /// Every second, and soon after it has changed.
    pub timeline: Duration,
    pub position: Duration,
    /// Soon after the journal has grown; nothing while it has not.
    pub changes: Option<Duration>,
    pub house: Option<Duration>,
    /// Not before this.
    pub changes_from: Duration,
    pub second: Duration,
}

/// What a guest wakes up for.
pub enum News {
    Timeline,
    Journal,
    House,
    Call(Arc<Call>),
    Replaced,
    /// Nothing that matters.
    Missed,
}

impl Guest {
    /// On the `socket`th socket since the server started: the one that spoke for its instance before does so no longer.
    pub fn new(
        stage: Arc<Stage>,
        actor: Actor,
        instance: Option<InstanceId>,
        topics: BTreeSet<Topic>,
        socket: u64,
        now: Duration,
    ) -> Guest {
        let replaced = match &instance {
            Some(instance) => locked(&stage.links).hold(instance, socket),
            None => CancellationToken::new(),
        };
        let (seats, phase) = (stage.sit(), Phase::of(socket));
        let cursor = *seats.seq.borrow();
        let next = phase.next_turn(now, TIMELINE_EVERY);
        let due =
            Due { timeline: now, position: now, changes: None, house: None, changes_from: now, second: next };
        let (told, clips, echo, house, is_playing) = (0, prefetch::Told::new(), Echo::default(), None, false);
        Guest {
            stage,
            actor,
            instance,
            topics,
            cursor,
            told,
            clips,
            echo,
            house,
            replaced,
            seats,
            is_playing,
            due,
            phase,
        }
    }

    pub fn wants(&self, topic: Topic) -> bool {
        self.topics.contains(&topic)
    }

    pub fn client(&self) -> Client {
        Client { principal: self.actor.principal, instance: self.instance.clone() }
    }

    /// Where its changes go on, by what it says it has.
    pub fn resume(&mut self, resume: Option<&Resume>, journal: &str, now: Moment) -> Cursor {
        // It may have sat down at what is committed and nobody was told yet.
        let seq = self.reached().max(self.cursor);
        let scope = self.stage.scope().to_string();
        let cursor = Cursor::of(resume, journal, &scope, seq, self.stage.replayed_max());
        self.cursor = cursor.after();
        if self.wants(Topic::Changes) && self.cursor < seq {
            self.due.changes = Some(now.steady);
        }
        cursor
    }

    /// Its host's word, which [`hosts::check`](super::hosts::check) has passed: `true` where somebody else has to hear
    /// of it at once.
    pub fn hear_host(&mut self, instance: &InstanceId, word: HostTransport, now: WallTime) -> bool {
        let rolls = word.playing && !word.offline;
        let turned = std::mem::replace(&mut self.is_playing, rolls) != rolls;
        let is_news = self.stage.hear(instance, word, now);
        is_news && (self.leads(instance) || turned)
    }

    /// Whether it says only what it was told. Who leads may: it was told so because it said so.
    pub fn is_echo(&mut self, said: &TransportSync, now: Duration) -> bool {
        let leads = self.instance.as_ref().is_some_and(|own| self.leads(own));
        !leads && self.echo.is_one(said, now)
    }

    fn leads(&self, own: &InstanceId) -> bool {
        self.seats.told.borrow().timeline.leader == Leader::Instance(own.to_string())
    }

    /// How far the journal has come, as far as sockets know.
    pub(super) fn reached(&self) -> u64 {
        *self.seats.seq.borrow()
    }

    /// Waits for what comes next.
    pub async fn news(&mut self) -> News {
        let Seats { told, seq, calls } = &mut self.seats;
        let house = &mut self.house;
        tokio::select! {
            biased;
            () = self.replaced.cancelled() => News::Replaced,
            changed = told.changed() => if changed.is_ok() { News::Timeline } else { News::Missed },
            changed = seq.changed() => if changed.is_ok() { News::Journal } else { News::Missed },
            grew = house::grew(house) => if grew { News::House } else { News::Missed },
            call = calls.recv() => match call {
                Ok(call) => News::Call(call),
                Err(RecvError::Lagged(_) | RecvError::Closed) => News::Missed,
            },
        }
    }

    /// `is_eager`: whether there is room for what waits in the journal.
    pub fn wakes_at(&self, is_eager: bool) -> Duration {
        let Due { timeline, position, changes, house, second, .. } = self.due;
        let changes = changes.into_iter().chain(house).min().filter(|_| is_eager).unwrap_or(second);
        timeline.min(position).min(changes).min(second)
    }

    /// The timeline is another one.
    pub(super) fn timeline_changed(&mut self, now: Moment) {
        let soon = now.steady + self.phase.breath(now.sockets);
        self.due.timeline = self.due.timeline.min(soon);
        self.due.position = self.due.position.min(soon);
    }

    /// The journal has grown.
    pub(super) fn journal_grew(&mut self, now: Moment) {
        let soon = (now.steady + self.phase.breath(now.sockets)).max(self.due.changes_from);
        self.due.changes = Some(self.due.changes.map_or(soon, |due| due.min(soon)));
    }

    /// The house's has.
    pub(super) fn house_grew(&mut self, now: Moment) {
        self.due.house = Some(now.steady + self.phase.breath(now.sockets));
    }

    pub(super) fn told_changes(&mut self, now: Moment) {
        self.due.changes_from = now.steady + pause(now.sockets);
        let is_more = self.reached() > self.cursor;
        self.due.changes = is_more.then_some(self.due.changes_from);
    }

    pub(super) fn told_timeline(&mut self, now: Moment) {
        self.due.timeline = self.phase.next_turn(now.steady, TIMELINE_EVERY);
    }

    /// Ten times a second while something moves, else with the timeline.
    pub(super) fn told_position(&mut self, now: Moment, playing: bool) {
        let every = if playing { POSITION_EVERY } else { TIMELINE_EVERY };
        self.due.position = self.phase.next_turn(now.steady, every);
    }

    pub fn told_second(&mut self, now: Moment) {
        self.due.second = self.phase.next_turn(now.steady, TIMELINE_EVERY);
    }

    /// `true` where nobody speaks for its instance any more, and what its host does is not known.
    pub fn leave(self, socket: u64) -> bool {
        let Some(instance) = &self.instance else { return false };
        let is_gone = locked(&self.stage.links).let_go(instance, socket);
        if is_gone {
            self.stage.forget_host(instance);
        }
        is_gone
    }
}
