//! The folder's thread: carries out what the index wants and brings back what came of it, one small thing at a time.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crossbeam_channel::{Receiver, Select, Sender};
use music::clip;

use super::Settings;
use super::disk;
use super::event::{Event, Status};
use super::index::{At, Index, Limits, Work};
use super::mailbox::{Mail, Mailbox};
use super::root::{self, Ground, Root};
use super::scan::{Scan, Step};
use super::watch::Watch;

/// Entries of a scan between two looks at the mail: a fraction of a millisecond.
const SCAN_STEPS: usize = 64;

/// Whether the song has these notes already.
pub type IsArranged = dyn Fn(&clip::Hash) -> bool + Send;

pub(super) struct FolderThread {
    root: Root,
    is_arranged: Box<IsArranged>,
    age_max: Duration,
    index: Index,
    opened: Instant,
    mailbox: Mailbox,
    clapper: Receiver<()>,
    events: Sender<Event>,
    scan: Option<(Scan, Ground)>,
    watch: Option<Watch>,
}

impl FolderThread {
    pub(super) fn new(
        settings: Settings,
        mailbox: Mailbox,
        clapper: Receiver<()>,
        events: Sender<Event>,
    ) -> FolderThread {
        let mut index = Index::new(Limits::USUAL);
        index.scan_every(settings.scan_every);
        FolderThread {
            root: Root::new(settings.path),
            is_arranged: settings.is_arranged,
            age_max: settings.age_max,
            index,
            opened: Instant::now(),
            mailbox,
            clapper,
            events,
            scan: None,
            watch: None,
        }
    }

    /// Until it is told to stop, or nobody listens any more.
    pub(super) fn run(mut self) {
        loop {
            let mail = self.mailbox.take();
            if mail.stop {
                return;
            }
            self.open(mail);
            let now = self.now();
            let work = self.index.work(now);
            let is_idle = work == Work::Nothing;
            self.carry_out(work);
            if !self.tell() {
                return;
            }
            if is_idle {
                self.wait();
            }
        }
    }

    fn now(&self) -> At {
        self.opened.elapsed()
    }

    fn open(&mut self, mail: Mail) {
        let now = self.now();
        for (path, hint) in mail.hints {
            self.index.hint(now, path.into(), hint);
        }
        if mail.overflow {
            self.index.overflow();
        }
        for (name, lane) in mail.chosen {
            self.index.choose(&name, lane);
        }
    }

    fn carry_out(&mut self, work: Work) {
        match work {
            Work::Look(path) => {
                let look = disk::look(self.root.path(), &path);
                self.index.looked(self.now(), &path, look);
            }
            Work::Read { path, chosen } => {
                let outcome = disk::read(self.root.path(), &path, chosen);
                self.index.read(self.now(), &path, outcome, &*self.is_arranged);
            }
            Work::BeginScan => self.begin_scan(),
            Work::ScanOn => self.scan_on(),
            Work::Again | Work::Nothing => {}
        }
    }

    fn begin_scan(&mut self) {
        match self.root.check() {
            Ok(ground) => {
                self.scan = Some((Scan::new(self.root.path()), ground));
                self.index.scan_began(self.now(), age_limit_ns(self.age_max));
                if self.watch.is_none() {
                    self.watch = Watch::new(self.root.path(), self.mailbox.clone()).ok();
                }
            }
            Err(text) => self.give_up(text),
        }
    }

    fn give_up(&mut self, text: String) {
        (self.scan, self.watch) = (None, None);
        self.index.gone(self.now());
        self.index.report(Status { text, is_fault: true });
    }

    fn scan_on(&mut self) {
        let Some((mut scan, ground)) = self.scan.take() else { return };
        for _ in 0..SCAN_STEPS {
            match scan.step() {
                Step::Folder(folder) => {
                    self.watch_too(&folder);
                    self.index.met_folder(folder);
                }
                Step::Found(path, stat) => self.index.found(self.now(), &path, stat),
                Step::Other => {}
                Step::End { is_whole } => return self.end_scan(&scan, ground, is_whole),
            }
        }
        self.scan = Some((scan, ground));
    }

    fn watch_too(&mut self, folder: &Path) {
        let full = self.root.path().join(folder);
        let added = self.watch.as_mut().map(|watch| watch.add(&full));
        // A folder that went meanwhile is no fault of the watch.
        if matches!(added, Some(Err(_))) && full.is_dir() {
            self.watch = None;
        }
    }

    fn end_scan(&mut self, scan: &Scan, ground: Ground, is_whole: bool) {
        let has_events = self.watch.is_some();
        self.index.poll(ground.is_network || !has_events);
        self.index.scan_ended(self.now(), is_whole);
        if is_whole {
            let text = root::describe(self.root.path(), ground, has_events, scan.remarks());
            self.index.report(Status { text, is_fault: false });
        } else {
            // What it is shows when the folder is looked at again.
            self.index.overflow();
        }
    }

    /// As much as the owner has room for. False when the owner has left.
    fn tell(&mut self) -> bool {
        while !self.events.is_full() {
            let Some(event) = self.index.tell(self.now()) else { break };
            // Nobody else sends, so there is room.
            if self.events.try_send(event).is_err() {
                return false;
            }
        }
        true
    }

    /// For mail, for room if there is news that found none, or until something is due.
    fn wait(&self) {
        let mut due = self.index.next_work();
        let mut select = Select::new();
        select.recv(&self.clapper);
        if self.index.has_news(self.now()) {
            select.send(&self.events);
        } else {
            due = self.index.next_news().map_or(due, |news| news.min(due));
        }
        let _ = select.ready_deadline(self.opened + due);
        drop(select);
        // Answered before the mail is taken, so that whoever rings from now on is heard.
        let _ = self.clapper.try_recv();
    }
}

/// What was written before this is old.
fn age_limit_ns(age_max: Duration) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.saturating_sub(age_max).as_nanos()).unwrap_or(i64::MAX)
}
