//! The world of one run: an agenda of what happens when, and what each of it leads to.

mod mischief;
mod quiet;

use std::collections::BTreeMap;
use std::path::Path;

use domain::ids::InstanceId;
use domain::session::Command;
use wire::{Resumed, ToPlugin};

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
    Up(Connection, String),
    Down(Connection, String),
    /// An end learns that there is nobody at the other.
    ClosedUp(Connection),
    ClosedDown(Connection),
    Request(Envelope, Option<InstanceId>, Request),
    /// Those that came within a moment.
    Requests,
    /// What was committed reaches the sockets.
    Publish,
    /// A socket has something to say though nothing happens.
    Speak,
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
                | Happens::Publish
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
    /// What was committed is on its way to the sockets.
    is_publishing: bool,
    /// When sockets speak next.
    speaks_at: Option<i64>,
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
            is_publishing: false,
            speaks_at: None,
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
                let done = self.clients[client].tick(self.now, &mut self.chance);
                self.carry_out(client, done)
            }
            Happens::Mischief => self.mischief(),
            Happens::Start => {
                self.server.start(self.now);
                self.follow(Effects::default())
            }
            Happens::Opened(client, life, connection) => {
                if self.clients[client].life == life && self.network.is_whole(connection, self.now) {
                    let done = self.clients[client].opened(self.now, connection, &mut self.chance);
                    self.carry_out(client, done)?;
                }
                Ok(())
            }
            Happens::Up(connection, said) if self.network.is_whole(connection, self.now) => {
                let Some(client) = self.network.client(connection) else { return Ok(()) };
                let effects = self.server.hear(self.now, connection, client, &said);
                self.follow(effects)
            }
            Happens::Down(connection, said) if self.network.is_whole(connection, self.now) => {
                self.hear(connection, &said)
            }
            Happens::Up(..) | Happens::Down(..) => Ok(()),
            Happens::ClosedUp(connection) => {
                self.server.closed(connection);
                Ok(())
            }
            Happens::ClosedDown(connection) => {
                let Some(client) = self.network.client(connection) else { return Ok(()) };
                let done = self.clients[client].closed(self.now, connection, &mut self.chance);
                self.carry_out(client, done)
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
            Happens::Publish => {
                self.is_publishing = false;
                let effects = self.server.publish(self.now);
                self.follow(effects)
            }
            // Another turn came first since.
            Happens::Speak if self.speaks_at != Some(self.now) => Ok(()),
            Happens::Speak => {
                self.speaks_at = None;
                let effects = self.server.speak(self.now, Effects::default());
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
        self.elect();
        self.tally.mirrors += self.witness.mirrors(&self.server, &self.clients)? as u64;
        self.beats()
    }

    /// Whoever leads by now is asked to, a moment later.
    fn elect(&mut self) {
        if let Some(command) = self.server.elected() {
            let late = self.chance.between(0, 150 * MS);
            self.at(self.now + late, Happens::Elect(command));
        }
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
        for connection in effects.closed {
            self.let_go(connection);
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
        } else if effects.is_nudged {
            self.elect();
        }
        self.come_back();
        self.witness.look(&self.server)?;
        effects.told.iter().try_for_each(|told| self.witness.judge(told))
    }

    /// Sockets hear a moment later of what was committed, and speak when it is their turn.
    fn come_back(&mut self) {
        if self.server.has_news() && !std::mem::replace(&mut self.is_publishing, true) {
            let late = self.chance.between(0, GATHERING);
            self.at(self.now + late, Happens::Publish);
        }
        let Some(turn) = self.server.wakes_at().map(|turn| turn.max(self.now + 1)) else { return };
        if self.speaks_at.is_none_or(|at| turn < at) {
            self.speaks_at = Some(turn);
            self.at(turn, Happens::Speak);
        }
    }

    /// The server closes a connection: what it said before still arrives.
    fn let_go(&mut self, connection: Connection) {
        self.tally.let_go += 1;
        let chance = &mut self.chance;
        if let Some(at) = self.network.arrival(connection, Way::Down, self.now, chance) {
            self.network.cut(connection, at + 1);
            self.at(at, Happens::ClosedDown(connection));
        }
    }

    fn hear(&mut self, connection: Connection, text: &str) -> Verdict {
        let Some(client) = self.network.client(connection) else { return Ok(()) };
        if self.clients[client].connection() != Some(connection) {
            return Ok(());
        }
        let said =
            wire::codec::decode(text).map_err(|error| format!("what was said is no message: {error}"))?;
        self.witness.hears(connection, &said)?;
        if let ToPlugin::Welcome(welcome) = &said {
            match welcome.resume {
                Resumed::Replay => self.tally.resumed += 1,
                Resumed::SnapshotUrl(_) => self.tally.snapshots += 1,
            }
        }
        let done = self.clients[client].hear(self.now, said, &mut self.chance);
        self.carry_out(client, done)
    }

    fn answer(&mut self, to: Envelope, answer: &Answer) -> Verdict {
        let client = &mut self.clients[to.client];
        if client.life != to.life {
            return Ok(());
        }
        match answer {
            Answer::Done { first, count } => self.witness.promised(*first, *count)?,
            Answer::Snapshot(snapshot) => self.witness.told_of(snapshot.seq)?,
            Answer::Fine | Answer::Clip(_) | Answer::Refused(_) | Answer::Unwell => {}
        }
        let done = client.answered(self.now, to.number, answer, &mut self.chance)?;
        self.carry_out(to.client, done)
    }

    fn carry_out(&mut self, client: usize, done: Vec<Do>) -> Verdict {
        for what in done {
            self.witness.about_to(&self.clients[client], &what)?;
            match what {
                Do::Open => self.open(client),
                Do::Close(connection) => {
                    self.network.cut(connection, self.now);
                    self.soon(Happens::ClosedUp(connection));
                }
                Do::Say(said) => {
                    let Some(connection) = self.clients[client].connection() else { continue };
                    let text = wire::codec::encode(&said).map_err(|error| error.to_string())?;
                    let chance = &mut self.chance;
                    if let Some(at) = self.network.arrival(connection, Way::Up, self.now, chance) {
                        self.at(at, Happens::Up(connection, text));
                    }
                }
                Do::Ask(number, request) => {
                    let asker = &self.clients[client];
                    let from = Envelope { client, life: asker.life, number };
                    let instance = asker.instance().cloned();
                    self.at(self.now + PATIENCE, Happens::Answer(from, Answer::Unwell));
                    if self.is_calm || !self.chance.one_in(12) {
                        self.soon(Happens::Request(from, instance, request));
                    }
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, client: usize) {
        let connection = self.network.open(client);
        self.clients[client].opening(connection);
        if self.server.is_up() {
            self.server.accept(connection);
            let life = self.clients[client].life;
            self.soon(Happens::Opened(client, life, connection));
        } else {
            self.soon(Happens::ClosedDown(connection));
        }
    }
}
