//! What the composer is asked to do more or less of; folded away until somebody wants it.

use egui::{ScrollArea, Ui};

use crate::action::{Action, Knob};
use crate::editor::local::{Asked, Scene};
use crate::editor::theme::GRID;
use crate::editor::widgets::{fader, section};
use crate::editor::words::capital;

/// As the style has it.
const AT_REST: u8 = 64;
const KNOBS_SHOWN_MAX: usize = 32;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, asked: &mut Asked) {
    ScrollArea::vertical().id_salt("knobs").auto_shrink(false).show(ui, |ui| {
        egui::Grid::new("knobs").num_columns(4).spacing([2.0 * GRID, GRID]).show(ui, |ui| {
            for (index, (knob, value)) in scene.model.ask.knobs.iter().take(KNOBS_SHOWN_MAX).enumerate() {
                let name = name(*knob);
                section(ui, scene.palette, &name);
                let (_, to) = fader(ui, &name, *value, AT_REST, 24.0 * GRID, None);
                asked.extend(to.map(|to| Action::Knob(*knob, to)));
                if index % 2 == 1 {
                    ui.end_row();
                }
            }
        });
    });
}

fn name(knob: Knob) -> String {
    match knob {
        Knob::Intensity => "Loudness".to_owned(),
        Knob::Complexity => "Complexity".to_owned(),
        Knob::Syncopation => "Syncopation".to_owned(),
        Knob::Swing => "Swing".to_owned(),
        Knob::Humanise => "Looseness".to_owned(),
        Knob::Fills => "Fills".to_owned(),
        Knob::Density(lane) => format!("{} density", capital(lane.name())),
    }
}
