//! Workers: they lease what waits and bring something back, fail, or are never heard of again.

use std::sync::Arc;

use domain::Actor;
use domain::artifact::{Kind, Made};
use domain::job::{self, Job, State};
use domain::session::takes::{Placed, Take};
use domain::session::{self};
use music::time::{Span, Ticks};

use super::network::{MS, SECOND};
use super::people;
use super::server::{Ask, Told};
use crate::chance::Chance;

/// What was leased, and when something comes of it.
#[derive(Clone, Debug)]
struct Attempt {
    at: i64,
    ask: Ask,
}

#[derive(Debug, Default)]
pub struct Workers {
    attempts: Vec<Attempt>,
    /// Nobody fails any more.
    pub is_calm: bool,
}

impl Workers {
    /// What is ready now.
    pub fn ready(&mut self, now: i64) -> Vec<Ask> {
        let (ready, later) = std::mem::take(&mut self.attempts).into_iter().partition(|it| it.at <= now);
        self.attempts = later;
        let ready: Vec<Attempt> = ready;
        ready.into_iter().map(|attempt| attempt.ask).collect()
    }

    /// Begins with what was leased just now.
    pub fn begin(&mut self, told: &Told, now: i64, chance: &mut Chance) {
        let (session::Command::Job(job::Command::Lease { job }), Ok(done)) =
            (&told.ask.command, &told.answer)
        else {
            return;
        };
        let leased = done.state.session().and_then(|session| session.jobs().get(*job));
        let Some(leased) = leased.filter(|job| matches!(job.state, State::Leased(_))) else { return };
        let vanishes = !self.is_calm && chance.one_in(5);
        if !vanishes {
            // Some come so late that somebody else has it since.
            let takes = if chance.one_in(6) { 70 * SECOND } else { chance.between(10 * MS, SECOND) };
            let command = if self.is_calm { finish(leased) } else { result(leased, chance) };
            let ask = Ask::job(told.ask.by.clone(), command);
            self.attempts.push(Attempt { at: now + takes, ask });
        }
    }

    /// Those of the process that died are gone with it.
    pub fn die(&mut self) {
        self.attempts.retain(|attempt| attempt.ask.by != Actor::system());
    }
}

fn result(job: &Job, chance: &mut Chance) -> job::Command {
    if chance.one_in(3) {
        let (job, fence) = (job.id, job.fence);
        return job::Command::Fail {
            job,
            fence,
            reason: "it failed".to_owned(),
            is_retryable: chance.one_in(2),
        };
    }
    finish(job)
}

fn finish(job: &Job) -> job::Command {
    let source = people::source(job.spec.seed << 20);
    let span = Span::new(Ticks::from_beats(0), Ticks::from_beats(16)).expect("it ends after it begins");
    let takes: Vec<Take> = job
        .spec
        .lanes
        .iter()
        .map(|lane| Take { lane: *lane, regions: vec![Placed { span, source }] })
        .collect();
    let made = Made {
        hash: source.clips.main,
        kind: Kind::Clip,
        bytes: 1,
        length: Some(Ticks::from_beats(16)),
        lane: None,
        label: Arc::from("simulated"),
        tags: Vec::new(),
        parents: Vec::new(),
        recipe: Arc::from("{}"),
    };
    job::Command::Complete { job: job.id, fence: job.fence, artifacts: vec![made], takes }
}
