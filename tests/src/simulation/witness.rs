//! Whoever sees everything and forgets nothing: what has to hold after every step.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::State;
use domain::ids::InstanceId;
use domain::session::leader::Leader;
use domain::session::{Command, Event, Session};
use orchestrator::store::{Body, Store, journal};
use orchestrator::writer::Failure;
use tokio::runtime::{Builder, Runtime};

use super::client::{Client, Do, Mirror, Role};
use super::disk::Disk;
use super::network::Connection;
use super::sentence::Request;
use super::server::{self, Server, Told};
use streams::Streams;
use wire::{ToOrchestrator, ToPlugin};

mod mirrors;
mod streams;

/// A law that was broken, in words.
pub type Verdict = Result<(), String>;

pub struct Witness {
    runtime: Runtime,
    disk: Arc<Disk>,
    /// What the journal on the disk adds up to, folded here event by event.
    folded: State,
    seq: u64,
    /// Who leads from which event on, and in which term.
    leads: Vec<(u64, Option<InstanceId>, u64)>,
    /// The furthest that any client was told of.
    told: u64,
    /// By the number of a wish for music: how many jobs there were for it.
    jobs: BTreeMap<u64, u32>,
    /// Of each client the last mirror that was looked at: it is not looked at twice.
    seen: BTreeMap<usize, Option<(u64, u64, u64)>>,
    streams: Streams,
    /// The state that was last compared with the journal.
    compared: Option<Arc<State>>,
    pub checks: u64,
}

impl Witness {
    pub fn new(disk: Arc<Disk>) -> Witness {
        let runtime = Builder::new_current_thread().build().expect("a runtime without threads needs nothing");
        let (folded, leads) = (State::new(&server::scope()), vec![(0, None, 0)]);
        Witness {
            runtime,
            disk,
            folded,
            seq: 0,
            leads,
            told: 0,
            jobs: BTreeMap::new(),
            seen: BTreeMap::new(),
            streams: Streams::default(),
            compared: None,
            checks: 0,
        }
    }

    pub fn seq(&self) -> u64 {
        self.seq
    }

    pub fn session(&self) -> &Session {
        self.folded.session().expect("the scope is a session's")
    }

    /// The disk and the server after a step of either.
    pub fn look(&mut self, server: &Server) -> Verdict {
        self.checks += 1;
        self.read_on()?;
        if self.told > self.seq {
            return Err(format!(
                "a client was told of event {}, and the journal ends at {}",
                self.told, self.seq
            ));
        }
        if !server.is_doubtful()
            && let Some((state, last)) = server.state()
        {
            self.compare(state, last)?;
        }
        self.chairs_and_leader()
    }

    /// What the server has is what the journal says.
    fn compare(&mut self, state: Arc<State>, last: u64) -> Verdict {
        let is_same = self.compared.as_ref().is_some_and(|compared| Arc::ptr_eq(compared, &state));
        if last != self.seq || (!is_same && *state != self.folded) {
            return Err(format!(
                "the server is at event {last} and the journal at {}, or they differ in what happened",
                self.seq
            ));
        }
        self.compared = Some(state);
        Ok(())
    }

    /// Events that came since, in order and without a gap.
    fn read_on(&mut self) -> Verdict {
        let scope = server::scope().to_string();
        let entries = self.runtime.block_on(self.disk.events(&scope, self.seq, u32::MAX));
        for entry in entries.map_err(|error| error.to_string())? {
            if entry.seq != self.seq + 1 {
                return Err(format!("event {} follows event {}", entry.seq, self.seq));
            }
            let Body::Here(body) = &entry.body else { return Err("a body is too long".to_owned()) };
            let event = journal::read(&entry.kind, entry.version, body).map_err(|error| error.to_string())?;
            self.seq = entry.seq;
            self.folded.apply(&event);
            if let domain::Event::Session(event) = event {
                self.note(&event)?;
            }
        }
        Ok(())
    }

