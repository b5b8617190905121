//! The world of one run: an agenda of what happens when, and what each of it leads to.

mod mischief;
mod quiet;

use std::collections::BTreeMap;
use std::path::Path;

use domain::ids::InstanceId;
use domain::session::Command;
use wire::rest::changes::Change;
use wire::{Resumed, ToOrchestrator, ToPlugin};

use super::client::{Client, Do};
use super::network::{Connection, MS, Network, Way};
use super::sentence::{Answer, Request};
use super::server::{Effects, Envelope, Server, stranger};
use super::witness::{Verdict, Witness};
use super::work::Workers;
use super::{Broken, Tally};
use crate::chance::Chance;

/// How often a server looks around.
const TICK: i64 = 100 * MS;
/// How often a client does.
const CLIENT_TICK: i64 = 50 * MS;
/// What comes within so much is committed together.
const GATHERING: i64 = 2 * MS;

/// Whoever asks waits no longer for an answer, or for the news that there is none.
const PATIENCE: i64 = 3_000 * MS;

/// Something that is going to happen.
#[derive(Debug)]
enum Happens {
    Tick,
    ClientTick(usize),
    Mischief,
    Start,
    Opened(usize, u64, Connection),
    Up(Connection, ToOrchestrator),
    Down(Connection, ToPlugin),
    /// An end learns that there is nobody at the other.
    ClosedUp(Connection),
    ClosedDown(Connection),
    Request(Envelope, Option<InstanceId>, Request),
    /// Those that came within a moment.
    Requests,
    Answer(Envelope, Answer),
    /// Decided a moment ago.
    Elect(Command),
}

impl Happens {
    /// On its way from one to another; what waits for its time is not.
    fn is_underway(&self) -> bool {
        matches!(
            self,
            Happens::Up(..)
                | Happens::Down(..)
                | Happens::Request(..)
                | Happens::Requests
                | Happens::Elect(_)
        )
    }
}

pub struct World {
    seed: u64,
    chance: Chance,
    now: i64,
    agenda: BTreeMap<(i64, u64), Happens>,
    count: u64,
    network: Network,
    server: Server,
    clients: Vec<Client>,
    workers: Workers,
    witness: Witness,
    inbox: Vec<(Envelope, Option<InstanceId>, Request)>,
    wishes: u64,
    tally: Tally,
    is_calm: bool,
    is_told: bool,
}

impl World {
    pub fn new(seed: u64, folder: &Path, is_told: bool) -> World {
        let mut chance = Chance::new(seed);
        let server = Server::new(folder, &mut chance);
        let plugins = 1 + chance.index(3);
        let browsers = chance.index(3);
        let clients = (0..plugins + browsers)
            .map(|number| Client::new(number, number < plugins, &mut chance))
            .collect();
        let witness = Witness::new(server.disk.clone());
        World {
            seed,
            chance,
            now: 0,
            agenda: BTreeMap::new(),
            count: 0,
            network: Network::default(),
            server,
            clients,
            workers: Workers::default(),
            witness,
            inbox: Vec::new(),
            wishes: 0,
            tally: Tally::default(),
            is_calm: false,
            is_told,
        }
    }

    pub fn run(mut self) -> Result<Tally, Broken> {
        let verdict = self.live();
        self.tally.runs = 1;
        self.tally.events = self.witness.seq();
        self.tally.checks = self.witness.checks;
        let (seed, step, at_ms) = (self.seed, self.tally.steps, self.now / MS);
        verdict.map(|()| self.tally).map_err(|law| Broken { seed, step, at_ms, law })
    }

    fn at(&mut self, when: i64, what: Happens) {
        self.count += 1;
        self.agenda.insert((when, self.count), what);
    }

    fn soon(&mut self, what: Happens) {
        let delay = self.network.delay(&mut self.chance);
        self.at(self.now + delay, what);
    }

    /// Everything that happens until then.
    fn until(&mut self, end: i64) -> Verdict {
        while let Some(entry) = self.agenda.first_entry() {
            if entry.key().0 > end {
                break;
            }
            let ((now, _), what) = entry.remove_entry();
            self.now = now;
            self.tally.steps += 1;
            if self.is_told {
                println!("{:>9.3} ms  {what:?}", now as f64 / MS as f64);
            }
            self.happen(what)?;
        }
        self.now = end;
        Ok(())
    }

    fn happen(&mut self, what: Happens) -> Verdict {
        match what {
            Happens::Tick => self.tick(),
            Happens::ClientTick(client) => {
                self.at(self.now + CLIENT_TICK, Happens::ClientTick(client));
                let done = self.clients[client].tick(self.now);
                self.carry_out(client, done);
                Ok(())
            }
            Happens::Mischief => self.mischief(),
            Happens::Start => {
                let effects = self.server.start(self.now);
                self.follow(effects)
            }
            Happens::Opened(client, life, connection) => {
                if self.clients[client].life == life && self.network.is_whole(connection, self.now) {
                    let done = self.clients[client].opened(self.now, connection);
                    self.carry_out(client, done);
                }
                Ok(())
            }
            Happens::Up(connection, said) if self.network.is_whole(connection, self.now) => {
                let effects = self.server.hear(self.now, connection, said);
                self.follow(effects)
            }
            Happens::Down(connection, said) if self.network.is_whole(connection, self.now) => {
                self.hear(connection, said)
            }
            Happens::Up(..) | Happens::Down(..) => Ok(()),
            Happens::ClosedUp(connection) => {
                self.server.closed(connection);
                Ok(())
            }
            Happens::ClosedDown(connection) => {
                if let Some(client) = self.network.client(connection) {
                    self.clients[client].closed(self.now, connection);
                }
                Ok(())
            }
            Happens::Request(from, instance, request) => {
                if self.inbox.is_empty() {
                    let wait = self.chance.between(0, GATHERING);
                    self.at(self.now + wait, Happens::Requests);
                }
                self.inbox.push((from, instance, request));
                Ok(())
            }
            Happens::Requests => {
                let inbox = std::mem::take(&mut self.inbox);
                let effects = self.server.hear_requests(self.now, inbox);
                self.follow(effects)
            }
            Happens::Answer(to, answer) => self.answer(to, &answer),
            Happens::Elect(command) => {
                let effects = self.server.elect(self.now, command);
                self.follow(effects)
            }
        }
    }

