//! The window's views: each looks at the scene and hands back what a person asked for; none has any other effect.

mod ask;
mod bank;
mod folder;
mod header;
pub mod lanes;
mod log;
mod perform;
mod session;
mod shortcuts;
mod takes;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::local::{Asked, Local, Scene, Tab};
use super::look::Colour;
use super::theme::{GRID, colour};
use super::widgets::choice;

/// Its share of the window, and its limits.
const SIDE_SHARE: f32 = 0.28;
const SIDE_WIDTHS: (f32, f32) = (72.0 * GRID, 92.0 * GRID);
const ASK_HEIGHT: f32 = 40.0 * GRID;
/// With its knobs out.
const ASK_HEIGHT_OPEN: f32 = 70.0 * GRID;

/// The whole window.
pub fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local) -> Asked {
    let mut asked = Asked::new();
    shortcuts::show(ui, scene, local, &mut asked);
    let panel = scene.palette.panel;
    Panel::top("header").exact_size(14.0 * GRID).frame(framed(panel, 4, 0)).show(ui, |ui| {
        header::show(ui, scene, local, &mut asked);
    });
    Panel::bottom("log").exact_size(8.0 * GRID).frame(framed(panel, 4, 0)).show(ui, |ui| {
        log::show(ui, scene, local, &mut asked);
    });
    let ask_height = if local.are_knobs_open { ASK_HEIGHT_OPEN } else { ASK_HEIGHT };
    Panel::bottom("ask").exact_size(ask_height).frame(framed(panel, 4, 3)).show(ui, |ui| {
        ask::show(ui, scene, local, &mut asked);
    });
    let side_width = (ui.max_rect().width() * SIDE_SHARE).clamp(SIDE_WIDTHS.0, SIDE_WIDTHS.1).floor();
    Panel::right("side").exact_size(side_width).frame(framed(panel, 3, 2)).show(ui, |ui| {
        side(ui, scene, local, &mut asked);
    });
    Panel::top("perform").exact_size(10.0 * GRID).frame(framed(panel, 4, 0)).show(ui, |ui| {
        perform::show(ui, scene);
    });
    CentralPanel::default().frame(framed(panel, 2, 0)).show(ui, |ui| {
        asked.extend(lanes::show(ui, scene, local));
    });
    asked
}

/// Margins in steps of the grid.
fn framed(fill: Colour, across: i8, down: i8) -> Frame {
    let grid = GRID as i8;
    Frame::new().fill(colour(fill)).inner_margin(Margin::symmetric(across * grid, down * grid))
}

/// What is not looked at all the time, one at a time.
fn side(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    const TABS: [Tab; 4] = [Tab::Takes, Tab::Folder, Tab::Bank, Tab::Session];
    let takes = match takes::waiting(&scene.model.takes) {
        0 => "Takes".to_owned(),
        waiting => format!("Takes {waiting}"),
    };
    let session = if scene.model.differs.is_some() { "Session 1" } else { "Session" };
    ui.horizontal(|ui| {
        let chosen = TABS.iter().position(|tab| *tab == local.tab).unwrap_or(0);
        if let Some(index) = choice(ui, &[&takes, "Folder", "Sound", session], chosen) {
            local.tab = TABS[index];
        }
    });
    ui.add_space(GRID);
    match local.tab {
        Tab::Takes => takes::show(ui, scene, local, asked),
        Tab::Folder => folder::show(ui, scene, local, asked),
        Tab::Bank => bank::show(ui, scene, local, asked),
        Tab::Session => session::show(ui, scene, local, asked),
    }
}
