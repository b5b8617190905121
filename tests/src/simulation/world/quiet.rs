//! A life from its beginning to the quiet at its end, when everything has to be as it should.

use super::{CLIENT_TICK, Happens, TICK, Verdict, World};
use crate::simulation::estimate::beat_at;
use crate::simulation::network::{MS, SECOND};

/// Mischief lasts for this long.
const MISCHIEF_LASTS: (i64, i64) = (3 * SECOND, 9 * SECOND);
/// A lease, a client's patience, and a clock's eight pings.
const CALM_LASTS: i64 = 22 * SECOND;
/// In a calm network nothing takes longer than a millisecond; a decision of the election waits for up to 150.
const DRAINING_LASTS_MAX: i64 = SECOND / 2;
/// A job's longest wait is its lease and its backoff, five times.
const WORK_LASTS: i64 = 20 * 60 * SECOND;
/// What is due once in a while is looked at in large steps.
const STRIDE: i64 = 5 * SECOND;

impl World {
    pub(super) fn live(&mut self) -> Verdict {
        let effects = self.server.start(self.now);
        self.follow(effects)?;
        self.at(TICK, Happens::Tick);
        for client in 0..self.clients.len() {
            let at = self.chance.between(0, CLIENT_TICK);
            self.at(at, Happens::ClientTick(client));
        }
        self.at(SECOND / 2, Happens::Mischief);
        let (shortest, longest) = MISCHIEF_LASTS;
        let end = self.chance.between(shortest, longest);
        self.until(end)?;
        self.calm_down()?;
        self.until(self.now + CALM_LASTS)?;
        self.drain()?;
        self.all_is_well()?;
        self.work_ends()
    }

    /// What was said last arrives before anybody is judged by it.
    fn drain(&mut self) -> Verdict {
        let end = self.now + DRAINING_LASTS_MAX;
        while self.now < end && self.agenda.values().any(Happens::is_underway) {
            self.until(self.now + MS)?;
        }
        Ok(())
    }

    fn calm_down(&mut self) -> Verdict {
        self.is_calm = true;
        self.workers.is_calm = true;
        self.network.calm();
        self.server.disk.plan(None);
        for client in &mut self.clients {
            if client.host.rolls {
                client.press_play(self.now);
            }
        }
        Ok(())
    }

    /// Everybody is in, has what the server has, was told what became of every wish, and knows where the song is.
    fn all_is_well(&mut self) -> Verdict {
        let (seq, count) = (self.witness.seq(), self.clients.len());
        for client in &self.clients {
            let number = client.number;
            if client.follower.cursor != Some(seq) {
                let cursor = client.follower.cursor;
                return Err(format!(
                    "client {number} has come to {cursor:?} and not to {seq}: {:?}",
                    client.phase
                ));
            }
            if let Some(wish) = client.wishes.values().find(|wish| wish.told.is_none()) {
                return Err(format!("client {number} never heard what became of {}", wish.key));
            }
            if let Some(instance) = &client.instance
                && self.witness.session().instance(instance).is_none()
            {
                return Err(format!("client {number} follows, and {instance} is not in the session"));
            }
            let revision = |timeline: &wire::Timeline| (timeline.clock_epoch.clone(), timeline.rev);
            let (told, expected) =
                (client.timeline.as_ref().map(revision), self.server.timeline().map(revision));
            if told != expected {
                return Err(format!("client {number} knows timeline {told:?}, and {expected:?} holds"));
            }
        }
        let quiet = self.witness.mirrors(&self.server, &self.clients)?;
        if quiet != count {
            return Err(format!("{quiet} of {count} clients are where the server is"));
        }
        match self.server.silent() {
            0 => self.beats(),
            silent => Err(format!("{silent} instances are silent and were not lost")),
        }
    }

    /// Every clock is as right as its pings allow.
    pub(super) fn beats(&mut self) -> Verdict {
        let Some(epoch) = self.server.timeline().map(|timeline| timeline.clock_epoch.clone()) else {
            return Ok(());
        };
        for client in self.clients.iter().filter(|client| client.connection().is_some()) {
            let Some(timeline) = client.timeline.as_ref().filter(|it| it.clock_epoch == epoch && it.playing)
            else {
                continue;
            };
            let here = client.estimate.beat_at(timeline, client.clock.at(self.now));
            let (Some(here), Some(error_max)) = (here, client.estimate.error_max()) else { continue };
            let there = beat_at(timeline, self.server.skew.at(self.now));
            let apart = (here - there).abs() * 60e9 / timeline.segments[0].bpm;
            self.tally.beats += 1;
            if apart > error_max as f64 + 1_000.0 {
                return Err(format!(
                    "client {} is {apart:.0} ns from the song, and its clock may be {error_max} ns wrong",
                    client.number
                ));
            }
        }
        Ok(())
    }

    /// Nobody does anything any more but the server: whatever was begun comes to an end.
    fn work_ends(&mut self) -> Verdict {
        self.agenda.clear();
        self.tally.jobs = self.witness.session().jobs().iter().count() as u64;
        let end = self.now + WORK_LASTS;
        while self.witness.jobs_that_go_on() > 0 {
            if self.now > end {
                let count = self.witness.jobs_that_go_on();
                return Err(format!("{count} jobs never end"));
            }
            self.now += STRIDE;
            self.serve()?;
            self.agenda.clear();
        }
        Ok(())
    }
}
