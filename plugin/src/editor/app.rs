//! The app inside the window: looks, draws, mails. One for each time that the window is opened.

use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::PhysicalSize;
use nice_plug_egui::baseview::{HandlerError, WindowSize};
use nice_plug_egui::{Frame, Key as HostKey, KeyCapture, NiceEguiApp};
use std::sync::{Arc, PoisonError};

use crate::action::Action;
use crate::model::{Model, WindowView};

use super::desk::HostDesk;
use super::drag_out::{Drag, Outcome, uri};
use super::local::{Errand, Local, Scene};
use super::look::Theme;
use super::lookout::{Lookout, picture};
use super::open::Ends;
use super::redraw::Redraw;
use super::{EditorEnds, OpenSize, theme, views};

/// How long a window keeps its size before it is said to have it: dragging a corner is a hundred sizes.
const SETTLED_SECONDS: f64 = 0.5;
/// How often a drag that is under way is asked how it went.
const DRAG_LOOK_SECONDS: f32 = 0.1;

pub(super) struct App {
    ends: EditorEnds,
    size: OpenSize,
    /// There from the window's first frame on.
    desk: Option<HostDesk>,
    local: Local,
    dressed: Option<Theme>,
    view: WindowView,
    /// What the worker was told last, and since when it is otherwise.
    told: WindowView,
    changed_at: Option<f64>,
    drag: Option<Drag>,
    /// What the mailbox had no room for; told again with the next frame.
    unsent: Vec<Action>,
    /// Until the thread is known that draws.
    thread_ends: Option<Ends>,
    redraw: Redraw,
    _lookout: Lookout,
}

impl App {
    pub(super) fn new(
        ends: EditorEnds,
        size: OpenSize,
        lookout: Lookout,
        ends_with: Ends,
        redraw: Redraw,
    ) -> App {
        let view = picture(&ends.shown).window.within_limits();
        App {
            ends,
            size,
            desk: None,
            local: Local::left_as(view),
            dressed: None,
            view,
            told: view,
            changed_at: None,
            drag: None,
            unsent: Vec::new(),
            thread_ends: Some(ends_with),
            redraw,
            _lookout: lookout,
        }
    }

    fn mail(&mut self, actions: Vec<Action>) {
        self.unsent.extend(actions);
        let sent =
            self.unsent.iter().take_while(|action| self.ends.actions.try_send((*action).clone()).is_ok());
        let sent = sent.count();
        self.unsent.drain(..sent);
    }

    fn put_on(&mut self, context: &egui::Context, frame: &mut Frame) {
        if self.dressed != Some(self.local.theme) {
            theme::dress(context, self.local.theme);
            frame.set_clear_color(theme::colour(self.local.theme.palette().ground).into());
            self.dressed = Some(self.local.theme);
        }
        let zoom = f32::from(self.local.zoom_percent) / 100.0;
        if (context.zoom_factor() - zoom).abs() > 0.001 {
            context.set_zoom_factor(zoom);
        }
    }

    /// The worker keeps how the window is left, once it has come to rest.
    fn keep(&mut self, context: &egui::Context) {
        self.view.zoom_percent = self.local.zoom_percent;
        self.view.is_light = self.local.theme == Theme::Day;
        if self.view == self.told {
            self.changed_at = None;
            return;
        }
        let now = context.input(|input| input.time);
        let since = *self.changed_at.get_or_insert(now);
        if now - since >= SETTLED_SECONDS {
            self.told = self.view;
            self.mail(vec![Action::Window(self.view)]);
        } else {
            context.request_repaint_after_secs(SETTLED_SECONDS as f32);
        }
    }
}

impl App {
    /// A drag begins when the file that it is about has been written, if the button is still held then.
    fn drag_out(&mut self, context: &egui::Context, model: &Model) {
        if let Some((what, _)) = self.local.dragged.filter(|(_, before)| model.exports_done > *before)
            && let Some(file) = model.exports.iter().rev().find(|file| file.what == what)
        {
            self.local.dragged = None;
            match Drag::begin(std::slice::from_ref(&file.path)) {
                Ok(drag) => self.drag = Some(drag),
                Err(refusal) => self.local.notice = Some(refusal.to_string()),
            }
        }
        let Some(drag) = &self.drag else { return };
        let Some(outcome) = drag.outcome() else {
            context.request_repaint_after_secs(DRAG_LOOK_SECONDS);
            return;
        };
        self.drag = None;
        self.local.notice = match outcome {
            Outcome::Taken | Outcome::GivenUp => None,
            Outcome::NotTaken => {
                Some("Nothing there takes files. Reveal file, and drag it from there.".to_owned())
            }
            Outcome::Unanswered => Some("No word came back from where the file was dropped.".to_owned()),
        };
    }

    fn run_errand(&mut self, context: &egui::Context) {
        match self.local.errand.take() {
            None => {}
            Some(Errand::CopyPath(path)) => context.copy_text(path.to_string_lossy().into_owned()),
            Some(Errand::Reveal(path)) => {
                // File managers show a folder everywhere; choosing a file in it is each one's own affair.
                let folder = path.parent().and_then(uri::of);
                context.open_url(egui::OpenUrl::same_tab(folder.unwrap_or_default()));
            }
        }
    }
}

/// The space bar is the host's transport, unless somebody types.
fn leave_the_space_bar(context: &egui::Context, frame: &mut Frame) {
    if context.text_edit_focused() {
        frame.set_key_capture(KeyCapture::CaptureAll);
    } else {
        frame.set_key_capture(KeyCapture::IgnoreKeys(vec![HostKey::Character(" ".to_owned())]));
        context.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Space));
    }
}

impl NiceEguiApp for App {
    fn build(
        &mut self,
        context: egui::Context,
        host: GuiContext,
        frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        self.desk = Some(HostDesk { params: Arc::clone(&self.ends.params), host });
        self.put_on(&context, frame);
        if let Some(ends) = self.thread_ends.take() {
            ends.with_this_thread();
        }
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut Frame) {
        self.redraw.is_drawn(|| frame.baseview_window().waker());
        let context = ui.ctx().clone();
        leave_the_space_bar(&context, frame);
        self.put_on(&context, frame);
        let model = picture(&self.ends.shown);
        let glance = self.ends.heard.glance();
        let Some(desk) = &self.desk else { return };
        let palette = self.local.theme.palette();
        let scene = Scene { model: &model, glance: &glance, desk, palette };
        let asked = views::show(ui, &scene, &mut self.local);
        self.mail(asked);
        self.drag_out(&context, &model);
        self.run_errand(&context);
        self.keep(&context);
    }

    fn resized(&mut self, size: WindowSize) {
        let pixels = PhysicalSize { width: size.physical.width, height: size.physical.height };
        *self.size.lock().unwrap_or_else(PoisonError::into_inner) = Some(pixels);
        self.view.width = size.logical.width.round() as u16;
        self.view.height = size.logical.height.round() as u16;
        self.view = self.view.within_limits();
    }
}

impl Drop for App {
    fn drop(&mut self) {
        *self.size.lock().unwrap_or_else(PoisonError::into_inner) = None;
        if self.view != self.told {
            self.mail(vec![Action::Window(self.view)]);
        }
    }
}
