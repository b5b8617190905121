//! Asking the window for a new picture, from any thread, once it has drawn its first.
//!
//! On X11 a window asks its server when to draw. One that is asked for a picture before it is shown does so before it
//! listens for the answer (`baseview` 0.4.2), never hears it, and stays blank as long as it is open. The toolkit would
//! ask a sixty-fourth of a second after the window was made, which is too early in hosts that show it later than that.
//! The first picture comes by itself when the window is shown; so until then nobody may ask.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use nice_plug_egui::baseview::WindowWaker;

/// How often the toolkit may ask by itself: not while anybody has the window open.
pub(super) const NEVER: Duration = Duration::from_hours(24 * 365);

/// Clones are for the same window.
#[derive(Clone, Default)]
pub(super) struct Redraw(Arc<OnceLock<WindowWaker>>);

impl Redraw {
    /// With the first picture. What was there before it is in it.
    pub(super) fn is_drawn(&self, waker: impl FnOnce() -> WindowWaker) {
        self.0.get_or_init(waker);
    }

    pub(super) fn ask(&self) {
        if let Some(window) = self.0.get() {
            window.request_redraw();
        }
    }
}
