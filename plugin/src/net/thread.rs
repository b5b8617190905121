//! The link's thread: carries out what the link decides, on a runtime of its own.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender};
use tokio::sync::mpsc;

use super::discovery;
use super::host_clock;
use super::link::{self, Do, Event};
use super::mailbox::{News, Settings, Wish};
use super::socket::Socket;
use crate::heard::Heard;
use crate::wiring::Wiring;

/// News underway; a worker that has not looked for so long is not hurried.
const NEWS_MAX: usize = 256;
/// How often it looks at the host's transport while somebody listens: a start is told within this.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Linked for as long as it lives.
pub struct Link {
    told: Receiver<News>,
    wishes: Option<mpsc::UnboundedSender<Wish>>,
    thread: Option<JoinHandle<()>>,
}

/// Starts looking for the server; nothing is waited for.
pub fn open(settings: Settings, wiring: Arc<Wiring>, heard: Arc<Heard>) -> io::Result<Link> {
    // People fill it, and the thread is never away for long.
    let (wishes, wished) = mpsc::unbounded_channel();
    let (news, told) = crossbeam_channel::bounded(NEWS_MAX);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let work = move || {
        let thread = LinkThread::new(settings, wiring, heard, news);
        runtime.block_on(thread.run(wished));
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
        if let Some(wishes) = &self.wishes {
            // A thread that fell wishes for nothing.
            let _ = wishes.send(wish);
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

struct LinkThread {
    file: std::path::PathBuf,
    link: link::Link,
    wiring: Arc<Wiring>,
    heard: Arc<Heard>,
    news: Sender<News>,
    socket: Option<Socket>,
    /// Counts sockets: what one says that was given up is not heard.
    sockets: u64,
    chance: RandomState,
    draws: u64,
}

type Happened = (Option<u64>, Event);

impl LinkThread {
    fn new(settings: Settings, wiring: Arc<Wiring>, heard: Arc<Heard>, news: Sender<News>) -> LinkThread {
        let chance = RandomState::new();
        let (file, name) = (settings.file.clone(), chance.hash_one(settings.incarnation));
        let link = link::Link::new(settings, name);
        LinkThread { file, link, wiring, heard, news, socket: None, sockets: 0, chance, draws: 0 }
    }

    /// Until nobody wishes any more.
    async fn run(mut self, mut wished: mpsc::UnboundedReceiver<Wish>) {
        let (happened, mut happening) = mpsc::unbounded_channel::<Happened>();
        loop {
            let due = self.due();
            let event = tokio::select! {
                wish = wished.recv() => match wish {
                    Some(wish) => Event::Wish(wish),
                    None => return,
                },
                Some((socket, event)) = happening.recv() => {
                    if socket.is_some_and(|socket| socket != self.sockets) {
                        continue;
                    }
                    event
                }
                () = tokio::time::sleep_until(due.into()) => Event::Tick,
            };
            if let Some(said) = self.heard.host_said().filter(|_| self.link.is_open()) {
                self.happen(Event::Host(said), &happened);
            }
            self.happen(event, &happened);
        }
    }

    fn due(&self) -> std::time::Instant {
        if self.link.is_open() {
            return std::time::Instant::now() + LOOK_EVERY;
        }
        // Never so often that it would be felt.
        host_clock::instant(self.link.due()).max(std::time::Instant::now() + Duration::from_millis(1))
    }

    fn happen(&mut self, event: Event, happened: &mpsc::UnboundedSender<Happened>) {
        self.draws += 1;
        let chance = self.chance.hash_one(self.draws) as f64 / u64::MAX as f64;
        let now = host_clock::now();
        for thing in self.link.event(now, chance, event) {
            self.carry_out(thing, happened);
        }
    }

    fn carry_out(&mut self, thing: Do, happened: &mpsc::UnboundedSender<Happened>) {
        let happened = happened.clone();
        match thing {
            Do::Find => {
                let found = discovery::read(&self.file).map_err(|error| match error {
                    discovery::Error::Missing => None,
                    discovery::Error::Open { .. } | discovery::Error::Damaged { .. } => {
                        Some(error.to_string())
                    }
                });
                let _ = happened.send((None, Event::Found(found)));
            }
            Do::Ask(request) => {
                tokio::spawn(async move {
                    let purpose = request.purpose;
                    let answer = request.send().await;
                    let _ = happened.send((None, Event::Answered { purpose, answer }));
                });
            }
            Do::Open { authority, token } => {
                self.sockets += 1;
                let socket = self.sockets;
                let tell = move |event| drop(happened.send((Some(socket), event)));
                self.socket = Some(Socket::open(authority, token, tell));
            }
            Do::Say(said) => {
                if let Some(socket) = &self.socket {
                    socket.say(&said);
                }
            }
            Do::Close => {
                self.sockets += 1;
                self.socket = None;
            }
            Do::Follow(course) => self.wiring.course.put(&course),
            Do::Tell(news) => drop(self.news.send(news)),
        }
    }
}
