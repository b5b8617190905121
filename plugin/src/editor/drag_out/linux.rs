//! A drag on X11, on a connection and a thread of its own: the window's connection keeps the pointer, so this one only
//! watches where it is and talks XDND to whatever lies under it.

mod messages;
mod under;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::errors::{ConnectError, ReplyOrIdError};
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{ConnectionExt, KeyButMask};
use x11rb::rust_connection::RustConnection;

use super::course::{Course, Look, Outcome};
use super::{Refusal, uri};
use messages::Source;

/// A hand does not notice less, and a look is three small questions.
const LOOK_EVERY: Duration = Duration::from_millis(8);

pub struct Drag {
    is_over: Arc<AtomicBool>,
    outcome: Arc<Mutex<Option<Outcome>>>,
    thread: Option<JoinHandle<()>>,
}

impl Drag {
    pub fn begin(files: &[PathBuf]) -> Result<Drag, Refusal> {
        Drag::begin_on(None, files)
    }

    /// On a display by name; without one, as `DISPLAY` says.
    pub fn begin_on(display: Option<&str>, files: &[PathBuf]) -> Result<Drag, Refusal> {
        let list = uri::list(files.iter().map(PathBuf::as_path));
        let (connection, screen) = x11rb::connect(display).map_err(no_connection)?;
        let source =
            Source::open(connection, screen, list).map_err(|error| Refusal::NoScreen(error.to_string()))?;
        let (is_over, outcome) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(None)));
        let (until, told) = (Arc::clone(&is_over), Arc::clone(&outcome));
        let run = move || {
            // A screen that goes away in the middle ends the drag like letting go over nothing.
            let end = run(&source, &until).unwrap_or(Outcome::NotTaken);
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(end);
        };
        let thread = std::thread::Builder::new().name("ai-band drag".to_owned()).spawn(run);
        let thread = thread.map_err(|error| Refusal::NoScreen(error.to_string()))?;
        Ok(Drag { is_over, outcome, thread: Some(thread) })
    }

    /// Waits until it has ended by itself.
    pub fn ended(mut self) -> Option<Outcome> {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.outcome()
    }

    pub fn outcome(&self) -> Option<Outcome> {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Drag {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // It holds nothing but its own connection.
            let _ = thread.join();
        }
    }
}

fn no_connection(error: ConnectError) -> Refusal {
    Refusal::NoScreen(error.to_string())
}

/// Looks, talks and listens until it is decided.
fn run(source: &Source<RustConnection>, until: &AtomicBool) -> Result<Outcome, ReplyOrIdError> {
    let began = Instant::now();
    let escape = under::key_code(&source.connection, under::ESCAPE)?;
    let mut course = Course::default();
    loop {
        while let Some(event) = source.connection.poll_for_event()? {
            hear(source, &mut course, &event)?;
        }
        let now_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let mut look = look(source, escape, now_ms)?;
        look.is_escape |= until.load(Ordering::Relaxed);
        for say in course.look(look) {
            source.say(say)?;
        }
        source.connection.flush()?;
        if let Some(outcome) = course.outcome() {
            // An answer means that the screen has passed on what was said; whoever hangs up before may not be heard.
            source.connection.get_input_focus()?.reply()?;
            return Ok(outcome);
        }
        std::thread::park_timeout(LOOK_EVERY);
    }
}

fn look(source: &Source<RustConnection>, escape: Option<u8>, now_ms: u64) -> Result<Look, ReplyOrIdError> {
    let pointer = source.connection.query_pointer(source.root)?.reply()?;
    let at = (pointer.root_x, pointer.root_y);
    let target = under::target(&source.connection, &source.atoms, source.root, at);
    let keys = source.connection.query_keymap()?.reply()?.keys;
    let is_down = |code: u8| keys[usize::from(code / 8)] & (1 << (code % 8)) != 0;
    Ok(Look {
        at,
        target,
        is_held: pointer.mask.contains(KeyButMask::BUTTON1),
        is_escape: escape.is_some_and(is_down),
        now_ms,
    })
}

/// Windows may be gone by the time somebody speaks to them: their errors are no news.
fn hear(source: &Source<RustConnection>, course: &mut Course, event: &Event) -> Result<(), ReplyOrIdError> {
    match event {
        Event::ClientMessage(message) => {
            let [window, flags, ..] = message.data.as_data32();
            if message.type_ == source.atoms.XdndStatus {
                course.status(window, flags & 1 != 0);
            } else if message.type_ == source.atoms.XdndFinished {
                course.finished(window, flags & 1 != 0);
            }
        }
        Event::SelectionRequest(request) => source.hand_over(request)?,
        _ => {}
    }
    Ok(())
}
