//! What is known of the folder and what is to be done next: decides everything, touches nothing.
//!
//! Time and what was found are arguments. Names come in as hints or from a look around; each becomes an entry; entries
//! are read newest first, and only while they can matter; what was read is told when the owner asks. Nothing here grows
//! with time, only with the number of files, up to a [limit](Limits).

mod entry;
mod looks;
mod newest;
mod scans;
mod sets;
mod table;
mod taken;
mod tell;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use music::lane::Lane;

use super::disk::{Look, Stat};
use super::event::Status;
use super::names;
use entry::{Entry, Reading, State};
use looks::Looks;
use newest::Newest;
use scans::Scans;
use sets::Sets;
use table::Table;

pub use scans::{POLL_EVERY, SCAN_EVERY};
pub use sets::{QUIET, WAIT_MAX};

/// Since the folder was opened.
pub type At = Duration;

/// How much is kept in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The newest are known, older ones are not.
    pub files: usize,
    /// Files that were read and not handed over.
    pub ready: usize,
    /// Notes and controls of those. One file may have more, then it is the only one.
    pub events: usize,
}

impl Limits {
    /// Twenty years of a file an hour, in some 60 MB; more than come in a set's quiet time unless the owner is stuck;
    /// 32 MB of notes.
    pub const USUAL: Limits = Limits { files: 200_000, ready: 256, events: 1 << 20 };
}

/// An hour: what is older when the folder is first looked at was made for another day's work.
pub const AGE_MAX: Duration = Duration::from_secs(60 * 60);
/// Names waiting for a look; more than that and looking around is cheaper.
pub const LOOKS_MAX: usize = 4_096;

/// Who writes says so in many small steps; this long after the first of them there is a look.
const SETTLE: Duration = Duration::from_millis(100);
/// What is not whole is tried again this often …
const RETRY: Duration = Duration::from_millis(250);
/// … and taken to be damaged when it has not changed for this long.
pub const STILL: Duration = Duration::from_secs(2);
/// Files that are passed over at a time, so that a hint never waits for a hundred thousand of them.
const PASSED_OVER_MAX: usize = 256;

/// What somebody saw happen to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// Something was written, and more may come.
    Touched,
    /// Renamed, closed after writing, deleted: as it is now, it stays.
    Settled,
}

/// One thing to do; its result comes back before the next is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Answer with [`Index::looked`].
    Look(Arc<Path>),
    /// Answer with [`Index::read`].
    Read {
        path: Arc<Path>,
        chosen: Option<Lane>,
    },
    /// Answer with [`Index::scan_began`] or [`Index::gone`].
    BeginScan,
    /// Answer with [`Index::found`] and [`Index::met_folder`], a few at a time, and [`Index::scan_ended`].
    ScanOn,
    /// Ask again at once.
    Again,
    Nothing,
}

pub struct Index {
    limits: Limits,
    table: Table,
    looks: Looks,
    sets: Sets,
    scans: Scans,
    /// Sub-folders, as far as they were entered.
    folders: HashSet<Arc<Path>>,
    /// Read, handed over or arranged: older files of these chairs are not read any more.
    newest: Newest,
    /// Handed over or arranged.
    entered: Newest,
    /// Something that was read went before it was handed over: what it kept out may matter again.
    is_outdated: bool,
    status: Status,
    is_status_told: bool,
    listed_at: Option<At>,
    turn: usize,
}

impl Index {
    pub fn new(limits: Limits) -> Index {
        Index {
            limits,
            table: Table::default(),
            looks: Looks::default(),
            sets: Sets::default(),
            scans: Scans::new(),
            folders: HashSet::new(),
            newest: Newest::default(),
            entered: Newest::default(),
            is_outdated: false,
            status: Status::default(),
            is_status_told: true,
            listed_at: None,
            turn: 0,
        }
    }

    /// Files that are known.
    pub fn known(&self) -> usize {
        self.table.len()
    }

