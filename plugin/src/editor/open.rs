//! The open window: when the host is told that it is shut, it has let go of everything.
//!
//! On X11 the framework asks the thread that draws a window to end and goes on (`baseview` 0.4.2). A host that ends the
//! process in that moment, as sandboxes of plug-ins do, takes away the graphics driver that the thread is letting go
//! of, and crashes in it. So shutting the window waits here until its thread has ended.

use std::cell::RefCell;
use std::convert::Infallible;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender};
use nice_plug::editor::dpi::NativeSize;
use nice_plug::editor::{EditorHandle, Modifiers, ParentWindowHandle, SpawnedEditor, VirtualKeyCode};
use nice_plug_egui::{EguiEditorHandle, baseview};

use super::redraw::Redraw;

/// A driver is unloaded in milliseconds; who takes longer is not worth a host that stands still.
const PATIENCE: Duration = Duration::from_secs(1);
/// Elsewhere windows live on the host's own thread, which does not end with them.
const HAS_ITS_THREAD: bool = cfg!(target_os = "linux");

thread_local! {
    static HERE: RefCell<Option<Ends>> = const { RefCell::new(None) };
}

/// Held by who draws the window. The last one to go is missed.
pub(super) struct Ends(
    #[expect(dead_code, reason = "nothing is ever said; that it is dropped is what counts")]
    Sender<Infallible>,
);

impl Ends {
    /// From now on it goes with this thread, after everything that the thread has.
    pub(super) fn with_this_thread(self) {
        if HAS_ITS_THREAD {
            HERE.set(Some(self));
        }
    }
}

struct Ended(Receiver<Infallible>);

impl Drop for Ended {
    fn drop(&mut self) {
        // It never says anything: the wait is over when nobody is left who could, or when it has been long enough.
        let _ = self.0.recv_timeout(PATIENCE);
    }
}

pub(super) fn ends(
    redraw: Redraw,
) -> (Ends, impl FnOnce(SpawnedEditor<EguiEditorHandle>) -> SpawnedEditor<Handle>) {
    let (ends, ended) = crossbeam_channel::bounded(0);
    let open = move |SpawnedEditor { handle, window }: SpawnedEditor<EguiEditorHandle>| SpawnedEditor {
        handle: Handle { inner: handle, redraw },
        window: OpenWindow { inner: window, _ended: Ended(ended) },
    };
    (Ends(ends), open)
}

/// The framework's window; shut first, and missed afterwards.
pub struct OpenWindow {
    inner: baseview::Window,
    _ended: Ended,
}

/// What the framework's own handle does, to the window inside.
pub struct Handle {
    inner: EguiEditorHandle,
    redraw: Redraw,
}

impl EditorHandle for Handle {
    type Window = OpenWindow;
    type Error = baseview::Error;

    fn run_until_closed(window: OpenWindow) -> Result<(), baseview::Error> {
        EguiEditorHandle::run_until_closed(window.inner)
    }

    fn set_parent(&self, parent: ParentWindowHandle, window: &OpenWindow) -> Result<(), baseview::Error> {
        self.inner.set_parent(parent, &window.inner)
    }

    fn show(&self, window: &OpenWindow) -> Result<(), baseview::Error> {
        let shown = self.inner.show(&window.inner);
        self.redraw.ask();
        shown
    }

    fn hide(&self, window: &OpenWindow) -> Result<(), baseview::Error> {
        self.inner.hide(&window.inner)
    }

    fn set_size(&self, size: NativeSize<u32>, window: &OpenWindow) -> Result<(), baseview::Error> {
        self.inner.set_size(size, &window.inner)
    }

    fn host_main_thread_callback(&self, window: &OpenWindow) {
        self.inner.host_main_thread_callback(&window.inner);
    }

    fn adjust_size(&self, size: NativeSize<u32>, window: &OpenWindow) -> Option<NativeSize<u32>> {
        self.inner.adjust_size(size, &window.inner)
    }

    fn set_fallback_scale_factor(&self, factor: f64, window: &OpenWindow) -> Result<(), baseview::Error> {
        self.inner.set_fallback_scale_factor(factor, &window.inner)
    }

    fn on_virtual_key_from_host(&self, key: VirtualKeyCode, is_down: bool, modifiers: Modifiers) -> bool {
        self.inner.on_virtual_key_from_host(key, is_down, modifiers)
    }

    fn state_changed(&self) {
        self.inner.state_changed();
        self.redraw.ask();
    }

    fn param_value_changed(&self, id: &str, normalized_value: f32) {
        self.inner.param_value_changed(id, normalized_value);
        self.redraw.ask();
    }

    fn param_modulation_changed(&self, id: &str, modulation_offset: f32) {
        self.inner.param_modulation_changed(id, modulation_offset);
        self.redraw.ask();
    }
}
