//! What goes wrong by chance, and what people do meanwhile.

use domain::ids::InstanceId;

use super::{Happens, Verdict, World};
use crate::simulation::disk::Mishap;
use crate::simulation::network::{Connection, MS, SECOND};
use crate::simulation::people;

impl World {
    /// One thing, and when the next one comes.
    pub(super) fn mischief(&mut self) -> Verdict {
        if self.is_calm {
            return Ok(());
        }
        let next = self.now + self.chance.between(10 * MS, 160 * MS);
        self.at(next, Happens::Mischief);
        match self.chance.below(100) {
            0..=4 => self.cut(),
            5..=9 if self.server.is_up() => {
                let mishap = self.chance.pick(&Mishap::ALL);
                self.server.disk.plan(Some(mishap));
            }
            10 if self.server.is_up() => {
                self.crash();
                self.witness.look(&self.server)?;
            }
            11..=12 => self.set_a_clock(),
            13..=14 => {
                let client = self.chance.index(self.clients.len());
                self.restart(client)?;
            }
            15..=17 => self.stall(),
            18..=29 => {
                let client = self.chance.index(self.clients.len());
                if self.clients[client].instance().is_some() {
                    self.clients[client].press_play(self.now);
                }
            }
            _ => self.wish(),
        }
        Ok(())
    }

    fn wish(&mut self) {
        self.wishes += 1;
        let plugins: Vec<InstanceId> =
            self.clients.iter().filter_map(|client| client.instance().cloned()).collect();
        let client = self.chance.index(self.clients.len());
        let own = self.clients[client].instance().cloned();
        let command = people::wish(self.wishes, own.as_ref(), &plugins, &mut self.chance);
        self.clients[client].wish(self.wishes, command);
    }

    /// In the middle of whatever is on its way; each end learns of it late, or finds out by itself.
    fn cut(&mut self) {
        let whole = self.network.whole(self.now);
        if whole.is_empty() {
            return;
        }
        let connection = whole[self.chance.index(whole.len())];
        self.tally.cuts += 1;
        let is_noticed = !self.chance.one_in(4);
        self.part(connection, is_noticed);
    }

    fn part(&mut self, connection: Connection, is_noticed: bool) {
        let last = self.chance.between(0, 20 * MS);
        self.network.cut(connection, self.now + last);
        if is_noticed {
            let late = self.now + last + self.chance.between(0, 300 * MS);
            self.at(late, Happens::ClosedDown(connection));
            let late = self.now + last + self.chance.between(0, 300 * MS);
            self.at(late, Happens::ClosedUp(connection));
        }
    }

    /// Everything it had in memory is gone; what it had sent may still arrive.
    pub(super) fn crash(&mut self) {
        self.tally.crashes += 1;
        self.server.die();
        self.workers.die();
        for connection in self.network.whole(self.now) {
            let is_noticed = !self.chance.one_in(8);
            self.part(connection, is_noticed);
        }
        self.inbox.clear();
        let back = self.now + self.chance.between(100 * MS, 1_500 * MS);
        self.at(back, Happens::Start);
    }

    /// A plugin takes leave, or is killed with its host, and comes back: a new life with what was saved, or with nothing.
    fn restart(&mut self, client: usize) -> Verdict {
        self.tally.restarts += 1;
        if self.chance.one_in(3) {
            let done = self.clients[client].goodbye();
            self.carry_out(client, done)?;
        }
        if let Some(connection) = self.clients[client].connection() {
            self.network.cut(connection, self.now);
            self.soon(Happens::ClosedUp(connection));
        }
        let has_saved = self.chance.one_in(2);
        self.clients[client].restart(has_saved);
        Ok(())
    }

    /// Somebody does not read for a while.
    fn stall(&mut self) {
        let whole = self.network.whole(self.now);
        if whole.is_empty() {
            return;
        }
        self.tally.stalls += 1;
        let connection = whole[self.chance.index(whole.len())];
        let until = self.now + self.chance.between(10 * MS, 3_000 * MS);
        self.server.stall(connection, until);
    }

    fn set_a_clock(&mut self) {
        self.tally.clock_steps += 1;
        let by = match self.chance.below(3) {
            0 => self.chance.between(-100 * MS, 100 * MS),
            1 => self.chance.between(-5 * SECOND, 5 * SECOND),
            _ => self.chance.between(-60 * SECOND, 60 * SECOND),
        };
        match self.chance.below(5) {
            // Nobody hears anything of it.
            0..=1 => self.server.skew.step(by),
            2 => self.all_sleep(by.abs()),
            _ => {
                let client = self.chance.index(self.clients.len());
                // A steady clock is never set back; a machine that slept finds it elsewhere, and its socket gone.
                self.clients[client].slept(self.now, by.abs());
                if let Some(connection) = self.clients[client].connection() {
                    self.part(connection, true);
                }
            }
        }
    }

    /// They are on one machine, so that nobody's socket closes. Some systems count that time, and some do not.
    fn all_sleep(&mut self, time: i64) {
        self.server.sleep(time);
        for client in &mut self.clients {
            let is_counted = self.chance.one_in(2);
            client.slept(self.now, if is_counted { time } else { 0 });
        }
    }
}
