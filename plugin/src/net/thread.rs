//! The link's thread: carries out what the link decides, on a runtime of its own.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use tokio::sync::mpsc;

use super::discovery::{self, Found};
use super::door::Door;
use super::host_clock;
use super::lan::{self, Lan};
use super::link::{self, Do, Event};
use super::mailbox::{News, Settings, Wish};
use super::rest::Refused;
use super::socket::Socket;
use crate::heard::Heard;
use crate::wiring::Wiring;

/// News underway; a worker that has not looked for so long is not hurried.
const NEWS_MAX: usize = 256;
/// How long whoever removes the plugin waits for a server to hear of it; one of this machine answers in a fiftieth.
const LEAVING: Duration = Duration::from_millis(250);
/// How often it looks at the host's transport while somebody listens: a start is told within this.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Linked for as long as it lives.
pub struct Link {
    told: Receiver<News>,
    wishes: Option<mpsc::UnboundedSender<Wished>>,
    thread: Option<JoinHandle<()>>,
}

/// Starts looking for the server; nothing is waited for.
pub fn open(settings: Settings, wiring: Arc<Wiring>, heard: Arc<Heard>) -> io::Result<Link> {
    // People fill it, and the thread is never away for long.
    let (wishes, wished) = mpsc::unbounded_channel();
    let (news, told) = crossbeam_channel::bounded(NEWS_MAX);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let work = move || {
        let (happened, happening) = mpsc::unbounded_channel();
        let thread = LinkThread::new(settings, wiring, heard, news, happened);
        runtime.block_on(thread.run(wished, happening));
        // What is underway is nobody's business any more.
        runtime.shutdown_background();
    };
    let thread = std::thread::Builder::new().name("ai-band link".to_owned()).spawn(work)?;
    Ok(Link { told, wishes: Some(wishes), thread: Some(thread) })
}

impl Link {
    pub fn told(&self) -> &Receiver<News> {
        &self.told
    }

    pub fn wish(&self, wish: Wish) {
        self.say(Wished::Of(wish));
    }

    /// About servers on other machines.
    pub fn wish_abroad(&self, wish: lan::Wish) {
        self.say(Wished::Abroad(wish));
    }

    fn say(&self, wished: Wished) {
        if let Some(wishes) = &self.wishes {
            // A thread that fell wishes for nothing.
            let _ = wishes.send(wished);
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        // Nobody reads on: who waits for room is let go.
        self.told = crossbeam_channel::never();
        self.wishes = None;
        if let Some(thread) = self.thread.take() {
            // Its panic was printed when it happened.
            let _ = thread.join();
        }
    }
}

enum Wished {
    Of(Wish),
    Abroad(lan::Wish),
}

enum Happened {
    /// By the number of the socket it happened to, if it did to one.
    Here(Option<u64>, Event),
    Abroad(lan::Happened),
}

struct LinkThread {
    file: std::path::PathBuf,
    link: link::Link,
    lan: Lan,
    /// Where the server was found: what is asked goes through there.
    door: Option<Door>,
    wiring: Arc<Wiring>,
    heard: Arc<Heard>,
    news: Sender<News>,
    socket: Option<(u64, Socket)>,
    /// Takes over when it is open.
    next: Option<(u64, Socket)>,
    /// Counts sockets: what one says that was given up is not heard.
    sockets: u64,
    chance: RandomState,
    draws: u64,
    happened: mpsc::UnboundedSender<Happened>,
}

impl LinkThread {
    fn new(
        settings: Settings,
        wiring: Arc<Wiring>,
        heard: Arc<Heard>,
        news: Sender<News>,
        happened: mpsc::UnboundedSender<Happened>,
    ) -> LinkThread {
        let chance = RandomState::new();
        let (file, name) = (settings.file.clone(), chance.hash_one(settings.incarnation));
        let lan = Lan::new(settings.address.clone(), &settings.paired);
        let link = link::Link::new(settings, name);
        LinkThread {
            file,
            link,
            lan,
            door: None,
            wiring,
            heard,
            news,
            socket: None,
            next: None,
            sockets: 0,
            chance,
            draws: 0,
            happened,
        }
    }

    /// Until nobody wishes any more.
    async fn run(
        mut self,
        mut wished: mpsc::UnboundedReceiver<Wished>,
        mut happening: mpsc::UnboundedReceiver<Happened>,
    ) {
        loop {
            let due = self.due();
            let event = tokio::select! {
                wish = wished.recv() => match wish {
                    Some(Wished::Of(wish)) => Some(Event::Wish(wish)),
                    Some(Wished::Abroad(wish)) => {
                        let work = self.lan.wish(wish);
                        self.work(work);
                        None
                    }
                    None => return self.take_leave(&mut happening).await,
                },
                Some(happened) = happening.recv() => match happened {
                    Happened::Here(socket, event) => self.of_socket(socket, event),
                    Happened::Abroad(happened) => self.happened_abroad(happened),
                },
                () = tokio::time::sleep_until(due.into()) => Some(Event::Tick),
            };
            if let Some(said) = self.heard.host_said().filter(|_| self.link.is_open()) {
                self.happen(Event::Host(said));
            }
            if let Some(event) = event {
                self.happen(event);
            }
            self.see_abroad();
        }
    }

