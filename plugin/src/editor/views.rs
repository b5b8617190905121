//! The window's views: each looks at the scene and hands back what a person asked for; none has any other effect.

use egui::{CentralPanel, Panel, Ui};

use super::local::{Asked, Local, Scene};

/// The whole window.
pub fn show(ui: &mut Ui, scene: &Scene<'_>, _local: &mut Local) -> Asked {
    let mut asked = Asked::new();
    Panel::top("header").show(ui, |ui| {
        ui.heading(&scene.model.song.title);
    });
    CentralPanel::default().show(ui, |ui| {
        if ui.button("Generate").clicked() {
            asked.push(crate::action::Action::Generate);
        }
    });
    asked
}