    fn tick(&mut self) -> Verdict {
        self.at(self.now + TICK, Happens::Tick);
        if !self.server.is_up() {
            return Ok(());
        }
        self.serve()?;
        if let Some(command) = self.server.elected() {
            let late = self.chance.between(0, 150 * MS);
            self.at(self.now + late, Happens::Elect(command));
        }
        self.tally.mirrors += self.witness.mirrors(&self.server, &self.clients)? as u64;
        self.beats()
    }

    /// The server looks around, and workers bring what they have.
    fn serve(&mut self) -> Verdict {
        let mut asks = self.workers.ready(self.now);
        let worker = if self.chance.one_in(3) { stranger() } else { domain::Actor::system() };
        asks.extend(self.server.leases(&worker));
        let effects = self.server.tick(self.now, asks);
        self.follow(effects)
    }

    /// What a step of the server brought about goes out, and is looked at.
    fn follow(&mut self, effects: Effects) -> Verdict {
        for (connection, said) in effects.said {
            let chance = &mut self.chance;
            if let Some(at) = self.network.arrival(connection, Way::Down, self.now, chance) {
                self.at(at, Happens::Down(connection, said));
            }
        }
        for (to, answer) in effects.answers {
            if self.is_calm || !self.chance.one_in(12) {
                self.soon(Happens::Answer(to, answer));
            }
        }
        for told in &effects.told {
            self.workers.begin(told, self.now, &mut self.chance);
        }
        if effects.died {
            self.crash();
        }
        self.witness.look(&self.server)?;
        effects.told.iter().try_for_each(|told| self.witness.judge(told))
    }

    fn hear(&mut self, connection: Connection, said: ToPlugin) -> Verdict {
        let Some(client) = self.network.client(connection) else { return Ok(()) };
        if self.clients[client].connection() != Some(connection) {
            return Ok(());
        }
        match &said {
            ToPlugin::Changes(followed) => {
                let items = followed.changes.items.iter().map(|change| {
                    let (Change::Changed { seq, .. } | Change::Removed { seq, .. }) = change;
                    *seq
                });
                let furthest = items.chain([followed.changes.to]).max().unwrap_or(0);
                self.witness.told_of(furthest)?;
            }
            ToPlugin::Welcome(welcome) => match welcome.resume {
                Resumed::Replay => self.tally.resumed += 1,
                Resumed::SnapshotUrl(_) => self.tally.snapshots += 1,
            },
            _ => {}
        }
        let done = self.clients[client].hear(self.now, said);
        self.carry_out(client, done);
        Ok(())
    }

    fn answer(&mut self, to: Envelope, answer: &Answer) -> Verdict {
        let client = &mut self.clients[to.client];
        if client.life != to.life {
            return Ok(());
        }
        match answer {
            Answer::Done { first, count } => self.witness.promised(*first, *count)?,
            Answer::Snapshot(snapshot) => self.witness.told_of(snapshot.seq)?,
            Answer::Fine | Answer::Refused(_) | Answer::Unwell => {}
        }
        let mut done = Vec::new();
        client.answered(to.number, answer, &mut self.chance, &mut done)?;
        self.carry_out(to.client, done);
        Ok(())
    }

    fn carry_out(&mut self, client: usize, done: Vec<Do>) {
        for what in done {
            match what {
                Do::Open => {
                    if self.server.is_up() {
                        let connection = self.network.open(client);
                        self.server.accept(connection);
                        let life = self.clients[client].life;
                        self.soon(Happens::Opened(client, life, connection));
                    }
                }
                Do::Close(connection) => {
                    self.network.cut(connection, self.now);
                    self.soon(Happens::ClosedUp(connection));
                }
                Do::Say(said) => {
                    let Some(connection) = self.clients[client].connection() else { continue };
                    let chance = &mut self.chance;
                    if let Some(at) = self.network.arrival(connection, Way::Up, self.now, chance) {
                        self.at(at, Happens::Up(connection, said));
                    }
                }
                Do::Ask(number, request) => {
                    let asker = &self.clients[client];
                    let from = Envelope { client, life: asker.life, number };
                    let instance = asker.instance.clone();
                    self.at(self.now + PATIENCE, Happens::Answer(from, Answer::Unwell));
                    if self.is_calm || !self.chance.one_in(12) {
                        self.soon(Happens::Request(from, instance, request));
                    }
                }
            }
        }
    }
}
