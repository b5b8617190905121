//! Fields to write in: outlined, or nobody would see that something can be written there.

use egui::{Response, Stroke, TextEdit, Ui};

use crate::editor::look::Palette;
use crate::editor::theme::{GRID, colour};

/// A line to write on, as wide as there is room.
pub fn field(ui: &mut Ui, palette: &Palette, name: &str, edit: TextEdit<'_>) -> Response {
    let inner = ui.scope(|ui| {
        ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(1.0, colour(palette.edge));
        ui.add(edit.desired_width(f32::INFINITY).margin(egui::vec2(2.0 * GRID, GRID)))
    });
    inner.inner.accessible_name(name)
}
