//! The second line: what a player turns while the band plays. All of it is the host's to automate.

use egui::{Align, Layout, RichText, Ui};

use crate::editor::desk::Dial;
use crate::editor::local::Scene;
use crate::editor::theme::{GRID, SMALL, colour};
use crate::editor::widgets::{choice, switch, turned};

/// What all that is no fader needs.
const REST_WIDTH: f32 = 118.0 * GRID;
const FADER_WIDTH_MIN: f32 = 10.0 * GRID;
const FADER_WIDTH_MAX: f32 = 26.0 * GRID;
/// As composed.
const INTENSITY_AT_REST: u8 = player::automation::INTENSITY_NEUTRAL;
const COMPLEXITY_AT_REST: u8 = player::automation::FULL;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * GRID;
        let width = ((ui.available_width() - REST_WIDTH) / 2.0).clamp(FADER_WIDTH_MIN, FADER_WIDTH_MAX);
        for (name, dial, rest) in [
            ("Intensity", Dial::Intensity, INTENSITY_AT_REST),
            ("Complexity", Dial::Complexity, COMPLEXITY_AT_REST),
        ] {
            name_of(ui, scene, name);
            turned(ui, scene.desk, dial, name, rest, width, None);
            ui.add_space(GRID);
        }
        name_of(ui, scene, "Pattern");
        if let Some(chosen) = choice(ui, &["A", "B"], usize::from(scene.desk.value(Dial::Pattern)).min(1)) {
            scene.desk.switch(Dial::Pattern, chosen == 1);
        }
        ui.add_space(GRID);
        held(ui, scene, "Fill", Dial::Fill, "Play fills in the next bar");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            held(ui, scene, "Panic", Dial::Panic, "Silence everything until it is switched off");
            held(ui, scene, "Bypass", Dial::Bypass, "The band rests and time goes on");
        });
    });
}

fn name_of(ui: &mut Ui, scene: &Scene<'_>, name: &str) {
    ui.label(RichText::new(name).size(SMALL).color(colour(scene.palette.quiet)));
}

fn held(ui: &mut Ui, scene: &Scene<'_>, name: &str, dial: Dial, hint: &str) {
    let is_on = scene.desk.is_on(dial);
    if switch(ui, name, is_on, None).on_hover_text(hint).clicked() {
        scene.desk.switch(dial, !is_on);
    }
}
