//! Looks while the window is open whether there is anything new to draw, so that a still window costs nothing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::heard::{Glance, Heard};
use crate::mailboxes::Shown;
use crate::model::Model;

/// A playhead moves smoothly enough at this pace, and a look is two dozen loads.
const LOOK_EVERY: Duration = Duration::from_millis(33);

pub fn picture(shown: &Shown) -> Arc<Model> {
    // Pictures are put down whole, so a panic elsewhere leaves nothing half done.
    Arc::clone(&shown.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What was seen last.
#[derive(Default)]
pub struct Seen {
    model: Option<Arc<Model>>,
    glance: Glance,
}

impl Seen {
    /// Whether it differs from what was seen last. That more blocks went by is no news; that the host calls at all is.
    pub fn is_news(&mut self, model: &Arc<Model>, glance: Glance) -> bool {
        let glance = Glance { blocks: glance.blocks.min(1), ..glance };
        let same_model = self.model.as_ref().is_some_and(|seen| Arc::ptr_eq(seen, model));
        if same_model && self.glance == glance {
            return false;
        }
        self.model = Some(Arc::clone(model));
        self.glance = glance;
        true
    }
}

/// A thread that rings when there is news; it ends with the window.
pub struct Lookout {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Lookout {
    /// Without a thread to spare, the window still draws whenever somebody touches it.
    pub fn start(shown: Shown, heard: Arc<Heard>, ring: impl Fn() + Send + 'static) -> Lookout {
        let over = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&over);
        let look = move || {
            let mut seen = Seen::default();
            while !until.load(Ordering::Relaxed) {
                if seen.is_news(&picture(&shown), heard.glance()) {
                    ring();
                }
                std::thread::park_timeout(LOOK_EVERY);
            }
        };
        let thread = std::thread::Builder::new().name("ai-band window lookout".to_owned()).spawn(look);
        Lookout { over, thread: thread.ok() }
    }
}

impl Drop for Lookout {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // It only looks and rings; a panic in there is nothing the window could mend.
            let _ = thread.join();
        }
    }
}
