//! What the server does of its own accord, ten times a second: timers, leases, election, workers, the timeline.

use domain::job::{self, Job, State as Work};
use domain::session::leader::Leader as Leads;
use domain::session::transport::Run;
use domain::session::{Command, Session};
use domain::{Actor, WallTime};
use orchestrator::clock::Clock;
use orchestrator::timers;
use wire::{ExactBeat, Leader, Nanos, Segment, Timeline, ToPlugin};

use super::{Ask, Effects, Server, session};
use crate::simulation::network::SECOND;

impl Server {
    /// One look. `asks` is what workers have ready.
    pub fn tick(&mut self, truth: i64, asks: Vec<Ask>) -> Effects {
        self.set_clock(truth);
        let mut effects = self.fire_timers();
        if !effects.died && self.life.is_some() {
            effects = self.ask(asks, effects);
        }
        if !effects.died {
            let lost = self.lost();
            effects = self.ask(lost, effects);
        }
        if effects.died {
            return effects;
        }
        self.refresh(truth, &mut effects);
        effects
    }

    /// Who leads now by what hosts said; it is asked a moment later, and much may happen in between.
    pub fn elected(&self) -> Option<Command> {
        let (life, (state, _)) = (self.life.as_ref()?, self.state()?);
        life.election.due(session(&state).lead(), self.clock.now())
    }

    pub fn elect(&mut self, truth: i64, command: Command) -> Effects {
        self.set_clock(truth);
        self.ask(vec![Ask::of_system(command)], Effects::default())
    }

    fn fire_timers(&mut self) -> Effects {
        let mut effects = Effects::default();
        let Some(life) = &self.life else { return effects };
        let disk = self.disk.clone();
        let failed = life.runtime.block_on(async {
            tokio::select! {
                biased;
                () = disk.died() => {
                    effects.died = true;
                    false
                }
                // A disk that failed is tried again at the next look.
                fired = timers::fire_due(&life.writer, &*disk, &*self.clock) => fired.is_err(),
            }
        });
        if let Some(life) = &mut self.life {
            life.is_doubtful |= failed;
        }
        self.publish(effects)
    }

    fn lost(&self) -> Vec<Ask> {
        let (Some(life), Some((state, _))) = (&self.life, self.state()) else { return Vec::new() };
        let silent = life.presence.silent(session(&state), self.clock.now()).into_iter();
        silent
            .map(|(instance, incarnation)| Ask::of_system(Command::Lose { instance, incarnation }))
            .collect()
    }

    /// Jobs that wait for a worker and those that one has.
    pub fn jobs(&self) -> Vec<Job> {
        let Some((state, _)) = self.state() else { return Vec::new() };
        session(&state).jobs().iter().filter(|job| !job.state.is_over()).cloned().collect()
    }

    /// Leases whatever may be leased now, for this worker.
    pub fn leases(&self, worker: &Actor) -> Vec<Ask> {
        let now = self.clock.now();
        let is_due = |job: &Job| matches!(job.state, Work::Queued { run_at } if run_at <= now);
        let due = self.jobs().into_iter().filter(is_due);
        due.map(|job| Ask::job(worker.clone(), job::Command::Lease { job: job.id })).collect()
    }

    fn refresh(&mut self, truth: i64, effects: &mut Effects) {
        let Some((state, _)) = self.state() else { return };
        let now = self.clock.now();
        let Some(life) = &mut self.life else { return };
        let session = session(&state);
        let word = session.lead().host().and_then(|host| life.hosts.get(host));
        let (playing, segment) = match word {
            Some(word) => (word.playing, Segment { bpm: word.bpm, beat0: word.beat, at_ns: word.at_ns }),
            None => of_session(session, now),
        };
        let leader = match session.lead().leader() {
            Leads::Session => Leader::Session,
            Leads::Host(host) => Leader::Instance(host.to_string()),
        };
        let rev = life.timeline.as_ref().map_or(0, |timeline| timeline.rev);
        let clock_epoch = life.epoch();
        let segments = vec![segment];
        let mut timeline =
            Timeline { clock_epoch, rev, leader, playing, segments, looped: None, meter: [4, 4] };
        let is_news = life.timeline.as_ref() != Some(&timeline);
        if is_news {
            life.revisions += 1;
            timeline.rev = life.revisions;
        }
        for (connection, socket) in &mut life.sockets {
            if socket.cursor.is_some() && (is_news || truth - socket.told_at >= SECOND) {
                socket.told_at = truth;
                effects.said.push((*connection, ToPlugin::Timeline(timeline.clone())));
            }
        }
        life.timeline = Some(timeline);
    }
}

fn of_session(session: &Session, now: WallTime) -> (bool, Segment) {
    let bpm = session.tempo().changes()[0].1.bpm_f64();
    match session.transport().run() {
        Run::Playing { from, since } => {
            (true, Segment { bpm, beat0: ExactBeat(from.0), at_ns: Nanos(since.0) })
        }
        Run::Standing { at } => {
            let beat = if session.lead().host().is_some() { session.position(now) } else { at };
            (false, Segment { bpm, beat0: ExactBeat(beat.0), at_ns: Nanos(0) })
        }
    }
}
