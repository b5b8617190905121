//! The app inside the window: looks, draws, mails. One for each time that the window is opened.

use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::PhysicalSize;
use nice_plug_egui::baseview::{HandlerError, WindowSize};
use nice_plug_egui::{Frame, Key as HostKey, KeyCapture, NiceEguiApp};
use std::sync::{Arc, PoisonError};

use crate::action::Action;
use crate::model::WindowView;

use super::desk::HostDesk;
use super::local::{Local, Scene};
use super::look::Theme;
use super::watch::{Watch, picture};
use super::{EditorEnds, OpenSize, theme, views};

/// How long a window keeps its size before it is said to have it: dragging a corner is a hundred sizes.
const SETTLED_SECONDS: f64 = 0.5;

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
    /// What the mailbox had no room for; told again with the next frame.
    unsent: Vec<Action>,
    _watch: Watch,
}

impl App {
    pub(super) fn new(ends: EditorEnds, size: OpenSize, watch: Watch) -> App {
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
            unsent: Vec::new(),
            _watch: watch,
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
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut Frame) {
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
