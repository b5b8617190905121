//! What the server does of its own accord, ten times a second: timers, leases, election, workers, the timeline.

use domain::Actor;
use domain::job::{self, Job, State as Work};
use domain::session::Command;
use orchestrator::timers;

use super::{Ask, Effects, Server, Told, session};

impl Server {
    /// One look. `asks` is what workers have ready.
    pub fn tick(&mut self, truth: i64, asks: Vec<Ask>) -> Effects {
        self.set_clock(truth);
        if let Some(life) = &self.life {
            life.live.look_at(&*life.clock);
            life.live.clear_stages();
        }
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
        self.refresh();
        self.speak(truth, effects)
    }

    /// Who leads now by what hosts said; it is asked a moment later, and much may happen in between.
    pub fn elected(&self) -> Option<Command> {
        let (stage, (state, _)) = (self.stage()?, self.state()?);
        stage.due(session(&state), self.now())
    }

    pub fn elect(&mut self, truth: i64, command: Command) -> Effects {
        self.set_clock(truth);
        let of = match &command {
            Command::HostRolls { instance, .. } | Command::HostStopped { instance, .. } => {
                Some(instance.clone())
            }
            _ => None,
        };
        let effects = self.ask(vec![Ask::of_system(command)], Effects::default());
        let is_done =
            matches!(effects.told.last(), Some(Told { answer: Ok(done), .. }) if !done.events.is_empty());
        if let (Some(stage), Some(instance), false) = (self.stage(), of, is_done) {
            // Its next word is heard anew.
            stage.forget_host(&instance);
        }
        if effects.died { effects } else { self.speak(truth, effects) }
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
                fired = timers::fire_due(&life.writer, &*disk, &*life.clock) => fired.is_err(),
            }
        });
        if let Some(life) = &mut self.life {
            life.is_doubtful |= failed;
        }
        effects
    }

    fn lost(&self) -> Vec<Ask> {
        let (Some(life), Some((state, _))) = (&self.life, self.state()) else { return Vec::new() };
        let silent = life.presence.silent(session(&state), self.now()).into_iter();
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
        let now = self.now();
        let is_due = |job: &Job| matches!(job.state, Work::Queued { run_at } if run_at <= now);
        let due = self.jobs().into_iter().filter(is_due);
        due.map(|job| Ask::job(worker.clone(), job::Command::Lease { job: job.id })).collect()
    }

    /// Tells where the song is, if it is somewhere else than was told.
    pub(super) fn refresh(&self) {
        let (Some(life), Some((state, _)), Some(stage)) = (&self.life, self.state(), self.stage()) else {
            return;
        };
        stage.refresh(session(&state), &life.live, self.now());
    }
}
