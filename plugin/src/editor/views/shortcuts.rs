//! Keys that work wherever the keyboard is; the space bar stays the host's.

use egui::{Key, KeyboardShortcut, Modifiers, Ui};

use crate::action::Action;
use crate::editor::local::{Asked, Local, Scene, Tab};

use super::ask;

const fn with_command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const REDO: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let is_pressed = |shortcut: &KeyboardShortcut| ui.input_mut(|input| input.consume_shortcut(shortcut));
    if is_pressed(&with_command(Key::Enter)) {
        ask::generate(local, asked);
    }
    for (key, steps) in [(Key::Plus, 1), (Key::Equals, 1), (Key::Minus, -1)] {
        if is_pressed(&with_command(key)) {
            local.zoom_by(steps);
        }
    }
    let tabs = [
        (Key::Num1, Tab::Takes),
        (Key::Num2, Tab::Folder),
        (Key::Num3, Tab::Bank),
        (Key::Num4, Tab::Session),
    ];
    for (key, tab) in tabs {
        if is_pressed(&with_command(key)) {
            local.tab = tab;
        }
    }
    if is_pressed(&with_command(Key::L)) {
        ui.memory_mut(|memory| memory.request_focus(egui::Id::unique(ask::FIELD)));
    }
    // In a text, these take back letters.
    if ui.ctx().text_edit_focused() {
        return;
    }
    if is_pressed(&REDO) || is_pressed(&with_command(Key::Y)) {
        asked.extend(scene.model.redo.as_ref().map(|_| Action::Redo));
    }
    if is_pressed(&with_command(Key::Z)) {
        asked.extend(scene.model.undo.as_ref().map(|_| Action::Undo));
    }
}
