//! Under the rows: what can be done with the bars that are picked, and which bars are in view.

use egui::{Align, CursorIcon, Layout, Response, RichText, Sense, Ui, Vec2, vec2};

use crate::action::Action;
use crate::editor::icons::{self, Icon};
use crate::editor::local::{Asked, Errand, Local, Scene};
use crate::editor::theme::{BODY, GRID, TOUCH, colour};
use crate::editor::widgets::{icon_button, plain, quiet, switch};
use crate::editor::words::{self, capital};
use crate::model::{Bars, DroppedFile, LaneView, Model};

use super::page::COUNTS;
use super::selection::Selection;

/// What may be asked for picked bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Or unlock, when all of it is locked.
    Lock,
    Reroll,
    Clear,
}

/// One action for each lane that is meant and owned here.
pub fn deed(model: &Model, chosen: Selection, deed: Deed) -> Vec<Action> {
    let bars = chosen.bars();
    let is_locked = is_locked(model, chosen);
    let of = |view: &LaneView| {
        let lane = view.lane;
        match deed {
            Deed::Lock => Action::Lock { lane, bars, locked: !is_locked },
            Deed::Reroll => Action::Reroll { lane, bars },
            Deed::Clear => Action::Clear { lane, bars },
        }
    };
    meant(model, chosen).map(of).collect()
}

fn meant(model: &Model, chosen: Selection) -> impl Iterator<Item = &LaneView> {
    model.lanes.iter().filter(move |view| view.owned && chosen.is_in(view.lane))
}

fn is_locked(model: &Model, chosen: Selection) -> bool {
    let bars = chosen.bars();
    let holds = |locked: &Bars| locked.first <= bars.first && bars.last <= locked.last;
    let mut meant = meant(model, chosen).peekable();
    meant.peek().is_some() && meant.all(|view| view.locked.iter().any(holds))
}

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * GRID;
        match local.roll.selection {
            Some(chosen) => deeds(ui, scene, local, chosen, asked),
            None => {
                quiet(ui, scene.palette, "Drag over bars to lock them, re-roll them or take them out.");
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| leaves(ui, scene, local));
    });
}

fn deeds(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, chosen: Selection, asked: &mut Asked) {
    let who = chosen.lane.map_or("All lanes".to_owned(), |lane| capital(lane.name()));
    let what = format!("{who}, {}", words::bars(&scene.model.song, chosen.bars()));
    ui.label(RichText::new(what).size(BODY).color(colour(scene.palette.text)));
    let lock = if is_locked(scene.model, chosen) { "Unlock" } else { "Lock" };
    for (word, what) in [(lock, Deed::Lock), ("Re-roll", Deed::Reroll), ("Clear", Deed::Clear)] {
        if plain(ui, word).clicked() {
            asked.extend(deed(scene.model, chosen, what));
        }
    }
    let quantised = ui.input(|input| input.modifiers.alt);
    let what = DroppedFile { lane: chosen.lane, bars: Some(chosen.bars()), quantised };
    handle(ui, scene, local, what, asked);
    files(ui, scene, local, what, asked);
    if icon_button(ui, Icon::Mark(crate::editor::look::Mark::Rejected), "Pick nothing", true).clicked() {
        local.roll.selection = None;
    }
}

fn handle(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, what: DroppedFile, asked: &mut Asked) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(18.0, TOUCH), Sense::drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Drag these bars out"));
    icons::paint(ui.painter(), Icon::Grip, rect.shrink2(vec2(0.0, 5.0)), colour(scene.palette.text));
    drag(&response, scene, local, what, asked);
    response
        .on_hover_cursor(CursorIcon::Grab)
        .on_hover_text("Drag these bars into a track as MIDI. With Alt: on the grid");
}

/// The file is asked for at once; the drag goes on when it is there.
pub(super) fn drag(
    response: &Response,
    scene: &Scene<'_>,
    local: &mut Local,
    what: DroppedFile,
    asked: &mut Asked,
) {
    if response.drag_started() {
        local.dragged = Some((what, scene.model.exports_done));
        asked.push(Action::Export(what));
    }
    if response.drag_stopped() {
        local.dragged = None;
    }
}

/// What works everywhere, also where nothing can be dragged out of a window.
fn files(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, what: DroppedFile, asked: &mut Asked) {
    let written = scene.model.exports.iter().rev().find(|file| file.what == what);
    match written {
        None => {
            if plain(ui, "Write file").on_hover_text("Write these bars as a MIDI file").clicked() {
                asked.push(Action::Export(what));
            }
        }
        Some(file) => {
            if plain(ui, "Reveal file").clicked() {
                local.errand = Some(Errand::Reveal(file.path.clone()));
            }
            if plain(ui, "Copy path").clicked() {
                local.errand = Some(Errand::CopyPath(file.path.clone()));
            }
        }
    }
}

/// From the right: follow, forth, how many, back.
fn leaves(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local) {
    let follow = switch(ui, "Follow", local.roll.follows, None);
    if follow.on_hover_text("Turn the page with the music").clicked() {
        local.roll.follows = !local.roll.follows;
    }
    let bars = scene.model.song.bars.len();
    let is_last = bars > 0 && local.roll.first + local.roll.count >= bars;
    if icon_button(ui, Icon::Right, "Later bars", !is_last).clicked() {
        local.roll.leaf(1);
    }
    let at = COUNTS.iter().position(|count| *count == local.roll.count).unwrap_or(1);
    if plain(ui, &format!("{} bars", local.roll.count)).on_hover_text("How many bars are in view").clicked() {
        local.roll.count = COUNTS[(at + 1) % COUNTS.len()];
    }
    if icon_button(ui, Icon::Left, "Earlier bars", local.roll.first > 0).clicked() {
        local.roll.leaf(-1);
    }
}
