//! Asking for music: chords, style, seed, who plays, which bars, and Generate.

mod chart;
mod knobs;
mod who;

pub(super) use chart::FIELD;

use egui::{Align, Layout, Ui, vec2};

use crate::action::Action;
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::theme::GRID;
use crate::editor::widgets::{primary, switch};

const WISHES_WIDTH: f32 = 100.0 * GRID;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0 * GRID;
        let chart_width = (ui.available_width() - WISHES_WIDTH - 4.0 * GRID).max(60.0 * GRID);
        ui.allocate_ui_with_layout(vec2(chart_width, height), Layout::top_down(Align::Min), |ui| {
            chart::show(ui, scene, local, asked);
        });
        ui.allocate_ui_with_layout(vec2(WISHES_WIDTH, height), Layout::top_down(Align::Min), |ui| {
            wishes(ui, scene, local, asked);
        });
    });
}

fn wishes(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    ui.spacing_mut().item_spacing.y = 2.0 * GRID;
    who::style_and_seed(ui, scene, asked);
    who::lanes(ui, scene, asked);
    ui.add_space(GRID);
    let line = vec2(ui.available_width(), 8.0 * GRID);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        who::bars(ui, scene, local, asked);
        if switch(ui, "Knobs", local.are_knobs_open, None).on_hover_text("More or less of it").clicked() {
            local.are_knobs_open = !local.are_knobs_open;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if primary(ui, scene.palette, "Generate").on_hover_text("Ctrl+Enter").clicked() {
                generate(local, asked);
            }
        });
    });
    if local.are_knobs_open {
        knobs::show(ui, scene, asked);
    }
}

/// What was typed a moment ago is part of what is asked.
pub(super) fn generate(local: &mut Local, asked: &mut Asked) {
    asked.extend(local.chart.at_once().map(Action::Chart));
    asked.push(Action::Generate);
}