    /// So that its chairs are free at once. A server that is slow finds out by itself.
    async fn take_leave(&mut self, happening: &mut mpsc::UnboundedReceiver<Happened>) {
        let leave = async {
            while self.link.is_coming_in() {
                let Some(happened) = happening.recv().await else { return };
                if let Happened::Here(socket, event) = happened
                    && let Some(event) = self.of_socket(socket, event)
                {
                    self.happen(event);
                }
            }
            if let (Some(goodbye), Some(door)) = (self.link.goodbye(), &self.door) {
                // Its answer changes nothing any more.
                let _ = goodbye.send(door).await;
            }
        };
        let _ = tokio::time::timeout(LEAVING, leave).await;
    }

    fn due(&self) -> Instant {
        if self.link.is_open() {
            return Instant::now() + LOOK_EVERY;
        }
        let link = host_clock::instant(self.link.due());
        let due = self.lan.due().map_or(link, |lan| lan.min(link));
        // Never so often that it would be felt.
        due.max(Instant::now() + Duration::from_millis(1))
    }

    /// What a socket says, unless it was given up.
    fn of_socket(&mut self, socket: Option<u64>, event: Event) -> Option<Event> {
        let Some(number) = socket else { return Some(event) };
        if self.socket.as_ref().is_some_and(|(current, _)| *current == number) {
            return Some(event);
        }
        let next = self.next.take_if(|(next, _)| *next == number)?;
        // One that does not open is nobody's loss: the one before it is still there.
        matches!(event, Event::Opened).then(|| {
            self.socket = Some(next);
            event
        })
    }

    fn happened_abroad(&mut self, happened: lan::Happened) -> Option<Event> {
        let (work, outcome) = self.lan.happened(happened);
        self.work(work);
        match outcome? {
            lan::Outcome::Entered(entry) => {
                let (authority, token) = (entry.door.authority(), entry.token);
                self.door = Some(entry.door);
                Some(Event::Found(Ok(Found { authority, token })))
            }
            lan::Outcome::Closed(why) => Some(Event::Found(Err(Some(why)))),
            lan::Outcome::Gone(why) => {
                self.give_up_sockets();
                let said = News::Said { text: why, is_fault: false };
                let _ = self.news.send(said);
                Some(Event::Closed(String::new()))
            }
        }
    }

    /// What is due there, and what is to be told of it.
    fn see_abroad(&mut self) {
        let now = Instant::now();
        let work = self.lan.tick(now);
        self.work(work);
        if let Some(view) = self.lan.news(now) {
            let _ = self.news.send(News::Lan(Box::new(view)));
        }
    }

    fn work(&self, work: Option<lan::Work>) {
        let Some(work) = work else { return };
        let happened = self.happened.clone();
        tokio::spawn(async move { drop(happened.send(Happened::Abroad(work.run().await))) });
    }

    fn happen(&mut self, event: Event) {
        self.draws += 1;
        let chance = self.chance.hash_one(self.draws) as f64 / u64::MAX as f64;
        let now = host_clock::now();
        for thing in self.link.event(now, chance, event) {
            self.carry_out(thing);
        }
    }

    fn carry_out(&mut self, thing: Do) {
        match thing {
            Do::Find => self.find(),
            Do::Ask(request) => {
                let (happened, door) = (self.happened.clone(), self.door.clone());
                tokio::spawn(async move {
                    let purpose = request.purpose;
                    let answer = match door {
                        Some(door) => request.send(&door).await,
                        None => Err(Refused::nobody("No server was found yet")),
                    };
                    let _ = happened.send(Happened::Here(None, Event::Answered { purpose, answer }));
                });
            }
            Do::Open { token, .. } => self.open(token),
            Do::Say(said) => {
                if let Some((_, socket)) = &self.socket {
                    socket.say(&said);
                }
            }
            Do::Close => self.give_up_sockets(),
            Do::Follow(course) => self.wiring.course.put(&course),
            Do::Tell(news) => drop(self.news.send(news)),
        }
    }

    /// On this machine first, unless another one was named.
    fn find(&mut self) {
        let found =
            if self.lan.is_typed() { Err(discovery::Error::Missing) } else { discovery::read(&self.file) };
        let found = match found {
            Ok(found) => {
                self.door = Some(Door::Here(found.authority.clone()));
                self.lan.rest();
                Ok(found)
            }
            Err(discovery::Error::Missing) => {
                let work = self.lan.find();
                return self.work(work);
            }
            Err(error @ (discovery::Error::Open { .. } | discovery::Error::Damaged { .. })) => {
                Err(Some(error.to_string()))
            }
        };
        let _ = self.happened.send(Happened::Here(None, Event::Found(found)));
    }

    /// Where one is open already, that one stays until the new one is.
    fn open(&mut self, token: String) {
        let Some(door) = self.door.clone() else { return };
        self.sockets += 1;
        let (number, happened) = (self.sockets, self.happened.clone());
        let tell = move |event| drop(happened.send(Happened::Here(Some(number), event)));
        let socket = Some((number, Socket::open(door, token, tell)));
        if self.link.is_open() {
            self.next = socket;
        } else {
            self.socket = socket;
        }
    }

    fn give_up_sockets(&mut self) {
        (self.socket, self.next) = (None, None);
    }
}
