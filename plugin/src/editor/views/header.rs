//! The top line: which song, where it is, how fast, who leads, how the link stands.

use egui::{Align, Label, Layout, RichText, Ui, vec2};

use crate::action::Action;
use crate::editor::desk::Dial;
use crate::editor::icons::Icon;
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::{Mark, Theme};
use crate::editor::theme::{DISPLAY, GRID, LARGE, SMALL, colour, font};
use crate::editor::widgets::{choice, icon_button, mark, plain, quiet};
use crate::editor::words::{self, LINE_CHARS_MAX, NAME_CHARS_MAX, short};

/// Room for "-123.4" in the largest size: nothing beside it moves while it counts.
const POSITION_WIDTH: f32 = 26.0 * GRID;
const TEMPO_WIDTH: f32 = 15.0 * GRID;
const TITLE_WIDTH_MIN: f32 = 34.0 * GRID;
/// The place begins where the rolls do.
const TITLE_WIDTH_MAX: f32 = 53.0 * GRID;
/// What all that is not the title needs.
const REST_WIDTH: f32 = 178.0 * GRID;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        title(ui, scene);
        ui.add_space(2.0 * GRID);
        place(ui, scene);
        leader(ui, scene, asked);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            dress(ui, local);
            ui.add_space(GRID);
            history(ui, scene, asked);
            ui.add_space(GRID);
            link(ui, scene);
        });
    });
}

fn title(ui: &mut Ui, scene: &Scene<'_>) {
    let words = short(&scene.model.song.title, NAME_CHARS_MAX);
    let words = if words.trim().is_empty() { "Untitled".into() } else { words };
    let width = (ui.available_width() - REST_WIDTH).clamp(TITLE_WIDTH_MIN, TITLE_WIDTH_MAX);
    fixed(ui, width, |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(if scene.model.is_unsaved { 2.0 } else { 2.0 * GRID });
            let text = RichText::new(&*words).size(LARGE).color(colour(scene.palette.text));
            ui.add(Label::new(text).truncate());
            if scene.model.is_unsaved {
                quiet(ui, scene.palette, "unsaved band changes");
            }
        });
    });
}

/// Bar and beat, tempo: read at arm's length. Amber while it plays.
fn place(ui: &mut Ui, scene: &Scene<'_>) {
    let glance = scene.glance;
    let tint = if glance.playing { scene.palette.accent } else { scene.palette.text };
    fixed(ui, POSITION_WIDTH, |ui| {
        if !glance.has_transport && glance.blocks > 0 {
            no_position(ui, scene);
            return;
        }
        let position = match glance.has_transport {
            true => words::position(&scene.model.song, glance.beat),
            false => "–".to_owned(),
        };
        ui.label(RichText::new(position).font(font(DISPLAY)).color(colour(tint)));
    });
    let bpm = if glance.has_transport { glance.tempo_bpm } else { scene.model.song.tempo_bpm };
    fixed(ui, TEMPO_WIDTH, |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(2.0);
            ui.label(RichText::new(words::tempo(bpm)).size(LARGE).color(colour(scene.palette.text)));
            ui.label(RichText::new("BPM").size(SMALL).color(colour(scene.palette.quiet)));
        });
    });
}

/// The host calls, and does not say where the song is.
fn no_position(ui: &mut Ui, scene: &Scene<'_>) {
    let said = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(2.0);
        mark(ui, scene.palette, Mark::Failed, "No position");
        quiet(ui, scene.palette, "from the host");
    });
    said.response
        .on_hover_text("The host does not say where the song is. Session plays by a clock of its own");
}

fn fixed(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    let size = vec2(width, 9.0 * GRID);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.set_max_width(width);
        add(ui);
    });
}

/// Whose beats it plays on; with its own clock it can be started here.
fn leader(ui: &mut Ui, scene: &Scene<'_>, asked: &mut Asked) {
    let follow = usize::from(scene.desk.value(Dial::Follow));
    if let Some(chosen) = choice(ui, &["Host", "Session"], follow.min(1)) {
        scene.desk.switch(Dial::Follow, chosen == 1);
    }
    if follow == 0 {
        let button = plain(ui, "Bar 1 here");
        if button.on_hover_text("The song's first bar is where the host stands now").clicked() {
            asked.push(Action::OriginHere);
        }
    } else if scene.glance.playing {
        if icon_button(ui, Icon::Stop, "Stop", true).clicked() {
            asked.push(Action::Stop);
        }
    } else if icon_button(ui, Icon::Mark(Mark::Playing), "Play", true).clicked() {
        asked.push(Action::Play);
    }
}

fn link(ui: &mut Ui, scene: &Scene<'_>) {
    let (state, word) = Mark::of_link(scene.model.link);
    let response = mark(ui, scene.palette, state, word);
    if !scene.model.link_note.is_empty() {
        response.on_hover_text(&*short(&scene.model.link_note, LINE_CHARS_MAX));
    }
}

/// From the right: forth again, back.
fn history(ui: &mut Ui, scene: &Scene<'_>, asked: &mut Asked) {
    for (icon, word, what, action) in [
        (Icon::Redo, "Redo", &scene.model.redo, Action::Redo),
        (Icon::Undo, "Undo", &scene.model.undo, Action::Undo),
    ] {
        let words = what
            .as_deref()
            .map_or(word.to_owned(), |what| format!("{word}: {}", short(what, NAME_CHARS_MAX)));
        if icon_button(ui, icon, &words, what.is_some()).clicked() {
            asked.push(action);
        }
    }
}

/// From the right: theme, zoom.
fn dress(ui: &mut Ui, local: &mut Local) {
    let (icon, words) = match local.theme {
        Theme::Night => (Icon::Sun, "Paper"),
        Theme::Day => (Icon::Moon, "Graphite"),
    };
    if icon_button(ui, icon, words, true).clicked() {
        local.theme = local.theme.other();
    }
    if icon_button(ui, Icon::Plus, "Larger", local.zoom_percent < 200).clicked() {
        local.zoom_by(1);
    }
    ui.label(RichText::new(format!("{} %", local.zoom_percent)).size(SMALL));
    if icon_button(ui, Icon::Minus, "Smaller", local.zoom_percent > 100).clicked() {
        local.zoom_by(-1);
    }
}
