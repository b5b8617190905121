//! Servers on other machines: how the one that is wanted stands, the code it asks for, and which others there are.

use egui::{Align, Key, Label, Layout, RichText, TextEdit, Ui};

use crate::action::Action;
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::Mark;
use crate::editor::theme::{BODY, GRID, TOUCH, colour};
use crate::editor::widgets::{field, mark, plain, primary, quiet, said, section};
use crate::editor::words::{NAME_CHARS_MAX, short};
use crate::model::{Abroad, LanView, ServerView};

/// Six digits, and what people put between them.
const CODE_CHARS_MAX: usize = 16;
const CODE_WIDTH: f32 = 30.0 * GRID;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let LanView { door, servers, is_looking } = &scene.model.lan;
    ui.add_space(2.0 * GRID);
    section(ui, scene.palette, "On another machine");
    standing(ui, scene, local, door, asked);
    for (place, server) in servers.iter().enumerate() {
        ui.push_id(place, |ui| row(ui, scene, server, asked));
    }
    if !*is_looking {
        let look = plain(ui, "Look around");
        if look.on_hover_text("Servers that say in this network that they are there").clicked() {
            asked.push(Action::LookAround);
        }
    } else if servers.is_empty() && *door == Abroad::Away {
        said(
            ui,
            scene.palette,
            "Nobody in this network says that there is a server. Start one on the other machine: ai-band serve --lan. \
             Or type its address above, for example 192.168.1.7:8001",
        );
    }
}

fn standing(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, door: &Abroad, asked: &mut Asked) {
    let name = |address: &str| short(address, NAME_CHARS_MAX).into_owned();
    let palette = scene.palette;
    match door {
        Abroad::Away => return,
        Abroad::AsksForCode { address, certificate, said: why, is_fault } => {
            let state = if *is_fault { Mark::Failed } else { Mark::ToDecide };
            mark(ui, palette, state, &format!("{} asks for a code", name(address)));
            said(ui, palette, why);
            code(ui, scene, local, asked);
            quiet(ui, palette, &format!("Certificate {certificate}"));
        }
        Abroad::Proving { address } => {
            mark(ui, palette, Mark::Running, &format!("Proving the code to {}", name(address)));
        }
        Abroad::Paired { address, certificate } => {
            mark(ui, palette, Mark::Approved, &format!("Paired with {}", name(address)));
            quiet(ui, palette, &format!("Certificate {certificate}"));
        }
        Abroad::Changed { address } => {
            mark(ui, palette, Mark::Failed, &format!("{} is not who it was", name(address)));
            said(
                ui,
                palette,
                "It shows another certificate than the one this machine was paired with, so it is told nothing. If the \
                 server was set up anew, forget it and pair again. If not, somebody stands between",
            );
        }
        Abroad::Forgotten { address } => {
            mark(ui, palette, Mark::Cancelled, &format!("{} is forgotten here", name(address)));
        }
    }
    ui.add_space(GRID);
}

/// Sent with Enter or the button, and gone when it was sent: each is good once.
fn code(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    ui.horizontal(|ui| {
        let line = ui.allocate_ui(egui::vec2(CODE_WIDTH, 8.0 * GRID), |ui| {
            let edit = TextEdit::singleline(&mut local.code).char_limit(CODE_CHARS_MAX);
            field(ui, scene.palette, "Pairing code", edit.hint_text("6 digits"))
        });
        let is_entered = line.inner.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if primary(ui, scene.palette, "Pair").clicked() || is_entered {
            asked.push(Action::Pair(std::mem::take(&mut local.code)));
        }
    });
}

fn row(ui: &mut Ui, scene: &Scene<'_>, server: &ServerView, asked: &mut Asked) {
    ui.horizontal(|ui| {
        let address = short(&server.address, NAME_CHARS_MAX);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if server.is_paired {
                let forget = plain(ui, "Forget");
                if forget.on_hover_text("Its key goes; to come back it needs another code").clicked() {
                    asked.push(Action::Forget(server.certificate.clone()));
                }
            }
            let is_wanted = scene.model.server == server.address;
            if !is_wanted
                && plain(ui, "Use").on_hover_text("The session of this server, in this project").clicked()
            {
                asked.push(Action::Server(Some(server.address.clone().into())));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_height(TOUCH);
                let words = RichText::new(&*address).size(BODY).color(colour(scene.palette.text));
                ui.add(Label::new(words).truncate());
            });
        });
    });
}