    /// Their paths, newest first.
    pub fn paths(&self) -> Vec<Arc<Path>> {
        self.table.newest_first().map(|entry| Arc::clone(&entry.path)).collect()
    }

    pub fn hint(&mut self, now: At, path: Arc<Path>, hint: Hint) {
        if self.looks.len() >= LOOKS_MAX {
            return self.overflow();
        }
        let at = match hint {
            Hint::Touched => now + SETTLE,
            Hint::Settled => now,
        };
        self.looks.ask(at, path);
    }

    /// Something was missed, nobody knows what.
    pub fn overflow(&mut self) {
        self.scans.is_wanted = true;
    }

    pub fn looked(&mut self, now: At, path: &Arc<Path>, look: Look) {
        match look {
            Look::Folder => {
                self.forget(path);
                self.overflow();
            }
            Look::Absent => {
                self.forget(path);
                if self.folders.contains(path) {
                    self.overflow();
                }
            }
            Look::Item(stat) if names::counts(path) => self.met(now, path, stat, Reading::Fresh),
            Look::Item(_) => {}
        }
    }

    /// `age_limit_ns` by the clock of files: what is older is no news if this is the first look.
    pub fn scan_began(&mut self, now: At, age_limit_ns: i64) {
        self.scans.age_limit_ns = age_limit_ns;
        self.scans.begin(now);
        self.folders.clear();
    }

    pub fn met_folder(&mut self, folder: Arc<Path>) {
        self.folders.insert(folder);
    }

    pub fn found(&mut self, now: At, path: &Arc<Path>, stat: Stat) {
        let is_old = self.scans.is_first && stat.modified_ns < self.scans.age_limit_ns;
        match self.table.get(path) {
            Some(entry) if entry.stat == stat => self.table.mark_seen(path, self.scans.generation),
            Some(_) => self.met(now, path, stat, Reading::Backlog),
            None if is_old => {
                let entry = Entry::new(Arc::clone(path), stat);
                self.admit(Entry { state: State::Old, ..entry });
            }
            None => self.met(now, path, stat, Reading::Backlog),
        }
    }

    /// `is_whole`: every folder was read to its end, so what was not met is gone.
    pub fn scan_ended(&mut self, now: At, is_whole: bool) {
        if is_whole {
            for path in self.table.unseen(self.scans.generation) {
                self.forget(&path);
            }
            self.scans.is_first = false;
        }
        self.scans.end(now);
        if std::mem::take(&mut self.is_outdated) {
            self.newest = self.entered.clone();
            self.table.newest_ready(&mut self.newest);
            self.table.reconsider_older();
        }
    }

    /// The folder cannot be looked at. Its files are forgotten; what was handed over is not.
    pub fn gone(&mut self, now: At) {
        self.table = Table::default();
        self.table.is_changed = true;
        self.looks.clear();
        self.sets.clear();
        self.folders.clear();
        self.newest = self.entered.clone();
        self.scans.fail(now);
    }

    /// How often to look around although the system tells of everything, as it seems.
    pub fn scan_every(&mut self, every: Duration) {
        self.scans.every = every;
    }

    /// Whether events from the system can be relied upon here.
    pub fn poll(&mut self, is_polling: bool) {
        self.scans.is_polling = is_polling;
    }

    pub fn report(&mut self, status: Status) {
        if self.status != status {
            self.status = status;
            self.is_status_told = false;
        }
    }

    /// A person says which chair a file is for, by the name it was shown with.
    pub fn choose(&mut self, name: &str, lane: Lane) {
        let entry = self.table.newest_first().find(|entry| names::shown(&entry.path) == name);
        let Some(path) = entry.map(|entry| Arc::clone(&entry.path)) else { return };
        self.is_about_to_change(&path);
        self.table.change(&path, |entry| {
            // Read as if for the first time.
            (entry.state, entry.content, entry.untold) = (State::Waiting, 0, false);
            (entry.chosen, entry.reading) = (Some(lane), Reading::Fresh);
        });
    }

