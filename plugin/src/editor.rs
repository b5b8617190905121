//! The window: shows the model, turns parameters, and mails what a person asks for to the worker. It decides nothing.

mod app;
pub mod desk;
pub mod drag_out;
pub mod icons;
pub mod local;
pub mod look;
pub mod lookout;
mod open;
mod redraw;
pub mod theme;
pub mod typing;
pub mod views;
pub mod widgets;
pub mod words;

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::Sender;
use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::{LogicalSize, NativeSize, PhysicalSize};
use nice_plug::editor::{Editor, HostMethods, ParentWindowHandle, ResizeHint, SpawnedEditor};
use nice_plug_egui::{EguiEditorState, EguiNiceSettings, RepaintNotifier, create_egui_editor};

use crate::action::Action;
use crate::heard::Heard;
use crate::mailboxes::Shown;
use crate::model::WindowView;
use crate::params::BandParams;
use app::App;
use lookout::Lookout;
use redraw::Redraw;

/// What the window is tied to.
#[derive(Clone)]
pub struct EditorEnds {
    pub shown: Shown,
    pub actions: Sender<Action>,
    pub heard: Arc<Heard>,
    pub params: Arc<BandParams>,
}

/// One for each instance; its window may be opened and closed many times.
pub fn create(ends: EditorEnds) -> Option<BandEditor> {
    Some(BandEditor { ends, size: Arc::default() })
}

pub struct BandEditor {
    ends: EditorEnds,
    size: OpenSize,
}

/// How large the open window is, in the pixels of its screen; none while it is shut.
type OpenSize = Arc<Mutex<Option<PhysicalSize<u32>>>>;

const SIZE_MIN: LogicalSize<f32> =
    LogicalSize { width: *WindowView::WIDTHS.start() as f32, height: *WindowView::HEIGHTS.start() as f32 };

const RESIZE: ResizeHint = ResizeHint::RESIZABLE.with_min_logical_size(SIZE_MIN);

impl BandEditor {
    fn left_as(&self) -> WindowView {
        lookout::picture(&self.ends.shown).window.within_limits()
    }
}

impl Editor for BandEditor {
    type Handle = open::Handle;

    /// A new toolkit and app each time: what is to outlive the window is in the model.
    fn spawn(
        &self,
        parent: Option<ParentWindowHandle>,
        wait_for_parent: bool,
        fallback_scale_factor: Option<f64>,
        gui_context: GuiContext,
        host: Option<HostMethods>,
    ) -> Result<SpawnedEditor<open::Handle>, Box<dyn Error>> {
        let view = self.left_as();
        let size = LogicalSize { width: f32::from(view.width), height: f32::from(view.height) };
        let state = EguiEditorState::from_size(size, zoom_of(view));
        let redraw = Redraw::default();
        let news = redraw.clone();
        let shown = Arc::clone(&self.ends.shown);
        let lookout = Lookout::start(shown, Arc::clone(&self.ends.heard), move || news.ask());
        let (ends, open) = open::ends(redraw.clone());
        let app = App::new(self.ends.clone(), Arc::clone(&self.size), lookout, ends, redraw);
        let settings = EguiNiceSettings::new().with_tile("AI Band").with_resize_hint(RESIZE);
        let settings = settings.with_repaint_poll_interval(redraw::NEVER);
        let editor = create_egui_editor(state, RepaintNotifier::new(), settings, app)
            .ok_or("the window has no toolkit")?;
        editor.spawn(parent, wait_for_parent, fallback_scale_factor, gui_context, host).map(open)
    }

    fn size(&self) -> NativeSize<u32> {
        let open = *self.size.lock().unwrap_or_else(PoisonError::into_inner);
        let view = self.left_as();
        let zoomed = |points: u16| (f32::from(points) * zoom_of(view)).round() as u32;
        let size = open.unwrap_or(PhysicalSize { width: zoomed(view.width), height: zoomed(view.height) });
        NativeSize::new(size.width, size.height)
    }

    fn resize_hint(&self) -> ResizeHint {
        RESIZE
    }
}

fn zoom_of(view: WindowView) -> f32 {
    f32::from(view.zoom_percent) / 100.0
}
