//! The sound bank: which one plays, and others that were found.

use std::path::{Path, PathBuf};

use egui::{Button, ScrollArea, TextEdit, Ui};

use crate::action::Action;
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::Mark;
use crate::editor::theme::{GRID, TOUCH};
use crate::editor::widgets::{field, mark, plain, said, section};
use crate::editor::words::{NAME_CHARS_MAX, short};

const FOUND_SHOWN_MAX: usize = 100;
const PATH_CHARS_MAX: usize = 4_096;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let bank = &scene.model.bank;
    section(ui, scene.palette, "Sound bank");
    let name = if bank.name.is_empty() { "No bank" } else { &*bank.name };
    let plays = if bank.name.is_empty() { Mark::Pending } else { Mark::Playing };
    mark(ui, scene.palette, plays, name);
    if let Some(fault) = &bank.fault {
        mark(ui, scene.palette, Mark::Failed, "Cannot play the chosen bank");
        said(ui, scene.palette, fault);
    }
    ui.add_space(GRID);
    let held = bank.path.as_deref().unwrap_or(Path::new("")).to_string_lossy();
    local.bank_path.adopt(&held);
    let edit = TextEdit::singleline(&mut local.bank_path.text).char_limit(PATH_CHARS_MAX);
    let field = field(ui, scene.palette, "Bank path", edit.hint_text("Path of a SoundFont"));
    if field.changed() {
        local.bank_path.edited(ui.input(|input| input.time));
    }
    if field.lost_focus() {
        asked.extend(local.bank_path.at_once().map(|path| Action::Bank(chosen(&path))));
    }
    if bank.path.is_some() && plain(ui, "Use the default bank").clicked() {
        asked.push(Action::Bank(None));
    }
    found(ui, scene, asked);
}

fn chosen(path: &str) -> Option<PathBuf> {
    let path = path.trim();
    (!path.is_empty()).then(|| PathBuf::from(path))
}

fn found(ui: &mut Ui, scene: &Scene<'_>, asked: &mut Asked) {
    let bank = &scene.model.bank;
    if bank.found.is_empty() {
        return;
    }
    ui.add_space(2.0 * GRID);
    section(ui, scene.palette, "Found on this machine");
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for path in bank.found.iter().take(FOUND_SHOWN_MAX) {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
            let is_chosen = bank.path.as_ref() == Some(path);
            let words = short(&name, NAME_CHARS_MAX).into_owned();
            let button = Button::selectable(is_chosen, words).min_size(egui::vec2(0.0, TOUCH)).truncate();
            if ui.add(button).on_hover_text(&*short(&path.to_string_lossy(), NAME_CHARS_MAX)).clicked() {
                asked.push(Action::Bank(Some(path.clone())));
            }
        }
    });
}