    /// What to do now. Looking, reading and looking around take turns, so that none waits for all of another.
    pub fn work(&mut self, now: At) -> Work {
        for _ in 0..3 {
            self.turn = (self.turn + 1) % 3;
            let work = match self.turn {
                0 => self.looks.take_due(now).map(Work::Look),
                1 => self.next_read(),
                _ => self.next_scan(now),
            };
            if let Some(work) = work {
                return work;
            }
        }
        Work::Nothing
    }

    /// When there is something to do, if nothing comes in before.
    pub fn next_work(&self) -> At {
        self.looks.next_due().map_or(self.scans.next_due(), |look| look.min(self.scans.next_due()))
    }

    /// When there is something to tell, if nothing comes in before.
    pub fn next_news(&self) -> Option<At> {
        [self.sets.next_due(), self.next_listing()].into_iter().flatten().min()
    }

    fn next_scan(&self, now: At) -> Option<Work> {
        let begin = || self.scans.is_due(now).then_some(Work::BeginScan);
        if self.scans.is_running { Some(Work::ScanOn) } else { begin() }
    }

    fn next_read(&mut self) -> Option<Work> {
        let is_full = self.table.ready() >= self.limits.ready || self.table.events() >= self.limits.events;
        if is_full {
            return None;
        }
        for _ in 0..PASSED_OVER_MAX {
            // Which is the newest is known when all have been met.
            let is_met = !(self.scans.is_running && self.scans.is_first);
            let backlog = self.table.newest_of_backlog().filter(|_| is_met);
            let rank = self.table.newest_fresh().or(backlog)?.clone();
            let entry = self.table.get(rank.path())?;
            if !self.is_passed_over(entry, &rank) {
                let (path, chosen) = (Arc::clone(&entry.path), entry.chosen);
                return Some(Work::Read { path, chosen });
            }
            self.table.change(rank.path(), |entry| {
                (entry.state, entry.reading) = (State::Older, Reading::No);
            });
        }
        Some(Work::Again)
    }

    /// Without reading: its chair is known, and has a newer one.
    fn is_passed_over(&self, entry: &Entry, rank: &super::rank::Rank) -> bool {
        let is_new = matches!(entry.state, State::Waiting | State::Unfinished { .. });
        let has_newer = entry.name.lane.is_some_and(|lane| self.newest.outranks(lane, rank));
        is_new && has_newer && entry.chosen.is_none()
    }

    /// A file that is new, or otherwise than it was.
    fn met(&mut self, now: At, path: &Arc<Path>, stat: Stat, reading: Reading) {
        let generation = self.scans.generation;
        let is_changed = self.table.get(path).is_none_or(|entry| entry.stat != stat);
        let is_known = self.table.change(path, |entry| {
            if let State::Unfinished { since } = &mut entry.state
                && is_changed
            {
                *since = now;
            }
            (entry.stat, entry.seen) = (stat, generation);
            // Who is first in one line is not sent to the end of the other.
            if entry.reading != Reading::Fresh {
                entry.reading = reading;
            }
        });
        if !is_known {
            self.admit(Entry { reading, ..Entry::new(Arc::clone(path), stat) });
        }
        if let Some(entry) = self.table.get(path).filter(|_| is_changed) {
            self.sets.stir(now, entry);
        }
    }

    fn forget(&mut self, path: &Path) {
        self.is_about_to_change(path);
        self.table.remove(path);
    }

    /// Called before a file becomes something else than it was read as.
    fn is_about_to_change(&mut self, path: &Path) {
        if self.table.get(path).is_some_and(Entry::is_ready) {
            self.is_outdated = true;
            self.overflow();
        }
    }

    /// With too many files the oldest make room, or stay out.
    fn admit(&mut self, entry: Entry) {
        if self.table.len() >= self.limits.files {
            let rank = entry.rank();
            let Some(oldest) = self.table.oldest().filter(|oldest| **oldest < rank).cloned() else { return };
            self.forget(oldest.path());
        }
        self.table.insert(Entry { seen: self.scans.generation, ..entry });
    }
}
