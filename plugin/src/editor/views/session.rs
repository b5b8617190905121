//! The session: how the link stands, what to do where its music and this one differ, and where its server is.

mod elsewhere;

use std::path::PathBuf;

use egui::{ScrollArea, TextEdit, Ui};

use crate::action::Action;
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::Mark;
use crate::editor::theme::GRID;
use crate::editor::widgets::{field, mark, plain, primary, said, section, switch};
use crate::editor::words::{LINE_CHARS_MAX, NAME_CHARS_MAX, short};
use crate::model::{Abroad, Differs, LinkState};
use crate::net::reopening::Choice;

/// Longer paths exist nowhere.
const PATH_CHARS_MAX: usize = 4_096;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| page(ui, scene, local, asked));
}

fn page(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let model = scene.model;
    section(ui, scene.palette, "One band shared by several plugins");
    let (state, word) = Mark::of_link(model.link);
    mark(ui, scene.palette, state, word);
    if !model.link_note.is_empty() {
        said(ui, scene.palette, &short(&model.link_note, LINE_CHARS_MAX));
    } else if model.link == LinkState::Disconnected && model.lan.door == Abroad::Away {
        said(
            ui,
            scene.palette,
            "This plugin plays by itself. A server on this machine is found when it is started: ai-band serve",
        );
    }
    if let Some(differs) = &model.differs {
        choices(ui, scene, differs, asked);
    }
    ui.add_space(GRID);
    let alone = switch(ui, "Follow without asking", model.reopens_alone, None);
    let why = "A project that is opened takes over what its session plays by now, unless something was changed here";
    if alone.on_hover_text(why).clicked() {
        asked.push(Action::ReopenAlone(!model.reopens_alone));
    }
    server(ui, scene, local, asked);
    elsewhere::show(ui, scene, local, asked);
}

/// Until somebody chooses, what is here plays.
fn choices(ui: &mut Ui, scene: &Scene<'_>, differs: &Differs, asked: &mut Asked) {
    ui.add_space(GRID);
    let name = short(&differs.session, NAME_CHARS_MAX);
    section(ui, scene.palette, "Two versions");
    let words = format!("Session {name} plays revision {}, which is not what is here.", differs.revision);
    said(ui, scene.palette, &words);
    ui.horizontal(|ui| {
        let use_it = primary(ui, scene.palette, "Use session");
        if use_it.on_hover_text("It enters with the next bar; what is here goes").clicked() {
            asked.push(Action::Reopen(Choice::UseSession));
        }
        let push = plain(ui, "Push mine");
        if push.on_hover_text("Everybody in the session plays what is here").clicked() {
            asked.push(Action::Reopen(Choice::PushMine));
        }
        if plain(ui, "Stay local").on_hover_text("Both stay as they are").clicked() {
            asked.push(Action::Reopen(Choice::StayLocal));
        }
    });
}

fn server(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    ui.add_space(2.0 * GRID);
    section(ui, scene.palette, "Server");
    local.server.adopt(&scene.model.server);
    let edit = TextEdit::singleline(&mut local.server.text).char_limit(PATH_CHARS_MAX);
    let field = field(
        ui,
        scene.palette,
        "Server",
        edit.hint_text("An address, or a server.json; empty is whoever is found"),
    );
    if field.changed() {
        local.server.edited(ui.input(|input| input.time));
    }
    if field.lost_focus() {
        let typed = local.server.at_once();
        asked.extend(typed.map(|path| Action::Server(chosen(&path))));
    }
}

fn chosen(path: &str) -> Option<PathBuf> {
    let path = path.trim();
    (!path.is_empty()).then(|| PathBuf::from(path))
}
