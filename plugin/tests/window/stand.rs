//! A window on a stand: frames are run by hand, and things are found by the names that a screen reader would say.

use std::cell::RefCell;
use std::collections::HashMap;

use ai_band_plugin::action::Action;
use ai_band_plugin::editor::desk::{Desk, Dial};
use ai_band_plugin::editor::local::{Local, Scene};
use ai_band_plugin::editor::{theme, views};
use ai_band_plugin::model::WindowView;
use egui::accesskit::{NodeId, TreeUpdate};
use egui::epaint::ClippedShape;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};

use crate::pictures::Picture;

pub struct Stand {
    pub picture: Picture,
    pub local: Local,
    pub desk: NotedDesk,
    pub context: egui::Context,
    /// All that was asked for so far.
    pub asked: Vec<Action>,
    size: egui::Vec2,
    time: f64,
    tree: Option<TreeUpdate>,
}

/// One movement of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    Grab(Dial),
    Turn(Dial, u8),
    Release(Dial),
}

#[derive(Default)]
pub struct NotedDesk {
    values: RefCell<HashMap<Dial, u8>>,
    pub gestures: RefCell<Vec<Gesture>>,
}

impl Desk for NotedDesk {
    fn value(&self, dial: Dial) -> u8 {
        self.values.borrow().get(&dial).copied().unwrap_or(0)
    }

    fn grab(&self, dial: Dial) {
        self.gestures.borrow_mut().push(Gesture::Grab(dial));
    }

    fn turn(&self, dial: Dial, value: u8) {
        self.values.borrow_mut().insert(dial, value);
        self.gestures.borrow_mut().push(Gesture::Turn(dial, value));
    }

    fn release(&self, dial: Dial) {
        self.gestures.borrow_mut().push(Gesture::Release(dial));
    }
}

impl Stand {
    pub fn of(picture: Picture) -> Stand {
        let context = egui::Context::default();
        context.enable_accesskit();
        let view = WindowView::default();
        let local = Local::left_as(view);
        theme::dress(&context, local.theme);
        let mut stand = Stand {
            picture,
            local,
            desk: NotedDesk::default(),
            context,
            asked: Vec::new(),
            size: vec2(f32::from(view.width), f32::from(view.height)),
            time: 0.0,
            tree: None,
        };
        // Sizes are known from the second frame on.
        stand.frames(3);
        stand
    }

    pub fn resize(&mut self, width: f32, height: f32) {
        self.size = vec2(width, height);
        self.frames(2);
    }

    pub fn frame(&mut self, events: Vec<Event>) -> Vec<ClippedShape> {
        self.frame_after(1.0 / 60.0, events)
    }

    pub fn frame_after(&mut self, seconds: f64, events: Vec<Event>) -> Vec<ClippedShape> {
        self.time += seconds;
        let modifiers = events.iter().rev().find_map(|event| match event {
            Event::Key { modifiers, .. } | Event::PointerButton { modifiers, .. } => Some(*modifiers),
            _ => None,
        });
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, self.size));
        let mut events = events;
        events.insert(0, Event::ModifiersChanged(modifiers.unwrap_or_default()));
        let input =
            RawInput { screen_rect, time: Some(self.time), focused: true, events, ..RawInput::default() };
        let (context, local, asked) = (self.context.clone(), &mut self.local, &mut self.asked);
        let Picture { model, glance } = &self.picture;
        let palette = local.theme.palette();
        let scene = Scene { model, glance, desk: &self.desk, palette };
        let mut output = context.run_ui(input, |ui| asked.extend(views::show(ui, &scene, local)));
        if let Some(tree) = output.platform_output.accesskit_update.take() {
            self.tree = Some(tree);
        }
        // Nobody paints here; the toolkit insists on hearing that.
        output.textures_delta.clear();
        output.shapes
    }

    pub fn frames(&mut self, count: usize) {
        for _ in 0..count {
            self.frame(Vec::new());
        }
    }

    /// What was asked for since the last call.
    pub fn taken(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.asked)
    }

    pub fn gestures(&self) -> Vec<Gesture> {
        std::mem::take(&mut self.desk.gestures.borrow_mut())
    }

    /// Where the thing with this name is; the topmost one if there are several.
    pub fn find(&self, name: &str) -> Option<Rect> {
        self.all(name).first().copied()
    }

    pub fn all(&self, name: &str) -> Vec<Rect> {
        let nodes = self.tree.as_ref().map_or(&[][..], |tree| tree.nodes.as_slice());
        let is_it = |node: &egui::accesskit::Node| node.label() == Some(name) || node.value() == Some(name);
        let found = nodes.iter().filter(|(_, node)| is_it(node));
        let bounds = found.filter_map(|(_, node)| node.bounds());
        let mut places: Vec<Rect> = bounds
            .map(|at| Rect::from_min_max(pos2(at.x0 as f32, at.y0 as f32), pos2(at.x1 as f32, at.y1 as f32)))
            .collect();
        places.sort_by(|a, b| a.top().total_cmp(&b.top()).then(a.left().total_cmp(&b.left())));
        places
    }

    pub fn names(&self) -> Vec<String> {
        let nodes = self.tree.as_ref().map_or(&[][..], |tree| tree.nodes.as_slice());
        nodes.iter().filter_map(|(_, node)| node.label().or(node.value()).map(str::to_owned)).collect()
    }

    #[track_caller]
    pub fn place(&self, name: &str) -> Rect {
        self.find(name).unwrap_or_else(|| panic!("nothing is called {name:?}; there are {:#?}", self.names()))
    }

    #[track_caller]
    pub fn click(&mut self, name: &str) {
        let at = self.place(name).center();
        self.click_at(at, Modifiers::NONE);
    }

    pub fn click_at(&mut self, at: Pos2, modifiers: Modifiers) {
        self.frame(vec![Event::PointerMoved(at)]);
        self.frame(vec![button(at, true, modifiers)]);
        self.frame(vec![button(at, false, modifiers)]);
        self.frames(2);
    }

    /// Press, go there in steps, let go.
    pub fn pull(&mut self, from: Pos2, to: Pos2) {
        self.frame(vec![Event::PointerMoved(from)]);
        self.frame(vec![button(from, true, Modifiers::NONE)]);
        for step in 1..=4 {
            self.frame(vec![Event::PointerMoved(from + (to - from) * (step as f32 / 4.0))]);
        }
        self.frame(vec![button(to, false, Modifiers::NONE)]);
        self.frames(2);
    }

    pub fn press(&mut self, key: Key, modifiers: Modifiers) {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.frame(vec![event(true)]);
        self.frame(vec![event(false)]);
    }

    pub fn write(&mut self, text: &str) {
        for char in text.chars() {
            self.frame(vec![Event::Text(char.to_string())]);
        }
    }

    /// The name of what has the keyboard.
    pub fn focused(&self) -> Option<String> {
        let tree = self.tree.as_ref()?;
        let focus: NodeId = tree.focus;
        let node = tree.nodes.iter().find(|(id, _)| *id == focus)?;
        node.1.label().or(node.1.value()).map(str::to_owned)
    }
}

fn button(pos: Pos2, pressed: bool, modifiers: Modifiers) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers }
}