    fn note(&mut self, event: &Event) -> Verdict {
        match event {
            Event::LeadChanged { leader, term, .. } => {
                let before = self.leads.last().map_or(0, |(_, _, term)| *term);
                if *term != before + 1 {
                    return Err(format!("term {term} follows term {before}"));
                }
                let host = match leader {
                    Leader::Session => None,
                    Leader::Host(instance) => Some(instance.clone()),
                };
                self.leads.push((self.seq, host, *term));
            }
            Event::JobQueued(job) => {
                let times = self.jobs.entry(job.spec.seed).or_default();
                *times += 1;
                if *times > 1 {
                    return Err(format!("wish {} was granted {times} times", job.spec.seed));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Whoever sits or leads is there.
    fn chairs_and_leader(&self) -> Verdict {
        let session = self.session();
        for lane in music::lane::Lane::ALL {
            if let Some(owner) = &session.seat(lane).owner
                && session.instance(owner).is_none()
            {
                return Err(format!("{owner} sits on {lane} and is not there"));
            }
        }
        match session.lead().host() {
            Some(host) if session.instance(host).is_none() => Err(format!("{host} leads and is not there")),
            Some(_) | None => Ok(()),
        }
    }

    /// A word of a host that does not lead, or led in another term, moved somebody.
    pub fn judge(&self, told: &Told) -> Verdict {
        if let Err(Failure::Broken) = &told.answer {
            return Err(format!("deciding on {:?} broke down", told.ask.command));
        }
        let (Command::HostStopped { instance, term, .. }, Ok(done)) = (&told.ask.command, &told.answer)
        else {
            return Ok(());
        };
        let before = self.leads.iter().rev().find(|(seq, _, _)| *seq < done.first_seq);
        let is_leader = before.is_some_and(|(_, host, led)| host.as_ref() == Some(instance) && led == term);
        if done.events.is_empty() || is_leader {
            return Ok(());
        }
        Err(format!("{instance} of term {term} moved the song, and {before:?} led (from event, who, term)"))
    }

    /// A client hears that something is done: these events are on the disk, now and for ever.
    pub fn promised(&mut self, first: u64, count: u64) -> Verdict {
        self.told_of((first + count).saturating_sub(1))
    }

    pub fn told_of(&mut self, seq: u64) -> Verdict {
        self.told = self.told.max(seq);
        if seq > self.seq {
            return Err(format!("a client is told of event {seq}, and the journal ends at {}", self.seq));
        }
        Ok(())
    }

    /// What a client is about to say or ask.
    pub fn about_to(&mut self, client: &Client, what: &Do) -> Verdict {
        let Some(connection) = client.connection() else { return Ok(()) };
        match what {
            Do::Say(ToOrchestrator::Hello(hello)) => {
                let resume = hello.resume.as_ref();
                let said = resume.and_then(|resume| resume.after.get(&server::scope().to_string()).copied());
                self.streams.hello(connection, said, client.cursor())
            }
            Do::Ask(_, Request::Snapshot) => self.streams.snapshot_wanted(connection),
            Do::Say(_) | Do::Ask(..) | Do::Open | Do::Close(_) => Ok(()),
        }
    }

    /// What a client is told on its socket.
    pub fn hears(&mut self, connection: Connection, said: &ToPlugin) -> Verdict {
        match said {
            ToPlugin::Changes(followed) => {
                self.told_of(followed.changes.to)?;
                self.streams.changes(connection, followed)
            }
            ToPlugin::Welcome(welcome) => self.streams.welcomed(connection, &welcome.resume),
            ToPlugin::Resync(_) => {
                self.streams.resync(connection);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Every client that has come as far as the server has exactly what the server has. How many there were.
    pub fn mirrors(&mut self, server: &Server, clients: &[Client]) -> Result<usize, String> {
        let Some((state, seq)) = server.state() else { return Ok(0) };
        let session = state.session().expect("the scope is a session's");
        let mut expected: Option<Mirror> = None;
        let mut quiet = 0;
        for client in clients.iter().filter(|client| client.cursor() == Some(seq)) {
            let version = match &client.role {
                Role::Plugin(plugin) if mirrors::is_playable(plugin) => plugin.version,
                Role::Plugin(_) => continue,
                Role::Browser(browser) => browser.follower.version,
            };
            quiet += 1;
            let version = Some((seq, client.life, version));
            if self.seen.insert(client.number, version) == Some(version) {
                continue;
            }
            self.checks += 1;
            let verdict = match &client.role {
                Role::Plugin(plugin) => mirrors::plays(plugin, session),
                Role::Browser(browser) => {
                    let expected = expected.get_or_insert_with(|| mirrors::of(server));
                    mirrors::same(&browser.follower.mirror, expected)
                }
            };
            verdict.map_err(|difference| format!("client {} at event {seq}: {difference}", client.number))?;
        }
        Ok(quiet)
    }

    pub fn jobs_that_go_on(&self) -> usize {
        self.session().jobs().iter().filter(|job| !job.state.is_over()).count()
    }
}
