//! A life from its beginning to the quiet at its end, when everything has to be as it should.

use plugin::net::clock::HostTime;
use wire::Timeline;
use wire::limits::FIRST_PINGS;

use super::{CLIENT_TICK, Effects, Happens, TICK, Verdict, World};
use crate::simulation::client::Client;
use crate::simulation::network::{MS, SECOND};

/// How far two clocks at the ends of what quartz is allowed run apart while a ping is among the last.
const APART_MAX: i64 = 10 * 200_000 + 1_000;

/// Mischief lasts for this long.
const MISCHIEF_LASTS: (i64, i64) = (3 * SECOND, 9 * SECOND);
/// A plugin that was lost finds out, a client's patience, and a clock's eight pings.
const CALM_LASTS: i64 = 22 * SECOND;
/// In a calm network nothing takes longer than a millisecond; a decision of the election waits for up to 150.
const DRAINING_LASTS_MAX: i64 = SECOND / 2;
/// A job's longest wait is its lease and its backoff, five times.
const WORK_LASTS: i64 = 20 * 60 * SECOND;
/// What is due once in a while is looked at in large steps.
const STRIDE: i64 = 5 * SECOND;

impl World {
    pub(super) fn live(&mut self) -> Verdict {
        self.server.start(self.now);
        self.follow(Effects::default())?;
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
            if client.cursor() != Some(seq) {
                let (cursor, connection) = (client.cursor(), client.connection());
                return Err(format!(
                    "client {number} has come to {cursor:?} and not to {seq}: {connection:?}"
                ));
            }
            if let Some(wish) = client.wishes.values().find(|wish| wish.told.is_none()) {
                return Err(format!("client {number} never heard what became of {}", wish.key));
            }
            if let Some(instance) = client.instance()
                && self.witness.session().instance(instance).is_none()
            {
                return Err(format!("client {number} follows, and {instance} is not in the session"));
            }
            let revision = |timeline: &wire::Timeline| (timeline.clock_epoch.clone(), timeline.rev);
            let (told, expected) =
                (client.timeline().map(revision), self.server.timeline().as_ref().map(revision));
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
        let Some(timeline) = self.server.timeline().filter(|timeline| timeline.playing) else {
            return Ok(());
        };
        let there = self.server.beat(self.now).expect("it has a timeline");
        let revision = |timeline: &Timeline| (timeline.clock_epoch.clone(), timeline.rev);
        let is_sure = |client: &&Client| client.connection().is_some() && self.now >= client.settles_at;
        for client in self.clients.iter().filter(is_sure) {
            let clock = client.estimate();
            let is_told = client.timeline().map(revision) == Some(revision(&timeline));
            if !is_told || clock.epoch() != timeline.clock_epoch || clock.samples() < FIRST_PINGS as usize {
                continue;
            }
            let (Some(course), Some(error_max)) = (client.course(), clock.error_max()) else { continue };
            let here = course.beat_at(HostTime(client.clock.at(self.now)));
            let apart = (here - there).abs() * 60e9 / course.tempo_at(HostTime(client.clock.at(self.now)));
            self.tally.beats += 1;
            if apart > (error_max + APART_MAX) as f64 {
                return Err(format!(
                    "client {} is {apart:.0} ns from the song, and its clock may be {error_max} ns wrong",
                    client.number
                ));
            }
        }
        Ok(())
    }

    /// Nobody does anything any more but the server: whatever was begun comes to an end, and whoever is silent is lost.
    fn work_ends(&mut self) -> Verdict {
        self.agenda.clear();
        self.tally.jobs = self.witness.session().jobs().iter().count() as u64;
        let end = self.now + WORK_LASTS;
        loop {
            let (jobs, instances) =
                (self.witness.jobs_that_go_on(), self.witness.session().instances().len());
            if jobs + instances == 0 {
                return Ok(());
            }
            if self.now > end {
                return Err(format!("{jobs} jobs never end, and {instances} instances are never lost"));
            }
            self.now += STRIDE;
            self.serve()?;
            self.agenda.clear();
        }
    }
}
